"""What organizers did in other services: their events become entries, each once, and what others do becomes none."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring import clock, consumers
from mentoring.events import Event
from mentoring.events.gatherings import GatheringAttended, GatheringCancelled
from mentoring.events.pairing import PairClosed, PairingPreviewEdited
from mentoring.runtime import Ports, calls
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import Act, GatheringKind, PairOutcome, Venue
from recruitment import worker
from recruitment.use_cases import audited, auditing, elsewhere
from tests.fakes.context import NOON
from tests.fakes.people import event as event_with
from tests.unit.recruitment.givens import World, kept

if TYPE_CHECKING:
    from mentoring.events.base import EventData

VALUES: dict[str, Any] = {"str": "x-1", "int": 1, "bool": False, "list[str]": ["x-1"]}
assert worker.handler


@pytest.fixture
def world() -> World:
    """Given: a programme with organizers."""
    return World()


def done(world: World, data: EventData, by: str | None = "kora", request: str = "r-1", number: int = 1) -> Event[Any]:
    """Return an event of an organizer's request, or of anybody's."""
    made = event_with(data, world.store)
    meta = replace(made.meta, programme_id=world.programme_id, organizer=by, occurred_at=NOON)
    return replace(made, meta=replace(meta, id=f"{request}-{number}", correlation_id=request))


def deliver(world: World, *events: Event[Any]) -> None:
    """When: the worker takes these events."""
    ports = Ports(world.store, world.store.files, world.store.keys, calls())
    for one in events:
        consumers.INBOXES["recruitment"].take(ports, clock.fixed(NOON + timedelta(minutes=1)), one)


def entries(world: World, act: Act, who: str = "anna") -> list[audited.Entry]:
    return audited.of_programme(world.who(who), world.programme_id, audited.Wanted(act=act)).items


def paired(world: World) -> list[str]:
    """Given: two people who are a pair that ended; return their ids."""
    mentor, mentee = world.take("Mentor:Ada", "Mentee:Ola")
    pair = Pair(*Pair.key("p-1"), pair_id="p-1", programme_id=world.programme_id, organization_id=world.organization_id)
    pair.mentor_id, pair.mentee_id, pair.mentor_name, pair.mentee_name = mentor, mentee, "Ada Nowak", "Ola Nowak"
    pair.mentor_person_id, pair.mentee_person_id, pair.score, pair.agreed_at = "ada", "ola", 80, "2026-03-01T12:00:00Z"
    pair.outcome, pair.close_reason = PairOutcome.CLOSED_EARLY, "nie zgrali się"
    world.store.put(pair)
    return [mentor, mentee]


def gathering(world: World) -> None:
    """Given: a gathering that was cancelled."""
    key = Gathering.key(world.programme_id, "g-1")
    item = Gathering(*key, gathering_id="g-1", programme_id=world.programme_id, what=GatheringKind.WORKSHOP)
    item.venue, item.starts_at, item.minutes, item.zone = Venue.ONLINE, "2026-03-09T12:00:00Z", 60, "Europe/Warsaw"
    item.texts, item.why = {"pl": {"title": "Warsztat"}}, "prowadząca jest chora"
    item.by, item.made_at, item.uid = "kora", "2026-03-01T12:00:00Z", "g-1@tandem"
    world.store.put(item)


@pytest.mark.parametrize("kind", elsewhere.TOLD, ids=lambda kind: kind.__name__)
def test_given_an_act_elsewhere_when_its_event_comes_twice_then_it_is_one_entry_of_who_did_it(
    world: World, kind: type[EventData]
) -> None:
    data = kind(**{one.name: VALUES[str(one.type)] for one in fields(kind)})
    event = done(world, data)
    deliver(world, event, event)
    (one,) = entries(world, elsewhere.TOLD[kind].act)
    assert (one.audit.by, one.audit.at, one.audit.kept_until is not None) == ("kora", clock.iso(NOON), True)
    assert "x-1" not in {one.audit.facts[name] for name in one.audit.facts.keys() & {"mentee_id", "person_id"}}


@pytest.mark.parametrize("kind", elsewhere.TOLD, ids=lambda kind: kind.__name__)
def test_given_the_same_event_of_a_participant_or_of_no_one_when_it_comes_then_nothing_is_written(
    world: World, kind: type[EventData]
) -> None:
    deliver(world, done(world, kind(**{one.name: VALUES[str(one.type)] for one in fields(kind)}), by=None))
    assert entries(world, elsewhere.TOLD[kind].act) == []


def test_given_one_request_about_many_when_their_events_come_in_any_order_then_it_is_one_entry_with_the_number(
    world: World,
) -> None:
    many = [
        done(world, GatheringAttended(world.programme_id, "g-1", f"p-{number}", f"a-{number}"), number=number)
        for number in range(auditing.MOST_NAMED + 5)
    ]
    other = done(world, GatheringAttended(world.programme_id, "g-1", "p-0", "a-0"), request="r-2")
    deliver(world, *reversed(many), many[3], other)
    first, second = sorted(entries(world, Act.ATTENDED), key=lambda one: len(one.audit.about))
    assert (first.audit.about, first.audit.facts) == (["a-0"], {"gathering_id": "g-1"})
    assert (len(second.audit.about), second.audit.facts["number"]) == (auditing.MOST_NAMED, auditing.MOST_NAMED + 5)


def test_given_a_pair_that_an_organizer_ended_when_read_then_names_and_reason_are_there_but_not_for_viewers(
    world: World,
) -> None:
    mentor, _ = paired(world)
    agreed = kept(world, mentor)
    agreed.pairs = ["p-1"]
    world.store.put(agreed)
    closed = done(world, PairClosed(world.programme_id, "p-1", "closed_early", "kora"))
    deliver(world, closed, closed)
    (whole,), (part,) = entries(world, Act.PAIR_CLOSED), entries(world, Act.PAIR_CLOSED, "widz")
    assert (whole.about, whole.why, whole.audit.facts) == (
        ["Ada Nowak & Ola Nowak"],
        "nie zgrali się",
        {"pair_id": "p-1"},
    )
    assert (part.about, part.ids, part.why) == ([], [], "")
    assert kept(world, mentor).pairs == [], "the list of applications follows, too"


def test_given_a_gathering_that_was_cancelled_when_read_then_viewers_read_its_title_and_only_others_why(
    world: World,
) -> None:
    gathering(world)
    deliver(world, done(world, GatheringCancelled(world.programme_id, "g-1", 1)))
    (whole,), (part,) = entries(world, Act.GATHERING_CANCELLED), entries(world, Act.GATHERING_CANCELLED, "widz")
    assert (whole.title, whole.why) == ({"pl": "Warsztat"}, "prowadząca jest chora")
    assert (part.title, part.why) == ({"pl": "Warsztat"}, "")


def test_given_an_edit_of_a_preview_when_read_then_what_was_done_with_whom_is_there(world: World) -> None:
    (mentee,) = world.take("Mentee:Ola")
    deliver(world, done(world, PairingPreviewEdited(world.programme_id, "r-9", "lock", mentee)))
    (one,) = entries(world, Act.ROUND_EDITED)
    assert (one.about, one.audit.facts) == (["Ola Nowak"], {"round_id": "r-9", "action": "lock"})
