"""Pairs an organizer has locked or forbidden, and locks nobody can keep."""

from __future__ import annotations

import pytest

from pairing.matching.given import InputRefused
from tests.unit.pairing.givens import person
from tests.unit.pairing.matching.givens import asked, causes, pair_up, pairs


def test_given_best_quality_when_paired_then_poor_pairs_are_left_out_and_a_locked_one_stays() -> None:
    poor = person("e", topics=["a"], department="IT"), person("m", topics=["b"], department="IT")
    assert causes(pair_up(asked([poor[0]], [poor[1]], mode="best_quality"))) == {"e": "quality", "m": "quality"}
    assert pairs(pair_up(asked([poor[0]], [poor[1]], mode="best_quality", locked=(("e", "m"),)))) == {("e", "m")}
    assert pairs(pair_up(asked([poor[0]], [poor[1]]))) == {("e", "m")}


def test_given_a_forbidden_pair_when_explained_then_it_is_the_cause_and_unknown_ids_are_passed_over() -> None:
    forbidden = (("e", "m"), ("gone", "m"))
    assert causes(pair_up(asked([person("e")], [person("m")], forbidden=forbidden))) == {
        "e": "forbidden",
        "m": "forbidden",
    }


def test_given_a_lock_when_paired_then_it_is_kept_though_others_score_more() -> None:
    mentees = [person("e1", topics=["a"]), person("e2", topics=["b"])]
    mentors = [person("m1", topics=["a"]), person("m2", topics=["b"])]
    assert pairs(pair_up(asked(mentees, mentors))) == {("e1", "m1"), ("e2", "m2")}
    locked = (("e1", "m2"), ("e1", "m2"))
    assert pairs(pair_up(asked(mentees, mentors, locked=locked))) == {("e1", "m2"), ("e2", "m1")}


@pytest.mark.parametrize("locked", [("e", "x"), ("m", "e")])
def test_given_a_lock_of_somebody_unknown_when_paired_then_it_is_refused(locked: tuple[str, str]) -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e")], [person("m")], locked=(locked,)))
    assert refused.value.why == "unknown"


def test_given_a_lock_against_a_rule_when_paired_then_it_is_refused_with_the_reason() -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e", mode="online")], [person("m", mode="in_person")], locked=(("e", "m"),)))
    assert (refused.value.why, refused.value.ids) == ("mode", ("e", "m"))


def test_given_more_locks_than_places_when_paired_then_it_is_refused_with_the_reason() -> None:
    with pytest.raises(InputRefused) as refused:
        pair_up(asked([person("e1"), person("e2")], [person("m")], locked=(("e1", "m"), ("e2", "m"))))
    assert (refused.value.why, refused.value.ids) == ("capacity", ("e2", "m"))
