"""Somebody leaves the programme: seats become free, groups go on without them, nobody finds or waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import gatherings, signups
from gatherings.use_cases import telling
from gatherings.use_cases.circle import leaving as circles
from gatherings.use_cases.directory import removing
from gatherings.use_cases.onboarding import following
from mentoring import clock
from mentoring.events.gatherings import GatheringChanged, GatheringTold, SeatsChanged
from mentoring.store import retrying
from mentoring.tables.gatherings.signup import SignUp as Item
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import GatheringNews, SignUpState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ApplicationWithdrawn
    from mentoring.tables.gatherings.gathering import Gathering


def leave(context: Context, event: Event[ApplicationWithdrawn]) -> None:
    """Cancel all sign-ups of somebody who left, each in a transaction of its own; who had a seat or was a host is told.

    Else the gathering would stay in their calendar, which only a mail reaches.
    """
    key = Participant.key(event.data.programme_id, event.data.application_id)
    gone = context.store.get(Participant, *key)
    if gone is not None and gone.withdrawn_at:
        _give_up(context, gone)
        _hand_back(context, gone)
        circles.leave(context, gone)
        removing.leave(context, gone)
    following.leave(context, event)


def _give_up(context: Context, gone: Participant) -> None:
    for found in context.store.listed(Item, *Item.listed(gone.person_id, gone.programme_id)):
        if found.participant_id == gone.participant_id:
            _cancel(context, found)


@retrying
def _cancel(context: Context, found: Item) -> None:
    item = signups.load(context, found.gathering_id, found.person_id)
    if item is None or not signups.read(item).stands:
        return
    before, uow = signups.read(item), context.step()
    after = before.cancel()
    signups.save(context, uow, item, after, context.clock())
    gathering = gatherings.load(context, item.programme_id, item.gathering_id)
    hosts = gathering is not None and gathering.host == item.participant_id
    if before.state == SignUpState.GOING and gathering is not None and not hosts:  # a host hears of it below, once
        telling.tell(uow, gathering, item, GatheringNews.LEFT)
    if after.lets_others_in(before):
        uow.publish(SeatsChanged(item.programme_id, item.gathering_id))
    uow.commit()


def _hand_back(context: Context, gone: Participant) -> None:
    for found in gatherings.of_programme(context, gone.programme_id):
        if found.host == gone.participant_id and clock.parse(found.starts_at) > context.clock():
            _lose_host(context, found, gone)


@retrying
def _lose_host(context: Context, found: Gathering, gone: Participant) -> None:
    item = gatherings.load(context, found.programme_id, found.gathering_id)
    if item is None or item.host != gone.participant_id:
        return
    after, uow = gatherings.read(item).lose_host(), context.step()
    gatherings.save(context, uow, item, after)
    if after.stands:
        about = (item.programme_id, item.gathering_id, gone.person_id, gone.participant_id)
        uow.publish(GatheringChanged(item.programme_id, item.gathering_id), aggregate=item)
        uow.publish(GatheringTold(*about, GatheringNews.HOSTED, item.sequence))
    uow.commit()
