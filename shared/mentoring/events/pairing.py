"""Events that pairing publishes."""

from __future__ import annotations

from mentoring.events.base import Continued, EventData
from mentoring.tables.vocabulary import ExpiredFor
from mentoring.values import dataclass


@dataclass(frozen=True)
class PairingRequested(EventData):
    """An organizer asked for a pairing round, which the worker will solve."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class PairingPreviewed(EventData):
    """The round is solved and its preview can be read."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str
    matched: int
    unmatched: int


@dataclass(frozen=True)
class PairingCancelled(EventData):
    """An organizer cancelled a round before it was solved."""

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str


@dataclass(frozen=True)
class WeeklyPairsFound(EventData):
    """A weekly round of an ongoing programme found pairs, or people who wait for long.

    `matched` pairs wait for an organizer's word; 0 if they were proposed at once, or if there are none. `long` mentees
    have just been told that it takes long.
    """

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str
    matched: int
    unmatched: int
    long: int


@dataclass(frozen=True)
class MenteeWaitsLong(EventData):
    """A mentee of an ongoing programme has waited for so many weeks; `cause` says why there is no mentor."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    mentee_id: str
    weeks: int
    cause: str


@dataclass(frozen=True)
class PairingPreviewEdited(EventData):
    """An organizer edited a preview: what was done (`action`), and the mentee's participant id.

    Events of earlier versions say neither.
    """

    source = "pairing"
    aggregate = "round"
    programme_id: str
    round_id: str
    action: str = ""
    mentee_id: str = ""


@dataclass(frozen=True)
class PairingRoundSent(EventData):
    """An organizer sent the round; the worker makes the proposals."""

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
    """A proposal is three days old and not fully answered; `waiting_for` are participant ids."""

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

    `why`: nobody, or only one, answered within seven days (`silence`), the mentor has no free place any more (`full`),
    the mentee has a pair (`paired`), or one of the two left the programme (`left`).
    """

    source = "pairing"
    aggregate = "proposal"
    programme_id: str
    proposal_id: str
    why: str = ExpiredFor.SILENCE.value


@dataclass(frozen=True)
class RematchRequested(EventData):
    """Mentees (participant ids) need another mentor; the worker finds the best ones left, for all at once.

    `pair_id` is the process after which an organizer decided so; empty where something else came before it.
    """

    source = "pairing"
    aggregate = "rematch"
    programme_id: str
    rematch_id: str
    mentee_ids: list[str]
    pair_id: str = ""


@dataclass(frozen=True)
class MenteeLeftUnmatched(EventData):
    """No mentor is left for a mentee; `cause` is the code of the rule, or of the missing places, that prevents it."""

    source = "pairing"
    aggregate = "mentee"
    programme_id: str
    mentee_id: str
    cause: str


@dataclass(frozen=True)
class MentorsSuggested(EventData):
    """A mentee can choose a mentor: the list of `mentors` suitable ones is ready."""

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
    """A fact moved the pair to another stage (domain.md §2.5)."""

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    from_stage: str
    to_stage: str


@dataclass(frozen=True)
class PairPaused(EventData):
    """The process is paused until an instant; an empty `until` means that it continues.

    `by` is the person who decided it: one of the two, or an organizer. Unknown in events of before it was told.
    """

    source = "pairing"
    aggregate = "pair"
    programme_id: str
    pair_id: str
    until: str
    by: str = ""


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
    """The pairing consumer continues work that takes several parts."""

    source = "pairing"
    aggregate = "work"


@dataclass(frozen=True)
class PairingWorkerContinued(Continued):
    """The pairing worker continues work that takes several parts."""

    source = "pairing"
    aggregate = "work"
