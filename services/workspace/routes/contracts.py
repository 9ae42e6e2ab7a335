"""JSON of the contract: read it and its versions, edit, propose, sign and amend it."""

from __future__ import annotations

from mentoring import http
from mentoring.http.fields import Text
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Contract
from workspace.pages import base
from workspace.use_cases import contracts, rooms

router = http.Router()


class ContractView(http.Versioned):
    """A version of the contract; `sha256` is the hash of `text`, to be repeated by a signature."""

    number: int
    state: str
    fixed: list[str]
    own: dict[str, str]
    text: str
    sha256: str
    signatures: list[dict[str, str]]
    signed_at: str | None

    @classmethod
    def show(cls, item: Opened[Contract]) -> ContractView:
        """Return the view of a contract."""
        contract = contracts.text_of(item)
        return cls.of(item, text=contract.text, sha256=contract.hash)


class ContractList(http.View):
    """All versions, oldest first."""

    items: list[ContractView]
    next: str | None = None


class OwnClauses(http.Model):
    """The pair's own clauses."""

    own: dict[str, Text]


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
    return ContractView.show(contracts.edit_contract(http.context(), pair_id, body.own, http.expected()))


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
