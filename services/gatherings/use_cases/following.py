"""People who take part follow the rounds on their own page: their room, who else is there, and how long it lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.turns import asks_again
from gatherings.store import breakouts
from gatherings.store.gatherings import load
from mentoring import access, clock
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.breakout import Breakout
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant, Programme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.breakout import Breakout as Rounds
    from mentoring.context import Context


@dataclass(frozen=True)
class Followed:
    """What somebody who is there needs of the rounds; `room` is theirs, from 0, None if they have no seat in this one.

    `tag` changes with all that is shown except time, `asks_again` are seconds, 0 for never.
    """

    breakout: Rounds | None
    tag: str
    person_id: str
    programme_id: str
    room: int | None
    asks_again: int

    @property
    def mates(self) -> list[str]:
        """Return the person ids of the others in the room."""
        if self.breakout is None or self.room is None:
            return []
        return [one for one in self.breakout.now[self.room] if one != self.person_id]

    @property
    def link(self) -> str:
        """Return the link of the room."""
        return self.breakout.link_of(self.room) if self.breakout is not None and self.room is not None else ""


def follow(context: Context, programme_id: str, gathering_id: str, *, whole: bool = False) -> Followed:
    """Return the rounds to somebody who is noted as present, in one round trip; raises `NotFound` for anybody else.

    `whole` reads what the whole page says of gathering and programme along.
    """
    me = access.person(context)
    more = [Gathering.key(programme_id, gathering_id), Programme.key(programme_id)] if whole else []
    read = context.store.get_many(Item, [Attendance.key(gathering_id, me), Breakout.key(gathering_id), *more])
    mine = next((one for one in read if isinstance(one, Attendance)), None)
    if mine is None or not mine.present or mine.programme_id != programme_id:
        raise NotFound
    item = next((one for one in read if isinstance(one, Breakout)), None)
    if item is None:
        return Followed(None, "0", me, programme_id, None, asks_again(None, context.clock(), None))
    breakout, now = breakouts.read(item), context.clock()
    return Followed(
        breakout,
        f"{item.tag}{'u' if breakout.is_up(now) else ''}",
        me,
        programme_id,
        None if breakout.is_over else breakout.room_of(me),
        asks_again(breakout, now, clock.parse(item.changed_at)),
    )


def gathering_of(context: Context, programme_id: str, gathering_id: str) -> tuple[Gathering, Programme]:
    """Return what `follow` read along."""
    item = load(context, programme_id, gathering_id)
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if item is None or programme is None:
        raise NotFound
    return item, programme


def names(context: Context, followed: Followed) -> list[str]:
    """Return the names of the others in the room, in one round trip."""
    if followed.breakout is None or not followed.mates:
        return []
    parts = [Participant.key(followed.programme_id, followed.breakout.people[one]) for one in followed.mates]
    read = context.store.get_many(Item, [*parts, *(Person.key(one) for one in followed.mates)])
    accounts = {one.person_id: one for one in read if isinstance(one, Person)}
    found = [one for one in read if isinstance(one, Participant)]
    told = (
        (account.says("name") if (account := accounts.get(one.person_id)) is not None else "") or one.name
        for one in found
    )
    return sorted(map(str, told), key=str.casefold)


def seconds_left(breakout: Rounds, now: datetime) -> int:
    """Return how many seconds the round has left."""
    return round(breakout.time_left(now).total_seconds())
