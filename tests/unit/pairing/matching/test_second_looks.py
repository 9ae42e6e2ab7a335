"""Reserves and pairs worth a second look."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings

from mentoring.weights import FULL
from pairing.matching import explain
from tests.unit.pairing.givens import person
from tests.unit.pairing.matching.givens import BUNCH, asked, bunch, pair_up


def test_given_no_free_place_when_paired_then_the_reserve_is_the_swap_that_costs_least() -> None:
    mentees = [person("e1", topics=["a"]), person("e2", topics=["b"]), person("e3", topics=["b", "c"])]
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"]), person("m3", topics=["b", "c"])]
    reserves = {one["mentee_id"]: one["reserve_id"] for one in pair_up(asked(mentees, mentors))["pairs"]}
    assert reserves == {"e1": "m2", "e2": "m3", "e3": "m2"}


def test_given_two_who_would_rather_have_each_other_when_paired_then_they_are_told_of() -> None:
    mentees = [person("e1", topics=["a", "c"]), person("e2", topics=["a", "b"])]
    mentors = [person("m1", topics=["a", "b"]), person("m2", topics=["d"])]
    locked = (("e1", "m1"), ("e2", "m2"))
    result = pair_up(asked(mentees, mentors, locked=locked))
    assert result["figures"]["blocking_pairs"] == len(result["blocking"]) == 1
    assert (result["blocking"][0]["mentee_id"], result["blocking"][0]["mentor_id"]) == ("e2", "m1")


@settings(max_examples=150, deadline=None)
@given(BUNCH, BUNCH)
def test_given_anybody_when_paired_then_blocking_pairs_are_those_found_one_by_one(ours: Any, theirs: Any) -> None:
    mentees, mentors = [replace(one, capacity=1) for one in bunch("e", ours)], bunch("m", theirs)
    solution = explain.pair_up(asked(mentees, mentors))
    mine = {one["mentee_id"]: one["score"] for one in solution.result["pairs"]}
    having = [[one["score"] for one in solution.result["pairs"] if one["mentor_id"] == m.id] for m in mentors]
    found = set()
    for mentee in mentees:
        for mentor, scores in zip(mentors, having, strict=True):
            score = solution.scores.score(mentee.id, mentor.id)
            room = len(scores) < mentor.capacity or min(scores, default=FULL) < (score or 0)
            if score is not None and mentor.capacity and score > mine.get(mentee.id, -1) and room:
                found.add((mentee.id, mentor.id))
    assert {(one["mentee_id"], one["mentor_id"]) for one in solution.result["blocking"]} == found
    assert solution.result["figures"]["blocking_pairs"] == len(found)
