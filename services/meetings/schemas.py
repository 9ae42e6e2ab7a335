"""Parts of what JSON routes and forms take alike."""

from __future__ import annotations

from typing import Literal

from mentoring.tables.vocabulary import MeetingOutcome

Outcome = Literal[
    MeetingOutcome.HELD,
    MeetingOutcome.CANCELLED_EARLY,
    MeetingOutcome.CANCELLED_LATE,
    MeetingOutcome.NO_SHOW_MENTOR,
    MeetingOutcome.NO_SHOW_MENTEE,
    MeetingOutcome.TECHNICAL,
]
