"""The inbox of a programme: who waits for an answer, who takes care of it, who answered. For those who decide there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, people, replies
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import DeskState
from mentoring.tables.workspace import DeskThread, ProgrammeKey
from mentoring.values import dataclass
from workspace.use_cases import desk, threads

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.attributes import Opened
    from mentoring.tables.identity import Person
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.workspace import Message
    from workspace.conversation import Reader


@dataclass(frozen=True)
class Row:
    """A thread in the inbox, with the name of who it is with; `holder` is who takes care of it, if somebody does."""

    thread: DeskThread
    name: str
    holder: str
    unread: int


def inbox(context: Context, programme_id: str, after: str, limit: int) -> Page[DeskThread]:
    """Return threads of a programme for those who decide there: open ones first, who has waited longest before."""
    access.organizer(context, programme_id)
    return context.store.listed_page(DeskThread, *DeskThread.inbox(programme_id), after=after, limit=limit)


def rows(context: Context, found: list[DeskThread]) -> list[Row]:
    """Return threads as the inbox shows them, with names of today."""
    keys = [Participant.key(one.programme_id, one.participant_id) for one in found]
    names = {one.participant_id: one.name for one in people.known(context, keys)}
    accounts = people.by_id(context, [one.assigned_to for one in found if one.assigned_to])
    return [
        Row(
            one,
            names.get(one.participant_id, ""),
            _name(accounts.get(one.assigned_to or "")),
            threads.unread(one, desk.DESK),
        )
        for one in found
    ]


def _name(account: Person | None) -> str:
    return account.called if account is not None else ""


def programme_of(context: Context, programme_id: str) -> Programme:
    """Return a programme, for those who decide there."""
    return access.organizer(context, programme_id)


def open_theirs(context: Context, programme_id: str, participant_id: str) -> Row:
    """Return somebody's thread, for those who decide in the programme."""
    (row,) = rows(context, [_theirs(context, programme_id, participant_id)])
    return row


def _theirs(context: Context, programme_id: str, participant_id: str, holder: str = "") -> DeskThread:
    """Return somebody's thread, for those who decide; if a `holder` is named, they have to be one of these, too."""
    keys = [Participant.key(programme_id, participant_id), ProgrammeKey.key(programme_id)]
    programme = access.organizer(context, programme_id, also=keys, along=access.membership(holder or "-"))
    if holder and access.role_of(context, programme, holder) not in access.EDITORS:
        raise NotFound
    participant = context.store.get(Participant, *Participant.key(programme_id, participant_id))
    if participant is None:
        raise NotFound
    thread = desk.thread_of(programme_id, participant.person_id)
    keys = [DeskThread.key(programme_id, participant.person_id), *replies.keys(thread, participant.person_id)]
    context.store.get_many(Item, keys)
    return context.store.get(DeskThread, *keys[0]) or desk.new_thread(participant)


@retrying
def write_answer(context: Context, programme_id: str, participant_id: str, text: str) -> Opened[Message]:
    """Answer a participant, or write to them first, in the name of the organizers."""
    thread = _theirs(context, programme_id, participant_id)
    uow = context.begin()
    line = desk.add(context, uow, thread, context.principal.person_id, threads.Written(text))
    uow.commit()
    return line


@retrying
def look_theirs(context: Context, programme_id: str, participant_id: str, number: int) -> Reader:
    """Note that one of the organizers has read up to a line: no mail asks them any more."""
    return threads.look(context, _theirs(context, programme_id, participant_id), desk.DESK, number)


@retrying
def assign(context: Context, programme_id: str, participant_id: str, to: str) -> DeskThread:
    """Say which of the organizers takes care of a thread; an empty id for nobody."""
    thread = _theirs(context, programme_id, participant_id, to)
    thread.assigned_to = to or None
    return _settled(context, thread)


@retrying
def settle(context: Context, programme_id: str, participant_id: str) -> DeskThread:
    """Say that a thread needs no answer any more."""
    thread = _theirs(context, programme_id, participant_id)
    thread.state, thread.waits_since = DeskState.ANSWERED, None
    thread.answered_by = context.principal.person_id
    return _settled(context, thread)


def _settled(context: Context, thread: DeskThread) -> DeskThread:
    uow = context.begin()
    uow.save(thread)
    uow.commit()
    return thread


def team(context: Context, programme_id: str) -> list[tuple[str, str]]:
    """Return person ids and names of those who decide in a programme."""
    programme = access.organizer(context, programme_id)
    members = access.team(context, programme)
    mine = [one.person_id for one in members if one.role_in(programme_id) in access.EDITORS]
    accounts = people.by_id(context, mine)
    return [(one, _name(accounts.get(one))) for one in mine if one in accounts]
