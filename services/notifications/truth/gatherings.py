"""Whether what is told of gatherings is still true."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Ahead, GatheringNews, GatheringState, SignUpState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringTold

STANDS = {
    GatheringNews.SEATED: SignUpState.GOING,
    GatheringNews.QUEUED: SignUpState.WAITING,
    GatheringNews.OFFER: SignUpState.OFFERED,
    GatheringNews.LAPSED: SignUpState.CANCELLED,
    GatheringNews.LEFT: SignUpState.CANCELLED,
    GatheringNews.NEAR: SignUpState.GOING,
}
"""What is told of a sign-up → how it stands then."""
TO_HOSTS = frozenset({GatheringNews.HOSTING, GatheringNews.MOVED, GatheringNews.NEAR})
"""What a host is told, who needs no sign-up."""
SLACK = timedelta(minutes=10)
"""Tolerance for a schedule that runs early."""
WINDOWS = {
    Ahead.WEEK: (timedelta(hours=24), timedelta(days=7) + SLACK),
    Ahead.DAY: (timedelta(0), timedelta(hours=24) + SLACK),
}
"""A reminder's window before the start: after the first, not after the second."""


def still_so(context: Context, event: Event[GatheringTold]) -> bool:
    """The gathering and the sign-up are as the mail says, and the person takes part, or has left seat or hosting."""
    data, news = event.data, GatheringNews(event.data.news)
    item = context.store.get(Gathering, *Gathering.key(data.programme_id, data.gathering_id))
    if item is None:
        return True
    if news == GatheringNews.CALLED_OFF:
        return item.state == GatheringState.CANCELLED
    part = context.store.get(Participant, *Participant.key(data.programme_id, data.participant_id))
    gone = part is None or (bool(part.withdrawn_at) and news not in (GatheringNews.LEFT, GatheringNews.HOSTED))
    if item.state != GatheringState.ANNOUNCED or gone:
        return False
    if news == GatheringNews.HOSTED:
        return item.host != data.participant_id and _ahead(item, event, context)
    if item.host == data.participant_id and news in TO_HOSTS:
        return _ahead(item, event, context)
    sign_up = context.store.get(SignUp, *SignUp.key(data.gathering_id, data.person_id))
    return _ahead(item, event, context) and _stands(sign_up, news)


def _stands(sign_up: SignUp | None, news: GatheringNews) -> bool:
    stands = sign_up is not None and sign_up.state != SignUpState.CANCELLED
    if news == GatheringNews.INVITED:
        return not stands
    if news == GatheringNews.MOVED:
        return stands
    return sign_up is not None and sign_up.state == STANDS.get(news)


def _ahead(item: Gathering, event: Event[GatheringTold], context: Context) -> bool:
    """Return whether it is still as far ahead as the mail says; of several moves only the last one is told."""
    left = clock.parse(item.starts_at) - context.clock()
    news = GatheringNews(event.data.news)
    if news == GatheringNews.NEAR:
        latest, earliest = WINDOWS[Ahead(event.data.ahead)]
        return latest < left <= earliest
    if news == GatheringNews.INVITED:
        closes = min(item.sign_up_until or item.starts_at, item.starts_at)
        return context.clock() < clock.parse(closes)
    return left > timedelta(0) and (news != GatheringNews.MOVED or item.sequence == event.data.at)
