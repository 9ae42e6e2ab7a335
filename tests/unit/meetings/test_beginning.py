"""Onboarding before a first meeting, where a programme wants it: what it holds up, and what it doesn't."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from meetings import domain, use_cases
from meetings.use_cases import plan_answers, planning
from mentoring.tables.gatherings.onboarding import OnboardingProgress
from mentoring.tables.meetings import PairCalendar
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.onboarding import head, progress
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, world

TOMORROW = NOON + timedelta(days=2)


def _as(person_id: str, room: MemoryStore, **values: Any) -> Any:
    return context_at(NOON, store=room, person_id=person_id, service="meetings", **values)


def _room(*, comes_first: bool = True, left: int = 4) -> MemoryStore:
    """Given: a pair whose mentor is ready, and whose mentee isn't."""
    room = world()
    room.put(head(comes_first=comes_first), progress("mentor", left=0, following={}), progress("mentee", left=left))
    return room


def _propose(room: MemoryStore, who: str, days: int = 0) -> Any:
    return use_cases.propose(_as(who, room), PAIR, TOMORROW + timedelta(days=days), "Europe/Warsaw")


def _stands(room: MemoryStore, left: int) -> None:
    """Given: so many required steps are left for the mentee by now."""
    item = room.get(OnboardingProgress, *OnboardingProgress.key(PROGRAMME, "mentee"))
    assert item is not None
    item.left = left
    uow = context_at(store=room).begin()
    uow.save(item)
    uow.commit()


def test_given_onboarding_that_comes_first_when_not_done_then_a_proposal_says_what_is_missing() -> None:
    with pytest.raises(domain.OnboardingFirst) as refused:
        _propose(room := _room(), MENTEE)
    assert refused.value.params == {"left": 4, "step": "Poufność"}
    assert refused.value.path == "/onboarding/programme-1"
    assert room.events == []


def test_given_onboarding_that_comes_first_when_the_other_one_is_not_ready_then_only_their_yes_waits() -> None:
    item = _propose(room := _room(), MENTOR)
    with pytest.raises(domain.OnboardingFirst):
        use_cases.accept(_as(MENTEE, room), PAIR, item.meeting_id)
    with pytest.raises(domain.OnboardingFirst):
        use_cases.move(_as(MENTEE, room), PAIR, item.meeting_id, TOMORROW + timedelta(days=1))
    _stands(room, 0)
    assert use_cases.accept(_as(MENTEE, room), PAIR, item.meeting_id).state == "confirmed"
    _stands(room, 1)
    assert use_cases.move(_as(MENTEE, room), PAIR, item.meeting_id, TOMORROW + timedelta(days=1)).state == "proposed"


def test_given_a_no_when_not_ready_then_it_is_heard() -> None:
    item = _propose(room := _room(), MENTOR)
    assert use_cases.cancel(_as(MENTEE, room), PAIR, item.meeting_id).state == "cancelled"


@pytest.mark.parametrize(
    "room", [_room(comes_first=False), _room(left=0), world()], ids=["not wanted", "ready", "none"]
)
def test_given_nothing_that_comes_first_when_proposed_then_it_stands(room: MemoryStore) -> None:
    assert _propose(room, MENTEE).state == "proposed"


def test_given_a_pair_that_has_met_when_the_list_grows_then_their_next_meeting_is_not_held_up() -> None:
    room = _room()
    known = {"m": {"starts_at": "2026-02-01T12:00:00Z", "minutes": 60, "state": "held", "proposed_by": MENTOR}}
    room.put(PairCalendar(*PairCalendar.key(PAIR), pair_id=PAIR, known=known))
    assert _propose(room, MENTEE).state == "proposed"


def test_given_a_plan_of_several_meetings_when_not_ready_then_it_waits_as_a_single_one_does() -> None:
    wish = planning.Wish(datetime(2026, 3, 9, 17), "Europe/Warsaw", 2, 3)
    room = _room()
    with pytest.raises(domain.OnboardingFirst):
        planning.propose(_as(MENTEE, room), PAIR, wish)
    plan = planning.propose(_as(MENTOR, room), PAIR, wish).plan
    with pytest.raises(domain.OnboardingFirst):
        plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    _stands(room, 0)
    assert plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id).plan.state == "agreed"


def test_given_a_plan_when_not_ready_then_a_no_is_heard() -> None:
    room = _room()
    plan = planning.propose(
        _as(MENTOR, room), PAIR, planning.Wish(datetime(2026, 3, 9, 17), "Europe/Warsaw", 2, 3)
    ).plan
    assert plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id, without=plan.meetings).plan.state == "called_off"
