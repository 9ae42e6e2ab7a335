"""The table of scores: what is written is read again, without numpy."""

from __future__ import annotations

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing.matching import explain
from pairing.matching.given import Input
from pairing.matching.score_table import ScoreTable
from tests.unit.pairing.givens import END, START, WEIGHTS, person, speaks

IDS = st.lists(st.text(min_size=1, max_size=8), unique=True, max_size=6).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> ScoreTable:
    mentees, mentors = draw(IDS), draw(IDS)
    cells = st.lists(st.integers(-3, 10_000), min_size=(size := len(mentees) * len(mentors)), max_size=size)
    return ScoreTable(mentees, mentors, ("capacity", "language", "time"), array("h", draw(cells)))


@given(tables())
def test_given_a_table_when_dumped_and_loaded_then_it_is_the_same(table: ScoreTable) -> None:
    assert ScoreTable.load(table.dump()) == table


def test_given_a_torn_table_when_loaded_then_it_is_refused() -> None:
    whole = ScoreTable(("e",), ("m",), (), array("h", [7])).dump()
    with pytest.raises(ValueError, match="fit"):
        ScoreTable.load(whole[:-2])


def test_given_a_solved_round_when_looked_up_then_pairs_have_scores_and_the_others_their_rule() -> None:
    mentees = (person("e", languages=speaks("pl")),)
    mentors = (person("m1", languages=speaks("pl")), person("m2", languages=speaks("de")))
    solved = explain.pair_up(Input(mentees, mentors, WEIGHTS, "most_served", START, END))
    (pair,) = solved.result["pairs"]
    assert solved.scores.score("e", "m1") == pair["score"]
    assert solved.scores.rule("e", "m1") is None
    assert solved.scores.score("e", "m2") is None
    assert solved.scores.rule("e", "m2") == "language"
    assert solved.scores.row("e")["m1"] == pair["score"]
    with pytest.raises(KeyError):
        solved.scores.score("e", "nobody")
