"""What a change of a programme's stage does to people, counted before it is done: an organizer decides. Pure.

What follows a change is done by other services when they hear of it; the rules are those of domain.md §2.1 and §2.8.
Everything here comes of numbers that are kept as they change, so it costs the same in every programme.
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

SUMMARY_DUE, PAIR_CLOSED, SURVEY, REPORT_READY = "summary_due", "pair_closed", "survey", "report_ready"
"""Kinds of mails."""
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED)
OVER = (PairStage.COMPLETED, PairStage.CLOSED_EARLY)
ENDS_PAIRS = (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED)


@dataclass(frozen=True)
class OpenProcess:
    """A pair's process that goes on; `summary` is nothing, proposed or approved_by_one."""

    pair_id: str
    name: str
    held: int
    summary: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a programme stands, in numbers.

    Applications by state, accepted mentees, pairs by stage, pairs that go on and have met, open proposals.
    """

    stage: ProgrammeStage
    applications: Mapping[str, int]
    mentees: int
    pairs: Mapping[str, int]
    met: int
    proposals: int

    @property
    def going_on(self) -> int:
        """Return how many pairs go on."""
        return sum(number for stage, number in self.pairs.items() if stage not in OVER)

    @property
    def alone(self) -> int:
        """Return how many mentees have no pair that goes on: none of them has two."""
        return max(0, self.mentees - self.going_on)

    @property
    def undecided(self) -> int:
        """Return how many applications can still be decided."""
        return sum(self.applications.get(state, 0) for state in UNDECIDED)

    def move(self, to: ProgrammeStage) -> Consequences:
        """Return what the change to a stage does, as things stand self."""
        counts = {
            (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING): {
                "closing": self.going_on,
                "proposals": self.proposals,
                "alone": self.alone,
            },
            (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED): {
                "ends": self.going_on,
                "undecided": self.undecided,
                "alone": self.alone,
            },
            (ProgrammeStage.CLOSING, ProgrammeStage.RUNNING): {"goes_on": self.pairs.get(PairStage.CLOSING, 0)},
            (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING): {"waiting": self.undecided},
            (ProgrammeStage.RECRUITING, ProgrammeStage.DRAFT): {"hidden": sum(self.applications.values())},
            (ProgrammeStage.MATCHING, ProgrammeStage.RECRUITING): {"proposals": self.proposals},
        }.get((self.stage, to), {})
        both = 2 * self.going_on
        mails = {
            ProgrammeStage.CLOSING: {SUMMARY_DUE: both},
            ProgrammeStage.CLOSED: {PAIR_CLOSED: both, SURVEY: both, REPORT_READY: 2 * self.met},
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
    """What a change of stage does.

    `counts` are (what, how many) of what ends, closes or opens; `mails` are (kind, how many), `ending` is how many
    processes end or come to their end.
    """

    from_stage: ProgrammeStage
    to_stage: ProgrammeStage
    counts: tuple[tuple[str, int], ...]
    mails: tuple[tuple[str, int], ...]
    ending: int

    @property
    def back(self) -> bool:
        """Return whether the programme goes back a stage."""
        return STAGES.index(self.to_stage) < STAGES.index(self.from_stage)

    @property
    def asks(self) -> bool:
        """Return whether anything ends, closes or is mailed, so that somebody has to say yes to it."""
        return bool(self.counts or self.mails)

    @property
    def tag(self) -> str:
        """Return what a yes repeats, as of an item its version: other numbers have another one."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()[:32]
