"""Edits by hand: rules and places are kept, figures are true, everything can be taken back."""

from __future__ import annotations

from array import array
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mentoring.errors import Conflict
from pairing.matching import editing
from pairing.matching.editing import (
    ALLOW,
    FORBID,
    LOCK,
    MOVE,
    SWAP,
    UNDO,
    UNLOCK,
    Edits,
    NoPlaceLeft,
    NotInPreview,
    Preview,
)
from pairing.matching.rules import RULES
from pairing.matching.score_table import ScoreTable

MENTEES, MENTORS = ("a", "b", "c", "d"), ("x", "y", "z")


def preview(pairs: dict[str, str], places: dict[str, int], **cells: list[int]) -> Preview:
    """Return a preview of mentees a–d and mentors x–z; cells are by mentee, 5000 where nothing is told."""
    numbers = [number for mentee in MENTEES for number in cells.get(mentee, [5000] * 3)]
    return Preview(pairs, places, ScoreTable(MENTEES, MENTORS, RULES, array("h", numbers)))


ONE_EACH = {"x": 1, "y": 1, "z": 1}


def test_given_two_pairs_when_swapped_then_both_have_the_other_mentor_and_the_whole_tells() -> None:
    shown = preview({"a": "x", "b": "y"}, ONE_EACH, a=[9000, 4000, 0], b=[3000, 8000, 0])
    edits = editing.edit(shown, Edits(), SWAP, "a", "b")
    assert shown.edited(edits) == {"a": "y", "b": "x"}
    assert shown.figures(shown.edited(edits)) == {"matched": 2, "worst": 3000, "total": 7000}
    assert edits.inherited() == Edits(frozenset({("a", "y"), ("b", "x")}))
    assert editing.edit(shown, edits, SWAP, "a", "b") == Edits()


def test_given_a_move_that_was_locked_when_taken_back_then_its_lock_goes_with_it() -> None:
    shown = preview({"a": "x", "b": "y"}, ONE_EACH, a=[9000, 4000, 0], b=[3000, 8000, 0])
    swapped = editing.edit(shown, Edits(), SWAP, "a", "b")
    locked = editing.edit(shown, editing.edit(shown, swapped, LOCK, "a"), LOCK, "b")
    assert locked.locked == {("a", "y"), ("b", "x")}
    assert editing.edit(shown, locked, UNDO, "a") == Edits()


def test_given_a_lock_that_is_no_pair_any_more_when_unlocked_by_name_then_it_goes_and_others_stay() -> None:
    shown = preview({"a": "x"}, ONE_EACH)
    edits = Edits(frozenset({("a", "z"), ("a", "x")}))
    assert editing.edit(shown, edits, UNLOCK, "a", "z") == Edits(frozenset({("a", "x")}))


def test_given_a_free_place_when_somebody_is_moved_there_then_they_are_and_can_be_put_back() -> None:
    shown = preview({"a": "x"}, ONE_EACH)
    edits = editing.edit(shown, Edits(), MOVE, "a", "z")
    assert shown.edited(edits) == {"a": "z"}
    assert editing.edit(shown, edits, UNDO, "a") == Edits()
    assert shown.edited(editing.edit(shown, Edits(), MOVE, "d", "y")) == {"a": "x", "d": "y"}


def test_given_a_full_mentor_when_somebody_is_moved_there_then_refused() -> None:
    shown = preview({"a": "x", "b": "y"}, ONE_EACH)
    with pytest.raises(NoPlaceLeft):
        editing.edit(shown, Edits(), MOVE, "b", "x")


def test_given_a_place_somebody_took_when_the_first_is_put_back_then_refused_and_nothing_changes() -> None:
    shown = preview({"a": "x"}, ONE_EACH)
    moved = editing.edit(shown, Edits(), MOVE, "a", "y")
    taken = editing.edit(shown, moved, MOVE, "b", "x")
    with pytest.raises(NoPlaceLeft):
        editing.edit(shown, taken, UNDO, "a")


@pytest.mark.parametrize("name", RULES)
def test_given_a_rule_when_somebody_is_moved_against_it_then_it_is_told_in_words(name: str) -> None:
    broken = -(1 << RULES.index(name))
    with pytest.raises(editing.RuleBroken) as refused:
        editing.edit(preview({"a": "x"}, ONE_EACH, a=[1, broken, 1]), Edits(), MOVE, "a", "y")
    assert (refused.value.params["rule"], refused.value.message) == (name, editing.RULES[name])


@pytest.mark.parametrize(
    ("action", "mentee", "other"),
    [
        (LOCK, "c", ""),
        (FORBID, "c", ""),
        (SWAP, "a", "c"),
        (SWAP, "c", "a"),
        (MOVE, "nobody", "y"),
        (MOVE, "a", "nobody"),
    ],
)
def test_given_people_who_are_no_pair_when_edited_then_refused(action: str, mentee: str, other: str) -> None:
    with pytest.raises(NotInPreview):
        editing.edit(preview({"a": "x"}, ONE_EACH), Edits(), action, mentee, other)


def test_given_a_locked_pair_when_it_is_ruled_out_or_moved_then_it_isnt_locked_any_more() -> None:
    shown = preview({"a": "x"}, ONE_EACH)
    locked = editing.edit(shown, Edits(), LOCK, "a")
    assert editing.edit(shown, locked, FORBID, "a") == Edits(forbidden=frozenset({("a", "x")}))
    assert editing.edit(shown, locked, MOVE, "a", "y").locked == frozenset()
    assert editing.edit(shown, locked, UNLOCK, "a") == Edits()


def test_given_a_pair_that_was_ruled_out_when_allowed_again_then_it_is_back() -> None:
    shown = preview({"a": "x"}, ONE_EACH)
    forbidden = editing.edit(shown, Edits(), FORBID, "a")
    assert shown.edited(forbidden) == {}
    assert editing.edit(shown, forbidden, ALLOW, "a", "x") == Edits()


def test_given_a_mentee_when_choices_are_asked_for_then_each_tells_what_it_leads_to_best_first() -> None:
    shown = preview({"a": "x", "b": "y"}, ONE_EACH, a=[9000, 4000, -1], b=[3000, 8000, 7000])
    choices = editing.choices(shown, Edits(), "b", 9)
    assert [(one.mentor, one.swap, one.figures["worst"], one.figures["total"]) for one in choices] == [
        ("z", "", 7000, 16000),
        ("x", "a", 3000, 7000),
    ]
    alone = editing.choices(shown, Edits(), "c", 9)
    assert [(one.mentor, one.swap, one.figures["matched"]) for one in alone] == [("z", "", 3)]
    assert len(editing.choices(shown, Edits(), "b", 1)) == 1


def test_given_two_rounds_when_compared_then_what_differs_and_what_not() -> None:
    first = preview({"a": "x", "b": "y"}, ONE_EACH, a=[9000, 1, 1])
    second = preview({"a": "x", "b": "z"}, ONE_EACH, a=[8000, 1, 1])
    found = editing.compare(first, first.pairs, second, second.pairs)
    assert (found.only_first, found.only_second) == (((("b", "y"), 5000),), ((("b", "z"), 5000),))
    assert found.both == ((("a", "x"), 9000, 8000),)
    assert (found.first["total"], found.second["total"]) == (14000, 13000)


PAIRS = st.frozensets(st.tuples(st.sampled_from(MENTEES), st.sampled_from(MENTORS)), max_size=4)


@given(PAIRS, PAIRS, st.dictionaries(st.sampled_from(MENTEES), st.sampled_from(MENTORS)))
def test_given_any_edits_when_kept_and_read_then_they_are_the_same(locked: Any, forbidden: Any, moved: Any) -> None:
    edits = Edits(locked, forbidden, moved)
    assert Edits.of(edits.kept()) == edits


class Bench(RuleBasedStateMachine):
    """Whatever an organizer clicks, in any order."""

    @initialize(
        cells=st.lists(st.sampled_from([-1, -64, 0, 3000, 9000]), min_size=12, max_size=12),
        places=st.lists(st.integers(0, 2), min_size=3, max_size=3),
    )
    def solved(self, cells: list[int], places: list[int]) -> None:
        table = ScoreTable(MENTEES, MENTORS, RULES, array("h", cells))
        left, pairs = dict(zip(MENTORS, places, strict=True)), {}
        for mentee in MENTEES:
            mentor = next((one for one in MENTORS if left[one] and table.score(mentee, one) is not None), None)
            if mentor:
                pairs[mentee] = mentor
                left[mentor] -= 1
        self.preview = Preview(pairs, dict(zip(MENTORS, places, strict=True)), table)
        self.edits = Edits()

    @rule(
        action=st.sampled_from([LOCK, UNLOCK, FORBID, ALLOW, MOVE, SWAP, UNDO]),
        mentee=st.sampled_from(MENTEES),
        other=st.sampled_from(MENTEES + MENTORS),
    )
    def click(self, action: str, mentee: str, other: str) -> None:
        before = self.edits.kept()
        try:
            self.edits = editing.edit(self.preview, self.edits, action, mentee, other)
        except Conflict:
            assert self.edits.kept() == before

    @invariant()
    def rules_and_places_are_kept(self) -> None:
        if not hasattr(self, "preview"):
            return
        now = self.preview.edited(self.edits)
        taken = Counter(now.values())
        assert all(taken[mentor] <= places for mentor, places in self.preview.places.items())
        scores = [self.preview.scores.score(*pair) for pair in now.items()]
        assert None not in scores
        assert self.preview.figures(now)["total"] == sum(one or 0 for one in scores)
        assert not self.edits.forbidden & set(now.items())
        for one in MENTEES:
            for choice in editing.choices(self.preview, self.edits, one, 99):
                action, other = (SWAP, choice.swap) if choice.swap else (MOVE, choice.mentor)
                after = self.preview.edited(editing.edit(self.preview, self.edits, action, one, other))
                assert after[one] == choice.mentor
                assert self.preview.figures(after) == choice.figures


TestBench = Bench.TestCase
TestBench.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)


def test_given_as_many_edits_as_a_round_holds_when_one_more_comes_then_refused_in_words_and_one_can_be_taken_back() -> (
    None
):
    shown = preview({"a": "x"}, ONE_EACH)
    full = Edits(forbidden=frozenset((f"m{number}", "z") for number in range(editing.MOST_EDITS)))

    with pytest.raises(editing.TooManyEdits) as refused:
        editing.edit(shown, full, LOCK, "a")

    assert refused.value.params == {"most": 1_000}
    fewer = editing.edit(shown, full, ALLOW, "m1", "z")
    assert editing.edit(shown, fewer, LOCK, "a").number == editing.MOST_EDITS
    longest = Edits(full.forbidden, full.forbidden).kept()
    assert len(str(longest)) < 400_000
