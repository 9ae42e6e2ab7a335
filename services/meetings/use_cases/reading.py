"""Reading meetings: those of a pair, the one a signed link is about, and what may still be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from mentoring import access, clock, rooms, sessions
from mentoring import people as known
from mentoring.errors import NotFound
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import BusyDay, PairCalendar, PairCall
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState
from mentoring.tables.workspace import RoomHead, RoomKey, SessionGuides
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.sessions import SessionGuide


def meetings(context: Context, pair_id: str) -> tuple[Pair, list[Item]]:
    """Return a pair and its meetings, for its members."""
    also = [RoomKey.key(pair_id), PairCall.key(pair_id)]
    return access.pair_member(context, pair_id, also=also), store.of_pair(context, pair_id)


def meeting(context: Context, pair_id: str, meeting_id: str) -> tuple[Pair, Item]:
    """Return a pair and one of its meetings, for its members."""
    also = [Item.key(pair_id, meeting_id), PairCalendar.key(pair_id), RoomKey.key(pair_id)]
    return access.pair_member(context, pair_id, also=also), meeting_of_link(context, pair_id, meeting_id)


@dataclass(frozen=True)
class Session:
    """Which meeting of the pair one is, and what the programme suggests for it."""

    number: int
    guide: SessionGuide


def session(context: Context, pair: Pair, item: Item) -> Session | None:
    """Return what a programme suggests for a meeting; None if it doesn't stand, or nothing is suggested."""
    number = store.calendar(context, pair.pair_id).number_of(item.meeting_id)
    keys = [Programme.key(pair.programme_id), SessionGuides.key(pair.programme_id)]
    read = context.store.get_many(Base, keys) if number else []
    planned = pair.plans(next((one for one in read if isinstance(one, Programme)), None))
    own: dict[str, sessions.Texts] = next((one.own for one in read if isinstance(one, SessionGuides)), {})
    guide = sessions.for_meeting(own, number, planned, context.locale) if number else None
    return Session(number, guide) if guide is not None else None


def meeting_of_link(context: Context, pair_id: str, meeting_id: str) -> Item:
    """Return the meeting a signed link is about, as every one that is known to be the asker's; raises `NotFound`."""
    item = store.load(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    return item


def pair_of(context: Context, item: Item) -> Pair:
    """Return the pair of a meeting that is known to be the asker's; raises `NotFound`."""
    pair = context.store.get(Pair, *Pair.key(item.pair_id))
    if pair is None:
        raise NotFound
    return pair


def shown(context: Context, item: Item) -> Opened[Item]:
    """Return a meeting with its place and its agenda as the two of the pair read them."""
    return Opened(item, rooms.for_facts(context, item.pair_id))


def look_ahead(context: Context, pair_id: str, meeting_id: str, person_id: str) -> None:
    """Read in one round trip what a page that a signed link leads to asks for: pair, meeting, the reader's account."""
    keys = [Item.key(pair_id, meeting_id), Pair.key(pair_id), Person.key(person_id), RoomKey.key(pair_id)]
    keys += [PairCalendar.key(pair_id), RoomHead.key(pair_id)]
    context.store.get_many(Base, keys)


def open_pair(context: Context, pair_id: str, *, also: Iterable[access.Key] = ()) -> Pair:
    """Return a pair whose process goes on to its members; raises `MeetingDecided`. `also` as `access` has it."""
    pair = access.pair_member(context, pair_id, also=[PairCalendar.key(pair_id), RoomKey.key(pair_id), *also])
    if pair.outcome:
        raise domain.MeetingDecided
    return pair


def may_change(context: Context, item: Item) -> bool:
    """Return whether the user may still move or cancel a meeting."""
    return store.read(item).may_change(context.principal.person_id, context.clock())


def may_contest(context: Context, item: Item) -> bool:
    """Return whether the user may say that a meeting went otherwise than the partner said."""
    return store.read(item).told.may_contest(context.principal.person_id, context.clock())


def says_held(context: Context, item: Item) -> bool:
    """Return whether the user said that a meeting took place."""
    return store.read(item).told.of(context.principal.person_id) == MeetingOutcome.HELD


def has_begun(context: Context, item: Item) -> bool:
    """Return whether a meeting has begun."""
    return store.read(item).has_begun(context.clock())


def moved_by_other(item: Item, person_id: str, sequence: int) -> bool:
    """Return whether the partner has moved a meeting since a person was told of its time with this number."""
    return store.read(item).moved_by_other(person_id, sequence)


def zone_of(context: Context, pair_id: str, person_id: str) -> str:
    """Return the zone in which one of a pair gets mails, empty if unknown."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        return ""
    participant_id = pair.mentor_id if person_id == pair.mentor_person_id else pair.mentee_id
    participant = context.store.get(Participant, *Participant.key(pair.programme_id, participant_id))
    return known.today(context, [participant])[0].zone if participant else ""


# What stands beside proposed times: other meetings of the reader then, and the partner's zone -----------------------


@dataclass(frozen=True)
class Time:
    """A time of a meeting, and whether the reader is in another meeting then."""

    starts_at: datetime
    clashes: bool


@dataclass(frozen=True)
class Beside:
    """`times` are those of each meeting by its id, of a choice those that are still ahead.

    `partner_zone` is where the other of the pair is, empty if there are no meetings.
    """

    times: dict[str, tuple[Time, ...]]
    partner_zone: str = ""


def clashes(context: Context, found: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """Return, by the ids of meetings, at which instants that the partner proposes the reader is in another meeting.

    One round trip if any is proposed, none otherwise.
    """
    waiting = _waiting(context, found)
    keys = _days(context, waiting)
    return _clashes(waiting, context.store.get_many(BusyDay, keys) if keys else [])


def beside(context: Context, pair: Pair, found: Iterable[Item]) -> Beside:
    """Return what stands beside the meetings of a pair, for one of the two, with the programme; one round trip."""
    meetings = list(found)
    programme = Programme.key(pair.programme_id)
    if not meetings:
        context.store.get(Programme, *programme)
        return Beside({})
    waiting = _waiting(context, meetings)
    mentors = context.principal.person_id == pair.mentor_person_id
    partner = (pair.mentee_id, pair.mentee_person_id) if mentors else (pair.mentor_id, pair.mentor_person_id)
    of_partner = Participant.key(pair.programme_id, partner[0])
    read = context.store.get_many(Base, [programme, of_partner, Person.key(partner[1]), *_days(context, waiting)])
    (other,) = known.known(context, [of_partner]) or (None,)
    busy = _clashes(waiting, [one for one in read if isinstance(one, BusyDay)])
    now = context.clock()
    times = {one.meeting_id: _times(one, busy.get(one.meeting_id, ()), now) for one in meetings}
    return Beside(times, other.zone if other is not None else "")


def _times(item: Item, busy: tuple[str, ...], now: datetime) -> tuple[Time, ...]:
    meeting = store.read(item)
    ahead = [one for one in meeting.times if one > now] if meeting.is_choice else meeting.times
    return tuple(Time(one, clock.iso(one) in busy) for one in ahead)


def _waiting(context: Context, found: Iterable[Item]) -> list[Item]:
    """Return the proposals that the reader has to answer."""
    mine = context.principal.person_id
    return [one for one in found if one.state == MeetingState.PROPOSED and one.proposed_by != mine]


def _days(context: Context, waiting: Iterable[Item]) -> list[access.Key]:
    meetings = [store.read(one) for one in waiting]
    days = dict.fromkeys(day for one in meetings for start in one.times for day in one.at(start).days)
    return [BusyDay.key(context.principal.person_id, day) for day in days]


def _clashes(waiting: Iterable[Item], days: Iterable[BusyDay]) -> dict[str, tuple[str, ...]]:
    taken = {meeting_id: span for one in days for meeting_id, span in one.taken.items()}
    found = {}
    for item in waiting:
        meeting = store.read(item)
        others = [(clock.parse(a), clock.parse(b)) for one, (a, b) in taken.items() if one != item.meeting_id]
        at = [start for start in meeting.times if any(meeting.at(start).shares(*span) for span in others)]
        found[item.meeting_id] = tuple(clock.iso(one) for one in at)
    return found
