"""Reading meetings: those of a pair, the one a signed link is about, and what may still be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings import domain, store
from mentoring import access, rooms, sessions
from mentoring import people as known
from mentoring.errors import NotFound
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import MeetingOutcome
from mentoring.tables.workspace import RoomKey, SessionGuides
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.sessions import SessionGuide


def meetings(context: Context, pair_id: str) -> tuple[Pair, list[Item]]:
    """Return a pair and its meetings, for its members."""
    return access.pair_member(context, pair_id, also=[RoomKey.key(pair_id)]), store.of_pair(context, pair_id)


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


def shown(context: Context, item: Item) -> Opened[Item]:
    """Return a meeting with its place and its agenda as the two of the pair read them."""
    return Opened(item, rooms.for_facts(context, item.pair_id))


def look_ahead(context: Context, pair_id: str, meeting_id: str, person_id: str) -> None:
    """Read in one round trip what a page that a signed link leads to asks for: pair, meeting, the reader's account."""
    keys = [Item.key(pair_id, meeting_id), Pair.key(pair_id), Person.key(person_id), RoomKey.key(pair_id)]
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
