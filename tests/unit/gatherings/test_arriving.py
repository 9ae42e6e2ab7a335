"""Who is accepted after an announcement, over a store in memory."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from gatherings.use_cases import arriving, planning, telling
from mentoring import clock
from mentoring.events.gatherings import GatheringAnnounced, GatheringTold
from mentoring.events.recruitment import ApplicationAccepted
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Invited
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME, event, participant, world
from tests.unit.gatherings.givens import IN_TEN_DAYS, plan


def planned(store: MemoryStore, **changes: Any) -> str:
    """Given: organizers announced a gathering; return its id."""
    organizer = context_at(store=store, person_id=ORGANIZER)
    made = planning.create(organizer, PROGRAMME, plan(**changes))
    planning.announce(organizer, PROGRAMME, made.gathering_id, made.tag)
    return str(made.gathering_id)


def accept(store: MemoryStore, who: str, role: str, at: datetime = NOON) -> None:
    """When somebody is accepted, and the event is heard."""
    part = participant(who, role)
    if store.get(Participant, part.pk, part.sk) is None:
        store.put(part)
    data = ApplicationAccepted(who, PROGRAMME, who, part.person_id, role)
    arriving.arrive(context_at(at, store=store), event(data, store))


def invited(store: MemoryStore, who: str) -> list[tuple[str, str]]:
    """Return of which gatherings somebody was told, in different events."""
    found = {
        (one.meta.id, one.data.gathering_id, one.data.news)
        for one in store.events
        if isinstance(one.data, GatheringTold) and one.data.participant_id == who
    }
    return [(gathering_id, news) for _, gathering_id, news in found]


def test_given_announced_gatherings_when_somebody_is_accepted_then_they_are_invited_to_those_for_them() -> None:
    store = world()
    opening = planned(store)
    planned(store, audience=Invited.MENTORS)
    planning.create(context_at(store=store, person_id=ORGANIZER), PROGRAMME, plan())
    accept(store, "late", "mentee")
    assert invited(store, "late") == [(opening, "invited")]


def test_given_who_was_accepted_in_between_when_everybody_is_invited_then_they_are_invited_once() -> None:
    store = world()
    opening = planned(store)
    accept(store, "late", "mentee")
    accept(store, "late", "mentee")
    held = store.get(Gathering, *Gathering.key(PROGRAMME, opening))
    assert held is not None
    organizer = context_at(store=store, person_id=ORGANIZER)
    planning.change(organizer, PROGRAMME, opening, plan(starts_at=IN_TEN_DAYS + timedelta(days=1)), held.tag)
    telling.invite(context_at(store=store), event(GatheringAnnounced(PROGRAMME, opening), store))
    assert invited(store, "late") == [(opening, "invited")]


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        ({}, IN_TEN_DAYS),
        ({"sign_up_until": NOON + timedelta(hours=1)}, NOON + timedelta(hours=1)),
    ],
)
def test_given_a_gathering_nobody_can_sign_up_to_when_somebody_is_accepted_then_they_are_not_invited(
    changes: dict[str, Any], at: datetime
) -> None:
    store = world()
    planned(store, **changes)
    accept(store, "late", "mentee", at)
    assert invited(store, "late") == []


def test_given_who_left_again_when_their_acceptance_is_heard_then_they_are_not_invited() -> None:
    store = world()
    planned(store)
    gone = participant("late", "mentee")
    gone.withdrawn_at = clock.iso(NOON)
    store.put(gone)
    accept(store, "late", "mentee")
    assert invited(store, "late") == []


def test_given_a_mentee_chosen_by_name_when_somebody_else_is_accepted_then_only_the_chosen_one_is_asked() -> None:
    store = world()
    planned(store, audience=Invited.CHOSEN, chosen=("mentee",))
    accept(store, "late", "mentee")
    accept(store, "mentee", "mentee")
    assert (invited(store, "late"), len(invited(store, "mentee"))) == ([], 1)
