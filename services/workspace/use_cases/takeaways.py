"""What the two take away from their meetings: each notes their own, for themselves or for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, rooms
from mentoring.errors import N_, Conflict, NotFound
from mentoring.events.workspace import TakeawayDeleted, TakeawayNoted
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.meetings import Arranged, Meeting
from mentoring.tables.vocabulary import MeetingState, SeenBy
from mentoring.tables.workspace import RoomHead, RoomKey, Takeaway
from mentoring.values import dataclass
from workspace import store
from workspace.sharing import Sharing
from workspace.use_cases.rooms import open_pair, with_meetings

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair

MOST_TEXT = 2_000
"""Characters of a takeaway."""


class NotHeld(Conflict):
    """There is nothing to take away from a meeting that wasn't held."""

    code = "meeting-not-held"
    message = N_("Say first that this meeting took place; then you can note what you take away.")


@dataclass(frozen=True)
class OfMeeting:
    """A meeting that was held, and what is noted of it: one's own, and the partner's if they share it."""

    meeting_id: str
    met_at: str
    mine: Opened[Takeaway] | None
    theirs: Opened[Takeaway] | None


def all_of(context: Context, pair_id: str) -> tuple[Pair, list[OfMeeting]]:
    """Return a pair and the meetings it held, the newest first, with what is noted of each and the user may see."""
    pair, found, meetings = with_meetings(context, pair_id)
    held = {one.meeting_id: one.starts_at for one in meetings if one.state == MeetingState.HELD}
    held |= {one.meeting_id: one.met_at for one in found.takeaways if one.meeting_id not in held}
    newest_first = sorted(held.items(), key=lambda one: (one[1], one[0]), reverse=True)
    return pair, [_of(context, found.takeaways, *one) for one in newest_first]


def _of(context: Context, noted: list[Opened[Takeaway]], meeting_id: str, met_at: str) -> OfMeeting:
    mine, theirs = None, None
    for one in noted:
        if one.meeting_id == meeting_id and one.author == context.principal.person_id:
            mine = one
        elif one.meeting_id == meeting_id:
            theirs = one
    return OfMeeting(meeting_id, met_at, mine, theirs)


def missing(found: store.Room, meetings: list[Arranged], me: str) -> list[str]:
    """Return the meetings held of which somebody noted nothing, the newest first."""
    noted = {one.meeting_id for one in found.takeaways if one.author == me}
    held = [one.meeting_id for one in meetings if one.state == MeetingState.HELD]
    return [one for one in reversed(held) if one not in noted]


def keys(context: Context, pair_id: str, meeting_id: str) -> list[access.Key]:
    """Return the keys of what the user's takeaway from a meeting depends on."""
    mine = Takeaway.key(pair_id, meeting_id, access.person(context))
    return [mine, Meeting.key(pair_id, meeting_id), RoomKey.key(pair_id), RoomHead.key(pair_id)]


def one_of(context: Context, pair_id: str, meeting_id: str) -> tuple[Pair, OfMeeting]:
    """Return a pair, one of the meetings it held, and what the user noted of it."""
    pair = access.pair_member(context, pair_id, also=keys(context, pair_id, meeting_id))
    meeting, item = met(context, pair_id, meeting_id), mine_of(context, pair_id, meeting_id)
    if item is None and meeting.state != MeetingState.HELD:
        raise NotHeld
    mine = Opened(item, rooms.key(context, pair_id)) if item is not None else None
    return pair, OfMeeting(meeting_id, meeting.starts_at, mine, None)


def read(context: Context, pair_id: str, meeting_id: str) -> Opened[Takeaway]:
    """Return what the user noted of a meeting."""
    access.pair_member(context, pair_id, also=keys(context, pair_id, meeting_id))
    item = mine_of(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    return Opened(item, rooms.key(context, pair_id))


def met(context: Context, pair_id: str, meeting_id: str) -> Meeting:
    """Return a meeting of a pair that is known to be the user's; raises `NotFound`."""
    meeting = context.store.get(Meeting, *Meeting.key(pair_id, meeting_id))
    if meeting is None:
        raise NotFound
    return meeting


def mine_of(context: Context, pair_id: str, meeting_id: str) -> Takeaway | None:
    """Return what the user noted of a meeting, if anything."""
    return context.store.get(Takeaway, *Takeaway.key(pair_id, meeting_id, context.principal.person_id))


@retrying
def note(
    context: Context, pair_id: str, meeting_id: str, text: str, visibility: SeenBy, expected: str
) -> Opened[Takeaway]:
    """Note what the user takes away from a meeting that was held, or change that, in the expected version.

    What the partner could see once they see from then on: to take it back is to delete it.
    """
    pair = open_pair(context, pair_id, also=keys(context, pair_id, meeting_id))
    item = draft(context, pair, meeting_id)
    item.expect(expected)
    takeaway = write(context, item, text, visibility)
    uow = context.begin()
    keep(context, uow, takeaway)
    uow.commit()
    return takeaway


def draft(context: Context, pair: Pair, meeting_id: str) -> Takeaway:
    """Return what the user noted of a meeting, or a new takeaway; the pair is theirs and goes on."""
    meeting, me, now = met(context, pair.pair_id, meeting_id), context.principal.person_id, clock.iso(context.clock())
    return mine_of(context, pair.pair_id, meeting_id) or Takeaway(
        *Takeaway.key(pair.pair_id, meeting_id, me),
        meeting_id=meeting_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        author=me,
        visibility=SeenBy.AUTHOR,
        met_at=meeting.starts_at,
        created_at=now,
        changed_at=now,
    )


def write(context: Context, item: Takeaway, text: str, visibility: SeenBy) -> Opened[Takeaway]:
    """Return a takeaway with these words; raise `NotHeld` for a new one of a meeting that wasn't held."""
    new = mine_of(context, item.pair_id, item.meeting_id) is None
    if new and met(context, item.pair_id, item.meeting_id).state != MeetingState.HELD:
        raise NotHeld
    takeaway = Opened(item, rooms.key(context, item.pair_id))
    before = Sharing(item.author, visibility if new else item.visibility)
    shared = before.widen(item.author, visibility)
    takeaway.set(text=text, visibility=shared.visibility, changed_at=clock.iso(context.clock()))
    return takeaway


def keep(context: Context, uow: UnitOfWork, takeaway: Opened[Takeaway]) -> None:
    """Add a takeaway that was written to the transaction."""
    others = _others(context, takeaway.pair_id, takeaway.meeting_id)
    _put(context, uow, takeaway, [*others, takeaway.meeting_id])


@retrying
def delete(context: Context, pair_id: str, meeting_id: str, expected: str) -> None:
    """Delete what the user noted of a meeting, in the expected version, for both."""
    open_pair(context, pair_id, also=keys(context, pair_id, meeting_id))
    item = mine_of(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    item.expect(expected)
    takeaway = Opened(item, rooms.key(context, pair_id))
    uow = context.begin()
    _put(context, uow, takeaway, _others(context, pair_id, meeting_id), deleted=True)
    uow.commit()


def _others(context: Context, pair_id: str, meeting_id: str) -> list[str]:
    """Return the other meetings of which the user noted something."""
    noted: list[str] = store.head(context, pair_id).noted.get(context.principal.person_id, [])
    return [one for one in noted if one != meeting_id]


def _put(context: Context, uow: UnitOfWork, one: Opened[Takeaway], noted: list[str], *, deleted: bool = False) -> None:
    """Save or delete a takeaway, and note on the head of the room of which meetings its author has one."""
    head = store.head(context, one.pair_id)
    if head.noted.get(one.author, []) != noted:
        head.noted = head.noted | {one.author: noted}
        uow.save(head)
    if deleted:
        uow.delete(one.item)
    else:
        uow.save(one.item)
    told = (one.programme_id, one.pair_id, one.meeting_id, one.author)
    uow.publish(TakeawayDeleted(*told) if deleted else TakeawayNoted(*told), aggregate=one.item)
