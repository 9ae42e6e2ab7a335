"""A group finds a date: everybody proposes times and ticks those that suit them; then it is fixed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import circles as store
from gatherings.use_cases.circle.arranging import arrange
from gatherings.use_cases.circle.ours import Ours, changed, ours
from mentoring import ids
from mentoring.errors import N_, Conflict
from mentoring.store import retrying
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import CircleDeed, CircleState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mentoring.context import Context


class PollOver(Conflict):
    """The group has a date, or looks for none at the moment."""

    code = "poll-over"
    message = N_("Your group has a date, or doesn't look for one at the moment.")


class StillAhead(Conflict):
    """The meeting that is arranged comes first."""

    code = "still-ahead"
    message = N_("Your group already looks for a date, or has one that is still ahead.")


@retrying
def answer(context: Context, programme_id: str, circle_id: str, yes: Sequence[str], times: Sequence[datetime]) -> Ours:
    """Say which of the times suit the user, and propose others; the last answer fixes the date.

    Raises `PollOver`, `TimeUnknown`, `TimeTooNear`, `TooManyTimes`.
    """
    found = ours(context, programme_id, circle_id, Programme.key(programme_id))
    item, now = found.item, context.clock()
    if item.state != CircleState.POLLING:
        raise PollOver
    fresh = list(dict.fromkeys(times))
    names = [ids.derived("option", circle_id, str(item.nth), found.me, str(one)) for one in fresh]
    after = found.poll.answer(found.me, yes, fresh, now, names)
    store.keep_poll(item, after)
    date, uow = after.date(now), context.begin()
    if date is not None:
        arrange(context, uow, item, date)
    else:
        changed(uow, item, CircleDeed.ANSWERED)
    uow.commit()
    return found


@retrying
def meet_again(context: Context, programme_id: str, circle_id: str) -> Ours:
    """Look for the next date of a group that met, or found none; raises `StillAhead`."""
    found = ours(context, programme_id, circle_id)
    if found.item.state in (CircleState.POLLING, CircleState.ARRANGED):
        raise StillAhead
    store.again(found.item, context.clock())
    uow = context.begin()
    changed(uow, found.item, CircleDeed.REOPENED)
    uow.commit()
    return found
