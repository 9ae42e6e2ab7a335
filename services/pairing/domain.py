"""Who is paired, and the rules of proposals, seats and the stage of a pair (domain.md §2.4, §2.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mentoring import clock
from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import (
    OPEN_PROPOSALS,
    ExpiredFor,
    PairOutcome,
    PairStage,
    ProgrammeStage,
    ProposalOrigin,
    ProposalState,
    Role,
    RoundState,
)
from mentoring.values import dataclass

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
CLOSING = (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED)
"""Stages of a programme in which pairs are ending or have ended."""
RUNNING = (RoundState.REQUESTED, RoundState.SOLVING)
"""States of a round whose result is being calculated."""
MOST_REQUESTS = 3
"""How many mentors a mentee may ask at a time."""
MOST_SUITABLE = 20
"""How many mentors a mentee may choose from."""
WITHDRAWN = "withdrawn"
"""The reason for a pair's end when one of the two left the programme."""

REMINDED_AFTER = timedelta(days=3)
EXPIRES_AFTER = timedelta(days=7)
SEEN_AGAIN = timedelta(hours=1)
"""When a new pair is checked against its programme's stage again: later than any index lags."""
SUMMARY_WITHIN = timedelta(days=30)
"""How long a closing pair has for its joint summary."""


@dataclass(frozen=True)
class Person:
    """A participant as the algorithm sees them: `profile` is mentoring.tables.recruitment.Profile.

    `capacity` is how many places are left; participants with the same `person_id` are one person.
    """

    id: str
    email: str
    capacity: int
    profile: dict[str, Any]
    person_id: str = ""


class ProposalAnswered(Conflict):
    """The proposal has been decided."""

    code = "proposal-answered"
    message = N_("This proposal has already been answered or has expired.")


class SeatTaken(Conflict):
    """The last place was taken while the proposal was open."""

    code = "seat-taken"
    message = N_(
        "This mentor's last place has just been taken. It is nobody's fault, and it isn't over: we are looking for "
        "the next suggestion and will write to you."
    )


class OwnSeatsTaken(SeatTaken):
    """The mentor who accepts has no place left."""

    message = N_("All your places are taken by now, so this one is over. Thank you for your readiness!")


class ChoiceTaken(SeatTaken):
    """The mentor whom a mentee wants to ask, or asked, has no place left."""

    message = N_("This mentor's last place has just been taken. You can ask somebody else right away.")


class AlreadyPaired(Conflict):
    """The mentee agreed on another pair while the proposal was open."""

    code = "already-paired"
    message = N_("This mentee already has a mentor in this programme, so this proposal is over.")


class HasMentor(AlreadyPaired):
    """The mentee already has a mentor."""

    message = N_("You already have a mentor in this programme.")


class NotOpen(Conflict):
    """The organizers haven't opened the choice of mentors, or not for this mentee."""

    code = "not-open"
    message = N_("You can't choose a mentor here yet. As soon as you can, we will write to you.")


class ProposedBefore(Conflict):
    """The two were proposed to each other before, which happens only once."""

    code = "proposed-before"
    message = N_("The two of you were already suggested to each other. Please choose somebody else.")


class RequestsUsedUp(Conflict):
    """The mentee has asked as many mentors as may be asked at a time."""

    code = "requests-used-up"
    message = N_("You are waiting for three answers already. As soon as one arrives, you can ask somebody else.")


class RoundNotReady(Conflict):
    """The round's state doesn't allow this."""

    code = "round-not-ready"
    message = N_("This round can't be sent now: only a preview can, and only once.")


class NotRunning(Conflict):
    """The round has its result, or was cancelled before."""

    code = "not-running"
    message = N_("This round isn't being calculated any more.")


class NotAPreview(Conflict):
    """The round isn't a preview, that is, solved and not sent: it can't be edited or used as a basis."""

    code = "not-a-preview"
    message = N_("Only a preview that wasn't sent can be changed.")


class NotTheStage(Conflict):
    """Pairs are formed only while the programme is pairing or running."""

    code = "not-the-stage"
    message = N_("Pairs are formed while the programme is in the stage “pairing” or “running”.")


class NotMatchedAgain(Conflict):
    """There is nobody to be matched again."""

    code = "not-matched-again"
    message = N_(
        "Nobody is looked for: a mentee is matched again whose process ended early and who is still in the programme,"
        " with neither a pair nor an open proposal, while pairs are still formed."
    )


class PairEnded(Conflict):
    """The process has ended."""

    code = "pair-ended"
    message = N_("This process has already ended.")


@dataclass(frozen=True)
class Answer:
    """The state of a proposal: `accepted_by` are participant ids."""

    state: ProposalState
    accepted_by: tuple[str, ...] = ()

    def accept(self, by: str) -> Answer:
        """Return the proposal after one side accepted; a second click of the same side changes nothing."""
        if by in self.accepted_by and self.state in (ProposalState.BY_ONE, ProposalState.AGREED):
            return self
        if self.state not in OPEN_PROPOSALS:
            raise ProposalAnswered
        accepted = (*self.accepted_by, by)
        both = len(accepted) == 2  # noqa: PLR2004
        return replace(self, state=ProposalState.AGREED if both else ProposalState.BY_ONE, accepted_by=accepted)

    def decline(self) -> Answer:
        """Return the proposal after one side declined."""
        if self.state not in OPEN_PROPOSALS:
            raise ProposalAnswered
        return replace(self, state=ProposalState.DECLINED)


def too_late(why: ExpiredFor, origin: ProposalOrigin, role: Role) -> Conflict:
    """Return the error for somebody in this role who accepts after the proposal expired for the reason `why`."""
    if why == ExpiredFor.PAIRED:
        return AlreadyPaired()
    if why != ExpiredFor.FULL:
        return ProposalAnswered()
    if role == MENTOR:
        return OwnSeatsTaken()
    return ChoiceTaken() if origin == ProposalOrigin.REQUEST else SeatTaken()


def looks_further(origin: ProposalOrigin, why: ExpiredFor) -> bool:
    """Return whether another suggestion follows an expired proposal; mentees who choose themselves choose again.

    Mentees who lose a mentor that leaves are matched together, not one by one.
    """
    return origin != ProposalOrigin.REQUEST and why in (ExpiredFor.SILENCE, ExpiredFor.FULL)


def check_request(waiting: int, free: int) -> None:
    """Raise unless a mentee with so many open proposals may ask a mentor with so many free places."""
    if waiting >= MOST_REQUESTS:
        raise RequestsUsedUp
    if free < 1:
        raise ChoiceTaken


def due(sent_at: datetime, *, reminded: bool) -> datetime:
    """Return when a proposal next needs attention: the reminder, then the expiry."""
    return sent_at + (EXPIRES_AFTER if reminded else REMINDED_AFTER)


@dataclass(frozen=True)
class Seats:
    """A person's places in a role, and how many of them are taken."""

    role: Role
    capacity: int
    taken: int = 0

    @property
    def free(self) -> int:
        """Return how many are free."""
        return self.capacity - self.taken

    def take(self) -> Seats:
        """Return the places with one more taken; raise `SeatTaken` or `AlreadyPaired` if none is free."""
        if self.free < 1:
            raise SeatTaken if self.role == Role.MENTOR else AlreadyPaired
        return replace(self, taken=self.taken + 1)


def writes_on(held: int, until: str | None, now: datetime) -> bool:
    """Return whether a pair goes on in a closed programme until its time for a joint summary is over.

    `until` is when that ends, empty if it hasn't begun. Who never met has nothing to sum up. Source: domain.md §2.8.
    """
    return held > 0 and (not until or clock.parse(until) > now)


def ends_as(held: int, planned: int) -> PairOutcome:
    """Return the outcome of a process that ends without a joint summary: completed if all planned meetings were held.

    Source: domain.md §2.8.
    """
    return PairOutcome.COMPLETED if 0 < planned <= held else PairOutcome.CLOSED_EARLY


@dataclass(frozen=True)
class Facts:
    """The facts about a pair's process from which its stage follows."""

    contract_proposed: bool = False
    contract_signed: bool = False
    goal_agreed: bool = False
    closing: bool = False
    completed: bool = False
    closed_early: bool = False

    @property
    def stage(self) -> PairStage:
        """Return the stage that follows from the facts, whatever the order they came in."""
        found = (
            (self.completed, PairStage.COMPLETED),
            (self.closed_early, PairStage.CLOSED_EARLY),
            (self.closing, PairStage.CLOSING),
            (self.contract_signed and self.goal_agreed, PairStage.WORKING),
            (self.contract_signed, PairStage.GOALS),
            (self.contract_proposed, PairStage.CONTRACTING),
        )
        return next((stage for holds, stage in found if holds), PairStage.ACTIVE)
