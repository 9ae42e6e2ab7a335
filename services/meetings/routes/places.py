"""JSON of where one meeting takes place."""

from __future__ import annotations

from pydantic import Field

from meetings import use_cases
from meetings.use_cases import calling
from mentoring import http
from mentoring.http.fields import Line

router = http.Router()


class MeetingPlace(http.Model):
    """Where a meeting takes place; empty: at the pair's link."""

    place: Line = Field(max_length=500)


class PlaceView(http.Versioned):
    """Where a meeting takes place, and the SEQUENCE with which calendars are told."""

    meeting_id: str
    place: str
    sequence: int


@router.put("/v1/meetings/pair/<pair_id>/<meeting_id>/place")
def move_place(pair_id: str, meeting_id: str, body: MeetingPlace) -> PlaceView:
    """Give a meeting another place or link; its time stays."""
    context = http.context()
    moved = calling.move_place(context, pair_id, meeting_id, body.place, http.expected())
    return PlaceView.of(use_cases.shown(context, moved))
