"""The end of the pair's process (domain.md §2.8): one summary that both approve."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import PairStage, SummaryState
from mentoring.values import dataclass
from workspace.domain.contract import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

SUMMARY_PARTS = ("takeaways", "helped", "hindered", "next_steps", "thanks")


class ProcessEnded(Conflict):
    """The pair's process has ended; its report is made of what is in the room."""

    code = "process-ended"
    message = N_("Your process has ended. The room can be read, but nothing in it can be changed any more.")


class TooEarly(Conflict):
    """The process isn't in closing."""

    code = "too-early"
    message = N_("The summary is written when the planned meetings are held or the programme is closing.")


def summary_hash(parts: Mapping[str, Any]) -> str:
    """Return the hash of a summary's content, which an approval repeats."""
    return sha256(json.dumps([parts[name] for name in SUMMARY_PARTS], ensure_ascii=False))


def may_close(pair_stage: PairStage, held: int, planned: int) -> bool:
    """Return whether the pair may write its summary."""
    return pair_stage == PairStage.CLOSING or held >= planned


@dataclass(frozen=True)
class Summary:
    """Who approved the current joint summary."""

    approved_by: tuple[str, ...] = ()

    @property
    def state(self) -> SummaryState:
        """Return its state."""
        return (SummaryState.PROPOSED, SummaryState.BY_ONE, SummaryState.APPROVED)[len(self.approved_by)]

    def approve(self, by: str) -> Summary:
        """Return the summary after another approval; a second one by the same person changes nothing."""
        return self if by in self.approved_by else replace(self, approved_by=(*self.approved_by, by))
