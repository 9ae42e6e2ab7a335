"""Who is told what of a gathering: an event for each person, of which mails are made, in parts where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from mentoring import ids, people, work
from mentoring.errors import NotFound
from mentoring.events.gatherings import GatheringCancelled, GatheringMoved, GatheringTold
from mentoring.tables.gatherings.signup import SignUp as SignUpItem
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import GatheringNews, SignUpState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringAnnounced, GatheringNear
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.gatherings.gathering import Gathering as Item

TOGETHER = 50
"""People who are told in one transaction."""


def tell(uow: UnitOfWork, item: Item, sign_up: SignUpItem, news: GatheringNews) -> None:
    """Tell somebody of their sign-up, in the transaction that changes it."""
    about = (item.programme_id, item.gathering_id, sign_up.person_id, sign_up.participant_id)
    uow.publish(GatheringTold(*about, news, item.sequence))


def invite(context: Context, event: Event[GatheringAnnounced]) -> None:
    """Invite everybody a gathering is for, once each, whoever takes part in two roles; its host hears that they are."""
    item = _item(context, event)
    host = host_of(context, item)
    if host is not None:
        tell_each(context, item, {host.person_id: host.participant_id}, GatheringNews.HOSTING)
    plan = store.read(item).plan

    def read(after: str, limit: int) -> Page[Participant]:
        return context.store.page(Participant, *Participant.of(item.programme_id), after=after, limit=limit)

    def each(page: list[Participant]) -> None:
        meant = [one for one in page if not one.withdrawn_at and plan.is_for(one.role, one.participant_id)]
        asked = {one.person_id: one.participant_id for one in meant if host is None or one.person_id != host.person_id}
        tell_each(context, item, asked, GatheringNews.INVITED)

    work.in_parts(context, read, each, together=TOGETHER)


def tell_moved(context: Context, event: Event[GatheringMoved]) -> None:
    """Tell everybody who comes, or may, of another time or place."""
    _tell_all(context, event, GatheringNews.MOVED)


def tell_cancelled(context: Context, event: Event[GatheringCancelled]) -> None:
    """Tell everybody who would have come that a gathering is cancelled."""
    _tell_all(context, event, GatheringNews.CALLED_OFF)


def remind(context: Context, event: Event[GatheringNear]) -> None:
    """Remind everybody who comes."""
    _tell_all(context, event, GatheringNews.NEAR, event.data.ahead)


def _tell_all(
    context: Context,
    event: Event[GatheringMoved | GatheringCancelled | GatheringNear],
    news: GatheringNews,
    ahead: str = "",
) -> None:
    item = _item(context, event)
    host = host_of(context, item)
    if host is not None:
        tell_each(context, item, {host.person_id: host.participant_id}, news, ahead)

    def read(after: str, limit: int) -> Page[SignUpItem]:
        return context.store.page(SignUpItem, *SignUpItem.of(item.gathering_id), after=after, limit=limit)

    def each(page: list[SignUpItem]) -> None:
        told = (SignUpState.GOING,) if ahead else (SignUpState.GOING, SignUpState.OFFERED, SignUpState.WAITING)
        meant = [one for one in page if one.state in told and (host is None or one.person_id != host.person_id)]
        tell_each(context, item, {one.person_id: one.participant_id for one in meant}, news, ahead)

    work.in_parts(context, read, each, together=TOGETHER)


def tell_hosts(context: Context, uow: UnitOfWork, item: Item, before: str) -> None:
    """Tell the host of an announced gathering that they are, and who was it `before` that they no longer are.

    In the transaction that names another one, or nobody; `before` is a participant id, or empty.
    """
    for whom, news in ((before, GatheringNews.HOSTED), (item.host, GatheringNews.HOSTING)):
        one = _present(context, item, whom)
        if one is not None:
            about = (item.programme_id, item.gathering_id, one.person_id, one.participant_id)
            uow.publish(GatheringTold(*about, news, item.sequence))


def host_of(context: Context, item: Item) -> Participant | None:
    """Return the host of a gathering who takes part, with the name of today; the caller has checked the user."""
    return _present(context, item, item.host)


def _present(context: Context, item: Item, participant_id: str) -> Participant | None:
    keys = [Participant.key(item.programme_id, participant_id)] if participant_id else []
    return next((one for one in people.known(context, keys) if not one.withdrawn_at), None)


def tell_each(context: Context, item: Item, whom: dict[str, str], news: GatheringNews, ahead: str = "") -> None:
    """Publish what each of `whom` is told (person id → participant id), in a transaction of its own.

    The ids are derived, so that a part that begins again tells nobody twice. People are invited once, whatever time
    the gathering has by then.
    """
    uow = context.step()
    at = 0 if news == GatheringNews.INVITED else item.sequence
    for person_id, participant_id in whom.items():
        about = (item.programme_id, item.gathering_id, person_id, participant_id)
        event_id = ids.derived(*about[1:3], news, str(at), ahead)
        uow.publish(GatheringTold(*about, news, item.sequence, ahead), event_id=event_id)
    uow.commit()


def _item(
    context: Context, event: Event[GatheringAnnounced | GatheringMoved | GatheringCancelled | GatheringNear]
) -> Item:
    item = store.load(context, event.data.programme_id, event.data.gathering_id)
    if item is None:
        raise NotFound
    return item
