"""The next meeting a pair agreed on, where it is named: at home and in its room, with «add to my calendar»."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import adding, calendar, clock, links
from mentoring.tables.vocabulary import MeetingState
from mentoring.values import dataclass
from workspace import store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.adding import Adding
    from mentoring.context import Context
    from mentoring.tables.meetings import Arranged
    from mentoring.tables.pairing import Pair


@dataclass(frozen=True)
class Agreed:
    """A meeting ahead that both agreed on: an instant, the path of its page, and where it is added to a calendar."""

    starts_at: str
    page: str
    adding: Adding


def agreed(context: Context, pairs: Iterable[Pair]) -> dict[str, Agreed]:
    """Return the next agreed meeting of each pair that has one, by pair id; what the two wrote of it isn't opened."""
    now = clock.iso(context.clock())
    found: dict[str, Agreed] = {}
    for pair in pairs:
        ahead = [one for one in store.arranged(context, pair.pair_id) if one.starts_at > now and not pair.outcome]
        following = next((one for one in ahead if one.state == MeetingState.CONFIRMED), None)
        if following is not None:
            found[pair.pair_id] = _agreed(context, pair, following)
    return found


def _agreed(context: Context, pair: Pair, one: Arranged) -> Agreed:
    page = f"/meetings/pair/{pair.pair_id}/{one.meeting_id}"
    told = adding.Coming(
        title=calendar.title(pair.mentor_name, pair.mentee_name, context.locale),
        starts_at=clock.parse(one.starts_at),
        minutes=one.minutes,
        place="",
        page=links.url(page),
    )
    return Agreed(one.starts_at, page, adding.adding(told, f"{page}/{adding.FILE}"))
