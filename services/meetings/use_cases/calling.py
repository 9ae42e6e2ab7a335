"""Where a pair meets online: the link it keeps, the one its programme makes, and a place of one meeting alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases.reading import meeting_of_link, open_pair
from mentoring import access, calls, rooms
from mentoring.batches import batched
from mentoring.calls import Call
from mentoring.errors import NotFound
from mentoring.events.meetings import MeetingPlaceChanged
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar, PairCall
from mentoring.tables.recruitment import Programme
from mentoring.tables.workspace import RoomKey
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair

TOGETHER = 30
"""Meetings whose place changes in one transaction; each has its event, and a transaction takes 100 items."""


class PairCalls:
    """What says where a pair's calls are; `secret` of the pair is made when a link first needs it."""

    def __init__(self, context: Context, pair: Pair, key: Key) -> None:
        found = context.store.get(PairCall, *PairCall.key(pair.pair_id))
        item = found or PairCall(*PairCall.key(pair.pair_id), pair_id=pair.pair_id)
        self.kept = Opened(item, key)
        self.pair = pair
        self._context, self._changed = context, False

    def link(self, meeting_id: str) -> str:
        """Return where a meeting's call is, empty if nothing says so; nothing is known of an erased room."""
        if self.kept.key.is_blank:
            return ""
        programme = self._programme() if not self.kept.link else None
        pattern = programme.call_pattern if programme is not None else ""
        if pattern and not self.kept.secret:
            self.set(secret=calls.new_secret())
        return self._context.calls.link(
            Call(
                programme=programme.slug if programme is not None else "",
                pair_id=self.pair.pair_id,
                meeting_id=meeting_id,
                kept=self.kept.link,
                pattern=pattern,
                secret=self.kept.secret,
            )
        )

    def set(self, **words: str) -> None:
        """Change what is kept."""
        self.kept.set(**words)
        self._changed = True

    def keep(self, uow: UnitOfWork) -> None:
        """Put what is kept into the transaction, so that no link is used that was changed meanwhile."""
        if self._changed:
            uow.save(self.kept.item)
        elif not self.kept.item.is_new:
            uow.require(self.kept.item)

    def _programme(self) -> Programme | None:
        return self._context.store.get(Programme, *Programme.key(self.pair.programme_id))


@dataclass(frozen=True)
class Kept:
    """The link of a pair, opened, and the pattern by which its programme makes one for who has none."""

    pair: Pair
    call: Opened[PairCall]
    pattern: str


def call_of(context: Context, pair_id: str) -> Opened[PairCall]:
    """Return the link that a pair keeps, for its members."""
    return _known(context, _members(context, pair_id))


def kept(context: Context, pair_id: str) -> Kept:
    """Return the link that a pair keeps, and its programme's pattern, for its members."""
    pair = _members(context, pair_id)
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    return Kept(pair, _known(context, pair), programme.call_pattern if programme is not None else "")


def _members(context: Context, pair_id: str) -> Pair:
    return access.pair_member(context, pair_id, also=[RoomKey.key(pair_id), PairCall.key(pair_id)])


def _known(context: Context, pair: Pair) -> Opened[PairCall]:
    return PairCalls(context, pair, rooms.for_facts(context, pair.pair_id)).kept


@retrying
def keep(context: Context, pair_id: str, link: str, expected: str) -> Opened[PairCall]:
    """Keep a link, empty for none, in the expected version; meetings ahead that have no place of their own get it."""
    pair = open_pair(context, pair_id, also=[PairCall.key(pair_id)])
    found = PairCalls(context, pair, rooms.key(context, pair_id))
    found.kept.item.expect(expected)
    if found.kept.link == link:
        return found.kept
    found.set(link=link)
    calendar = store.calendar(context, pair_id)
    changed = _following(context, found, calendar)
    plans = dict.fromkeys(one.plan_id for one in changed if one.together)
    for plan_id in plans:
        _move_plan(context, calendar, plan_id, [one for one in changed if one.together and one.plan_id == plan_id])
    alone = [one for one in changed if not (one.together and one.plan_id in plans)]
    *before, last = [list(part) for part in batched(alone, TOGETHER)] or [[]]
    for part in before:
        uow = context.step()
        _move(context, uow, calendar, part)
        uow.commit()
    uow = context.begin()
    found.keep(uow)
    _move(context, uow, calendar, last)
    uow.commit()
    return found.kept


@retrying
def move_place(context: Context, pair_id: str, meeting_id: str, place: str, expected: str) -> Item:
    """Give one meeting, in the expected version, a place of its own; an empty one is the pair's link again."""
    pair = open_pair(context, pair_id, also=[Item.key(pair_id, meeting_id), PairCall.key(pair_id)])
    item = meeting_of_link(context, pair_id, meeting_id)
    item.expect(expected)
    store.read(item).move_place()
    found = PairCalls(context, pair, rooms.key(context, pair_id))
    meeting = Opened(item, found.kept.key)
    if not _put(meeting, place or found.link(meeting_id), called=not place):
        return item
    uow = context.begin()
    if not place:
        found.keep(uow)
    _move(context, uow, store.calendar(context, pair_id), [meeting])
    uow.commit()
    return item


def _following(context: Context, found: PairCalls, calendar: PairCalendar) -> list[Opened[Item]]:
    """Return the open meetings that get another place by what is kept now, with that place."""
    keys = [Item.key(found.pair.pair_id, one.meeting_id) for one in calendar.arranged() if one.state in domain.OPEN]
    if not keys:
        return []
    read = context.store.get_many(Base, [*keys, Programme.key(found.pair.programme_id)])
    ahead = [one for one in read if isinstance(one, Item) and store.read(one).ends_at > context.clock()]
    meetings = [Opened(one, found.kept.key) for one in ahead]
    return [one for one in meetings if (one.called or not one.place) and _put(one, found.link(_named(one)))]


def _named(meeting: Opened[Item]) -> str:
    """Return whose link a meeting has: its own, or as long as it is together with those of its plan, the plan's."""
    return str(meeting.plan_id if meeting.together else meeting.meeting_id)


def _move_plan(context: Context, calendar: PairCalendar, plan_id: str, changed: list[Opened[Item]]) -> None:
    """Give a plan's meetings that are together another place, in one transaction: calendars get the plan once more.

    What has begun stays where it was, and is one that stands apart from now on. One event tells of all.
    """
    plan = store.load_plan(context, calendar.pair_id, plan_id)
    if plan is None:
        raise NotFound
    known = {one.meeting_id: one.item for one in changed}
    items = {one.meeting_id: known.get(one.meeting_id, one) for one in context.store.get_many(Item, plan.keys)}
    before = store.read_plan(plan, items.values())
    after = before.again()
    touched = [items[meeting_id] for meeting_id in after.changes(before)]
    for item in touched:
        item.sequence = after.sequence
        item.together = item.meeting_id in known
    uow = context.step()
    store.save_plan(uow, plan, after, calendar, touched)
    first = min(known.values(), key=lambda one: one.starts_at)
    _tell(context, uow, first)
    uow.commit()


def _put(meeting: Opened[Item], place: str, *, called: bool = True) -> bool:
    """Set the place of a meeting; return whether it is another one."""
    changed = bool(meeting.place != place)
    meeting.set(place=place, called=called)
    return changed


def _move(context: Context, uow: UnitOfWork, calendar: PairCalendar, changed: list[Opened[Item]]) -> None:
    """Add meetings that got another place to the transaction, and the calendar, whose version tells feeds."""
    uow.save(calendar)
    for one in changed:
        item, moved = one.item, store.read(one.item).move_place()
        item.sequence, item.together = moved.sequence, moved.together
        uow.save(item)
        _tell(context, uow, item)


def _tell(context: Context, uow: UnitOfWork, item: Item) -> None:
    by = context.principal.person_id
    told = MeetingPlaceChanged(item.programme_id, item.pair_id, item.meeting_id, by, item.sequence)
    uow.publish(told, aggregate=item)
