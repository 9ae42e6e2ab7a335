"""What a watch remembers of a pair: events in any order, bounded, and the same after it was kept."""

from __future__ import annotations

import json
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from mentoring import clock
from mentoring.tables.monitoring import Watch
from mentoring.tables.vocabulary import Sighting, StepKind, Worry
from monitoring import domain, store
from monitoring.domain import Meeting, Rating, Record, Step
from tests.unit.monitoring.test_domain import MOMENTS, START, day

NEW = Record(START)


def test_given_events_of_a_meeting_when_they_come_in_any_order_then_the_latest_one_holds() -> None:
    news = [
        Meeting(Sighting.PLANNED, day(3), 2),
        Meeting(Sighting.OFF, None, 3),
        Meeting(Sighting.HELD, day(4), 5),
    ]
    for order in permutations(news):
        known = NEW
        for one in order:
            known = known.note("m", one)
        assert known.meetings == {"m": news[-1]}


def test_given_a_survey_when_its_answer_overtakes_its_assignment_then_it_is_not_open() -> None:
    assert NEW.open_survey("a", day(3)).answer_survey("a") == NEW
    early = NEW.answer_survey("a")
    assert early.facts().surveys == ()
    assert early.open_survey("a", day(3)) == NEW


def test_given_a_survey_when_it_is_assigned_twice_then_the_first_moment_holds() -> None:
    known = NEW.open_survey("a", day(3))
    assert known.open_survey("a", day(4)) == known
    assert known.facts().surveys == (day(3),)


def test_given_a_pause_when_an_older_event_comes_after_it_then_it_stays() -> None:
    known = NEW.pause(day(30), 5)
    assert known.pause(day(90), 4) == known.pause(day(90), 5) == known
    assert known.pause(day(20), 6).facts().paused_until == day(20)


def test_given_a_record_when_news_come_then_the_one_before_is_as_it_was() -> None:
    told = NEW.sign(1, 21).agree_goal().close().remember(Step(Worry.SILENCE, StepKind.NUDGE, day(1), 31))
    assert Record(START) == NEW
    assert (told.contract_signed, told.goal_agreed, told.closed) == (True, True, True)
    assert (told.was_given(StepKind.NUDGE), told.was_given(StepKind.NUDGE, Worry.GOAL)) == (1, 0)


def test_given_versions_of_a_contract_when_told_in_any_order_then_the_newest_ones_interval_counts() -> None:
    versions = {1: 14, 2: 60, 3: 0}
    for order in permutations(versions):
        known = NEW
        for version in order:
            known = known.sign(version, versions[version])
        assert (known.contract_version, known.facts().interval) == (3, 0)
    assert NEW.sign(2, 60).sign(2, 60).facts().interval == 60


# What a watch remembers ----------------------------------------------------------------------------------------------


def test_given_very_many_meetings_when_noted_then_the_first_and_the_latest_are_kept_and_no_rule_changes() -> None:
    known = NEW
    for number in range(1_000):
        ends_as = Sighting.OFF if number % 2 else Sighting.HELD
        known = known.note(f"m{number}", Meeting(Sighting.PLANNED, day(number), 0))
        known = known.note(f"m{number}", Meeting(ends_as, day(number), 1))
    held = known.facts().held

    assert held[:3] == (day(0), day(2), day(4))
    assert held[-1] == day(998)
    assert len(known.meetings) <= 3 + domain.MOST_MEETINGS + domain.MOST_OFF
    watch = Watch(*Watch.key("1"))
    store.keep(watch, known)
    assert len(json.dumps(watch.meetings)) < 100_000


def test_given_many_meetings_called_off_when_noted_then_the_one_that_is_planned_stays() -> None:
    known = NEW.note("planned", Meeting(Sighting.PLANNED, day(1), 1))
    for number in range(500):
        known = known.note(f"m{number}", Meeting(Sighting.OFF, None, 1))

    assert "planned" in known.meetings
    assert len(known.meetings) == 1 + domain.MOST_OFF
    assert "m499" in known.meetings


def test_given_years_of_steps_when_remembered_then_few_of_each_kind_are_kept_and_the_latest_among_them() -> None:
    kinds = [
        (rule, kind) for rule in (Worry.SILENCE, Worry.SURVEY, Worry.HELP) for kind in (StepKind.NUDGE, StepKind.ALERT)
    ]
    known = NEW
    for number in range(600):
        rule, kind = kinds[number % len(kinds)]
        known = known.remember(Step(rule, kind, day(number), 1))

    assert len(known.history) == len(kinds) * domain.MOST_STEPS
    assert [one.at for one in known.history[-6:]] == [day(number) for number in range(594, 600)]
    assert list(known.history) == sorted(known.history, key=lambda one: one.at)


# Tables and back -----------------------------------------------------------------------------------------------------

RECORDS = st.builds(
    Record,
    started_at=st.just(START),
    meetings=st.dictionaries(
        st.sampled_from("abc"), st.builds(Meeting, st.sampled_from(Sighting), st.none() | MOMENTS, st.integers(0, 9))
    ),
    surveys=st.dictionaries(st.sampled_from("abc"), st.none() | MOMENTS),
    ratings=st.dictionaries(st.sampled_from("ab"), st.builds(Rating, low=st.booleans(), at=MOMENTS)),
    contract_signed=st.booleans(),
    goal_agreed=st.booleans(),
    paused_until=st.none() | MOMENTS,
    paused_by=st.integers(0, 9),
    closed=st.booleans(),
    history=st.lists(
        st.builds(Step, st.sampled_from(Worry), st.sampled_from(StepKind), MOMENTS, st.integers(0, 90)), max_size=4
    ).map(tuple),
)


@given(RECORDS)
def test_given_any_record_when_a_watch_has_kept_it_then_it_is_read_as_it_was(known: Record) -> None:
    watch = Watch(*Watch.key("1"), started_at=clock.iso(START))
    store.keep(watch, known)
    assert store.record(watch) == known
