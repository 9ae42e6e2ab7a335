"""Answers of the application form: what is chosen, marked and typed → values, and values → the form."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment import answers
from recruitment.answers import week
from recruitment.imports import profiles

OFFERED = ["Negocjacje", "Planowanie, priorytety; terminy", "Feedback"]
HALVES = st.integers(0, 48).map(lambda half: half / 2)


def _slot(weekday: int, start: float, end: float) -> Any:
    return {"weekday": weekday, "start": start, "end": end}


SLOTS = st.lists(
    st.tuples(st.integers(0, 6), HALVES, HALVES).filter(lambda one: one[1] < one[2]).map(lambda one: _slot(*one)),
    max_size=8,
)


def read(*, own: bool = True, **typed: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    return answers.read(typed, "mentee", "ada@firma.example", OFFERED, own_topics=own)


@given(SLOTS)
def test_given_slots_when_shown_as_a_grid_then_it_makes_the_same_times(slots: list[Any]) -> None:
    grid = week.Grid.of(slots)

    again = week.merged([*week.of_cells(grid.marked), *grid.beside])

    assert again == week.merged(slots)
    assert {(one["weekday"], half) for one in slots for half in _halves(one)} == {
        (one["weekday"], half) for one in again for half in _halves(one)
    }
    assert all(0 <= one["start"] < one["end"] <= 24 for one in again)


def _halves(slot: Any) -> range:
    return range(int(slot["start"] * 2), int(slot["end"] * 2))


@given(st.frozensets(st.tuples(st.integers(0, 6), st.sampled_from(week.SHOWN)).map(lambda one: week.cell(*one))))
def test_given_marked_cells_when_kept_as_slots_then_the_same_are_marked_again(cells: frozenset[str]) -> None:
    assert week.Grid.of(week.of_cells(cells)) == week.Grid(cells, ())


def test_given_times_outside_the_grid_or_not_in_half_hours_when_shown_then_they_are_typed() -> None:
    grid = week.Grid.of([_slot(0, 5, 7), _slot(2, 16.25, 17)])

    assert grid.marked == {"0-12", "0-13"}
    assert week.text(grid.beside, ("pn", "wt", "śr")) == "pn 5:00-6:00, śr 16:15-17:00"


@pytest.mark.parametrize("cell", ["7-3", "0-48", "0--1", "", "x", "0-1-2", "٠-1"])
def test_given_what_names_no_cell_when_read_then_it_is_passed_over(cell: str) -> None:
    assert week.of_cells([cell, "1-20"]) == [_slot(1, 10, 10.5)]


def test_given_marked_and_typed_times_when_read_then_both_count() -> None:
    values, refused = read(week=["0-33", "0-32"], availability="pn 17:00-18:00, wt 5:00-6:00")

    assert values["availability"] == [_slot(0, 16, 18), _slot(1, 5, 6)]
    assert "availability" not in refused


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"topics": [OFFERED[1], "Feedback"]}, [OFFERED[1], "Feedback"]),
        ({"topics": ["Feedback", OFFERED[1]], "first_topic": OFFERED[1]}, [OFFERED[1], "Feedback"]),
        ({"topics": ["Feedback", OFFERED[1]], "rank": [OFFERED[1], "Feedback"]}, [OFFERED[1], "Feedback"]),
        ({"topics": ["Feedback"], "own_topics": "Mój, własny\n\nDrugi"}, ["Feedback", "Mój, własny", "Drugi"]),
        ({"topics": ["Feedback"], "own_topics": "Mój", "rank": ["Mój", "Feedback"]}, ["Mój", "Feedback"]),
        ({"topics": "negocjacje, sen"}, ["negocjacje", "sen"]),
        ({"topics": ["Feedback"], "first_topic": OFFERED[1]}, ["Feedback"]),
        ({"topics": ["Feedback", "Feedback"], "own_topics": "Feedback"}, ["Feedback"]),
    ],
)
def test_given_chosen_and_own_topics_when_read_then_they_hold_together_in_order(
    typed: dict[str, Any], found: list[str]
) -> None:
    assert read(**typed)[0]["topics"] == found


@pytest.mark.parametrize(
    ("typed", "own", "code"),
    [
        ({}, True, "topics"),
        ({"own_topics": "\n".join("abcdef")}, True, "topics"),
        ({"own_topics": "x" * 101}, True, "too-long"),
        ({"topics": ["Feedback"], "own_topics": "Sen"}, False, "topics"),
    ],
)
def test_given_no_good_topics_when_read_then_it_is_said(typed: dict[str, Any], own: bool, code: str) -> None:
    values, refused = read(own=own, **typed)

    assert (refused["topics"].code, values["topics"]) == (code, [])


def test_given_languages_when_chosen_or_typed_then_both_are_read() -> None:
    values, refused = read(languages=["pl C2", "English B1"], other_language="eo", other_level="A2")

    assert [one["code"] + one["level"] for one in values["languages"]] == ["plC2", "enB1", "eoA2"]
    assert "languages" not in refused
    assert answers.spoken({"languages": ["pl C2", "klingoński"]}) == ({"pl": "C2"}, "klingoński")


PROFILES = st.fixed_dictionaries({
    "topics": st.lists(st.sampled_from([*OFFERED, "Mój, własny", "Sen"]), min_size=1, max_size=5, unique=True),
    "languages": st.lists(
        st.fixed_dictionaries({"code": st.sampled_from(["pl", "en", "eo"]), "level": st.sampled_from(["A1", "C2"])}),
        unique_by=lambda one: one["code"],
    ),
    "availability": SLOTS.map(week.merged),
    "hours_per_month": st.sampled_from([None, 1.0, 2.5, 10.0]),
    "mode": st.sampled_from(["online", "hybrid", "in_person"]),
    "form": st.sampled_from(["f", "m", "n"]),
    "goal": st.just("Cel, który mam."),
    "choices": st.just(["b@firma.example"]),
    "not_with": st.just(["department"]),
})  # fmt: skip


@given(PROFILES, st.sampled_from(["pl", "en"]))
def test_given_a_profile_when_its_form_is_sent_unchanged_then_it_is_the_same(told: dict[str, Any], locale: str) -> None:
    blank = answers.UNREAD | {"role": "mentee", "rules_consent": True, "privacy_consent": True, "first_name": "Ada"}
    profile = profiles.profile_of(blank | {"last_name": "L"} | told, "2026-03-01", "Europe/Warsaw", by="person")

    typed = answers.form_of(profile, "mentee", locale, OFFERED)
    values, refused = answers.read(typed, "mentee", "ada@firma.example", OFFERED)

    assert not refused
    assert profiles.profile_of(values, "2026-03-01", "Europe/Warsaw", by="person") == profile
