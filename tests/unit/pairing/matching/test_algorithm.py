"""The algorithm: exact in the order matched, worst, total; hard rules; words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring.weights import Weights, WeightsUseless
from pairing.domain import Person
from pairing.matching import explain
from pairing.matching.given import Input
from tests.fakes.people import profile

START, END = date(2026, 3, 2), date(2026, 11, 30)


def pair_up(given: Input) -> dict[str, Any]:
    return explain.pair_up(given).result


def _person(name: str, capacity: int = 1, **told: Any) -> Person:
    return Person(name, f"{name}@firma.example", capacity, profile(**told))


def _input(mentees: list[Person], mentors: list[Person], **values: Any) -> Input:
    return Input(tuple(mentees), tuple(mentors), Weights(), values.pop("mode", "most_served"), START, END, **values)


TOPICS = ["negocjacje", "delegowanie", "analiza danych", "innowacje"]


@st.composite
def cohorts(draw: st.DrawFn) -> tuple[list[Person], list[Person]]:
    def people(prefix: str) -> list[Person]:
        return [
            _person(
                f"{prefix}{number}",
                draw(st.integers(0, 2)) if prefix == "t" else 1,
                topics=draw(st.lists(st.sampled_from(TOPICS), max_size=3, unique=True)),
                department=draw(st.sampled_from(["IT", "HR", ""])),
                mode=draw(st.sampled_from(["online", "hybrid", "in_person"])),
                position=draw(st.sampled_from(["", "specjalista/ka", "dyrektor/ka"])),
                availability=draw(st.sampled_from([[], [{"weekday": 0, "start": 9, "end": 11}]])),
            )
            for number in range(draw(st.integers(0, 5)))
        ]

    return people("e"), people("t")


@settings(max_examples=100, deadline=None)
@given(cohorts(), st.randoms())
def test_given_the_same_people_in_another_order_when_paired_then_the_result_is_the_same(
    cohort: Any, random: Any
) -> None:
    mentees, mentors = cohort
    before = pair_up(_input(mentees, mentors))
    random.shuffle(mentees)
    random.shuffle(mentors)
    assert pair_up(_input(mentees, mentors)) == before


@settings(max_examples=60, deadline=None)
@given(cohorts())
def test_given_one_mentor_more_when_paired_then_nobody_loses(cohort: Any) -> None:
    mentees, mentors = cohort
    before = pair_up(_input(mentees, mentors))["figures"]
    after = pair_up(_input(mentees, [*mentors, _person("tz", 1, mode="hybrid")]))["figures"]
    assert after["matched"] >= before["matched"]
    if after["matched"] == before["matched"]:
        assert after["worst"] >= before["worst"]


ANNA = _person("anna", department="IT", mode="hybrid", availability=[{"weekday": 0, "start": 9, "end": 11}])


@pytest.mark.parametrize(
    ("rule", "mentor"),
    [
        ("capacity", _person("jan", 0)),
        ("exclusion", _person("jan", not_with=["anna@firma.example"])),
        ("exclusion", _person("jan", department="IT", not_with=["department"])),
        ("exclusion", Person("jan", "anna@firma.example", 1, profile())),
        ("manager", _person("jan", manager_email="anna@firma.example")),
        ("language", _person("jan", languages=[{"code": "de", "level": "C1"}])),
        ("time", _person("jan", availability=[{"weekday": 1, "start": 9, "end": 11}])),
    ],
)
def test_given_a_hard_rule_when_it_is_broken_then_there_is_no_pair_and_it_is_the_cause(
    rule: str, mentor: Person
) -> None:
    result = pair_up(_input([ANNA], [mentor]))
    assert result["pairs"] == []
    assert {one["cause"] for one in result["unmatched"] if one["role"] == "mentee"} == {rule}


def test_given_online_only_and_in_person_only_when_paired_then_the_mode_is_the_cause() -> None:
    result = pair_up(_input([_person("anna", mode="online")], [_person("jan", mode="in_person")]))
    assert result["unmatched"][0]["cause"] == "mode"


def test_given_a_pair_when_explained_then_its_reasons_are_in_both_languages_and_it_has_a_reserve() -> None:
    mentee = _person("anna", position="specjalista/ka", choices=["jan@firma.example"], department="HR")
    mentors = [_person("jan", position="dyrektor/ka", style="x"), _person("ewa", 2)]
    result = pair_up(_input([mentee], mentors))
    (pair,) = result["pairs"]
    assert (pair["mentor_id"], pair["reserve_id"]) == ("jan", "ewa")
    assert len(pair["reasons"]["pl"]) == len(pair["reasons"]["en"]) >= 3
    assert {one["cause"] for one in result["unmatched"]} == {"free"}


def test_given_more_people_than_places_when_paired_then_seats_are_the_cause() -> None:
    result = pair_up(_input([_person("anna"), _person("ola")], [_person("jan")]))
    assert [(one["role"], one["cause"]) for one in result["unmatched"]] == [("mentee", "seats")]


def test_given_best_quality_when_no_pair_is_good_enough_then_quality_is_the_cause() -> None:
    weak = _person("jan", topics=["innowacje"], department="IT", city="Kraków")
    strict = pair_up(_input([_person("anna", choices=["x@firma.example"])], [weak], mode="best_quality"))
    assert [one["cause"] for one in strict["unmatched"]] == ["quality", "quality"]


def test_given_nobody_on_one_side_when_paired_then_that_is_said() -> None:
    assert pair_up(_input([_person("anna")], []))["unmatched"][0]["cause"] == "nobody"
    assert pair_up(_input([], []))["pairs"] == []


def test_given_a_forbidden_and_a_locked_pair_when_paired_then_both_are_kept() -> None:
    people = [_person("anna"), _person("ola")], [_person("ewa"), _person("jan")]
    forbidden = pair_up(_input(*people, forbidden=(("anna", "ewa"),)))
    assert ("anna", "ewa") not in {(one["mentee_id"], one["mentor_id"]) for one in forbidden["pairs"]}
    locked = pair_up(_input(*people, locked=(("anna", "jan"),)))
    assert ("anna", "jan") in {(one["mentee_id"], one["mentor_id"]) for one in locked["pairs"]}


@pytest.mark.parametrize(
    "bad",
    [
        {"topics": -1},
        {"unknown": 1},
        dict.fromkeys(("topics", "experience", "time", "crossing", "style", "choices"), 0),
    ],
)
def test_given_weights_that_cannot_be_when_read_then_refused(bad: dict[str, float]) -> None:
    with pytest.raises(WeightsUseless):
        Weights.of(bad)
