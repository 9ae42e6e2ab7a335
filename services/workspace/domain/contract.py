"""The pair's contract (domain.md §2.5): a signature is person + instant + hash of the text; an edit voids both."""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mentoring.errors import N_, Conflict, DomainError, Invalid
from mentoring.tables.vocabulary import ContractState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EDITABLE = (ContractState.DRAFT, ContractState.PROPOSED, ContractState.BY_ONE)

OWN_CLAUSES = {
    "form": N_("How we meet: online, in person or both, and when which"),
    "frequency": N_("How often"),
    "length": N_("How long a meeting takes"),
    "number": N_("How many meetings"),
    "tools": N_("Which tools we use"),
    "camera": N_("Camera on?"),
    "contact": N_("Contact between meetings, and how soon we answer"),
    "cancelling": N_("How we cancel or move a meeting"),
    "notes": N_("Notes and recordings"),
    "feedback": N_("How we give each other feedback"),
    "limits": N_("Topics we leave out"),
    "review": N_("When we look at this contract again"),
}
"""The pair's own clauses: name → question."""

FIXED_CLAUSES = (
    N_("What we say to each other stays between us, unless we both agree otherwise."),
    N_("The mentor shares experience and asks questions; the mentee decides and acts."),
    N_("We come prepared and on time, and tell each other early when something comes up."),
    N_("Either of us may end the process without giving a reason, after telling the other and the organizers."),
)
"""Clauses for programmes without their own."""
MOST_TEXT = 4_000


class TextChanged(DomainError):
    """The signed or approved text isn't the current one."""

    code = "text-changed"
    status = 412
    message = N_("The text changed while you were reading. Read it again, then decide.")


class NotProposed(Conflict):
    """Only a proposed contract can be signed."""

    code = "not-proposed"
    message = N_("This contract is not proposed yet, or is already signed by both of you.")


class NotEditable(Conflict):
    """A signed contract is amended, not edited."""

    code = "not-editable"
    message = N_("This contract is signed. Start an amendment to change it.")


class AmendmentOpen(Conflict):
    """Only a signed contract can be amended."""

    code = "amendment-open"
    message = N_("A version that isn't signed yet is already open: change that one.")


class NoAmendment(Conflict):
    """There is no unsigned version besides a signed one."""

    code = "no-amendment"
    message = N_("No change of this contract is open.")


def canonical_text(fixed: Iterable[str], own: Mapping[str, str]) -> str:
    """Return the text that is signed: every clause on its own line, in a fixed order, white space collapsed."""
    lines = [f"* {_folded(clause)}" for clause in fixed]
    lines += [f"{name}: {_folded(own[name])}" for name in OWN_CLAUSES if _folded(own.get(name, ""))]
    return "\n".join(lines) + "\n"


def _folded(text: str) -> str:
    return " ".join(text.split())


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


class Line(NamedTuple):
    """A line of two versions: whether it is `same`, `gone` or `new`, whose answer it is (or nobody's), its text."""

    kind: str
    clause: str
    text: str


def compared(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines of two versions of a text as (`same` | `gone` | `new`, line)."""
    marks = {" ": "same", "-": "gone", "+": "new"}
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [(marks[one[0]], one[2:]) for one in lines if one[0] in marks]


def difference(old: str, new: str) -> list[Line]:
    """Return the lines of two versions of a contract, each with the name of the pair's clause that it answers."""
    return [Line(kind, *_clause_of(line)) for kind, line in compared(old, new)]


def _clause_of(line: str) -> tuple[str, str]:
    """Take a line of the canonical text apart; a clause of the programme begins with `* ` and has no name."""
    name, colon, text = line.partition(": ")
    return (name, text) if colon and name in OWN_CLAUSES else ("", line)


@dataclass(frozen=True)
class Signature:
    """Who signed which text when."""

    person_id: str
    at: str
    sha256: str


@dataclass(frozen=True)
class Contract:
    """One version of the contract."""

    state: ContractState
    fixed: tuple[str, ...]
    own: Mapping[str, str]
    signatures: tuple[Signature, ...] = ()

    @property
    def text(self) -> str:
        """Return the text that is signed."""
        return canonical_text(self.fixed, self.own)

    @property
    def hash(self) -> str:
        """Return the hash of the text."""
        return sha256(self.text)

    def edit(self, own: Mapping[str, str]) -> Contract:
        """Return the contract with other clauses of the pair; any edit voids both signatures."""
        if self.state not in EDITABLE:
            raise NotEditable
        unknown = set(own) - set(OWN_CLAUSES)
        if unknown:
            raise Invalid(fields={f"/own/{name}": N_("We don't know this field.") for name in unknown})
        if any(len(text) > MOST_TEXT for text in own.values()):
            raise Invalid(
                fields={f"/own/{name}": N_("This is too long.") for name, text in own.items() if len(text) > MOST_TEXT}
            )
        return replace(self, own=dict(own), state=ContractState.DRAFT, signatures=())

    def propose(self) -> Contract:
        """Return the contract ready for signatures."""
        if self.state != ContractState.DRAFT:
            raise NotProposed
        return replace(self, state=ContractState.PROPOSED)

    def sign(self, person_id: str, at: str, text_hash: str) -> Contract:
        """Return the contract with another signature under the text with this hash; signing twice changes nothing."""
        if any(one.person_id == person_id for one in self.signatures):
            return self
        if self.state not in (ContractState.PROPOSED, ContractState.BY_ONE):
            raise NotProposed
        if text_hash != self.hash:
            raise TextChanged
        signatures = (*self.signatures, Signature(person_id, at, self.hash))
        both = len(signatures) == 2  # noqa: PLR2004
        return replace(self, signatures=signatures, state=ContractState.SIGNED if both else ContractState.BY_ONE)

    def amend(self) -> Contract:
        """Return the next version, a draft based on this signed one."""
        if self.state != ContractState.SIGNED:
            raise AmendmentOpen
        return replace(self, state=ContractState.DRAFT, signatures=())
