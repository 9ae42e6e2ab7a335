"""Edits of a preview: locks, moves, bans and other weights, and what they cost."""

from __future__ import annotations

import pytest

from mentoring.errors import NotFound, Overtaken
from mentoring.tables.core import ANY
from pairing import domain, use_cases
from pairing.domain import MENTEE, MENTOR
from tests.unit.pairing.givens import (
    click,
    crowd,
    edit,
    ola,
    pairs_of,
    participant,
    read,
    request,
    season,
    sent,
    solved,
)


def test_given_an_edited_preview_when_solved_again_then_locks_moves_and_bans_are_kept() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    before = pairs_of(memory, first)
    one, two, three, _ = sorted(before)
    click(memory, first, "swap", one, two)
    click(memory, first, "forbid", three)
    edits = [one for one in memory.events if one.name == "PairingPreviewEdited"]
    told = [(one.meta.organizer, one.data.action, one.data.mentee_id) for one in edits]
    assert told == [("ola", "swap", one), ("ola", "forbid", three)]
    second = solved(memory, based_on=str(first.round_id))
    after = pairs_of(memory, second)
    assert (after[one], after[two]) == (before[two], before[one])
    assert after[three] != before[three]
    assert (second.based_on, second.locked) == (first.round_id, sorted([[one, before[two]], [two, before[one]]]))
    third = solved(memory, based_on=str(second.round_id))
    assert (third.locked, third.forbidden) == (second.locked, [[three, before[three]]])


def test_given_a_rule_against_pairs_in_a_department_when_solved_then_nobody_is_paired_within_theirs() -> None:
    people = [participant(one, role, department="IT") for one, role in (("anna", MENTOR), ("jan", MENTEE))]
    for must_cross, matched in ((False, 1), (True, 0)):
        assert solved(season(*people), must_cross=must_cross).figures["matched"] == matched


def test_given_a_programme_without_junior_mentors_when_solved_then_its_own_words_for_levels_decide() -> None:
    people = [participant("ola", MENTEE, position="dyrektorka"), participant("jan", MENTOR, position="partner")]
    for level, matched in ((5, 1), (3, 0)):
        memory = season(*people, no_juniors=True, levels={"partner*": level})
        assert solved(memory).figures["matched"] == matched


def test_given_locks_of_an_earlier_round_when_taken_back_then_the_next_one_is_free_again() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    before = pairs_of(memory, first)
    one, two, three, _ = sorted(before)
    click(memory, first, "swap", one, two)
    click(memory, first, "forbid", three)
    second = solved(memory, based_on=str(first.round_id))
    shown = {pair["mentee_id"]: pair for pair in use_cases.bench(ola(memory), "p", str(second.round_id)).pairs}
    assert (shown[one]["locked"], shown[one]["by_hand"], shown[three]["locked"]) == (True, False, False)
    for mentee in (one, two):
        click(memory, second, "unlock", mentee)
    click(memory, second, "allow", three, before[three])
    third = solved(memory, based_on=str(second.round_id))
    assert (third.locked, third.forbidden, pairs_of(memory, third)) == ([], [], before)


def test_given_an_edit_when_only_tried_then_its_effect_is_told_and_nothing_is_kept() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    one, two = sorted(pairs_of(memory, found))[:2]
    tried = edit(memory, found, ANY, "swap", one, two, dry_run=True)
    assert read(memory, str(found.round_id)).edits == {}
    done = click(memory, found, "swap", one, two)
    assert (tried.before, tried.after) == (done.before, done.after)
    assert tried.before["total"] >= tried.after["total"]
    assert [one.name for one in memory.events][-1] == "PairingPreviewEdited"


def test_given_two_organizers_when_both_edit_what_they_saw_then_the_second_is_stale() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    one, two = sorted(pairs_of(memory, found))[:2]
    seen = read(memory, str(found.round_id)).tag
    edit(memory, found, seen, "lock", one)
    with pytest.raises(Overtaken):
        edit(memory, found, seen, "lock", two)


def test_given_a_sent_round_when_edited_or_built_upon_then_refused() -> None:
    memory = season(*crowd(3, 3))
    round_id = sent(memory)
    with pytest.raises(domain.NotAPreview):
        use_cases.editable(ola(memory), "p", round_id)
    with pytest.raises(domain.NotAPreview):
        request(memory, based_on=round_id)


def test_given_a_preview_when_other_weights_are_tried_then_both_can_be_compared_and_the_programme_stays() -> None:
    memory = season(*crowd(4, 4))
    first = solved(memory)
    second = solved(memory, based_on=str(first.round_id), weights={"topics": 0, "crossing": 100}, threshold=10)
    found = use_cases.compare_rounds(ola(memory), "p", str(first.round_id), str(second.round_id))
    assert found.comparison.first == {name: first.figures[name] for name in ("matched", "worst", "total")}
    assert found.comparison.second == {name: second.figures[name] for name in ("matched", "worst", "total")}
    assert (second.weights["crossing"], int(second.threshold), found.programme.weights) == (100, 10, {})
    with pytest.raises(NotFound):
        use_cases.compare_rounds(ola(memory), "p", str(first.round_id), "unknown")


def test_given_a_mentee_when_others_are_looked_for_then_choices_with_their_effect() -> None:
    memory = season(*crowd(3, 3))
    found = solved(memory)
    mentee = min(pairs_of(memory, found))
    shown = use_cases.alternatives(ola(memory), "p", str(found.round_id), mentee)
    assert shown.pair is not None
    assert (shown.mentee.participant_id, len(shown.choices)) == (mentee, 2)
    with pytest.raises(NotFound):
        use_cases.alternatives(ola(memory), "p", str(found.round_id), "nobody")
