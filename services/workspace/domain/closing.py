"""The end of the pair's process (domain.md §2.8): one summary that both approve, and the end of their words.

What they wrote is both people's, so it is erased when both agree, or one hears nothing for 30 days.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import PairStage, SummaryState
from mentoring.values import dataclass
from workspace.domain.contract import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

SILENCE = timedelta(days=30)
"""After this time without an answer what was written is erased (GDPR, article 12(3): within a month)."""
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


class StillGoesOn(Conflict):
    """The process hasn't ended: what is written is still worked with."""

    code = "still-goes-on"
    message = N_("What you wrote can be erased once your process has ended.")


class NothingAsked(Conflict):
    """Nobody asked for it."""

    code = "nothing-asked"
    message = N_("Nobody asks for that at the moment.")


@dataclass(frozen=True)
class Wish:
    """Who of the two asks that everything be erased: a person id, empty while nobody does; `done` once it is."""

    asked_by: str = ""
    done: bool = False

    def ask(self, by: str) -> Wish:
        """Return the wish after one of the two asked; if the other one did before, it is done."""
        if self.done:
            return self
        return replace(self, asked_by=by) if self.asked_by in ("", by) else replace(self, done=True)

    def drop(self) -> Wish:
        """Return the wish after one of the two took it back or would rather keep everything."""
        if self.done or not self.asked_by:
            raise NothingAsked
        return Wish()

    def lapse(self) -> Wish:
        """Return the wish after the other one didn't answer in time."""
        return replace(self, done=True) if self.asked_by else self
