"""Givens of pairing's tests: people, a programme, its season, rounds and proposals."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids
from mentoring.consumers import consume
from mentoring.context import Marker
from mentoring.events import Event, Meta
from mentoring.events.pairing import PairingRequested
from mentoring.tables.core import ANY
from mentoring.tables.pairing import Pair, Proposal, Round, Seats
from mentoring.tables.recruitment import Member, Participant, Programme
from mentoring.weights import Weights
from pairing import domain, store, use_cases
from pairing.domain import MENTEE, MENTOR, Person
from pairing.matching import explain
from pairing.store import Results
from pairing.use_cases import proposing, solving
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events.base import EventData

START, END = date(2026, 3, 2), date(2026, 12, 18)
EVENINGS = [{"weekday": 0, "start": 17, "end": 19}]


def profile(**told: Any) -> dict[str, Any]:
    """Return a profile in which only the given fields are filled in."""
    blank: dict[str, Any] = {
        "first_name": "", "last_name": "", "form": "n", "city": "", "zone": "Europe/Warsaw", "languages": [],
        "department": "", "position": "", "manager_email": "", "topics": [], "mode": "", "hours_per_month": None,
        "availability": [], "capacity": 0, "goal": "", "experience": "", "style": "", "choices": [], "not_with": [],
        "consents": [],
    }  # fmt: skip
    assert set(told) <= set(blank)
    return blank | told


def person(one: str, capacity: int = 1, person_id: str = "", **told: Any) -> Person:
    return Person(one, f"{one}@firma.example", capacity, profile(**told), person_id)


def speaks(*codes: str) -> list[dict[str, str]]:
    return [{"code": code, "level": "C1"} for code in codes]


def participant(one: str, role: str, programme_id: str = "p", **told: Any) -> Participant:
    """Return a participant whose person is called as they are."""
    told = {"first_name": one.title(), "capacity": 1 if role == MENTOR else 0} | told
    item = Participant(
        *Participant.key(programme_id, f"{role}-{one}"), participant_id=f"{role}-{one}", programme_id=programme_id,
        person_id=one, role=role, email=f"{one}@firma.example", name=one.title(), form="n", locale="pl",
        zone="Europe/Warsaw", profile=profile(**told), accepted_at=clock.iso(NOON),
    )  # fmt: skip
    item.list_pk, item.list_sk = f"PERSON#{one}", f"PARTICIPANT#{programme_id}#{role}"
    return item


def programme(programme_id: str = "p", **values: Any) -> Programme:
    given = {"organization_id": "o", "slug": programme_id, "name": "Wiosna", "stage": "matching"}
    return Programme(*Programme.key(programme_id), programme_id=programme_id, **given | values)


def member(person_id: str, role: str) -> Member:
    return Member(*Member.key("o", person_id), organization_id="o", person_id=person_id, role=role)


def season(*people: Participant, **values: Any) -> MemoryStore:
    """Given: a programme in matching with its owner (ola) and viewer (wit), and these participants."""
    store = MemoryStore()
    asked = people or (participant("anna", MENTOR), participant("jan", MENTEE))
    store.put(programme(**values), member("ola", "owner"), member("wit", "viewer"), *asked)
    return store


def event(data: EventData, at: datetime = NOON, event_id: str = "") -> Event:
    meta = Meta(
        id=event_id or ids.new(), version=1, occurred_at=at, aggregate=data.aggregate, aggregate_id="a", sequence=1,
        programme_id="p", correlation_id="c", causation_id=None,
    )  # fmt: skip
    return Event(meta, data)


def consumer_at(store: Any, one: Event, at: datetime = NOON, name: str = "pairing") -> Context:
    """Return the context in which a consumer handles an event."""
    return context_at(at, store=store, service="pairing", marker=Marker(f"inbox#{name}#{one.meta.id}"))


class Kept(Results):
    """The results of rounds in a memory store's bucket; `kept` are those that are there, by key."""

    def __init__(self, memory: MemoryStore) -> None:
        super().__init__(memory.files)
        self._memory = memory

    @property
    def kept(self) -> dict[str, dict[str, Any]]:
        return {key: self.get(key) for key in self._memory.files.kept if key.endswith(".json")}


WEIGHTS = Weights()


def send(context: Any, programme_id: str, round_id: str) -> Any:
    """Send a round as it stands now."""
    return use_cases.send_round(context, programme_id, round_id, ANY)


DAY = timedelta(days=1)


def by(person_id: str, memory: MemoryStore, at: datetime = NOON) -> Context:
    return context_at(at, store=memory, person_id=person_id, service="pairing")


def published(memory: MemoryStore) -> list[str]:
    return [one.name for one in memory.events]


def proposal(memory: MemoryStore, proposal_id: str = "x", mentor: str = "anna", mentee: str = "jan") -> Proposal:
    """Given: a proposal sent at noon."""
    one = Proposal(
        *Proposal.key("p", proposal_id), proposal_id=proposal_id, programme_id="p", round_id="r",
        mentor_id=f"mentor-{mentor}", mentee_id=f"mentee-{mentee}", score=7000, reasons={"pl": ["a"], "en": ["b"]},
        state="sent", sent_at=clock.iso(NOON),
    )  # fmt: skip
    one.set_due(domain.due(NOON, reminded=False))
    memory.put(one, store.side(one, one.mentor_id), store.side(one, one.mentee_id))
    return one


def seats(memory: MemoryStore, participant_id: str) -> int:
    found = memory.get(Seats, *Seats.key("p", participant_id))
    return 0 if found is None else int(found.taken)


def accept(memory: MemoryStore, side: str, proposal_id: str = "x") -> Proposal:
    return use_cases.accept(by("", memory), "p", proposal_id, side)


def agreed(memory: MemoryStore, proposal_id: str = "x", mentor: str = "anna", mentee: str = "jan") -> Pair:
    """Given: a pair both said yes to."""
    proposal(memory, proposal_id, mentor, mentee)
    accept(memory, f"mentor-{mentor}", proposal_id)
    accept(memory, f"mentee-{mentee}", proposal_id)
    found = [one for one in memory.listed(Pair, "PROGRAMME#p") if one.mentee_id == f"mentee-{mentee}"]
    return found[-1]


class Rival(MemoryStore):
    """Given: somebody who commits first, between this use case's reads and its commit, `times` over."""

    def __init__(self, rival: Callable[[MemoryStore], object], times: int = 1) -> None:
        super().__init__()
        self.rival, self.times = rival, times

    def commit(self, changes: Any) -> None:
        if self.times:
            self.times -= 1
            before, self.times = self.times, 0
            self.rival(self)
            self.times = before
        super().commit(changes)


def take(memory: MemoryStore, consumer: Callable[[Context, Any], None], data: Any, days: int = 1) -> None:
    one = event(data, NOON + days * DAY)
    consumer(consumer_at(memory, one), one)


def pair_in(memory: MemoryStore, pair_id: str) -> Pair:
    found = memory.get(Pair, *Pair.key(pair_id))
    assert found is not None
    return found


def stage(memory: MemoryStore, to: str) -> None:
    programme = memory.get(Programme, *Programme.key("p"))
    assert programme is not None
    programme.stage = to
    memory.put(programme)


def crowd(mentors: int, mentees: int, capacity: int = 1) -> list[Participant]:
    return [
        *(participant(f"m{number:02}", MENTOR, capacity=capacity) for number in range(mentors)),
        *(participant(f"e{number:02}", MENTEE) for number in range(mentees)),
    ]


def request(memory: MemoryStore, **wish: Any) -> Round:
    return use_cases.request_round(
        context_at(store=memory, person_id="ola", service="pairing"), "p", use_cases.Wish(**wish)
    )


def deliver(memory: MemoryStore, data: Any, event_id: str = "", pair_up: Any = explain.pair_up) -> str:
    """Deliver an event to the worker, which solves rounds with `pair_up`."""
    one = event(data, event_id=event_id)
    solve = partial(solving.solve, pair_up=pair_up)
    function = solve if isinstance(data, PairingRequested) else proposing.propose
    return consume(consumer_at(memory, one, name="pairing-worker"), function, one)


def solved(memory: MemoryStore, pair_up: Any = explain.pair_up, **wish: Any) -> Round:
    """Given: a round with its preview."""
    round_id = str(request(memory, **wish).round_id)
    deliver(memory, PairingRequested("p", round_id), pair_up=pair_up)
    return read(memory, round_id)


def sent(memory: MemoryStore) -> str:
    """Given: a round that was sent."""
    round_id = str(solved(memory).round_id)
    send(context_at(store=memory, person_id="ola", service="pairing"), "p", round_id)
    return round_id


def read(memory: MemoryStore, round_id: str) -> Round:
    found = memory.get(Round, *Round.key("p", round_id))
    assert found is not None
    return found


def proposals(memory: MemoryStore) -> list[Proposal]:
    return memory.query(Proposal, "PAIRING#p", "PROPOSAL#")


class Crash(BaseException):
    """The machine is gone: nothing can be said any more."""


def ola(memory: MemoryStore) -> Any:
    return context_at(store=memory, person_id="ola", service="pairing")


def pairs_of(memory: MemoryStore, found: Round) -> dict[str, str]:
    return {one["mentee_id"]: one["mentor_id"] for one in Kept(memory).kept[str(found.result_key)]["pairs"]}


def click(memory: MemoryStore, found: Round, *wanted: str) -> use_cases.Effect:
    """Edit a preview as it is now."""
    return edit(memory, found, ANY, *wanted)


def edit(memory: MemoryStore, found: Round, expected: str, *wanted: str, dry_run: bool = False) -> use_cases.Effect:
    """Edit a version of a preview."""
    which = ("p", str(found.round_id))
    return use_cases.edit_round(ola(memory), which, use_cases.Wanted(*wanted), expected, dry_run=dry_run)
