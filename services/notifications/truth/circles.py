"""Whether what is told of groups is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.gatherings.circle import Circle
from mentoring.tables.vocabulary import CircleNews, CircleRole, CircleState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import CircleTold

STANDS = {
    CircleNews.FORMED: CircleState.POLLING,
    CircleNews.ANSWER: CircleState.POLLING,
    CircleNews.ARRANGED: CircleState.ARRANGED,
    CircleNews.ROLE: CircleState.ARRANGED,
    CircleNews.NO_DATE: CircleState.NO_DATE,
}
"""What is told of a group → how it stands then."""


def still_so(context: Context, event: Event[CircleTold]) -> bool:
    """The group stands as the mail says, the person is still in it, and the meeting is the same and still ahead."""
    data, news = event.data, CircleNews(event.data.news)
    item = context.store.get(Circle, *Circle.key(data.programme_id, data.circle_id))
    if item is None:
        return True
    if data.person_id not in {str(one) for one, _ in item.people}:
        return False
    if item.nth != data.nth or item.state != STANDS[news] or not _ahead(context, item):
        return False
    if news == CircleNews.ANSWER:
        return data.person_id not in item.answered
    if news == CircleNews.ROLE:
        return CircleRole(item.roles.get(data.person_id, CircleRole.CONSULTANT)) != CircleRole.CONSULTANT
    return news != CircleNews.ARRANGED or data.person_id not in item.away


def _ahead(context: Context, item: Circle) -> bool:
    return item.state != CircleState.ARRANGED or context.clock() < clock.parse(item.starts_at or item.formed_at)
