"""Erasing what a pair wrote: one asks, the other one agrees or doesn't answer, and the key of the room is gone.

What is sealed stays where it is and opens for nobody any more. Files, which the bucket encrypts with a key of the
stack, and what was shared with the programme under another key, are deleted by the event.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mentoring import access, clock, work
from mentoring.errors import Stale
from mentoring.events.workspace import RoomErased, RoomErasureAsked, RoomErasureDropped
from mentoring.store import Page, retrying
from mentoring.tables.core import Item
from mentoring.tables.workspace import Erasure, Material, Note, RoomHead, RoomKey, SharedItem
from mentoring.values import dataclass
from workspace import domain
from workspace.use_cases import desk, materials, messages

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Pair

MOST_AT_ONCE = 90
"""Items that are deleted in one transaction."""


@dataclass(frozen=True)
class Erasing:
    """Where the erasure of a pair's room stands, as one of the two sees it.

    `asked_by` is a person id, empty while nobody asks; `until` the instant when silence counts as a yes; `erased_at` is
    empty until it is done.
    """

    pair: Pair
    partner: str
    asked_by: str
    until: str
    erased_at: str


def look(context: Context, pair_id: str) -> Erasing:
    """Return where the erasure of a room stands, for the two of its pair."""
    pair = access.pair_member(context, pair_id, also=_keys(pair_id))
    found = context.store.get(Erasure, *Erasure.key(pair_id))
    return Erasing(
        pair=pair,
        partner=pair.partner_name(context.principal.person_id),
        asked_by=found.asked_by if found is not None else "",
        until=(found.until or "") if found is not None else "",
        erased_at=(found.erased_at or "") if found is not None else "",
    )


@retrying
def ask(context: Context, pair_id: str) -> None:
    """Ask that everything the two wrote be erased, or agree to it: then it is. Raises `StillGoesOn`."""
    pair = access.pair_member(context, pair_id, also=_keys(pair_id))
    if not pair.outcome:
        raise domain.StillGoesOn
    item, before = _wish(context, pair)
    me = context.principal.person_id
    after = before.ask(me)
    if after == before:
        return
    uow = context.begin()
    if after.done:
        _erase(context, uow, item, agreed=True)
    else:
        until = context.clock() + domain.SILENCE
        item.asked_by, item.until = me, clock.iso(until)
        item.set_due(until)
        uow.save(item)
        uow.publish(RoomErasureAsked(pair.programme_id, pair_id, me), aggregate=item)
    uow.commit()


@retrying
def drop(context: Context, pair_id: str) -> None:
    """Take the wish back, or keep everything although the partner asked. Raises `NothingAsked`."""
    pair = access.pair_member(context, pair_id, also=_keys(pair_id))
    item, before = _wish(context, pair)
    before.drop()
    asked_by, me = item.asked_by, context.principal.person_id
    item.asked_by, item.until = "", None
    item.set_due(None)
    uow = context.begin()
    uow.save(item)
    uow.publish(RoomErasureDropped(pair.programme_id, pair_id, asked_by, me), aggregate=item)
    uow.commit()


def erase_due(context: Context) -> dict[str, int]:
    """Erase the rooms whose time for an answer is over; return how many."""
    erased, now = 0, context.clock()

    def each(due: list[Erasure]) -> None:
        nonlocal erased
        for item in due:
            with suppress(Stale):
                uow = context.step()
                _erase(context, uow, item, agreed=False)
                uow.commit()
                erased += 1

    def read(after: str, limit: int) -> Page[Erasure]:
        return context.store.due_page(Erasure, now, after=after, limit=limit)

    work.in_parts(context, read, each)
    return {"erased": erased}


def clear(context: Context, event: Event[RoomErased]) -> None:
    """Delete the files of an erased room, and what was shared of it with the programme; once more changes nothing."""
    pair_id, programme_id = event.data.pair_id, event.data.programme_id
    items = context.store.query(Item, RoomHead.partition(pair_id))
    shared = [one.shared_id for one in items if isinstance(one, Note | Material) and one.shared_id]
    for one in items:
        if isinstance(one, Material):
            context.files.remove(materials.kept(pair_id, one.material_id))
    for first in range(0, len(shared), MOST_AT_ONCE):
        keys = [SharedItem.key(programme_id, one) for one in shared[first : first + MOST_AT_ONCE]]
        there = context.store.get_many(SharedItem, keys)
        if there:
            uow = context.step()
            for copy in there:
                uow.delete(copy)
            uow.commit()


def _keys(pair_id: str) -> list[access.Key]:
    return [Erasure.key(pair_id), RoomKey.key(pair_id)]


def _wish(context: Context, pair: Pair) -> tuple[Erasure, domain.Wish]:
    key = Erasure.key(pair.pair_id)
    item = context.store.get(Erasure, *key)
    item = item or Erasure(*key, pair_id=pair.pair_id, programme_id=pair.programme_id)
    return item, domain.Wish(item.asked_by, done=bool(item.erased_at))


def _erase(context: Context, uow: UnitOfWork, item: Erasure, *, agreed: bool) -> None:
    """Put the end of a room's key into a unit of work, with the proof."""
    now = clock.iso(context.clock())
    key = context.store.get(RoomKey, *RoomKey.key(item.pair_id))
    if key is not None:
        key.wrapped, key.erased_at = None, now
        uow.save(key)
    item.erased_at, item.agreed = now, agreed
    item.set_due(None)
    uow.save(item)
    uow.publish(RoomErased(item.programme_id, item.pair_id, agreed), aggregate=item)


SCHEDULES = {"tell_unread": messages.tell_unread, "tell_desks": desk.tell_desks, "erase_due": erase_due}
"""What is looked at every five minutes, by the name under which it goes on when it takes several parts."""
