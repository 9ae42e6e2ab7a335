"""Rules of proposals and seats, and the stage that follows from facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mentoring.tables.vocabulary import ProposalState, Role
from pairing import domain
from pairing.domain import AlreadyPaired, Answer, Facts, ProposalAnswered, SeatTaken
from tests.fakes.context import NOON

SIDES = st.sampled_from(["mentor", "mentee"])


class AnswerMachine(RuleBasedStateMachine):
    """However two people click, a proposal is agreed by both, declined by one, or open; and once decided, for good."""

    def __init__(self) -> None:
        super().__init__()
        self.answer = Answer(ProposalState.SENT)
        self.yes: set[str] = set()
        self.refused = False

    @rule(by=SIDES)
    def accept(self, by: str) -> None:
        if self.refused:
            with pytest.raises(ProposalAnswered):
                self.answer.accept(by)
        else:
            self.answer = self.answer.accept(by)
            self.yes.add(by)

    @rule()
    def decline(self) -> None:
        if self.refused or len(self.yes) == 2:
            with pytest.raises(ProposalAnswered):
                self.answer.decline()
        else:
            self.answer = self.answer.decline()
            self.refused = True

    @invariant()
    def state_tells_the_truth(self) -> None:
        expected = (
            "declined"
            if self.refused
            else [ProposalState.SENT, ProposalState.BY_ONE, ProposalState.AGREED][len(self.yes)]
        )
        assert self.answer.state == expected
        assert set(self.answer.accepted_by) == self.yes


TestAnswer = AnswerMachine.TestCase


@pytest.mark.parametrize("state", [ProposalState.AGREED, ProposalState.DECLINED, ProposalState.EXPIRED])
def test_given_a_decided_proposal_when_answered_then_it_says_so(state: str) -> None:
    with pytest.raises(ProposalAnswered):
        Answer(state).accept("mentor")
    with pytest.raises(ProposalAnswered):
        Answer(state).decline()


def test_given_a_proposal_when_asked_what_comes_next_then_the_reminder_on_day_3_and_the_expiry_on_day_7() -> None:
    assert domain.due(NOON, reminded=False) == NOON + timedelta(days=3)
    assert domain.due(NOON, reminded=True) == NOON + timedelta(days=7)


@given(st.integers(0, 20), st.integers(0, 20))
def test_given_seats_when_one_is_taken_then_never_more_than_there_are(capacity: int, taken: int) -> None:
    if taken < capacity:
        assert domain.Seats(Role.MENTOR, capacity, taken).take().taken == taken + 1 <= capacity
        return
    with pytest.raises(SeatTaken):
        domain.Seats(Role.MENTOR, capacity, taken).take()
    with pytest.raises(AlreadyPaired):
        domain.Seats(Role.MENTEE, capacity, taken).take()


STAGES = [
    ((), "active"),
    (("contract_proposed",), "contracting"),
    (("contract_proposed", "goal_agreed"), "contracting"),
    (("contract_proposed", "contract_signed"), "goals"),
    (("contract_signed",), "goals"),
    (("contract_proposed", "contract_signed", "goal_agreed"), "working"),
    (("goal_agreed",), "active"),
    (("contract_signed", "goal_agreed", "closing"), "closing"),
    (("closing",), "closing"),
    (("closing", "completed"), "completed"),
    (("contract_signed", "closed_early"), "closed_early"),
    (("closing", "closed_early"), "closed_early"),
]


@pytest.mark.parametrize(("facts", "stage"), STAGES)
def test_given_facts_when_asked_then_the_stage_follows_in_whatever_order_they_came(
    facts: tuple[str, ...], stage: str
) -> None:
    for order in permutations(facts):
        known = Facts()
        for fact in order:
            known = replace(known, **{fact: True})
        assert known.stage == stage
