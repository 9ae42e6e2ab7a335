"""How a contract, a meeting, a goal or a summary looks to one of the two of a pair, and steps to somebody. Pure."""

from __future__ import annotations

from enum import StrEnum

from mentoring.values import dataclass


class ContractSeen(StrEnum):
    """A pair's contract as one of the two sees it."""

    NONE = ""
    DRAFT = "draft"
    PROPOSED = "proposed"  # this one's signature is missing
    MINE_SIGNED = "mine_signed"  # the other one's is
    SIGNED = "signed"


class MeetingSeen(StrEnum):
    """A pair's next meeting, as one of the two sees it."""

    NONE = "none"
    ENDED = "ended"
    ASKED = "asked"  # this one answers
    OFFERED = "offered"  # this one chooses one of several times
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"  # the other one does


class Whose(StrEnum):
    """Who wrote a goal or a summary that waits for the partner."""

    NONE = "none"
    MINE = "mine"
    THEIRS = "theirs"
    AGREED = "agreed"


@dataclass(frozen=True)
class Steps:
    """Steps of onboarding that are required and open: so many of all are `done`, `title` is the next one."""

    done: int
    total: int
    title: str
