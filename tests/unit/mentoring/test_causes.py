"""What keeps a mentee without a mentor is said in one vocabulary."""

from __future__ import annotations

from mentoring.causes import UNMATCHED
from pairing.matching import advice, editing
from pairing.matching.rules import RULES
from pairing.use_cases import rescuing

OF_NOBODY_OR_MANY = {"free", "several"}
"""Told of a place that nobody needed, and of causes that are no single one."""


def test_given_every_cause_that_pairing_tells_of_a_mentee_when_told_to_organizers_then_it_has_words() -> None:
    told = {*RULES, *advice.CAUSES, "seats", rescuing.UNSOLVED} - OF_NOBODY_OR_MANY
    assert set(UNMATCHED) == told


def test_given_every_rule_when_people_without_a_pair_are_told_what_would_help_then_it_has_words() -> None:
    assert set(RULES) - set(advice.CAUSES) == {"manager"}  # told with a number


def test_given_every_rule_when_an_edit_of_organizers_breaks_it_then_it_has_words() -> None:
    assert set(RULES) == set(editing.RULES)
