"""Weights: every part has one, a usual value and a name."""

from __future__ import annotations

from dataclasses import fields

from mentoring.weights import FULL, PART_NAMES, PARTS, Weights


def test_given_the_parts_of_a_score_when_listed_then_each_has_a_weight_and_a_name() -> None:
    assert tuple(field.name for field in fields(Weights)) == PARTS == tuple(PART_NAMES)
    assert sum(Weights().points().values()) == FULL
