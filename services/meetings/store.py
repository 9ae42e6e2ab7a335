"""Tables ↔ domain of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain
from mentoring import clock
from mentoring.tables.meetings import Meeting as Item

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context


def load(context: Context, pair_id: str, meeting_id: str) -> Item | None:
    """Return a meeting's item."""
    return context.store.get(Item, *Item.key(pair_id, meeting_id))


def of_pair(context: Context, pair_id: str) -> list[Item]:
    """Return a pair's meetings, soonest first."""
    return sorted(context.store.query(Item, f"MEETINGS#{pair_id}", "MEETING#"), key=lambda one: str(one.starts_at))


def read(item: Item) -> domain.Meeting:
    """Return a meeting's item as the domain sees it."""
    return domain.Meeting(
        starts_at=clock.parse(item.starts_at),
        minutes=int(item.minutes),
        state=item.state,
        proposed_by=item.proposed_by,
        accepted_by=tuple(item.accepted_by),
        sequence=int(item.sequence),
        reminded=tuple(item.reminded),
        outcome=item.outcome.get("said", ""),
        said_by=tuple(item.outcome.get("by", ())),
        said_at=clock.parse(item.outcome["at"]) if "at" in item.outcome else None,
        presumed=bool(item.presumed),
    )


def keep(item: Item, meeting: domain.Meeting, now: datetime) -> Item:
    """Put a meeting into its item, and the item on the due index where it belongs."""
    item.starts_at, item.state = clock.iso(meeting.starts_at), meeting.state
    item.proposed_by, item.accepted_by = meeting.proposed_by, list(meeting.accepted_by)
    item.sequence, item.reminded, item.presumed = meeting.sequence, list(meeting.reminded), meeting.presumed
    item.outcome = _outcome(meeting)
    item.number = item.number if meeting.state == domain.HELD else None
    item.not_held_reason = meeting.outcome if meeting.state == domain.NOT_HELD else None
    item.set_due(domain.next_due(meeting, now))
    return item


def _outcome(meeting: domain.Meeting) -> dict[str, object]:
    outcome: dict[str, object] = {"said": meeting.outcome} if meeting.outcome else {}
    if meeting.said_at is not None:
        outcome |= {"by": list(meeting.said_by), "at": clock.iso(meeting.said_at)}
    return outcome
