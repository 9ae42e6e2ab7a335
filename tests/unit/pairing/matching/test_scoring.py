"""Scores and hard rules of single pairs, and the week through daylight saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentoring.errors import Invalid
from mentoring.weights import FULL, PARTS, Weights
from pairing.domain import Person
from pairing.matching import rules, scoring, solution
from pairing.matching.score_parts import Scoring, bit
from tests.bench.instance import Cohort
from tests.unit.pairing.givens import END, EVENINGS, START, WEIGHTS, person, speaks

FIRST = np.zeros(1, dtype=np.int64)
BLANK = dict.fromkeys(PARTS, 0)


def one(mentee: Person, mentor: Person, start: date = START, end: date = END, **turned_on: bool) -> Scoring:
    return scoring.scoring([mentee], [mentor], WEIGHTS, start, end, **turned_on)


def share(part: str, mentee: dict[str, Any], mentor: dict[str, Any]) -> float:
    """Return which share of a part's points a pair has."""
    weights = Weights(**BLANK | {part: 1})
    terms = scoring.scoring([person("e", **mentee)], [person("m", **mentor)], weights, START, END)
    points = int(terms.parts_of(FIRST, FIRST)[part][0])
    assert terms.matrix()[0, 0] == points
    return round(points / FULL, 3)


def broken(mentee: Person, mentor: Person, start: date = START, end: date = END, **turned_on: bool) -> set[str]:
    return set(solution.broken(int(one(mentee, mentor, start, end, **turned_on).matrix()[0, 0])))


SHARES = [
    ("topics", {"topics": ["a", "b"]}, {"topics": ["a", "b", "c"]}, 1),
    ("topics", {"topics": ["a", "b"]}, {"topics": ["b"]}, 0.444),
    ("topics", {"topics": ["Negocjacje "]}, {"topics": ["negocjacje"]}, 1),
    ("topics", {"topics": ["a"]}, {"topics": ["b"]}, 0),
    ("topics", {"topics": ["a"]}, {}, 0.5),
    ("topics", {}, {"topics": ["a"]}, 0.5),
    ("topics", {"topics": list("abcdef")}, {"topics": ["f"]}, 0),
    ("experience", {"position": "specjalistka"}, {"position": "Kierownik projektu"}, 1),
    ("experience", {"position": "specialist"}, {"position": "director"}, 0.8),
    ("experience", {"position": "kierownik"}, {"position": "kierowniczka"}, 0.4),
    ("experience", {"position": "dyrektorka"}, {"position": "dyrektor"}, 0.4),
    ("experience", {"position": "dyrektorka"}, {"position": "asystent dyrektora"}, 0),
    ("experience", {"position": "starszy specjalista"}, {"position": "specjalista"}, 0.2),
    ("experience", {}, {"position": "dyrektor"}, 0.5),
    ("time", {"availability": EVENINGS}, {"availability": EVENINGS}, 0.667),
    ("time", {"availability": EVENINGS}, {}, 0.5),
    ("crossing", {"department": "IT", "city": "Łódź"}, {"department": "HR", "city": "Kraków"}, 1),
    ("crossing", {"department": "IT", "city": "Łódź"}, {"department": "IT", "city": "Kraków"}, 0.3),
    ("crossing", {"department": "IT"}, {"department": "HR", "city": "Kraków"}, 0.85),
    ("crossing", {"department": "IT", "city": "Łódź"}, {"department": "it ", "city": " łódź"}, 0),
    ("crossing", {"department": " "}, {"department": "IT"}, 0.5),
    ("style", {"style": "pytający"}, {"style": "pytający"}, 1),
    ("style", {"style": "Pytający "}, {"style": "pytający"}, 1),
    ("style", {"style": "pytający"}, {"style": "doradczy"}, 0),
    ("style", {}, {"style": "doradczy"}, 0.5),
    ("choices", {}, {}, 0.5),
    ("choices", {"choices": ["m@firma.example"]}, {}, 0.833),
    ("choices", {"choices": ["m@firma.example"]}, {"choices": ["e@firma.example"]}, 1),
    ("choices", {"choices": ["x@firma.example", "m@firma.example"]}, {"choices": ["y@firma.example"]}, 0.533),
    ("choices", {"choices": ["m@firma.example", "m@firma.example"]}, {"choices": ["e@firma.example"]}, 1),
    ("choices", {"choices": ["x@firma.example"]}, {"choices": ["y@firma.example"]}, 0),
]


@pytest.mark.parametrize(("part", "mentee", "mentor", "expected"), SHARES)
def test_given_what_two_told_when_scored_then_the_part_has_its_share(
    part: str, mentee: dict[str, Any], mentor: dict[str, Any], expected: float
) -> None:
    assert share(part, mentee, mentor) == expected


RULES = [
    ("capacity", person("e"), person("m", capacity=0)),
    ("exclusion", person("e", not_with=["m@firma.example"]), person("m")),
    ("exclusion", person("e"), person("m", not_with=["e@firma.example"])),
    ("exclusion", person("e", not_with=["department"], department="IT"), person("m", department="IT")),
    ("exclusion", person("e", department="IT"), person("m", not_with=["department"], department="IT")),
    ("exclusion", person("e", not_with=["department"], department="Sprzedaż"), person("m", department="sprzedaż ")),
    (
        "exclusion",
        person("e", not_with=["department", "m@firma.example"], department="IT"),
        person("m", department="IT"),
    ),
    ("exclusion", person("same"), person("same")),
    ("exclusion", person("e", person_id="1"), person("m", person_id="1")),
    ("manager", person("e", manager_email="m@firma.example"), person("m")),
    ("manager", person("e"), person("m", manager_email="e@firma.example")),
    ("language", person("e", languages=speaks("pl")), person("m", languages=speaks("en"))),
    ("mode", person("e", mode="online"), person("m", mode="in_person")),
    ("time", person("e", availability=EVENINGS), person("m", availability=[EVENINGS[0] | {"weekday": 1}])),
]
FINE = [
    (person("e", not_with=["department"], department="IT"), person("m", department="HR")),
    (person("e", not_with=["department"]), person("m")),
    (person("e", not_with=["x@firma.example"], manager_email="x@firma.example"), person("m")),
    (person("e", languages=speaks("pl", "en")), person("m", languages=speaks("en", "de"))),
    (person("e", languages=speaks("pl")), person("m")),
    (person("e", mode="online"), person("m", mode="hybrid")),
    (person("e", mode="in_person"), person("m")),
    (person("e", availability=EVENINGS), person("m")),
    (person("e", availability=EVENINGS), person("m", availability=EVENINGS)),
]


@pytest.mark.parametrize(("rule", "mentee", "mentor"), RULES)
def test_given_two_whom_a_rule_keeps_apart_when_scored_then_that_rule_alone_forbids(
    rule: str, mentee: Person, mentor: Person
) -> None:
    assert broken(mentee, mentor) == {rule}


SETTINGS = [
    ("must_cross", "department", person("e", department="IT"), person("m", department="IT")),
    ("must_cross", "department", person("e", department="Sprzedaż"), person("m", department=" sprzedaż")),
    ("no_juniors", "junior", person("e", position="dyrektorka"), person("m", position="specjalista")),
]
"""Rules that organizers turn on."""
OF_A_ROUND = {"forbidden", "quality", "question"}
"""Rules about ids, the whole score of a pair or the organizers' own questions: tested where those are."""


@pytest.mark.parametrize(("setting", "rule", "mentee", "mentor"), SETTINGS)
def test_given_a_rule_that_can_be_turned_on_when_it_is_then_it_alone_forbids(
    setting: str, rule: str, mentee: Person, mentor: Person
) -> None:
    assert broken(mentee, mentor) == set()
    assert broken(mentee, mentor, **{setting: True}) == {rule}


def test_given_every_rule_of_pairing_when_compared_then_each_has_two_whom_it_keeps_apart() -> None:
    told = {case[0] for case in RULES} | {case[1] for case in SETTINGS} | OF_A_ROUND
    assert told == set(rules.RULES), "add two whom it keeps apart to `RULES` or `SETTINGS` in test_scoring.py"


@pytest.mark.parametrize(("mentee", "mentor"), FINE)
def test_given_two_whom_nothing_keeps_apart_when_scored_then_no_rule_forbids(mentee: Person, mentor: Person) -> None:
    assert broken(mentee, mentor) == set()


def slot(start: float, end: float, weekday: int = 1) -> list[dict[str, float]]:
    return [{"weekday": weekday, "start": start, "end": end}]


def test_given_a_zone_without_summer_time_when_the_overlap_vanishes_in_summer_then_only_a_winter_season_allows_it() -> (
    None
):
    mentee, mentor = (
        person("e", availability=slot(17, 18)),
        person("m", zone="Africa/Abidjan", availability=slot(16, 17)),
    )
    assert broken(mentee, mentor, date(2026, 11, 2), date(2027, 3, 12)) == set()
    assert broken(mentee, mentor, date(2026, 11, 2), date(2027, 6, 30)) == {"time"}


def test_given_new_york_when_the_clocks_change_on_other_days_then_the_weeks_between_count_too() -> None:
    mentee, mentor = (
        person("e", availability=slot(17, 18)),
        person("m", zone="America/New_York", availability=slot(11, 12)),
    )
    assert broken(mentee, mentor, date(2026, 4, 6), date(2026, 10, 16)) == set()
    assert broken(mentee, mentor, date(2026, 3, 9), date(2026, 10, 16)) == {"time"}


def test_given_times_in_half_hours_when_scored_then_an_hour_in_common_is_enough() -> None:
    mentee = person("e", availability=slot(16.5, 18))

    assert broken(mentee, person("m", availability=slot(17, 18.5))) == set()
    assert broken(mentee, person("m", availability=slot(17.5, 20))) == {"time"}


def test_given_a_slot_over_the_date_line_when_scored_then_the_week_wraps() -> None:
    mentee = person("e", zone="Asia/Singapore", availability=slot(6, 8, weekday=0))
    mentor = person("m", zone="America/New_York", availability=slot(18, 20, weekday=6))
    assert one(mentee, mentor, date(2026, 6, 1), date(2026, 9, 1)).hours_of(FIRST, FIRST)[0] == 2


def test_given_half_an_hour_in_common_when_scored_then_it_is_no_common_slot() -> None:
    mentee = person("e", zone="Asia/Kolkata", availability=slot(12, 14))  # 06:30-08:30 UTC
    early, late = slot(10, 11), slot(9, 10)  # 08:00-09:00 and 07:00-08:00 UTC in summer
    summer = date(2026, 6, 1), date(2026, 9, 1)
    assert broken(mentee, person("m", availability=early), *summer) == {"time"}
    assert broken(mentee, person("m", availability=late), *summer) == set()
    halves = [*slot(10, 11), *slot(8, 9)]  # half an hour at either end: an hour in all, but never at a time
    assert broken(mentee, person("m", availability=halves), *summer) == {"time"}


def test_given_two_of_one_odd_zone_when_scored_then_their_whole_hours_count() -> None:
    both: dict[str, Any] = {"zone": "Asia/Kathmandu", "availability": slot(9, 11)}
    hours, apart = one(person("e", **both), person("m", **both)).time.pairs(FIRST, FIRST)
    assert (int(hours[0]), bool(apart[0])) == (2, False)


ZONES = ["Europe/Warsaw", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "America/Sao_Paulo", "Africa/Abidjan"]
SLOTS = st.builds(
    lambda weekday, start, length: {"weekday": weekday, "start": start, "end": min(24, start + length)},
    st.integers(0, 6), st.integers(0, 23), st.integers(1, 4),
)  # fmt: skip
TIMES = st.fixed_dictionaries({"zone": st.sampled_from(ZONES), "availability": st.lists(SLOTS, min_size=1, max_size=3)})


def minutes_of(told: dict[str, Any], monday: date) -> set[int]:
    """Return the quarters of the UTC week in which somebody is free, told by the wall clock, one by one."""
    zone, found = ZoneInfo(told["zone"]), set()
    origin = datetime.combine(monday, datetime.min.time(), UTC)
    for entry in told["availability"]:
        begin = datetime.combine(monday + timedelta(days=entry["weekday"]), datetime.min.time(), zone)
        first = int((begin.replace(hour=entry["start"]).astimezone(UTC) - origin).total_seconds()) // 900
        found |= {(first + step) % (168 * 4) for step in range((entry["end"] - entry["start"]) * 4)}
    return found


@settings(max_examples=150, deadline=None)
@given(TIMES, TIMES, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 40))
@example(  # Warsaw changes its clocks on the last Sunday, before the slot
    {"zone": "Europe/Warsaw", "availability": slot(6, 7, weekday=6)},
    {"zone": "America/New_York", "availability": slot(0, 1, weekday=6)}, date(2026, 9, 1), 7,
)  # fmt: skip
@example(  # the first week of these offsets is the one in which New York changes its clocks; they come back in March
    {"zone": "Europe/Warsaw", "availability": slot(8, 9, weekday=6)},
    {"zone": "America/New_York", "availability": slot(2, 3, weekday=6)}, date(2026, 7, 1), 37,
)  # fmt: skip
def test_given_any_times_when_scored_then_every_week_was_looked_at(
    ours: dict[str, Any], theirs: dict[str, Any], start: date, weeks: int
) -> None:
    fewest, always = 168.0, True
    for week in range(weeks + 1):
        monday = start - timedelta(days=start.weekday()) + timedelta(weeks=week)
        if any(
            datetime.combine(monday, datetime.min.time(), ZoneInfo(told["zone"])).utcoffset()
            != datetime.combine(monday + timedelta(days=7), datetime.min.time(), ZoneInfo(told["zone"])).utcoffset()
            for told in (ours, theirs)
        ):
            continue  # the week of a change itself counts as the week before it
        both = minutes_of(ours, monday) & minutes_of(theirs, monday)
        fewest = min(fewest, len(both) / 4)
        always &= any({(first + step) % 672 for step in range(4)} <= both for first in both)
    end = start + timedelta(weeks=weeks)
    hours, apart = one(person("e", **ours), person("m", **theirs), start, end).time.pairs(FIRST, FIRST)
    assert hours[0] <= fewest
    assert always or apart[0]
    if weeks == 0 and fewest < 168:
        assert (hours[0], not apart[0]) == (int(fewest), always)


WEIGHT = st.floats(0, 1000, allow_subnormal=False)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(PARTS, WEIGHT)))
def test_given_any_weights_when_taken_then_their_points_make_a_whole_or_they_are_refused(
    given: dict[str, float],
) -> None:
    merged = [given.get(part, getattr(WEIGHTS, part)) for part in PARTS]
    if not sum(merged):
        with pytest.raises(Invalid):
            Weights.of(given)
        return
    points = Weights.of(given).points()
    assert sum(points.values()) == FULL
    assert min(points.values()) >= 0


@pytest.mark.parametrize("wrong", [{"luck": 1}, {"topics": -1}, {"time": float("nan")}, {"time": float("inf")}])
def test_given_weights_that_mean_nothing_when_taken_then_they_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        Weights.of(wrong)


TOLD = st.fixed_dictionaries(
    {},
    optional={
        "topics": st.lists(st.sampled_from("abcd"), max_size=6),
        "position": st.sampled_from(["", "dyrektor", "specjalistka", "manager"]),
        "department": st.sampled_from(["", "IT", "HR"]),
        "city": st.sampled_from(["", "Łódź", "Kraków"]),
        "style": st.sampled_from(["", "pytający"]),
        "availability": st.lists(SLOTS, max_size=3),
        "choices": st.lists(st.sampled_from(["e0@firma.example", "m0@firma.example"]), max_size=2),
    },
)


@settings(max_examples=100, deadline=None)
@given(st.lists(TOLD, max_size=3), st.lists(TOLD, max_size=3))
def test_given_any_people_when_scored_then_parts_add_up_and_stay_within_the_whole(
    mentees: list[dict[str, Any]], mentors: list[dict[str, Any]]
) -> None:
    terms = scoring.scoring(
        [person(f"e{number}", **told) for number, told in enumerate(mentees)],
        [person(f"m{number}", **told) for number, told in enumerate(mentors)],
        WEIGHTS, START, END,
    )  # fmt: skip
    cells = terms.matrix()
    assert cells.shape == (len(mentees), len(mentors))
    assert (cells <= FULL).all()
    rows, columns = np.nonzero(cells >= 0)
    parts = terms.parts_of(rows, columns)
    assert (np.add.reduce([part.astype(int) for part in parts.values()]) == cells[rows, columns]).all()
    limits = WEIGHTS.points()
    assert all((part <= limits[name]).all() and (part >= 0).all() for name, part in parts.items())


def test_given_people_of_one_department_when_they_must_cross_then_that_rule_forbids() -> None:
    same, untold = person("e", department="IT"), person("f")
    mentors = [person("m", department="IT"), person("n", department="HR")]
    cells = scoring.scoring([same, untold], mentors, WEIGHTS, START, END, must_cross=True).matrix()
    assert [[solution.broken(int(cell)) for cell in row] for row in cells] == [[["department"], []], [[], []]]


def test_given_a_least_score_when_a_pair_would_miss_it_then_quality_is_broken_whatever_other_rule_is() -> None:
    mentee = person("e", topics=["a"], languages=speaks("pl"), availability=EVENINGS)
    deaf, late = {"languages": speaks("en")}, {"availability": [EVENINGS[0] | {"weekday": 1}]}
    mentors = [
        person(f"m{nth}", topics=topics, **told) for topics in ("a", "b") for nth, told in enumerate((deaf, late))
    ]
    cells = scoring.scoring([mentee], mentors, WEIGHTS, START, END).matrix(5000)
    expected = [["language"], ["time"], ["language", "quality"], ["time", "quality"]]
    assert [solution.broken(int(cell)) for cell in cells[0]] == expected


def test_given_more_rules_than_a_cell_has_bits_when_scored_then_it_is_refused() -> None:
    terms = one(person("e"), person("m"))
    with pytest.raises(ValueError, match="rules"):
        replace(terms, names=tuple(map(str, range(14))))


def test_given_a_matrix_of_many_blocks_when_made_then_every_cell_is_what_its_pair_says() -> None:
    terms = Cohort(900).scoring()
    cells = terms.matrix()
    rows, columns = (np.random.default_rng(1).integers(0, size, 3000) for size in cells.shape)
    hours, apart = terms.time.pairs(rows, columns)
    broken = apart * bit(terms.names, "time")
    for _, rule in terms.rules:
        broken = broken + rule.pairs(rows, columns)
    points = np.add.reduce([part.astype(int) for part in terms.parts_of(rows, columns).values()])
    assert (cells[rows, columns] == np.where(broken, -broken, points)).all()
    assert 0 < (broken > 0).mean() < 1
    assert (hours[apart] < 2).all()
