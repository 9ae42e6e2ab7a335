"""The effects of a programme's change of stage on people, counted beforehand so that an organizer can decide. Pure.

Other services carry them out when they hear of the change; the rules are those of domain.md §2.1 and §2.8. Everything
here follows from counters, so it costs the same in every programme.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import ApplicationState, PairStage, ProgrammeStage
from mentoring.values import dataclass
from recruitment.domain import STAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMMARY_DUE, ENDING, PAIR_CLOSED = "summary_due", "ending", "pair_closed"
"""Kinds of mails."""
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED)
OVER = (PairStage.COMPLETED, PairStage.CLOSED_EARLY)
ENDS_PAIRS = (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED)


@dataclass(frozen=True)
class OpenProcess:
    """A pair's process that hasn't ended; `summary` is empty, proposed or approved_by_one.

    `planned` are the meetings of its contract, 0 if those of the programme count.
    """

    pair_id: str
    name: str
    held: int
    summary: str = ""
    planned: int = 0


@dataclass(frozen=True)
class Standing:
    """The state of a programme in numbers.

    Applications by state, mentees who still wait for a pair (`matters.without_pair`), pairs by stage, current pairs
    that have met, open proposals.
    """

    stage: ProgrammeStage
    applications: Mapping[str, int]
    alone: int
    pairs: Mapping[str, int]
    met: int
    proposals: int

    @property
    def going_on(self) -> int:
        """Return how many current pairs there are."""
        return sum(number for stage, number in self.pairs.items() if stage not in OVER)

    @property
    def unmet(self) -> int:
        """Return how many current pairs have never met."""
        return max(0, self.going_on - self.met)

    @property
    def undecided(self) -> int:
        """Return how many applications can still be decided."""
        return sum(self.applications.get(state, 0) for state in UNDECIDED)

    def move(self, to: ProgrammeStage) -> Consequences:
        """Return what the change to a stage does, as things stand self."""
        counts = {
            (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING): {
                "closing": self.going_on - self.unmet,
                "unmet": self.unmet,
                "proposals": self.proposals,
                "alone": self.alone,
            },
            (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED): {
                "writes_on": self.met,
                "ends": self.unmet,
                "undecided": self.undecided,
                "alone": self.alone,
            },
            (ProgrammeStage.CLOSING, ProgrammeStage.RUNNING): {"goes_on": self.pairs.get(PairStage.CLOSING, 0)},
            (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING): {"waiting": self.undecided},
            (ProgrammeStage.RECRUITING, ProgrammeStage.DRAFT): {"hidden": sum(self.applications.values())},
            (ProgrammeStage.MATCHING, ProgrammeStage.RECRUITING): {"proposals": self.proposals},
        }.get((self.stage, to), {})
        mails = {
            ProgrammeStage.CLOSING: {SUMMARY_DUE: 2 * (self.going_on - self.unmet), ENDING: 2 * self.unmet},
            ProgrammeStage.CLOSED: {PAIR_CLOSED: 2 * self.unmet},
        }.get(to, {})
        return Consequences(
            from_stage=self.stage,
            to_stage=to,
            counts=tuple((what, number) for what, number in counts.items() if number),
            mails=tuple((kind, number) for kind, number in mails.items() if number),
            ending=self.going_on if to in ENDS_PAIRS else 0,
        )


@dataclass(frozen=True)
class Consequences:
    """The effects of a change of stage.

    `counts` are (what, how many) of what ends, closes or opens; `mails` are (kind, how many); `ending` is how many
    processes end or start to close.
    """

    from_stage: ProgrammeStage
    to_stage: ProgrammeStage
    counts: tuple[tuple[str, int], ...]
    mails: tuple[tuple[str, int], ...]
    ending: int

    @property
    def back(self) -> bool:
        """Return whether the programme goes back to an earlier stage."""
        return STAGES.index(self.to_stage) < STAGES.index(self.from_stage)

    @property
    def asks(self) -> bool:
        """Return whether anything ends, closes or is mailed, so that somebody has to confirm it."""
        return bool(self.counts or self.mails)

    @property
    def tag(self) -> str:
        """Return the tag that a confirmation repeats, like an item's version: it changes with the numbers."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()[:32]
