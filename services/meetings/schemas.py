"""Fields that JSON routes and forms share."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mentoring.tables.vocabulary import MeetingOutcome

Outcome = Literal[
    MeetingOutcome.HELD,
    MeetingOutcome.CANCELLED_EARLY,
    MeetingOutcome.CANCELLED_LATE,
    MeetingOutcome.NO_SHOW_MENTOR,
    MeetingOutcome.NO_SHOW_MENTEE,
    MeetingOutcome.TECHNICAL,
]

Sequence = Annotated[int | None, Field(ge=0, le=1_000_000, description="`sequence` of the time that was read.")]
"""The sequence of the time that is answered (RFC 5545 §3.8.7.4); without it, the current one."""
