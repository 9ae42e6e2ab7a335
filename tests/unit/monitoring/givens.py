"""Givens of monitoring's tests: a programme, a pair, its events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids
from mentoring.consumers import consume
from mentoring.context import Marker
from mentoring.events import Event, Meta
from mentoring.events.base import EventData
from mentoring.events.meetings import MeetingConfirmed, MeetingContested, MeetingHeld
from mentoring.events.notifications import MailboxLost, MailboxRecovered
from mentoring.events.pairing import MenteeLeftUnmatched, MenteeWaitsLong, PairAgreed
from mentoring.events.recruitment import AddressCorrected, ApplicationWithdrawn, RulesChanged
from mentoring.events.surveys import SurveyAnswered
from mentoring.events.workspace import ContractSigned
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Programme
from monitoring.use_cases import events, reaching, ruling
from monitoring.use_cases import scan as scanning
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from datetime import datetime


AGREED = PairAgreed("p", "1", "pr1", "m1", "e1", "anna", "jan")


def programme(**values: Any) -> Programme:
    given = {"programme_id": "p", "organization_id": "o", "slug": "s", "name": "Wiosna", "stage": "running"}
    return Programme(*Programme.key("p"), **given | values)


def member(person_id: str, role: str) -> Member:
    return Member(*Member.key("o", person_id), organization_id="o", person_id=person_id, role=role)


def pair(pair_id: str = "1", mentor: str = "anna", mentee: str = "jan", **values: Any) -> Pair:
    one = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id="p", organization_id="o", mentor_id=f"m{pair_id}",
        mentee_id=f"e{pair_id}", mentor_person_id=mentor, mentee_person_id=mentee, mentor_name=mentor.title(),
        mentee_name=mentee.title(), score=1, agreed_at=clock.iso(NOON), **values,
    )  # fmt: skip
    one.list_pk, one.list_sk = "PROGRAMME#p", f"PAIR#{pair_id}"
    return one


def person(person_id: str, zone: str) -> Person:
    told = {"email": f"{person_id}@firma.example", "registered_at": clock.iso(NOON)}
    return Person(*Person.key(person_id), person_id=person_id, zone=zone, own=["zone"], **told)


def season(*pairs: Pair, **values: Any) -> MemoryStore:
    """Given: a running programme with its owner (ola) and viewer (wit), and these pairs."""
    store = MemoryStore()
    store.put(programme(**values), member("ola", "owner"), member("wit", "viewer"), *(pairs or (pair(),)))
    return store


def event(data: EventData, at: datetime = NOON, sequence: int = 1, event_id: str = "") -> Event:
    meta = Meta(
        id=event_id or ids.new(), version=1, occurred_at=at, aggregate=data.aggregate, aggregate_id="a",
        sequence=sequence, programme_id="p", correlation_id="c", causation_id=None,
    )  # fmt: skip
    return Event(meta, data)


def consumer_at(store: Any, one: Event, at: datetime = NOON) -> Any:
    """Return the context in which a consumer handles an event."""
    return context_at(at, store=store, service="monitoring", marker=Marker(f"inbox#monitoring#{one.meta.id}"))


CONFIRMED = MeetingConfirmed("p", "1", "m", clock.iso(NOON + timedelta(days=3)), 0)


FUNCTIONS = {
    PairAgreed: events.start,
    MeetingContested: events.note_contested,
    MenteeLeftUnmatched: events.note_unmatched,
    MenteeWaitsLong: events.note_unmatched,
    ApplicationWithdrawn: events.note_withdrawn,
    MailboxLost: reaching.note_lost,
    MailboxRecovered: reaching.note_recovered,
    AddressCorrected: reaching.note_corrected,
    RulesChanged: ruling.look_again,
}


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def take(given: MemoryStore, *news: Event, at: datetime = NOON) -> None:
    for one in news:
        function = FUNCTIONS.get(type(one.data), events.note)
        consume(consumer_at(given, one, at), function, one)


def watched(given: MemoryStore, pair_id: str = "1") -> Watch:
    found = given.get(Watch, *Watch.key(pair_id))
    assert found is not None
    return found


def scan(given: Any, at: datetime) -> dict[str, int]:
    return scanning.scan(context_at(at, store=given, service="monitoring"))


def published(given: MemoryStore, kind: type) -> list[Any]:
    return [one.data for one in given.events if isinstance(one.data, kind)]


def silent(*pairs: Pair) -> MemoryStore:
    """Given: these pairs agreed, signed, met once on day 0, and nothing since."""
    given = season(*pairs)
    for one in pairs or (pair(),):
        held = MeetingHeld("p", one.pair_id, "m", clock.iso(NOON), 1, presumed=False)
        take(given, event(ContractSigned("p", one.pair_id, 1, "hash")), event(held, sequence=3))
    return given


def called() -> MemoryStore:
    """Given: a pair silent for 46 days, and another that is not a good one besides."""
    given = silent(pair("1"), pair("2", "m2", "e2"))
    take(given, event(SurveyAnswered("p", "2", "a", "pair_fit", low=True)))
    scan(given, day(46))
    assert waiting(given) == [("1", ["silence"]), ("2", ["rating", "silence"])]
    return given


def matters(given: Any, state: str = "open") -> list[Matter]:
    return [one for one in given.query(Matter, *Matter.of("p")) if one.state == state]


def waiting(given: Any) -> list[tuple[str, list[str]]]:
    """Return what open matters are about, and their rules."""
    return sorted((one.about, sorted(why["rule"] for why in one.reasons)) for one in matters(given))
