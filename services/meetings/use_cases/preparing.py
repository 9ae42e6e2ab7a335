"""Preparing a meeting: its agenda, what the programme suggests, and what the two carry into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.use_cases.reading import Session, meeting_of_link, session, shown
from mentoring import access, agendas, rooms
from mentoring.i18n import day_in
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.workspace import Goal, RoomHead, SessionGuides, Task
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.pairing import Pair


@dataclass(frozen=True)
class Prepared:
    """What the meeting's page shows; `tasks` are open, and the date of `goals` has passed."""

    pair: Pair
    meeting: Opened[Item]
    session: Session | None
    tasks: list[Opened[Task]]
    goals: list[Opened[Goal]]


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
    key = rooms.key(context, pair_id)
    return Prepared(
        pair,
        shown(context, item),
        session(context, pair, item),
        [Opened(one, key) for one in carried.tasks],
        [Opened(one, key) for one in carried.goals],
    )


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
