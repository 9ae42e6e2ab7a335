"""The rules: what each says when, that nothing is said twice, and that nothing due is ever slept through."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.tables.vocabulary import Colour, StepKind, Worry
from monitoring.domain import (
    BETWEEN_NUDGES,
    Facts,
    NoReminderHelps,
    Rules,
    Step,
    Verdict,
    by_day,
)

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
RULES = Rules()
HOUR = timedelta(hours=1)


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def acted(facts: Facts, now: datetime, rules: Rules = RULES) -> Facts:
    """Return the facts after what is to be done now was done."""
    done = [Step(one.rule, one.kind, now) for one in rules.judge(facts, now).actions]
    return replace(facts, history=(*facts.history, *done))


def played(facts: Facts, until: float, rules: Rules = RULES) -> list[tuple[float, str, str]]:
    """Return what the scan does about a pair, waking only when it is due: (day, rule, kind)."""
    found: list[tuple[float, str, str]] = []
    now = START
    for _ in range(200):
        due = rules.next_due(facts, now)
        if due is None or due > day(until):
            return found
        now = due
        found += [((now - START) / timedelta(days=1), one.rule, one.kind) for one in rules.judge(facts, now).actions]
        facts = acted(facts, now, rules)
    raise AssertionError("the scan doesn't come to rest")


MET = Facts(START, held=(day(0),), contract_signed=True, goal_agreed=True)


def test_given_a_pair_that_met_when_silence_grows_then_it_is_nudged_alerted_and_a_close_is_suggested() -> None:
    assert played(MET, 100) == [
        (31.5, "silence", StepKind.NUDGE),
        (45, "silence", StepKind.ALERT),
        (60, "silence", StepKind.SUGGEST),
    ]


@pytest.mark.parametrize(
    ("interval", "days"),
    [(0, (31.5, 45, 60)), (14, (30, 45, 60)), (21, (31.5, 45, 60)), (28, (42, 56, 70)), (60, (90, 120, 150))],
)
def test_given_a_pair_with_its_own_rhythm_when_silence_grows_then_its_rhythm_decides(
    interval: int, days: tuple[float, ...]
) -> None:
    kinds = (StepKind.NUDGE, StepKind.ALERT, StepKind.SUGGEST)
    own = replace(MET, interval=interval)
    assert played(own, 200) == [(at, "silence", kind) for at, kind in zip(days, kinds, strict=True)]
    assert RULES.judge(own, day(days[0] - 0.1)).colour == Colour.GREEN
    assert RULES.judge(own, day(days[0])).colour == Colour.AMBER
    assert RULES.judge(own, day(days[1])).colour == Colour.RED


@given(st.integers(1, 120), st.integers(1, 120))
def test_given_any_rhythm_of_a_pair_then_no_organizer_hears_before_the_two_do_because_of_it(
    own: int, programmes: int
) -> None:
    rules = Rules(interval=programmes).of_pair(own)
    if own > programmes:
        assert rules.silence <= rules.silence_alert or rules.silence_alert == RULES.silence_alert
        assert rules.silence_alert < rules.silence_suggest
    assert rules.silence == max(30, 1.5 * own)


def test_given_a_new_pair_when_no_meeting_is_arranged_then_day_7_14_and_then_silence() -> None:
    assert played(Facts(START), 50) == [
        (7, "first_meeting", StepKind.NUDGE),
        (14, "first_meeting", StepKind.ALERT),
        (31.5, "silence", StepKind.NUDGE),
        (45, "silence", StepKind.ALERT),
    ]


def test_given_a_first_meeting_when_the_contract_stays_unsigned_then_day_14_and_21() -> None:
    facts = Facts(START, held=(day(1),), planned=(day(90),), goal_agreed=True)
    assert played(facts, 80) == [(15, "contract", StepKind.NUDGE), (22, "contract", StepKind.ALERT)]


def test_given_three_meetings_when_no_goal_is_agreed_then_one_nudge_at_once_and_none_at_the_fourth() -> None:
    facts = Facts(START, held=(day(1), day(8), day(15)), planned=(day(90),), contract_signed=True)
    assert RULES.judge(facts, day(15)).actions[0].rule == "goal"
    later = replace(acted(facts, day(15)), held=(*facts.held, day(22)))
    assert RULES.judge(later, day(30)).actions == ()
    assert (RULES.judge(later, day(30)).colour, RULES.judge(later, day(30)).rule) == (Colour.AMBER, "goal")


def test_given_two_meetings_when_no_goal_is_agreed_then_nothing_is_said() -> None:
    facts = Facts(START, held=(day(1), day(8)), planned=(day(90),), contract_signed=True)
    assert RULES.judge(facts, day(20)).colour == Colour.GREEN


def test_given_an_open_survey_when_days_pass_then_two_nudges_and_no_colour() -> None:
    facts = Facts(START, held=(day(0),), planned=(day(90),), contract_signed=True, goal_agreed=True, surveys=(day(1),))
    assert played(facts, 60) == [(6, "survey", StepKind.NUDGE), (11, "survey", StepKind.NUDGE)]
    assert RULES.judge(facts, day(30)).colour == Colour.GREEN


@pytest.mark.parametrize(
    ("at", "colour", "rule"),
    [
        (31.4, Colour.GREEN, ""),
        (31.5, Colour.AMBER, "silence"),
        (44.9, Colour.AMBER, "silence"),
        (45, Colour.RED, "silence"),
    ],
)
def test_given_silence_when_looked_at_then_the_colour_and_its_reason_follow(at: float, colour: str, rule: str) -> None:
    verdict = RULES.judge(MET, day(at))
    assert (verdict.colour, verdict.rule) == (colour, rule)
    assert verdict.days(day(at)) == (int(at) if rule else 0)


@pytest.mark.parametrize("facts", [MET, Facts(START)])
def test_given_sixty_days_of_silence_when_looked_at_then_closing_or_matching_again_is_suggested(facts: Facts) -> None:
    assert [RULES.judge(facts, day(at)).over for at in (59.9, 60)] == [False, True]


def test_given_two_reasons_when_looked_at_then_the_worse_one_is_shown() -> None:
    facts = Facts(START, held=(day(0), day(1), day(2)), planned=(day(90),))
    verdict = RULES.judge(facts, day(22))
    assert (verdict.colour, verdict.rule, verdict.since) == (Colour.RED, "contract", day(0))


def test_given_a_planned_meeting_when_silent_for_long_then_green_until_it_should_have_been_told_of() -> None:
    facts = replace(MET, planned=(day(50),))
    assert RULES.judge(facts, day(52.9)).colour == Colour.GREEN
    assert RULES.next_due(facts, day(40)) == day(53)
    assert RULES.judge(facts, day(53)).colour == Colour.RED


def test_given_a_pause_when_it_ends_then_the_rules_count_from_its_end() -> None:
    facts = replace(MET, paused_until=day(100))
    assert (RULES.judge(facts, day(80)).colour, RULES.judge(facts, day(80)).rule) == (Colour.GREY, "paused")
    assert RULES.next_due(facts, day(80)) == day(100)
    assert RULES.judge(facts, day(100)).colour == Colour.GREEN
    assert played(facts, 140) == [(131.5, "silence", StepKind.NUDGE)]


def test_given_a_closed_pair_when_looked_at_then_grey_and_never_again() -> None:
    facts = replace(MET, closed=True)
    assert (RULES.judge(facts, day(80)).colour, RULES.judge(facts, day(80)).rule) == (Colour.GREY, "closed")
    assert RULES.next_due(facts, day(80)) is None


def test_given_a_nudge_about_another_pair_when_a_nudge_is_due_then_it_waits_and_the_alert_does_not() -> None:
    facts = replace(MET, nudged_at=day(44))
    assert [one.kind for one in RULES.judge(facts, day(45)).actions] == [StepKind.ALERT]
    after = acted(facts, day(45))
    assert RULES.next_due(after, day(45)) == day(49)
    assert [one.kind for one in RULES.judge(after, day(49)).actions] == [StepKind.NUDGE]


def test_given_a_reminder_of_a_survey_when_a_first_meeting_is_missing_then_it_is_asked_for_on_its_day() -> None:
    facts = Facts(START, surveys=(START,))
    assert played(facts, 14) == [
        (5, "survey", StepKind.NUDGE), (7, "first_meeting", StepKind.NUDGE), (12, "survey", StepKind.NUDGE), (14, "first_meeting", StepKind.ALERT),
    ]  # fmt: skip
    elsewhere = replace(Facts(START), surveyed_at=day(6))
    assert [one.rule for one in RULES.judge(elsewhere, day(7)).actions] == ["first_meeting"]


def test_given_a_nudge_when_a_survey_is_open_then_its_reminder_keeps_the_distance() -> None:
    facts = replace(MET, surveys=(day(1),), planned=(day(90),))
    assert RULES.judge(replace(facts, nudged_at=day(3)), day(6)).actions == ()
    assert RULES.judge(replace(facts, surveyed_at=day(3)), day(6)).actions == ()
    assert RULES.next_due(replace(facts, nudged_at=day(3)), day(6)) == day(8)


def test_given_everything_missing_when_events_come_late_then_what_is_overdue_is_due_now() -> None:
    facts = Facts(START, held=(day(1), day(2), day(3)), surveys=(day(1),))
    assert RULES.next_due(facts, day(40)) == day(40)
    assert [one.kind for one in RULES.judge(facts, day(40)).actions].count(StepKind.NUDGE) == 1


def test_given_a_programme_s_rules_when_read_then_they_stand_over_the_defaults_and_nonsense_does_not() -> None:
    given_rules = {"silence_alert": 20, "unknown": 1, "contract_nudge": math.nan, "survey_nudge": -1, "interval": 3}
    rules = Rules.of(30, given_rules | {"first_meeting_nudge": math.inf})
    assert rules == Rules(interval=30, silence_alert=20)
    assert rules.silence == 45
    assert Rules(interval=14).silence == 30


def test_given_not_a_good_pair_when_all_else_is_well_then_it_is_red_for_that_and_no_reminder_is_sent() -> None:
    facts = replace(MEETS, misfit=day(5))
    verdict = RULES.judge(facts, day(9))
    assert (verdict.colour, verdict.rule, verdict.days(day(9))) == (Colour.RED, "rating", 4)
    with pytest.raises(NoReminderHelps):
        verdict.nudge(facts, day(9))


def test_given_not_a_good_pair_that_is_silent_too_when_reminded_then_it_is_red_for_the_one_and_reminded_of_the_other() -> (
    None
):
    facts = replace(MET, misfit=day(5))
    verdict = RULES.judge(facts, day(50))
    assert (verdict.colour, verdict.rule) == (Colour.RED, "rating")
    assert verdict.nudge(facts, day(50)).rule == "silence"


def test_given_a_programme_with_a_slow_rhythm_when_a_pair_is_silent_then_the_two_hear_before_the_organizers() -> None:
    assert [at for at, *_ in played(MET, 200, Rules(interval=60))] == [90, 120, 150]


MEETS = Facts(START, planned=(day(0), day(60), day(120)), contract_signed=True, goal_agreed=True)
UNDER: dict[Worry, Facts] = {
    Worry.RATING: replace(MEETS, misfit=day(0)),
    Worry.FIRST_MEETING: Facts(START),
    Worry.SILENCE: MET,
    Worry.CONTRACT: replace(MEETS, held=(day(0),), contract_signed=False),
    Worry.GOAL: replace(MEETS, held=(day(0), day(1), day(2)), goal_agreed=False),
    Worry.SURVEY: replace(MEETS, surveys=(day(0),)),
    Worry.ONBOARDING: Facts(START, onboarding=day(0)),
}
"""Facts to which each rule applies."""


def test_given_every_rule_when_compared_then_there_are_facts_to_which_it_applies() -> None:
    assert set(UNDER) == set(RULES.steps), "add facts to `UNDER` in tests/unit/monitoring/test_domain.py"


@pytest.mark.parametrize(("rule", "facts"), UNDER.items())
def test_given_facts_to_which_a_rule_applies_when_nothing_happens_then_each_of_its_steps_is_done(
    rule: Worry, facts: Facts
) -> None:
    done = [kind for _, its, kind in played(facts, 100) if its == rule]
    assert sorted(done) == sorted(kind for _, kind in RULES.steps[rule])


@pytest.mark.parametrize("rule", UNDER)
def test_given_an_alert_of_a_rule_when_nothing_happens_then_it_stays_and_once_the_rule_no_longer_applies_it_is_over(
    rule: Worry,
) -> None:
    assert not RULES.have_settled(rule, UNDER[rule], day(100))
    assert RULES.have_settled(rule, MEETS, day(100))


# Properties ----------------------------------------------------------------------------------------------------------

MOMENTS = st.integers(0, 24 * 120).map(lambda hours: START + hours * HOUR)
SEVERAL = st.lists(MOMENTS, max_size=5, unique=True).map(lambda found: tuple(sorted(found)))
MATTERS = st.sampled_from(["silence", "contract", "survey", "first_meeting", "help"])
STEPS = st.builds(Step, MATTERS, st.sampled_from([StepKind.NUDGE, StepKind.ALERT, StepKind.SUGGEST]), MOMENTS)
ZONES = [ZoneInfo(name) for name in ("Europe/Warsaw", "America/New_York", "Asia/Tokyo", "Pacific/Auckland")]
PLACES = st.lists(st.sampled_from(ZONES), max_size=2).map(tuple)
FACTS = st.builds(
    Facts,
    started_at=st.just(START),
    held=SEVERAL,
    planned=SEVERAL,
    contract_signed=st.booleans(),
    goal_agreed=st.booleans(),
    surveys=SEVERAL,
    misfit=st.none() | MOMENTS,
    paused_until=st.none() | MOMENTS,
    closed=st.booleans(),
    history=st.lists(STEPS, max_size=5).map(tuple),
    nudged_at=st.none() | MOMENTS,
    surveyed_at=st.none() | MOMENTS,
    zones=PLACES,
    unreached=st.booleans(),
)
DAYS = st.floats(0, 400, allow_nan=False)
NO_DAYS = {"interval", "silence_factor", "over", "waits", "kick_off"}
"""Settings of rules that aren't days until a step."""
DAYS_OF_STEPS = dict.fromkeys({one.name for one in fields(Rules)} - NO_DAYS, DAYS)
ANY_RULES = st.just(RULES) | st.builds(Rules, interval=st.integers(1, 60), **DAYS_OF_STEPS)


@given(FACTS, ANY_RULES, MOMENTS)
def test_given_any_pair_when_what_is_due_was_done_then_nothing_is_done_again_at_that_instant(
    facts: Facts, rules: Rules, now: datetime
) -> None:
    after = acted(facts, now, rules)
    assert rules.judge(after, now).actions == ()
    due = rules.next_due(after, now)
    assert due is None or due > now


@given(FACTS, ANY_RULES, MOMENTS, st.integers(0, 24 * 60))
def test_given_any_pair_when_it_sleeps_until_it_is_due_then_neither_action_nor_colour_is_missed(
    facts: Facts, rules: Rules, now: datetime, hours: int
) -> None:
    due = rules.next_due(facts, now)
    between = now + hours * HOUR
    if due is None or between < due:
        seen, then = rules.judge(facts, now), rules.judge(facts, between)
        assert seen.actions == then.actions == ()
        assert seen.colour == then.colour


@given(FACTS, ANY_RULES, MOMENTS)
def test_given_any_pair_when_something_is_to_be_done_then_it_is_due(facts: Facts, rules: Rules, now: datetime) -> None:
    if rules.judge(facts, now).actions:
        assert rules.next_due(facts, now) == now


@given(FACTS, ANY_RULES, MOMENTS, st.integers(0, 24 * 60))
def test_given_a_pair_where_nothing_happens_when_time_passes_then_its_colour_only_gets_worse(
    facts: Facts, rules: Rules, now: datetime, hours: int
) -> None:
    still = replace(facts, paused_until=None, closed=False)
    order = (Colour.GREEN, Colour.AMBER, Colour.RED)
    assert order.index(rules.judge(still, now).colour) <= order.index(rules.judge(still, now + hours * HOUR).colour)


@given(FACTS, ANY_RULES, MOMENTS, st.integers(1, 24 * 60))
def test_given_any_pair_when_it_is_before_the_kick_off_then_nobody_is_reminded_and_only_what_was_said_colours_it(
    facts: Facts, rules: Rules, now: datetime, hours: int
) -> None:
    verdict = replace(rules, kick_off=now + hours * HOUR).judge(facts, now)
    assert StepKind.NUDGE not in [one.kind for one in verdict.actions]
    assert verdict.colour in (Colour.GREEN, Colour.GREY) or verdict.rule == Worry.RATING


@given(FACTS, ANY_RULES, MOMENTS, st.integers(1, 24 * 60))
def test_given_any_pair_when_it_rests_then_nothing_is_done_and_after_it_every_rule_begins_anew(
    facts: Facts, rules: Rules, now: datetime, hours: int
) -> None:
    end = now + hours * HOUR
    rests = replace(facts, paused_until=end, closed=False)
    assert (rules.judge(rests, now).colour, rules.judge(rests, now).actions) == (Colour.GREY, ())
    assert rules.next_due(rests, now) == end
    after = rules.judge(rests, end)
    reminded = {one.rule for one in after.actions if one.kind == StepKind.NUDGE}
    steps = rules.of_pair(rests.interval).steps
    at_once = {
        rule
        for rule, its in steps.items()
        if any(kind == StepKind.NUDGE and timedelta(days=days) <= timedelta(0) for days, kind in its)
    }
    assert reminded <= at_once


@settings(max_examples=60)
@given(FACTS)
def test_given_any_pair_when_a_season_passes_then_nudges_keep_their_distance_and_two_on_a_matter_are_the_most(
    facts: Facts,
) -> None:
    quiet = replace(facts, history=(), nudged_at=None, surveyed_at=None, paused_until=None, planned=(), unreached=False)
    steps = played(quiet, 300)
    least = BETWEEN_NUDGES / timedelta(days=1)
    nudges = [(at, rule) for at, rule, kind in steps if kind == StepKind.NUDGE]
    urgent = [at for at, rule in nudges if rule != Worry.SURVEY]
    assert all(round(later - earlier, 6) >= least for earlier, later in pairwise(urgent))
    assert all(
        round(later - earlier, 6) >= least for (earlier, _), (later, rule) in pairwise(nudges) if rule == Worry.SURVEY
    )
    matters = [(rule, kind) for _, rule, kind in steps]
    assert all(matters.count(one) <= (2 if one[1] == StepKind.NUDGE else 1) for one in matters)


@given(MOMENTS, PLACES)
def test_given_any_moment_when_a_nudge_waits_for_the_day_then_less_than_a_day_and_into_the_day_of_the_first_one(
    moment: datetime, zones: tuple[ZoneInfo, ...]
) -> None:
    at = by_day(moment, zones)
    assert moment <= at < moment + timedelta(days=1)
    assert by_day(at, zones) == at
    assert all(8 <= at.astimezone(zone).hour < 20 for zone in zones[:1])


@pytest.mark.parametrize(
    ("moment", "zones", "at"),
    [
        ("2026-03-02T18:59", ("Europe/Warsaw",), "2026-03-02T18:59"),
        ("2026-03-02T19:00", ("Europe/Warsaw",), "2026-03-03T07:00"),
        ("2026-03-03T06:59", ("Europe/Warsaw",), "2026-03-03T07:00"),
        ("2026-03-28T22:00", ("Europe/Warsaw",), "2026-03-29T06:00"),  # summer time begins that night
        ("2026-03-02T15:00", ("Europe/Warsaw", "Europe/London"), "2026-03-02T15:00"),
        ("2026-03-02T07:30", ("Europe/Warsaw", "Europe/London"), "2026-03-02T08:00"),
        ("2026-03-02T19:30", ("America/New_York", "Europe/Warsaw"), "2026-03-03T13:00"),
        ("2026-03-07T23:00", ("Europe/Warsaw",), "2026-03-08T07:00"),  # a Sunday: only nights are quiet
        ("2026-03-02T03:00", ("Asia/Tokyo", "America/Sao_Paulo"), "2026-03-02T03:00"),  # twelve hours apart
        ("2026-03-02T12:00", (), "2026-03-02T12:00"),
    ],
)
def test_given_a_moment_when_somebody_sleeps_then_the_nudge_waits_for_eight_in_the_morning_of_both(
    moment: str, zones: tuple[str, ...], at: str
) -> None:
    assert by_day(datetime.fromisoformat(f"{moment}Z"), [ZoneInfo(zone) for zone in zones]) == datetime.fromisoformat(
        f"{at}Z"
    )


def test_given_a_step_at_night_when_it_is_a_nudge_then_it_waits_and_an_alert_does_not() -> None:
    night = START + 10 * HOUR
    facts = Facts(night, zones=(ZoneInfo("Europe/Warsaw"),))
    seventh = night + timedelta(days=7)
    assert (RULES.judge(facts, seventh).colour, RULES.judge(facts, seventh).actions) == (Colour.AMBER, ())
    assert RULES.next_due(facts, seventh) == seventh + 9 * HOUR
    assert [one.kind for one in RULES.judge(facts, night + timedelta(days=14)).actions] == [StepKind.ALERT]


def test_given_a_pair_that_agreed_before_the_kick_off_when_days_pass_then_everything_counts_from_it() -> None:
    rules = replace(RULES, kick_off=day(20))
    facts = Facts(started_at=day(0), surveys=(day(0),))
    assert [(at, rule) for at, rule, kind in played(facts, 19.9, rules)] == []
    assert rules.judge(facts, day(19)).colour == Colour.GREEN
    assert rules.judge(facts, day(19)).days(day(19)) == 0
    with_kick_off = [(at - 20, *rest) for at, *rest in played(facts, 60, rules)]
    assert with_kick_off == [tuple(one) for one in played(facts, 40)]


def test_given_a_meeting_before_the_kick_off_when_the_contract_is_unsigned_then_it_counts_from_the_kick_off() -> None:
    rules = replace(RULES, kick_off=day(20))
    facts = Facts(started_at=day(0), held=(day(1), day(2), day(3)))
    assert played(facts, 19.9, rules) == []
    assert [(at, rule) for at, rule, kind in played(facts, 35, rules)] == [(20, "goal"), (34, "contract")]


def test_given_a_programme_that_is_a_draft_again_when_looked_at_then_nothing_nags_and_it_is_looked_at_every_day() -> (
    None
):
    rules, facts = replace(RULES, waits=True), Facts(started_at=day(0), held=(day(1),))
    assert rules.judge(facts, day(80)) == Verdict(Colour.GREEN)
    assert rules.next_due(facts, day(80)) == day(81)
    assert RULES.judge(facts, day(81)).actions
