"""Reminders of onboarding: from when, how often, not at night, and within the limits of all nudges."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from mentoring import clock
from mentoring.consumers import consume
from mentoring.errors import NotFound
from mentoring.events.gatherings import OnboardingCompleted, OnboardingWaits
from mentoring.events.monitoring import OnboardingOverdue
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.gatherings.onboarding import Onboarding
from mentoring.tables.monitoring import Newcomer, Nudged
from monitoring import domain
from monitoring.use_cases import events, newcomers
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import consumer_at, day, event, person, published, season

WAITS = OnboardingWaits("p", "e1", "jan", "mentee", clock.iso(NOON))
DONE = OnboardingCompleted("p", "e1", "jan", "mentee")


def told(store: MemoryStore, data: Any, sequence: int, at: datetime = NOON) -> None:
    function = events.note_withdrawn if isinstance(data, ApplicationWithdrawn) else newcomers.note
    one = event(data, at, sequence)
    consume(consumer_at(store, one, at), function, one)


def waiting(remind_after: int = 7, **values: Any) -> MemoryStore:
    """Given: somebody whose onboarding waits since noon."""
    store = season(**values)
    store.put(Onboarding(*Onboarding.key("p"), programme_id="p", given_at=clock.iso(NOON), remind_after=remind_after))
    told(store, WAITS, 1)
    return store


def remind(store: MemoryStore, at: datetime) -> int:
    return newcomers.remind(context_at(at, store=store, service="monitoring"))["reminded"]


def nudges(store: MemoryStore) -> list[tuple[int, int]]:
    return [(one.days, one.occurrence) for one in published(store, OnboardingOverdue)]


def newcomer(store: MemoryStore) -> Newcomer:
    found = store.get(Newcomer, *Newcomer.key("e1"))
    assert found is not None
    return found


def test_given_somebody_who_does_not_begin_when_days_pass_then_they_are_reminded_twice_and_no_more() -> None:
    store = waiting()
    for number in range(40):
        remind(store, day(number))
        remind(store, day(number))
    assert nudges(store) == [(7, 1), (14, 2)]
    assert newcomer(store).due_at is None


@pytest.mark.parametrize("after", [3, 21])
def test_given_other_days_when_organizers_set_them_then_they_count(after: int) -> None:
    store = waiting(after)
    assert remind(store, day(after) - timedelta(hours=1)) == 0
    assert remind(store, day(after)) == 1


def test_given_a_kick_off_to_come_when_days_pass_then_nobody_is_reminded_before_its_own_days() -> None:
    store = waiting(dates={"kick_off": "2026-03-20"})
    for number in range(40):
        remind(store, day(number))
    assert nudges(store) == [(7, 1), (14, 2)]
    assert clock.iso(published_at(store)[0]) >= "2026-03-27"


def published_at(store: MemoryStore) -> list[datetime]:
    return [one.meta.occurred_at for one in store.events if isinstance(one.data, OnboardingOverdue)]


def test_given_night_where_somebody_lives_when_due_then_they_are_reminded_in_their_morning() -> None:
    store = waiting()
    store.put(person("jan", "Asia/Tokyo"))
    assert remind(store, day(7)) == 1 if domain.by_day(day(7), ()) != day(7) else True
    late = day(7) + timedelta(hours=1)  # 22:00 in Tokyo
    assert remind(store, late) == 0
    assert [remind(store, late + timedelta(hours=number)) for number in range(1, 12)].count(1) == 1
    assert 8 <= (published_at(store)[0] + timedelta(hours=9)).hour < 20


def test_given_a_nudge_about_a_pair_when_due_then_this_one_waits_for_five_days() -> None:
    store = waiting()
    store.put(Nudged(*Nudged.key("jan"), person_id="jan", at=clock.iso(day(5))))
    assert remind(store, day(7)) == 0
    assert remind(store, day(10)) == 1
    found = store.get(Nudged, *Nudged.key("jan"))
    assert found is not None
    assert found.at == clock.iso(day(10))


def test_given_somebody_who_is_ready_has_left_or_whose_programme_ends_when_due_then_nothing_is_said() -> None:
    for data in (DONE, ApplicationWithdrawn("e1", "p")):
        store = waiting()
        told(store, data, 2)
        assert (remind(store, day(9)), newcomer(store).due_at) == (0, None)
    store = waiting(stage="closed")
    assert remind(store, day(9)) == 0


def test_given_news_in_the_wrong_order_when_heard_then_the_newest_counts() -> None:
    store = waiting()
    told(store, DONE, 3)
    told(store, WAITS, 2)
    assert not newcomer(store).waits


def test_given_somebody_ready_when_a_step_is_added_then_their_days_begin_then() -> None:
    store = waiting()
    told(store, DONE, 2, day(3))
    told(store, WAITS, 3, day(30))
    assert remind(store, day(36)) == 0
    assert remind(store, day(37)) == 1


def nudge(store: MemoryStore, at: datetime, who: str = "ola") -> Newcomer:
    return newcomers.nudge(context_at(at, store=store, person_id=who, service="monitoring"), "p", "e1")


def test_given_an_organizer_when_they_remind_by_hand_then_it_is_at_once_and_counts_as_one_of_two() -> None:
    store = waiting()
    nudge(store, day(1))
    with pytest.raises(domain.PersonNudgedLately):
        nudge(store, day(3))
    for number in range(2, 40):
        remind(store, day(number))
    assert nudges(store) == [(1, 1), (14, 2)]


def test_given_nothing_to_remind_of_when_an_organizer_tries_then_it_is_refused_in_words() -> None:
    store = waiting(dates={"kick_off": "2026-03-20"})
    with pytest.raises(domain.NothingLeftToDo):
        nudge(store, day(1))
    store = waiting()
    told(store, DONE, 2)
    with pytest.raises(domain.NothingLeftToDo):
        nudge(store, day(9))
    for who in ("wit", "jan"):
        with pytest.raises(NotFound):
            nudge(store, day(9), who)
