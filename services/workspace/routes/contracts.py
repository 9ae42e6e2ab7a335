"""JSON of the contract: read it and its versions, edit, propose, sign and amend it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentoring import agreement, http
from mentoring.clauses import Answer, all_in
from mentoring.http.fields import DayText, Text
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Contract
from workspace.pages import base
from workspace.use_cases import contracts, rooms

router = http.Router()


class AnswerView(http.View):
    """An answer to a clause, as it is kept: codes, a number, a day, free words; what there is none of is empty."""

    codes: list[str]
    number: int | None
    day: str
    text: str


class ContractView(http.Versioned):
    """A version of the contract; `sha256` is the hash of `text`, to be repeated by a signature.

    `fixed` are the programme's clauses and `words` the pair's answers, both in the reader's language; `clauses` and
    `own` are the same as they are kept, for all languages.
    """

    number: int
    state: str
    fixed: list[str]
    clauses: list[dict[str, str]]
    own: dict[str, AnswerView]
    words: dict[str, str]
    text: str
    sha256: str
    signatures: list[dict[str, str]]
    signed_at: str | None
    fixed_at: str | None = Field(description="When the programme's clauses changed while this version was open.")

    @classmethod
    def show(cls, item: Opened[Contract]) -> ContractView:
        """Return the view of a contract."""
        contract, locale = contracts.text_of(item), http.context().locale
        return cls.of(
            item,
            fixed=all_in(contract.fixed, locale),
            clauses=[dict(clause) for clause in contract.fixed],
            own={name: AnswerView.of(answer, codes=list(answer.codes)) for name, answer in contract.own.items()},
            words={name: agreement.said(name, answer, locale) for name, answer in contract.own.items()},
            text=contract.text,
            sha256=contract.hash,
        )


class ContractList(http.View):
    """All versions, oldest first."""

    items: list[ContractView]
    next: str | None = None


class GivenAnswer(http.Model):
    """An answer to a clause: codes of its options, a number, a day where the code is `on_day`, free words."""

    codes: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=20)
    number: int | None = Field(None, ge=0, le=9_999)
    day: DayText | Literal[""] = ""
    text: Text = ""

    def answer(self) -> Answer:
        """Return it as the domain has it."""
        return Answer(tuple(self.codes), self.number, self.day, self.text)


class OwnClauses(http.Model):
    """The pair's own clauses, each by its name; a text alone is an answer in free words."""

    own: dict[str, GivenAnswer | Text]

    def answers(self) -> dict[str, Answer]:
        """Return the answers as the domain has them."""
        return {name: Answer(text=one) if isinstance(one, str) else one.answer() for name, one in self.own.items()}


class SignatureWish(http.Model):
    """A signature under the text with this hash."""

    sha256: str


@router.get("/v1/rooms/<pair_id>/contract")
def read_contract(pair_id: str) -> ContractView:
    """Return the newest version of the contract."""
    return ContractView.show(base.contract_of(http.context(), pair_id))


@router.put("/v1/rooms/<pair_id>/contract")
def edit_contract(pair_id: str, body: OwnClauses) -> ContractView:
    """Change the pair's own clauses."""
    return ContractView.show(contracts.edit_contract(http.context(), pair_id, body.answers(), http.expected()))


@router.post("/v1/rooms/<pair_id>/contract/proposal")
def propose_contract(pair_id: str) -> ContractView:
    """Propose the contract."""
    return ContractView.show(contracts.propose_contract(http.context(), pair_id))


@router.post("/v1/rooms/<pair_id>/contract/signatures", expects="text")
def sign_contract(pair_id: str, body: SignatureWish) -> ContractView:
    """Sign the contract."""
    return ContractView.show(contracts.sign_contract(http.context(), pair_id, body.sha256))


@router.post("/v1/rooms/<pair_id>/contract/amendment")
def amend_contract(pair_id: str) -> ContractView:
    """Start a new version."""
    return ContractView.show(contracts.amend_contract(http.context(), pair_id))


@router.delete("/v1/rooms/<pair_id>/contract/amendment", expects="required")
def drop_amendment(pair_id: str) -> ContractView:
    """Give up a new version; the signed one stays in force."""
    return ContractView.show(contracts.drop_amendment(http.context(), pair_id, http.expected()))


@router.get("/v1/rooms/<pair_id>/contract/versions")
def versions(pair_id: str) -> ContractList:
    """Return all versions."""
    _, found = rooms.room(http.context(), pair_id)
    return ContractList(items=[ContractView.show(one) for one in found.contracts])
