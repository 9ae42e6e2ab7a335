"""A host who takes part holds one gathering, and sees nothing else of the organizers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from gatherings.domain.gathering import HostUnknown
from gatherings.use_cases import attending, hosting, leaving, planning, reading, signing_up, telling
from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.gatherings import (
    GatheringAnnounced,
    GatheringAttended,
    GatheringCancelled,
    GatheringMoved,
    GatheringNear,
    GatheringTold,
)
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.recruitment import Participant
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON, ticking
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, event, participant, world
from tests.unit.gatherings.givens import IN_TEN_DAYS, announced, plan

Do = Callable[[Any], object]
HOSTS: dict[str, Do] = {
    "list": lambda context: attending.attendance_of(context, PROGRAMME, "g"),
    "mark": lambda context: attending.mark(context, PROGRAMME, "g", ["mentee"], present=True),
    "add": lambda context: attending.add(context, PROGRAMME, "g", "Helper"),
    "code": lambda context: attending.change_check_in(context, PROGRAMME, "g", 10, 10, renew=True),
    "rooms": lambda context: hosting.rooms_of(context, PROGRAMME, "g"),
}
ORGANIZERS: dict[str, Do] = {
    "plan": lambda context: planning.to_change(context, PROGRAMME, "g"),
    "people": lambda context: reading.people_of(context, PROGRAMME, "g", "", 10),
    "people with addresses": lambda context: attending.listed(context, PROGRAMME, "g"),
    "seats with addresses": lambda context: hosting.sat(context, PROGRAMME, "g"),
    "another one": lambda context: attending.attendance_of(context, PROGRAMME, "other"),
}
at = partial(context_at, IN_TEN_DAYS)


@pytest.fixture
def store() -> MemoryStore:
    """Given: two gatherings; the mentor hosts the first."""
    store = world()
    store.put(participant("helper", "mentee"))
    announced(store, host="mentor")
    announced(store, "other")
    return store


@pytest.mark.parametrize("do", HOSTS.values(), ids=HOSTS)
def test_given_a_host_when_they_hold_it_then_they_may_and_nobody_else_who_takes_part(
    store: MemoryStore, do: Do
) -> None:
    do(at(store=store, person_id=MENTOR))
    do(at(store=store, person_id=ORGANIZER))
    for who in (MENTEE, STRANGER):
        with pytest.raises(NotFound):
            do(at(store=store, person_id=who))


def test_given_a_host_with_no_seat_when_they_look_then_they_see_how_to_join_and_others_do_not(
    store: MemoryStore,
) -> None:
    sees = {who: reading.one(at(store=store, person_id=who), PROGRAMME, "g")[1].knows_link for who in (MENTOR, MENTEE)}
    assert sees == {MENTOR: True, MENTEE: False}


@pytest.mark.parametrize("do", ORGANIZERS.values(), ids=ORGANIZERS)
def test_given_a_host_when_they_ask_for_anything_else_then_there_is_nothing(store: MemoryStore, do: Do) -> None:
    do(at(store=store, person_id=ORGANIZER))
    with pytest.raises(NotFound):
        do(at(store=store, person_id=MENTOR))


@pytest.mark.parametrize("do", HOSTS.values(), ids=HOSTS)
def test_given_a_host_who_left_the_programme_when_they_try_then_there_is_nothing(store: MemoryStore, do: Do) -> None:
    gone = store.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert gone is not None
    gone.withdrawn_at = clock.iso(IN_TEN_DAYS)
    store.put(gone)
    with pytest.raises(NotFound):
        do(at(store=store, person_id=MENTOR))


def test_given_a_host_when_they_look_then_it_says_so_though_it_is_for_others(store: MemoryStore) -> None:
    announced(store, "mentees", host="mentor", audience="mentees")
    _, seen = reading.one(at(store=store, person_id=MENTOR), PROGRAMME, "mentees")
    assert (seen.hosts, seen.is_for_me) == (True, False)
    assert telling.host_of(at(store=store, person_id=MENTEE), seen.item).name == "Mentor"  # type: ignore[union-attr]


def told(store: MemoryStore) -> list[tuple[str, str]]:
    """Return who was told what, as their participant id and the news."""
    return sorted(
        {(one.data.participant_id, one.data.news) for one in store.events if isinstance(one.data, GatheringTold)}
    )


def test_given_a_host_when_it_is_announced_then_they_hear_that_they_are_and_everybody_else_is_invited() -> None:
    store = world()
    organizer = context_at(store=store, person_id=ORGANIZER)
    made = planning.create(organizer, PROGRAMME, plan(host="mentor"))
    planning.announce(organizer, PROGRAMME, made.gathering_id, made.tag)
    telling.invite(organizer, event(GatheringAnnounced(PROGRAMME, made.gathering_id), store))
    assert told(store) == [("mentee", "invited"), ("mentor", "hosting")]


def test_given_an_announced_gathering_when_somebody_becomes_its_host_then_they_hear_it_once() -> None:
    store = world()
    item = announced(store)
    organizer = context_at(store=store, person_id=ORGANIZER)
    named = planning.change(organizer, PROGRAMME, "g", plan(host="mentor"), item.tag)
    planning.change(organizer, PROGRAMME, "g", plan(host="mentor", minutes=60), named.tag)
    assert told(store) == [("mentor", "hosting")]


@pytest.mark.parametrize(("host", "heard"), [("mentee", [("mentee", "hosting")]), ("", [])])
def test_given_a_host_when_somebody_else_or_nobody_is_then_they_hear_it_once(
    host: str, heard: list[tuple[str, str]]
) -> None:
    store = world()
    item = announced(store, host="mentor")
    organizer = context_at(store=store, person_id=ORGANIZER)
    changed = planning.change(organizer, PROGRAMME, "g", plan(host=host), item.tag)
    planning.change(organizer, PROGRAMME, "g", plan(host=host, minutes=60), changed.tag)
    assert told(store) == [*heard, ("mentor", "hosted")]


def test_given_a_host_who_left_the_programme_when_another_one_is_named_then_they_hear_nothing() -> None:
    store = world()
    item = announced(store, host="mentor")
    left = participant("mentor", "mentor", person_id=MENTOR)
    left.withdrawn_at = clock.iso(NOON)
    store.put(left)
    planning.change(context_at(store=store, person_id=ORGANIZER), PROGRAMME, "g", plan(), item.tag)
    assert told(store) == []


@pytest.mark.parametrize(
    ("tell", "data", "news"),
    [
        (telling.tell_moved, GatheringMoved(PROGRAMME, "g", 1), "moved"),
        (telling.tell_cancelled, GatheringCancelled(PROGRAMME, "g", 1), "called_off"),
        (telling.remind, GatheringNear(PROGRAMME, "g", "P7D"), "near"),
    ],
)
def test_given_a_host_when_others_hear_of_a_change_then_they_do_too_once(
    store: MemoryStore, tell: Any, data: Any, news: str
) -> None:
    signing_up.sign_up(context_at(store=store, person_id=MENTEE), PROGRAMME, "g")
    before = told(store)
    tell(context_at(store=store), event(data, store))
    assert [one for one in told(store) if one not in before] == [("mentee", news), ("mentor", news)]


def test_given_a_host_when_they_look_then_they_are_asked_for_no_sign_up(store: MemoryStore) -> None:
    asked = {who: reading.one(context_at(store=store, person_id=who), PROGRAMME, "g")[1] for who in (MENTOR, MENTEE)}
    assert {who: seen.may_sign_up(NOON) for who, seen in asked.items()} == {MENTOR: False, MENTEE: True}


def test_given_an_address_when_planned_then_the_host_is_who_takes_part_with_it() -> None:
    store = world()
    organizer = context_at(store=store, person_id=ORGANIZER)
    assert planning.create(organizer, PROGRAMME, plan(host="mentor")).host == "mentor"
    with pytest.raises(HostUnknown) as refused:
        planning.create(organizer, PROGRAMME, plan(host="nobody@firma.example"))
    assert list(refused.value.fields) == ["/host"]


def test_given_more_people_than_one_transaction_takes_when_noted_together_then_it_happened_at_one_moment(
    store: MemoryStore,
) -> None:
    everybody = [f"p{number:02}" for number in range(attending.TOGETHER + 1)]
    store.put(*(participant(one, "mentee") for one in everybody))
    context = replace(at(store=store, person_id=ORGANIZER), clock=ticking(IN_TEN_DAYS))
    attending.mark(context, PROGRAMME, "g", everybody, present=True)
    told = [one.meta.occurred_at for one in store.events if isinstance(one.data, GatheringAttended)]
    assert (len(told), len(set(told))) == (len(everybody), 1)


@pytest.mark.parametrize(("over", "hosts"), [(False, ""), (True, "mentor")])
def test_given_a_host_when_they_leave_the_programme_then_what_is_ahead_has_none_and_their_calendar_hears(
    store: MemoryStore, over: bool, hosts: str
) -> None:
    part = store.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert part is not None
    part.withdrawn_at = clock.iso(NOON)
    store.put(part)
    context, data = (at if over else context_at)(store=store), ApplicationWithdrawn("mentor", PROGRAMME)
    for _ in range(2):
        leaving.leave(context, event(data, store))
    item = store.get(Gathering, *Gathering.key(PROGRAMME, "g"))
    assert item is not None
    assert item.host == hosts
    assert told(store) == ([] if over else [("mentor", "hosted")])


def test_given_a_host_with_a_seat_when_they_leave_the_programme_then_one_mail_says_all_of_it(
    store: MemoryStore,
) -> None:
    signing_up.sign_up(context_at(store=store, person_id=MENTOR), PROGRAMME, "g")
    part = store.get(Participant, *Participant.key(PROGRAMME, "mentor"))
    assert part is not None
    part.withdrawn_at = clock.iso(NOON)
    store.put(part)
    leaving.leave(context_at(store=store), event(ApplicationWithdrawn("mentor", PROGRAMME), store))
    assert told(store) == [("mentor", "hosted"), ("mentor", "seated")]
    sign_up = store.get(SignUp, *SignUp.key("g", MENTOR))
    assert sign_up is not None
    assert sign_up.state == "cancelled"
