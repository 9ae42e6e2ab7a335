"""JSON of what the two take away from their meetings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from mentoring import http
from mentoring.tables.vocabulary import SeenBy
from workspace.use_cases import rooms, takeaways

router = http.Router()


class TakeawayView(http.Versioned):
    """What one of the two took away from a meeting that began at `met_at`."""

    meeting_id: str
    met_at: str
    author: str
    text: str
    visibility: str
    created_at: str
    changed_at: str


class TakeawayList(http.View):
    """Takeaways, those of the first meeting first."""

    items: list[TakeawayView]
    next: str | None = None


class TakeawayWish(http.Model):
    """A takeaway as it is to be; once the partner sees it, it stays so."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=takeaways.MOST_TEXT)]
    visibility: Literal[SeenBy.AUTHOR, SeenBy.PAIR] = SeenBy.AUTHOR


@router.get("/v1/rooms/<pair_id>/takeaways")
def list_takeaways(pair_id: str) -> TakeawayList:
    """Return the takeaways that the user may see: their own, and what the partner shares."""
    _, found = rooms.room(http.context(), pair_id)
    return TakeawayList(items=[TakeawayView.of(one) for one in found.takeaways])


@router.get("/v1/rooms/<pair_id>/takeaways/<meeting_id>")
def read_takeaway(pair_id: str, meeting_id: str) -> TakeawayView:
    """Return the user's own takeaway of a meeting."""
    return TakeawayView.of(takeaways.read(http.context(), pair_id, meeting_id))


@router.put("/v1/rooms/<pair_id>/takeaways/<meeting_id>")
def note_takeaway(pair_id: str, meeting_id: str, body: TakeawayWish) -> TakeawayView:
    """Note what the user takes away from a meeting: at first with `If-None-Match: *`, later with If-Match."""
    context = http.context()
    return TakeawayView.of(takeaways.note(context, pair_id, meeting_id, body.text, body.visibility, http.expected()))


@router.delete("/v1/rooms/<pair_id>/takeaways/<meeting_id>", expects="required")
def delete_takeaway(pair_id: str, meeting_id: str) -> None:
    """Delete the user's takeaway of a meeting."""
    takeaways.delete(http.context(), pair_id, meeting_id, http.expected())
