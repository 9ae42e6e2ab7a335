"""Plans of meetings: dates across clock changes, one answer to all or part of them, and who wins."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from meetings import domain, use_cases
from meetings.domain import Unfit
from meetings.domain import plan as rules
from meetings.use_cases import plan_answers, planning
from mentoring import clock
from mentoring.errors import Invalid
from mentoring.events.pairing import PairClosed
from mentoring.tables.meetings import BusyDay, Plan
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import MeetingOutcome
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event, world
from tests.fakes.racing import RacingStore, race

if TYPE_CHECKING:
    from mentoring.store.port import Changes

WARSAW = "Europe/Warsaw"
FIRST = datetime(2026, 3, 10, 15)
WISH = planning.Wish(FIRST, WARSAW, 2, 4)


def _as(person_id: str, store: MemoryStore, at: datetime = NOON) -> Any:
    return context_at(at, store=store, person_id=person_id, service="meetings")


@pytest.fixture
def room() -> MemoryStore:
    """Given: a pair."""
    return world()


def _proposed(room: MemoryStore, wish: planning.Wish = WISH, **told: Any) -> Plan:
    return planning.propose(_as(MENTOR, room), PAIR, wish, **told).plan.item


def _meetings(room: MemoryStore) -> list[Item]:
    return sorted(room.query(Item, *Item.of(PAIR)), key=lambda one: one.planned_at)


def _states(room: MemoryStore) -> list[str]:
    return [one.state for one in _meetings(room)]


def _names(room: MemoryStore) -> list[str]:
    return [one.name for one in room.events]


def test_given_a_clock_change_when_planned_across_it_then_the_hour_stays_the_same_on_the_wall() -> None:
    found = rules.dates(FIRST, 2, 4, WARSAW)
    assert [clock.iso(one.instant) for one in found if one.instant] == [
        "2026-03-10T14:00:00Z", "2026-03-24T14:00:00Z", "2026-04-07T13:00:00Z", "2026-04-21T13:00:00Z",
    ]  # fmt: skip


def test_given_an_hour_the_clocks_skip_when_planned_then_that_date_never_comes(room: MemoryStore) -> None:
    wish = planning.Wish(datetime(2026, 3, 15, 2, 30), WARSAW, 2, 3)
    found = planning.dates(_as(MENTOR, room), PAIR, wish).dates
    assert [one.why for one in found] == [Unfit.NONE, Unfit.SKIPPED, Unfit.NONE]
    with pytest.raises(Invalid):
        _proposed(room, wish)
    plan = _proposed(room, wish, without=[date(2026, 3, 29)])
    assert (plan.number, len(plan.meetings)) == (3, 2)


def test_given_what_speaks_against_a_date_when_looked_at_then_it_is_said_of_each(room: MemoryStore) -> None:
    programme = room.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.dates = {"closing": "2026-04-20"}
    busy = BusyDay(*BusyDay.key(MENTEE, "2026-04-07"), person_id=MENTEE)
    busy.taken = {"other": ["2026-04-07T12:30:00Z", "2026-04-07T13:30:00Z"]}
    room.put(programme, busy)
    use_cases.propose(_as(MENTOR, room), PAIR, clock.parse("2026-03-24T14:30:00Z"), WARSAW)
    found = planning.dates(_as(MENTOR, room), PAIR, WISH).dates
    assert [one.why for one in found] == [Unfit.NONE, Unfit.TAKEN, Unfit.PARTNER_BUSY, Unfit.CLOSED]
    assert [one.is_possible for one in found] == [True, False, False, True]
    mine = planning.dates(_as(MENTEE, room), PAIR, WISH).dates
    assert mine[2].why == Unfit.BUSY


@pytest.mark.parametrize(
    "wish",
    [planning.Wish(FIRST, WARSAW, 9, 4), planning.Wish(FIRST, WARSAW, 2, 1), planning.Wish(FIRST, WARSAW, 2, 13)],
)
def test_given_a_rhythm_or_a_number_out_of_bounds_when_planned_then_refused(
    room: MemoryStore, wish: planning.Wish
) -> None:
    with pytest.raises(Invalid):
        planning.dates(_as(MENTOR, room), PAIR, wish)


def test_given_what_the_pair_agreed_when_nothing_is_said_then_it_is_the_default(room: MemoryStore) -> None:
    pair = room.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.interval_days, pair.planned_meetings = 21, 8
    room.put(pair)
    assert planning.usual(_as(MENTOR, room), PAIR)[1:] == (3, 8)
    use_cases.propose(_as(MENTOR, room), PAIR, NOON + timedelta(days=2), WARSAW)
    assert planning.usual(_as(MENTOR, room), PAIR)[1:] == (3, 7)


def test_given_a_plan_when_the_partner_accepts_twice_then_all_are_confirmed_once(room: MemoryStore) -> None:
    plan = _proposed(room)
    assert _proposed(room).plan_id == plan.plan_id
    for _ in range(2):
        plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    assert _states(room) == ["confirmed"] * 4
    assert _names(room) == ["PlanProposed", *["MeetingConfirmed"] * 4, "PlanAgreed"]
    assert {one.sequence for one in _meetings(room)} == {1}
    assert len(room.query(BusyDay, f"MEETINGS#PERSON#{MENTOR}", "DAY#")) == 4


def test_given_a_plan_when_accepted_without_one_then_that_one_is_off_and_the_word_is_sealed(room: MemoryStore) -> None:
    plan = _proposed(room)
    third = plan.meetings[2]
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id, without=[third], note="Urlop")
    assert _states(room) == ["confirmed", "confirmed", "cancelled", "confirmed"]
    found = plan_answers.plan(_as(MENTOR, room), PAIR, plan.plan_id)
    assert (found.plan.note, found.plan.note_by) == ("Urlop", MENTEE)
    assert "Urlop" not in str(vars(found.plan.item))


def test_given_a_plan_when_accepted_without_any_then_it_is_declined(room: MemoryStore) -> None:
    plan = _proposed(room)
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id, without=plan.meetings)
    assert _names(room) == ["PlanProposed", "PlanCalledOff"]
    with pytest.raises(domain.MeetingDecided):
        plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)


def test_given_an_agreed_plan_when_one_is_moved_then_the_others_stay_and_the_rest_is_called_off_without_it(
    room: MemoryStore,
) -> None:
    plan = _proposed(room)
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    use_cases.move(_as(MENTEE, room), PAIR, plan.meetings[1], clock.parse("2026-03-25T10:00:00Z"))
    assert _states(room) == ["confirmed", "proposed", "confirmed", "confirmed"]
    plan_answers.call_off(_as(MENTOR, room), PAIR, plan.plan_id)
    assert _states(room) == ["not_held", "proposed", "not_held", "not_held"]
    assert _names(room)[-4:] == [*["MeetingNotHeld"] * 3, "PlanCalledOff"]
    fell = {room.get(Item, *Item.key(PAIR, one)).starts_at for one in plan.meetings}  # type: ignore[union-attr]
    assert {one.data.starts_at for one in room.events if one.name == "MeetingNotHeld"} <= fell


def test_given_a_plan_with_dates_left_out_and_over_when_the_rest_is_called_off_then_only_that_is_told(
    room: MemoryStore,
) -> None:
    plan = _proposed(room)
    first, second, third, fourth = plan.meetings
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id, without=[third])
    later = clock.parse("2026-03-11T12:00:00Z")
    use_cases.decide(_as(MENTEE, room, later), PAIR, first, MeetingOutcome.TECHNICAL)
    before = len(_names(room))
    plan_answers.call_off(_as(MENTOR, room, later), PAIR, plan.plan_id)
    assert _names(room)[before:] == [*["MeetingNotHeld"] * 2, "PlanCalledOff"]
    assert room.events[-1].data.meeting_ids == [second, fourth]


def test_given_another_meeting_at_one_date_when_accepted_then_it_says_so_and_without_that_one_it_works(
    room: MemoryStore,
) -> None:
    plan = _proposed(room)
    busy = BusyDay(*BusyDay.key(MENTEE, "2026-04-07"), person_id=MENTEE)
    busy.taken = {"other": ["2026-04-07T13:30:00Z", "2026-04-07T14:30:00Z"]}
    room.put(busy)
    with pytest.raises(domain.DatesTaken) as refused:
        plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    assert refused.value.meetings == {plan.meetings[2]}
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id, without=refused.value.meetings)
    assert _states(room).count("confirmed") == 3


def test_given_one_who_withdraws_and_one_who_accepts_at_once_then_one_wins_and_the_other_is_told() -> None:
    store = RacingStore()
    world(store)
    plan = _proposed(store)
    ends = race(
        store,
        [
            partial(plan_answers.accept, _as(MENTEE, store), PAIR, plan.plan_id, sequence=0),
            partial(plan_answers.call_off, _as(MENTOR, store), PAIR, plan.plan_id, sequence=0),
        ],
    )
    assert sorted(ends) == ["done", "meeting-decided"]
    assert len(set(_states(store))) == 1


def test_given_twelve_meetings_across_midnight_when_answered_then_the_transaction_fits(
    room: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    written = room.commit

    def commit(changes: Changes) -> None:
        sizes.append(len(changes))
        written(changes)

    monkeypatch.setattr(room, "commit", commit)
    plan = _proposed(room, planning.Wish(FIRST.replace(hour=23, minute=30), "UTC", 1, 12))
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    plan_answers.call_off(_as(MENTEE, room), PAIR, plan.plan_id)
    assert max(sizes) == 75


def test_given_an_agreed_plan_when_the_process_ends_then_all_that_is_left_is_called_off_with_one_event(
    room: MemoryStore,
) -> None:
    plan = _proposed(room)
    plan_answers.accept(_as(MENTEE, room), PAIR, plan.plan_id)
    pair = room.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.outcome = "completed"
    room.put(pair)
    ended = event(PairClosed(PROGRAMME, PAIR, "completed", "system"), room)
    for _ in range(2):
        use_cases.close(_as("", room, clock.parse("2026-03-11T12:00:00Z")), ended)
    assert _states(room) == ["confirmed", "not_held", "not_held", "not_held"]
    assert _names(room).count("PlanCalledOff") == 1
