"""What a change of a programme's stage does to people, counted before it is done: an organizer decides. Pure.

What follows a change is done by other services when they hear of it; the rules are those of domain.md §2.1 and §2.8.
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
    from collections.abc import Iterable

SUMMARY_DUE, PAIR_CLOSED, SURVEY, REPORT_READY = "summary_due", "pair_closed", "survey", "report_ready"
"""Kinds of mails."""


@dataclass(frozen=True)
class OpenProcess:
    """A pair's process that goes on; `people` are person ids, `summary` is nothing, proposed or approved_by_one."""

    pair_id: str
    name: str
    people: tuple[str, ...]
    stage: PairStage
    held: int
    summary: str = ""


@dataclass(frozen=True)
class Standing:
    """Where a programme stands: its applications by state, open proposals, processes, people without any of both."""

    stage: ProgrammeStage
    planned: int
    applications: dict[ApplicationState, int]
    proposals: int
    alone: int
    processes: tuple[OpenProcess, ...]


@dataclass(frozen=True)
class Consequences:
    """What a change of stage does.

    `counts` are (what, how many) of what ends, closes or opens; `mails` are (kind, how many); `people` get them.
    `unfinished` are the processes that end, or come to their end, with something still to be done.
    """

    from_stage: ProgrammeStage
    to_stage: ProgrammeStage
    counts: tuple[tuple[str, int], ...]
    mails: tuple[tuple[str, int], ...]
    people: int
    unfinished: tuple[OpenProcess, ...]

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
        """Return what a yes repeats, as of an item its version: another state of things has another one."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False).encode()).hexdigest()[:32]


def of(now: Standing, to: ProgrammeStage) -> Consequences:
    """Return what the change to a stage does, as things stand now."""
    counts = {
        (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING): {
            "closing": len(now.processes),
            "proposals": now.proposals,
            "alone": now.alone,
        },
        (ProgrammeStage.CLOSING, ProgrammeStage.CLOSED): {
            "ends": len(now.processes),
            "undecided": _undecided(now),
            "alone": now.alone,
        },
        (ProgrammeStage.CLOSING, ProgrammeStage.RUNNING): {
            "goes_on": sum(one.stage == PairStage.CLOSING for one in now.processes)
        },
        (ProgrammeStage.RECRUITING, ProgrammeStage.MATCHING): {
            "drafts": now.applications.get(ApplicationState.DRAFT, 0),
            "waiting": _undecided(now),
        },
        (ProgrammeStage.RECRUITING, ProgrammeStage.DRAFT): {"hidden": sum(now.applications.values())},
        (ProgrammeStage.MATCHING, ProgrammeStage.RECRUITING): {"proposals": now.proposals},
    }.get((now.stage, to), {})
    mails = {
        ProgrammeStage.CLOSING: {SUMMARY_DUE: _both(now.processes)},
        ProgrammeStage.CLOSED: {
            PAIR_CLOSED: _both(now.processes),
            SURVEY: _both(now.processes),
            REPORT_READY: _both(one for one in now.processes if one.held),
        },
    }.get(to, {})
    sent = tuple((kind, number) for kind, number in mails.items() if number)
    unfinished = {
        ProgrammeStage.CLOSING: tuple(one for one in now.processes if one.held < now.planned),
        ProgrammeStage.CLOSED: now.processes,
    }.get(to, ())
    return Consequences(
        from_stage=now.stage,
        to_stage=to,
        counts=tuple((what, number) for what, number in counts.items() if number),
        mails=sent,
        people=len({person for one in now.processes for person in one.people}) if sent else 0,
        unfinished=unfinished,
    )


def _both(processes: Iterable[OpenProcess]) -> int:
    return sum(len(one.people) for one in processes)


def _undecided(now: Standing) -> int:
    return sum(
        now.applications.get(state, 0)
        for state in (ApplicationState.SUBMITTED, ApplicationState.NEEDS_INFO, ApplicationState.WAITLISTED)
    )
