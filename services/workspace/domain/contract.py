"""The pair's contract (domain.md §2.5): a signature is person + instant + hash of the text; an edit voids both.

The text is the same in every language: codes, numbers and days as they are kept, free words as they were written, and
the programme's clauses in all of its languages.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring.clauses import CLAUSES, Answer, Rhythm, are_same
from mentoring.errors import N_, Conflict, DomainError, Invalid
from mentoring.tables.vocabulary import ContractState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EDITABLE = (ContractState.DRAFT, ContractState.PROPOSED, ContractState.BY_ONE)
ASKING = (ContractState.PROPOSED, ContractState.BY_ONE)
IN_WORDS, IN_CODES = 1, 2
"""Editions of the signed text: of answers in free words and clauses in one language, and of answers as they are now."""


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


UNKNOWN = N_("We don't know this field.")


@dataclass(frozen=True)
class Signature:
    """Who signed which text when."""

    person_id: str
    at: str
    sha256: str


@dataclass(frozen=True)
class Change:
    """A clause that two versions answer differently: its name, and both answers, empty where there is none."""

    name: str
    old: Answer
    new: Answer


@dataclass(frozen=True)
class Difference:
    """What is different in a later version: the pair's answers, and clauses of the programme that went and came."""

    changes: tuple[Change, ...]
    gone: tuple[Mapping[str, str], ...]
    new: tuple[Mapping[str, str], ...]

    def __bool__(self) -> bool:
        """Return whether anything is."""
        return bool(self.changes or self.gone or self.new)


@dataclass(frozen=True)
class Contract:
    """One version of the contract.

    `fixed` are the programme's clauses, each language → text, as they stood in their version `fixed_version`; `own` are
    the pair's answers by the name of the clause. `salt` is a random word in the text, so that its hash,
    which others read than the text, confirms no guess: most contracts are a choice of a few answers.
    """

    state: ContractState
    fixed: tuple[Mapping[str, str], ...]
    own: Mapping[str, Answer]
    signatures: tuple[Signature, ...] = ()
    edition: int = IN_CODES
    fixed_version: int = 0
    salt: str = ""

    @property
    def text(self) -> str:
        """Return the text that is signed: every clause on its own line, in a fixed order."""
        lines = _in_words(self.fixed, self.own) if self.edition == IN_WORDS else _in_codes(self)
        return "\n".join(lines) + "\n"

    @property
    def hash(self) -> str:
        """Return the hash of the text."""
        return sha256(self.text)

    @property
    def rhythm(self) -> Rhythm:
        """Return what the pair agreed on in figures."""
        return Rhythm.of(self.own)

    def edit(self, own: Mapping[str, Answer]) -> Contract:
        """Return the contract with other clauses of the pair; any edit voids both signatures."""
        if self.state not in EDITABLE:
            raise NotEditable
        unknown = {f"/own/{name}": UNKNOWN for name in own if name not in CLAUSES}
        flaws = {
            f"/own/{name}/{part}": why
            for name, clause in CLAUSES.items()
            if name in own
            for part, why in clause.flaws(own[name]).items()
        }
        if unknown or flaws:
            raise Invalid(fields=unknown | flaws)
        answers = {name: own[name].sorted(clause) for name, clause in CLAUSES.items() if name in own}
        kept = {name: one for name, one in answers.items() if one}
        return replace(self, own=kept, state=ContractState.DRAFT, signatures=(), edition=IN_CODES)

    def propose(self) -> Contract:
        """Return the contract ready for signatures."""
        if self.state != ContractState.DRAFT:
            raise NotProposed
        return replace(self, state=ContractState.PROPOSED)

    def sign(self, person_id: str, at: str, text_hash: str) -> Contract:
        """Return the contract with another signature under the text with this hash; signing twice changes nothing."""
        if any(one.person_id == person_id for one in self.signatures):
            return self
        if self.state not in ASKING:
            raise NotProposed
        if text_hash != self.hash:
            raise TextChanged
        signatures = (*self.signatures, Signature(person_id, at, self.hash))
        both = len(signatures) == 2  # noqa: PLR2004
        return replace(self, signatures=signatures, state=ContractState.SIGNED if both else ContractState.BY_ONE)

    def amend(self, fixed: Iterable[Mapping[str, str]], version: int) -> Contract:
        """Return the next version, a draft based on this signed one, with the programme's clauses as of a version."""
        if self.state != ContractState.SIGNED:
            raise AmendmentOpen
        return Contract(ContractState.DRAFT, tuple(fixed), self.own, fixed_version=version)

    def follow(self, fixed: Iterable[Mapping[str, str]], version: int) -> Contract:
        """Return the contract with the programme's clauses as of a version, unless it has those or is signed.

        Signatures are void; a proposed text is proposed still, for the pair's own answers are what was proposed.
        """
        if self.state not in EDITABLE or version <= self.fixed_version:
            return self
        state = ContractState.PROPOSED if self.state in ASKING else self.state
        return replace(self, fixed=tuple(fixed), fixed_version=version, state=state, signatures=())

    def since(self, before: Contract) -> Difference:
        """Return what is different from an earlier version."""
        pairs = ((name, before.own.get(name, Answer()), self.own.get(name, Answer())) for name in CLAUSES)
        return Difference(
            tuple(Change(name, old, new) for name, old, new in pairs if old != new),
            tuple(one for one in before.fixed if not any(are_same(one, other) for other in self.fixed)),
            tuple(one for one in self.fixed if not any(are_same(one, other) for other in before.fixed)),
        )


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def _in_words(fixed: Iterable[Mapping[str, str]], own: Mapping[str, Answer]) -> Iterable[str]:
    """Yield the lines of a text of the first edition, with white space collapsed; what was signed so stays so."""
    yield from (f"* {_folded(text)}" for clause in fixed for text in clause.values())
    yield from (f"{name}: {_folded(own[name].text)}" for name in CLAUSES if name in own and _folded(own[name].text))


def _in_codes(contract: Contract) -> Iterable[str]:
    """Yield the lines of a text of the second edition; JSON keeps each on one line, and different ones different."""
    yield f"contract {IN_CODES} {contract.salt}".rstrip()
    yield from (f"clause {_line(dict(clause))}" for clause in contract.fixed)
    yield from (f"{name} {_line(answer.stored())}" for name in CLAUSES if (answer := contract.own.get(name)))


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _folded(text: str) -> str:
    return " ".join(text.split())
