"""The states of a contract, whatever the order of what two people and the organizers do."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from mentoring.clauses import Answer
from mentoring.tables.vocabulary import ContractState
from tests.fakes.people import MENTEE, MENTOR
from workspace import domain


class ContractMachine(RuleBasedStateMachine):
    """Whatever the order of steps, a signature stands under exactly the text in force."""

    def __init__(self) -> None:
        super().__init__()
        self.contract = domain.Contract(ContractState.DRAFT, ({"pl": "a"},), {})

    @rule(text=st.text(max_size=20))
    @precondition(lambda self: self.contract.state in domain.EDITABLE)
    def edit(self, text: str) -> None:
        self.contract = self.contract.edit({"camera": Answer(text=text)})
        assert not self.contract.signatures

    @rule()
    @precondition(lambda self: self.contract.state == "draft")
    def propose(self) -> None:
        self.contract = self.contract.propose()

    @rule(by=st.sampled_from([MENTOR, MENTEE]))
    @precondition(lambda self: self.contract.state in ("proposed", "signed_by_one"))
    def sign(self, by: str) -> None:
        self.contract = self.contract.sign(by, "2026-01-01T00:00:00Z", self.contract.hash)

    @rule()
    @precondition(lambda self: self.contract.state == "signed")
    def amend(self) -> None:
        self.contract = self.contract.amend(self.contract.fixed, self.contract.fixed_version)

    @rule(text=st.text(min_size=1, max_size=9))
    def organizers_change_the_clauses(self, text: str) -> None:
        before = self.contract
        self.contract = before.follow([{"pl": text}], before.fixed_version + 1)
        assert self.contract == before if before.state == "signed" else not self.contract.signatures

    @invariant()
    def signatures_are_under_this_text(self) -> None:
        assert all(one.sha256 == self.contract.hash for one in self.contract.signatures)
        assert (self.contract.state == "signed") == (len({one.person_id for one in self.contract.signatures}) == 2)


TestContract = ContractMachine.TestCase
