"""Events of a pair: its watch is the same in whatever order they come."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from mentoring import clock
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingContested,
    MeetingHeld,
    MeetingNotHeld,
    MeetingRescheduled,
)
from mentoring.events.monitoring import MatterRaised
from mentoring.events.pairing import PairClosed, PairPaused
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.tables.monitoring import Matter
from monitoring import store
from tests.fakes.context import NOON
from tests.unit.monitoring.givens import (
    AGREED,
    CONFIRMED,
    day,
    event,
    published,
    season,
    take,
    watched,
)

HELD = MeetingHeld("p", "1", "m", clock.iso(NOON + timedelta(days=3)), 1, presumed=False)


def test_given_an_agreed_pair_when_heard_of_then_it_is_watched_and_due_on_day_7() -> None:
    given = season()
    take(given, event(AGREED))
    watch = watched(given)
    assert (watch.colour, watch.due_at, watch.people) == ("green", clock.iso(day(7)), ["anna", "jan"])
    assert (watch.list_pk, watch.list_sk) == ("WATCHES#p", "2#jan#1")


def test_given_an_event_when_it_comes_twice_then_it_is_noted_once() -> None:
    given = season()
    once = event(SurveyAssigned("p", "1", "a", "jan", "start"))
    take(given, once, once)
    assert (given.commits, watched(given).version) == (1, 1)


def test_given_events_of_a_season_when_they_come_in_any_order_then_the_watch_is_the_same() -> None:
    events = [
        event(AGREED),
        event(CONFIRMED, sequence=2),
        event(MeetingRescheduled("p", "1", "m", "jan", clock.iso(day(5)), 1), sequence=3),
        event(HELD, sequence=6),
        event(SurveyAssigned("p", "1", "a", "jan", "pair_fit"), day(1)),
        event(SurveyAnswered("p", "1", "a", "pair_fit", low=False), day(2)),
    ]
    seen = set()
    for order in permutations(events):
        given = season()
        take(given, *order, at=day(4))
        watch = watched(given)
        facts = store.facts(watch)
        seen.add((facts, watch.colour, watch.due_at, str(watch.reason)))
    assert len(seen) == 1
    assert facts.held == (day(3),)
    assert facts.surveys == ()


@pytest.mark.parametrize(
    "later",
    [
        MeetingCancelled("p", "1", "m", "jan", 1, was_confirmed=True),
        MeetingNotHeld("p", "1", "m", "technical"),
        MeetingRescheduled("p", "1", "m", "jan", clock.iso(day(9)), 1),
    ],
)
def test_given_a_planned_meeting_when_it_falls_through_then_nothing_is_planned(later: Any) -> None:
    given = season()
    take(given, event(CONFIRMED, sequence=2))
    assert store.facts(watched(given)).planned == (day(3),)
    take(given, event(later, sequence=3))
    assert store.facts(watched(given)).planned == ()
    assert watched(given).due_at == clock.iso(day(7))


def test_given_a_presumed_meeting_when_it_turns_out_not_held_then_it_counts_no_more() -> None:
    given = season()
    take(given, event(HELD, sequence=4), event(MeetingNotHeld("p", "1", "m", "technical"), sequence=5))
    assert store.facts(watched(given)).held == ()


def test_given_two_who_say_different_things_when_asked_once_more_in_vain_then_organizers_see_the_fact() -> None:
    starts, news = clock.iso(day(3)), [day(3), day(4)]
    differ, agree = (MeetingContested("p", "1", "m", starts, settled=one) for one in (False, True))
    given = season()
    take(given, event(HELD, sequence=4), event(differ, news[0], sequence=5), at=day(3))
    assert store.contested(watched(given), day(5)) == ()
    assert store.contested(watched(given), day(6)) == (day(3),)
    for order in permutations([event(differ, news[0], sequence=5), event(agree, news[1], sequence=6)]):
        given = season()
        take(given, event(HELD, sequence=4), *order, at=day(4))
        assert store.contested(watched(given), day(9)) == ()
        assert store.facts(watched(given)).held == (day(3),)


def test_given_contract_and_goal_when_heard_of_then_the_rules_rest() -> None:
    given = season()
    take(given, event(ContractSigned("p", "1", 1, "hash")), event(GoalAgreed("p", "1", "g")))
    facts = store.facts(watched(given))
    assert (facts.contract_signed, facts.goal_agreed) == (True, True)


def test_given_a_pause_when_it_is_taken_back_then_the_rules_count_from_that_moment_whatever_the_order() -> None:
    paused = event(PairPaused("p", "1", clock.iso(day(90))), day(5), sequence=2)
    resumed = event(PairPaused("p", "1", ""), day(20), sequence=3)
    for order in ([paused, resumed], [resumed, paused]):
        given = season()
        take(given, event(AGREED), *order, at=day(20))
        watch = watched(given)
        assert (watch.paused_until, watch.colour, watch.due_at) == (clock.iso(day(20)), "green", clock.iso(day(27)))


def test_given_a_pause_when_looked_at_then_grey_and_due_at_its_end() -> None:
    given = season()
    take(given, event(PairPaused("p", "1", clock.iso(day(90))), sequence=2), at=day(30))
    watch = watched(given)
    assert (watch.colour, watch.reason["rule"], watch.due_at) == ("grey", "paused", clock.iso(day(90)))


def test_given_a_closed_pair_when_later_events_come_then_it_stays_off_the_index() -> None:
    given = season()
    take(given, event(PairClosed("p", "1", "completed", "system")), event(SurveyAssigned("p", "1", "a", "jan", "end")))
    watch = watched(given)
    assert (watch.closed, watch.colour) == (True, "grey")
    assert watch.due_pk is None


def test_given_a_low_rating_when_answered_then_the_organizer_is_told_at_once() -> None:
    given = season()
    take(given, event(SurveyAnswered("p", "1", "a", "pair_fit", low=True)))
    [raised] = published(given, MatterRaised)
    [one] = given.query(Matter, *Matter.of("p"))
    assert (one.about, one.urgency, one.state) == (raised.about, raised.urgency, "open") == ("1", "bad_fit", "open")
    assert watched(given).history[0]["rule"] == "rating"
