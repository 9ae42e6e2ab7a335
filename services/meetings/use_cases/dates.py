"""All that happens in a programme, for everybody in it: its dates, gatherings that are for them, their own meetings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from meetings import store
from mentoring import access, clock, gatherings
from mentoring.errors import NotFound
from mentoring.i18n import in_zone
from mentoring.tables.core import Item
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import CalendarKind, GatheringState, MeetingState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import SignUpState

DATES = ("recruitment_closes", "kick_off", "mid_review", "closing")
"""The programme's dates that concern everybody in it."""


@dataclass(frozen=True)
class Entry:
    """Something on a day of the reader's: a date of the programme (`name`), a gathering or a meeting.

    `starts_at` is an instant, empty for what takes a whole day. `title` is that of a gathering, or the partner's name;
    `path` the page about it. `sign_up` is the reader's to a gathering, None if they have none.
    """

    what: CalendarKind
    day: date
    starts_at: str = ""
    minutes: int = 0
    name: str = ""
    title: str = ""
    path: str = ""
    cancelled: bool = False
    proposed: bool = False
    sign_up: SignUpState | None = None

    @property
    def month(self) -> date:
        """Return the first day of its month."""
        return self.day.replace(day=1)


@dataclass(frozen=True)
class Dates:
    """The calendar of a programme as somebody sees it, soonest first; `organizes`, or `takes_part` in it, or both."""

    programme: Programme
    organizes: bool
    takes_part: bool
    entries: list[Entry]

    def months(self) -> list[tuple[date, list[Entry]]]:
        """Return the months there is something in, by their first day."""
        return [
            (month, [one for one in self.entries if one.month == month])
            for month in dict.fromkeys(one.month for one in self.entries)
        ]


def of_programme(context: Context, programme_id: str) -> Dates:
    """Return the calendar of a programme, for who takes part in it or organizes it; raises `NotFound` for others.

    Three round trips: what is the user's; programme, membership and calendars of their pairs; the gatherings. Of
    meetings only times are read, nothing that is sealed, and only the user's own.
    """
    me = access.person(context)
    mine = context.store.listed(Item, Person.listing(me))
    pairs = [one for one in mine if isinstance(one, PairMember) and one.programme_id == programme_id]
    programme = access.with_programme(
        context,
        programme_id,
        [PairCalendar.key(one.pair_id) for one in pairs],
        access.membership(me),
    )
    organizes = bool(access.role(context, programme))
    parts = [one for one in mine if isinstance(one, Participant) and one.programme_id == programme_id]
    parts = [one for one in parts if not one.withdrawn_at]
    if not organizes and not parts:
        raise NotFound
    signed_up = {one.gathering_id: one for one in mine if isinstance(one, SignUp)}
    planned = context.store.query(Gathering, *Gathering.of(programme_id))
    seen = [one for one in planned if organizes or _is_for(one, parts, signed_up.get(one.gathering_id))]
    entries = [*_dates(programme), *_gathered(context, seen, signed_up), *_met(context, pairs)]
    entries.sort(key=lambda one: (one.day, one.starts_at, one.title))
    return Dates(programme, organizes, bool(parts), entries)


def _dates(programme: Programme) -> Iterable[Entry]:
    for name in DATES:
        day = programme.dates.get(name)
        if day:
            yield Entry(CalendarKind.DATE, date.fromisoformat(day), name=name)


def _is_for(one: Gathering, parts: list[Participant], sign_up: SignUp | None) -> bool:
    """Return whether somebody who takes part sees a gathering: it is for them, or they signed up to it."""
    if one.state == GatheringState.DRAFT:
        return False
    return sign_up is not None or any(
        one.audience.admits(part.role) or part.participant_id in one.chosen for part in parts
    )


def _gathered(context: Context, seen: list[Gathering], signed_up: dict[str, SignUp]) -> Iterable[Entry]:
    for one in seen:
        if one.state == GatheringState.DRAFT:
            continue
        sign_up = signed_up.get(one.gathering_id)
        yield Entry(
            CalendarKind.GATHERING,
            _day(context, one.starts_at),
            one.starts_at,
            one.minutes,
            title=gatherings.title(one, context.locale),
            path=f"/gatherings/{one.programme_id}/{one.gathering_id}",
            cancelled=one.state == GatheringState.CANCELLED,
            sign_up=sign_up.state if sign_up is not None else None,
        )


def _met(context: Context, pairs: list[PairMember]) -> Iterable[Entry]:
    for pair in pairs:
        for one in store.calendar(context, pair.pair_id).arranged():
            yield Entry(
                CalendarKind.MEETING,
                _day(context, one.starts_at),
                one.starts_at,
                one.minutes,
                title=pair.partner_name,
                path=f"/meetings/pair/{pair.pair_id}/{one.meeting_id}",
                proposed=one.state == MeetingState.PROPOSED,
            )


def _day(context: Context, instant: str) -> date:
    """Return the day of an instant in the reader's zone."""
    return in_zone(clock.parse(instant), context.zone).date()
