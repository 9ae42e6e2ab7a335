"""The waiting list moves up by itself: a free seat is offered to who has waited longest, and lapses to the next."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from gatherings.store import signups
from gatherings.use_cases.telling import tell
from mentoring import work
from mentoring.errors import Stale
from mentoring.events.gatherings import SeatsChanged
from mentoring.store import Page, retrying
from mentoring.tables.gatherings.signup import Queued
from mentoring.tables.gatherings.signup import SignUp as SignUpItem
from mentoring.tables.vocabulary import GatheringNews, SignUpState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.tables.gatherings.gathering import Gathering as Item


def move_up(context: Context, event: Event[SeatsChanged]) -> None:
    """Offer the seats that are free to who waits, as long as the gathering is ahead."""
    item = store.load(context, event.data.programme_id, event.data.gathering_id)
    if item is None or not store.read(item).takes_more(context.clock()):
        return

    def read(after: str, limit: int) -> Page[Queued]:
        found = signups.seats(context, item.gathering_id)
        rooms = signups.rooms(store.read(item).plan, found)
        if not any(one.has_free and one.waiting for one in rooms):
            return Page([])
        return context.store.page(Queued, *Queued.of(item.gathering_id), after=after, limit=limit)

    def each(page: list[Queued]) -> None:
        for place in page:
            _offer(context, item, place)

    work.in_parts(context, read, each)


@retrying
def _offer(context: Context, item: Item, place: Queued) -> None:
    """Offer a seat of the kind that somebody waits for, if one is free; their place on the list is gone then."""
    plan, sign_up = store.read(item).plan, signups.load(context, place.gathering_id, place.person_id)
    rooms = signups.rooms(plan, signups.seats(context, item.gathering_id))
    free = any(one.has_free for one in rooms if one.seat == place.seat)
    if sign_up is None or sign_up.state != SignUpState.WAITING or not free:
        return
    uow, now = context.step(), context.clock()
    signups.save(context, uow, sign_up, signups.read(sign_up).offer(plan, now), now)
    tell(uow, item, sign_up, GatheringNews.OFFER)
    uow.commit()


def lapse_due(context: Context) -> dict[str, int]:
    """Take back the seats that were kept for people who haven't answered; the next on the list is asked."""
    lapsed, now = 0, context.clock()

    def read(after: str, limit: int) -> Page[SignUpItem]:
        return context.store.due_page(SignUpItem, now, after=after, limit=limit)

    def each(due: list[SignUpItem]) -> None:
        nonlocal lapsed
        for sign_up in due:
            with suppress(Stale):  # they answered at this moment
                lapsed += _lapse(context, sign_up)

    work.in_parts(context, read, each)
    return {"lapsed": lapsed}


def _lapse(context: Context, sign_up: SignUpItem) -> bool:
    before, now = signups.read(sign_up), context.clock()
    item = store.load(context, sign_up.programme_id, sign_up.gathering_id)
    if item is None or not before.has_lapsed(now):
        return False
    uow = context.step()
    signups.save(context, uow, sign_up, before.cancel(), now)
    if store.read(item).stands:
        tell(uow, item, sign_up, GatheringNews.LAPSED)
        uow.publish(SeatsChanged(sign_up.programme_id, sign_up.gathering_id))
    uow.commit()
    return True
