"""Suggesting times for a pair's next meeting, from what both said of their week and where they are already."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings import store, suggesting
from meetings.use_cases.arranging import minutes_of
from meetings.use_cases.reading import open_pair
from mentoring import access, clock, people
from mentoring.i18n import DEFAULT_ZONE, in_zone, zone_of
from mentoring.kickoff import kick_off
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import BusyDay, PairCall
from mentoring.tables.recruitment import Participant, Programme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.pairing import Pair

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Time:
    """A suggested time: when it begins and ends (UTC), and how the reader's clock shows the beginning (ISO)."""

    starts_at: datetime
    ends_at: datetime
    shown: str

    @property
    def at(self) -> str:
        """Return when it begins, as text."""
        return clock.iso(self.starts_at)


@dataclass(frozen=True)
class Suggested:
    """Times for the next meeting of a pair, best first; `due` is when it is due, `partner_zone` where the other is."""

    pair: Pair
    times: tuple[Time, ...]
    due: datetime
    is_ahead: bool
    partner_zone: str


def suggested(context: Context, pair_id: str, instead: str = "") -> Suggested:
    """Return times that suit both people of a pair whose process goes on; raises `MeetingDecided`.

    `instead` is the id of a meeting that would be moved: its own times aren't suggested, and it isn't the last one.
    """
    pair = open_pair(context, pair_id, also=[PairCall.key(pair_id)])  # the page says where they meet, too
    both = (pair.mentor_person_id, pair.mentee_person_id)
    mine = context.principal.person_id
    programme, known = _of_pair(context, pair)
    wish = _wish(context, pair, programme, instead)
    order = sorted(both, key=lambda one: one != mine)
    partner_zone, found = _fitting(context, wish, order, known)
    if not found and wish.due > wish.soonest:  # by one meeting far ahead the next may be due after the closing
        wish = replace(wish, due=wish.soonest)
        partner_zone, found = _fitting(context, wish, order, known)
    times = tuple(
        Time(one.starts_at, one.starts_at + wish.length, f"{in_zone(one.starts_at, context.zone):%Y-%m-%dT%H:%M}")
        for one in found
    )
    return Suggested(pair, times, wish.due, wish.due > wish.soonest, partner_zone)


def _fitting(
    context: Context, wish: suggesting.Wish, order: list[str], known: dict[str, Participant]
) -> tuple[str, list[suggesting.Suggestion]]:
    """Return the zone of the second of two person ids, and the times that suit both; one round trip."""
    busy = _busy(context, order, wish)
    reader, partner = (_side(known[one], busy[one]) if one in known else suggesting.Side(DEFAULT_ZONE) for one in order)
    return partner.zone, wish.suggest(reader, partner)


def _of_pair(context: Context, pair: Pair) -> tuple[Programme | None, dict[str, Participant]]:
    """Return the programme and, by person id, the two participants as of today; one round trip."""
    read_along(context, pair)
    known = {one.person_id: one for one in people.known(context, _participants(pair))}
    return context.store.get(Programme, *Programme.key(pair.programme_id)), known


def read_along(context: Context, pair: Pair) -> None:
    """Read in one round trip the programme of a pair and who the two are, for whoever asks for them next."""
    accounts = [Person.key(one) for one in (pair.mentor_person_id, pair.mentee_person_id)]
    context.store.get_many(Base, [Programme.key(pair.programme_id), *_participants(pair), *accounts])


def _participants(pair: Pair) -> list[access.Key]:
    return [Participant.key(pair.programme_id, one) for one in (pair.mentor_id, pair.mentee_id)]


def _side(one: Participant, busy: tuple[suggesting.Span, ...]) -> suggesting.Side:
    """Return somebody's week: its hours are those of the zone of the application, whatever the account says since."""
    slots = tuple((slot["weekday"], slot["start"], slot["end"]) for slot in one.profile["availability"])
    return suggesting.Side(one.zone, slots, one.profile.get("zone") or "", busy)


def _wish(context: Context, pair: Pair, programme: Programme | None, instead: str) -> suggesting.Wish:
    now, begins = context.clock(), clock.parse(pair.agreed_at)
    known = store.known(store.calendar(context, pair.pair_id))
    found = known.values()
    begun = [one.starts_at for one in found if one.has_begun(now)]
    last = max((one.starts_at for meeting_id, one in known.items() if meeting_id != instead), default=None)
    opens = kick_off(programme) if programme else None
    rhythm = timedelta(days=pair.interval_days or (programme.interval_days if programme else 0))
    return suggesting.Wish(
        now=now,
        due=max(begins, opens or begins) if last is None else last + rhythm,
        minutes=minutes_of(context, pair),
        last=max(begun, default=None),
        taken=tuple(span for one in found for span in one.spans),
        opens=opens,
        closes=closing(programme) if programme else None,
    )


def closing(programme: Programme) -> datetime | None:
    """Return the instant at which the day of the closing ends in the programme's zone; None without such a date."""
    day, home = programme.dates.get("closing"), zone_of(programme.zone) or ZoneInfo(DEFAULT_ZONE)
    return datetime.combine(date.fromisoformat(day) + DAY, time(0), home).astimezone(UTC) if day else None


def _busy(context: Context, both: Iterable[str], wish: suggesting.Wish) -> dict[str, tuple[suggesting.Span, ...]]:
    """Return when each of the two is in meetings, whatever the pair, as far as times are looked for; one round trip."""
    begin, end = wish.window
    days = [(begin + number * DAY).date().isoformat() for number in range(-1, max((end - begin).days, 0) + 2)]
    busy: dict[str, tuple[suggesting.Span, ...]] = dict.fromkeys(both, ())
    for one in context.store.get_many(BusyDay, [BusyDay.key(person, day) for person in busy for day in days]):
        busy[one.person_id] += tuple((clock.parse(start), clock.parse(until)) for start, until in one.taken.values())
    return busy
