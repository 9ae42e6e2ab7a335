"""Preparing a meeting: its agenda, what the programme suggests, and what the two carry into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.use_cases.reading import Session, meeting_of_link, session, shown
from meetings.use_cases.reading import meeting as meeting_of
from mentoring import access, agendas, clock, rooms
from mentoring.errors import NotFound
from mentoring.i18n import day_in
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import MeetingState
from mentoring.tables.workspace import Goal, RoomHead, SessionGuides, Task
from mentoring.values import dataclass

if TYPE_CHECKING:
    from meetings.timetable import Part
    from mentoring.context import Context
    from mentoring.tables.pairing import Pair


@dataclass(frozen=True)
class Prepared:
    """What the meeting's page shows; `tasks` are open, the date of `goals` has passed, `parts` are its timetable."""

    pair: Pair
    meeting: Opened[Item]
    session: Session | None
    tasks: list[Opened[Task]]
    goals: list[Opened[Goal]]
    parts: tuple[Part, ...]


def prepare(context: Context, pair_id: str, meeting_id: str) -> Prepared:
    """Return what one of the pair needs for a meeting; the room is read in one query, and the rest beside it."""
    me = access.person(context)
    room = context.store.query(Base, RoomHead.partition(pair_id))
    also = [Item.key(pair_id, meeting_id), PairCalendar.key(pair_id)]
    head = next((one for one in room if isinstance(one, RoomHead)), None)
    if head is not None and head.programme_id:
        also += [Programme.key(head.programme_id), SessionGuides.key(head.programme_id), *_partner(head, me)]
    pair = access.pair_member(context, pair_id, also=also)
    item = meeting_of_link(context, pair_id, meeting_id)
    carried = agendas.carried([] if pair.outcome else room, me, day_in(context.clock(), context.zone))
    key, guide, meeting = rooms.key(context, pair_id), session(context, pair, item), shown(context, item)
    return Prepared(
        pair,
        meeting,
        guide,
        [Opened(one, key) for one in carried.tasks],
        [Opened(one, key) for one in carried.goals],
        _parts(meeting, guide),
    )


def parts(context: Context, pair_id: str, meeting_id: str) -> tuple[Part, ...]:
    """Return the timetable of a meeting both agreed on, for its members; raises `NotFound` for any other."""
    pair, item = meeting_of(context, pair_id, meeting_id)
    found = _parts(shown(context, item), session(context, pair, item))
    if not found:
        raise NotFound
    return found


def _parts(meeting: Opened[Item], guide: Session | None) -> tuple[Part, ...]:
    if meeting.state != MeetingState.CONFIRMED:
        return ()
    from meetings import timetable  # noqa: PLC0415 - few requests look at a meeting that is ahead

    agenda = timetable.lines(meeting.agenda, guide.guide.agenda if guide is not None else ())
    return timetable.timetable(clock.parse(meeting.starts_at), meeting.minutes, agenda)


def _partner(head: RoomHead, me: str) -> list[access.Key]:
    """Return the keys of whom the user meets, whose zone stands beside the time."""
    partners = {
        head.mentor_person_id: (head.mentee_id, head.mentee_person_id),
        head.mentee_person_id: (head.mentor_id, head.mentor_person_id),
    }
    if me not in partners:
        return []
    participant_id, person_id = partners[me]
    return [Participant.key(head.programme_id, participant_id), Person.key(person_id)]
