"""Events that pairing publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.tables.vocabulary import ExpiredFor
from mentoring.values import dataclass


@dataclass(frozen=True)
class PairingRequested(EventData):
    """An organizer asked for a pairing run; the worker takes it up."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class PairingPreviewed(EventData):
    """The run is done and its preview can be looked at."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str
    matched: int
    unmatched: int


@dataclass(frozen=True)
class PairingCancelled(EventData):
    """An organizer stopped a run before it was done."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class PairingPreviewEdited(EventData):
    """An organizer changed a preview by hand."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class PairingRoundSent(EventData):
    """The organizer sent the round: the worker makes the proposals."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class PairProposed(EventData):
    """One proposal was made; both sides are asked."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    round_id: str
    proposal_id: str
    mentor_id: str
    mentee_id: str


@dataclass(frozen=True)
class ProposalReminded(EventData):
    """A proposal is three days old and somebody has not answered; `waiting_for` are participant ids."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    waiting_for: list[str]


@dataclass(frozen=True)
class ProposalAcceptedByOne(EventData):
    """One side said yes; `by` is a participant id."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    by: str


@dataclass(frozen=True)
class ProposalDeclined(EventData):
    """One side said no; the reason stays with the organizer."""

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    by: str


@dataclass(frozen=True)
class ProposalExpired(EventData):
    """A proposal can't become a pair any more.

    `why`: nobody, or only one, answered within seven days (`silence`), the mentor's last place went (`full`), the
    mentee has a pair (`paired`), one of the two left the programme (`left`).
    """

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    why: str = ExpiredFor.SILENCE.value


@dataclass(frozen=True)
class RematchRequested(EventData):
    """Mentees (participant ids) need somebody else: the worker looks for the best mentors left, for all at once."""

    source = "pairing"
    aggregate = "rematch"
    programme_id: str
    rematch_id: str
    mentee_ids: list[str]


@dataclass(frozen=True)
class MenteeLeftUnmatched(EventData):
    """Nobody is left for a mentee; `cause` is the code of the rule, or lack of places, that stands in the way."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    mentee_id: str
    cause: str


@dataclass(frozen=True)
class MentorsSuggested(EventData):
    """A mentee can choose: the list of `mentors` suitable ones is ready."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    round_id: str
    mentee_id: str
    mentors: int


@dataclass(frozen=True)
class PairAgreed(EventData):
    """Both sides said yes: the pair exists. Ids of participants and of persons."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    proposal_id: str
    mentor_id: str
    mentee_id: str
    mentor_person_id: str
    mentee_person_id: str


@dataclass(frozen=True)
class PairStageChanged(EventData):
    """The pair's stage followed from a fact (domain.md §2.5)."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class PairPaused(EventData):
    """The process rests until an instant; an empty `until` means that it goes on again."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    until: str


@dataclass(frozen=True)
class PairClosed(EventData):
    """The process ended: `outcome` is `completed` or `closed_early`; `by` is the person who closed it, or `system`."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    outcome: str
    by: str


@dataclass(frozen=True)
class PairingWorkContinued(Continued):
    """The pairing consumer goes on with work that takes several parts."""

    source = "pairing"
    aggregate = "work"


@dataclass(frozen=True)
class PairingWorkerContinued(Continued):
    """The pairing worker goes on with work that takes several parts."""

    source = "pairing"
    aggregate = "work"
