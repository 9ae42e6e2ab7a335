"""What pairs do with their meetings, and what time and the end of a process do: a module for each."""

from meetings.use_cases.arranging import accept, cancel, move, propose
from meetings.use_cases.due import do_due
from meetings.use_cases.ending import close
from meetings.use_cases.outcome import decide, log
from meetings.use_cases.preparing import parts, prepare
from meetings.use_cases.reading import (
    beside,
    clashes,
    has_begun,
    look_ahead,
    may_change,
    may_contest,
    meeting,
    meeting_of_link,
    meetings,
    moved_by_other,
    pair_of,
    says_held,
    session,
    shown,
    zone_of,
)

SCHEDULES = {"meetings": do_due}
"""What runs every five minutes, by the name under which it continues when it takes several parts."""

__all__ = [
    "SCHEDULES",
    "accept",
    "beside",
    "cancel",
    "clashes",
    "close",
    "decide",
    "do_due",
    "has_begun",
    "log",
    "look_ahead",
    "may_change",
    "may_contest",
    "meeting",
    "meeting_of_link",
    "meetings",
    "move",
    "moved_by_other",
    "pair_of",
    "parts",
    "prepare",
    "propose",
    "says_held",
    "session",
    "shown",
    "zone_of",
]
