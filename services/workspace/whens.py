"""When what somebody waits for comes: the date of a programme that is said beside a next thing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKLY = "weekly"
"""The next day on which an ongoing programme pairs people; the other names are those of a programme's dates."""
FORMED = (WEEKLY, "matching_until", "kick_off")
SAID = {
    "send_application": ("recruitment_closes",),
    "wait_decision": FORMED,
    "wait_pairing": FORMED,
    "wait_pair": FORMED,
    "wait_choice": FORMED,
    "unmatched": (WEEKLY,),
}
"""Kind → the dates of which the first that is still ahead is said."""


class When(NamedTuple):
    """The name of a date, and its day (YYYY-MM-DD); both empty where nothing is said."""

    name: str = ""
    day: str = ""


def when(kind: str, ahead: Mapping[str, str]) -> When:
    """Return what is said of a kind, given the days that are still ahead by name."""
    return next((When(name, ahead[name]) for name in SAID.get(kind, ()) if ahead.get(name)), When())
