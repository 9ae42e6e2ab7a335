"""What organizers do next, at every stage of a season."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables.vocabulary import ProgrammeStage
from recruitment.domain.next_steps import Now, Step

STAGES = [one for one in ProgrammeStage if one]


@pytest.mark.parametrize(
    ("stage", "counted", "step"),
    [
        ("draft", {}, "open"),
        ("recruiting", {"opens_later": True}, "opens"),
        ("recruiting", {}, "share"),
        ("recruiting", {"applications": 3, "waiting": 2}, "decide 2"),
        ("recruiting", {"applications": 3}, "recruit"),
        ("recruiting", {"applications": 3, "ended": True, "waiting": 1}, "decide 1"),
        ("recruiting", {"applications": 3, "ended": True}, "form_pairs"),
        ("recruiting", {"ongoing": True}, "share"),
        ("recruiting", {"ongoing": True, "applications": 3}, "begin_ongoing"),
        ("matching", {}, "run_pairing"),
        ("matching", {"proposals": 4}, "wait_answers 4"),
        ("matching", {"unpaired": 1, "pairs": 4, "going_on": 4}, "pair_rest 1"),
        ("matching", {"pairs": 4, "going_on": 4}, "start"),
        ("running", {"pairs": 4, "going_on": 3}, "goes_on"),
        ("running", {"unpaired": 1, "pairs": 4, "going_on": 3}, "pair_rest 1"),
        ("running", {"pairs": 4, "going_on": 3, "proposals": 1}, "wait_answers 1"),
        ("running", {"unpaired": 1, "pairs": 4, "going_on": 3, "closing_passed": True}, "end_due"),
        ("running", {"pairs": 4}, "end_done"),
        ("running", {"ongoing": True, "pairs": 4}, "goes_on_ongoing"),
        ("running", {"ongoing": True, "pairs": 4, "closing_passed": True}, "goes_on_ongoing"),
        ("closing", {"pairs": 4, "going_on": 2}, "wait_summaries 2"),
        ("closing", {"pairs": 4}, "close"),
        ("closed", {"pairs": 4, "going_on": 1}, "last_summaries 1"),
        ("closed", {"pairs": 4}, "look_back"),
        ("erased", {}, "look_back"),
    ],
)
def test_given_a_stage_and_what_is_counted_when_asked_then_the_right_step_comes_next(
    stage: str, counted: dict[str, Any], step: str
) -> None:
    found = Now(ProgrammeStage(stage), **counted).next()
    assert f"{found.kind} {found.number or ''}".strip() == step


@given(st.builds(Now, stage=st.sampled_from(STAGES)))
def test_given_any_programme_when_asked_then_there_is_a_step_and_a_closed_one_never_moves_on(now: Now) -> None:
    found = now.next()
    assert isinstance(found, Step)
    if now.stage in (ProgrammeStage.CLOSED, ProgrammeStage.ERASED):
        assert not found.is_stage
