"""What becomes of a mail: an accepted one is kept in its conversation, and a known person hears why theirs was not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import clock, ids, letters, rooms
from mentoring.errors import AlreadyDone, DomainError, NotFound
from mentoring.events.workspace import AnswerUnkept
from mentoring.store import retrying
from mentoring.tables.once import OnceItem
from mentoring.tables.vocabulary import ThreadKind
from mentoring.tables.workspace import DeskThread
from workspace import conversation
from workspace.conversation import Unkept
from workspace.use_cases import desk, incoming, messages, threads, uploads

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.notifications import MailReceived
    from mentoring.replies import Thread
    from workspace.use_cases.incoming import Accepted, Outcome

TOLD = {
    incoming.Why.CLOSED: Unkept.CLOSED,
    incoming.Why.EMPTY: Unkept.EMPTY,
    incoming.Why.FILES: Unkept.FILES,
    incoming.Why.TOO_LONG: Unkept.TOO_LONG,
}
"""Why a known person's answer was not kept → what they are told."""


def take_mail(context: Context, event: Event[MailReceived]) -> Outcome:
    """Read the mail an event tells of, and keep it when it is somebody's answer; return what became of it."""
    outcome = incoming.take_mail(context, event, keep)
    if isinstance(outcome, incoming.Refused) and outcome.why in TOLD and outcome.thread is not None:
        _tell(context, outcome.thread, outcome.person_id, TOLD[outcome.why])
    return outcome


def keep(context: Context, accepted: Accepted) -> Outcome:
    """Keep an accepted mail where it belongs; one to a room that is gone changes nothing.

    An address is saved with the key of its thread, so a key that is missing has been deleted.
    """
    try:
        return _keep(context, accepted)
    except (NotFound, rooms.KeyMissing):
        return incoming.Refused(incoming.Why.NO_ROOM)


@retrying
def _keep(context: Context, accepted: Accepted) -> Outcome:
    """Keep an accepted mail as a line of its conversation, and its files as materials of the pair; twice is once."""
    if accepted.thread.kind == ThreadKind.DESK:
        return _keep_at_the_desk(context, accepted)
    pair_id = accepted.thread.thread_id
    pair, text = messages.pair_of(context, pair_id), letters.lines(accepted.text)
    kept, left = ([], 0) if pair.outcome else _files(context, accepted)
    text = text or ", ".join(kept)
    why = _unkept(accepted, text, ended=bool(pair.outcome))
    if why is not None:
        return incoming.Refused(why, person_id=accepted.person_id, thread=accepted.thread)
    if text:
        uow = context.begin()
        written = threads.Written(text, by_mail=True, files=len(kept), left=left)
        messages.add(context, uow, pair, accepted.person_id, written)
        uow.commit()
    return replace(accepted, text=text)


def _files(context: Context, accepted: Accepted) -> tuple[list[str], int]:
    """Keep the files of a mail; return the names of those that were kept, and how many were not."""
    kept, left = list[str](), 0
    for one in accepted.files:
        step = replace(context, marker=None)
        try:
            uploads.take(step, accepted.thread.thread_id, accepted.person_id, one.name, one.content)
        except DomainError:
            left += 1
        else:
            kept.append(one.name)
    return kept, left


def _keep_at_the_desk(context: Context, accepted: Accepted) -> Outcome:
    """Keep what a participant answered to the organizers."""
    text = letters.lines(accepted.text)
    why = _unkept(accepted, text, ended=False)
    if why is not None:
        return incoming.Refused(why, person_id=accepted.person_id, thread=accepted.thread)
    if text:
        programme_id = DeskThread.programme_of(accepted.thread.thread_id)
        thread = desk.head_of(context, programme_id, accepted.person_id)
        uow = context.begin()
        written = threads.Written(text, by_mail=True, left=len(accepted.files))
        desk.add(context, uow, thread, accepted.person_id, written)
        uow.commit()
    return replace(accepted, text=text)


def _unkept(accepted: Accepted, text: str, *, ended: bool) -> incoming.Why | None:
    """Return why an answer can't be kept; a calendar's answer without words is for meetings to read."""
    if not text and accepted.answers and not accepted.files:
        return None
    if ended:
        return incoming.Why.CLOSED
    if not text:
        return incoming.Why.FILES if accepted.files else incoming.Why.EMPTY
    return incoming.Why.TOO_LONG if len(text) > conversation.MOST_TEXT else None


def _tell(context: Context, thread: Thread, person_id: str, why: Unkept) -> None:
    """Ask for a mail that says so, at most one a day for each reason and thread.

    A mail that was kept may be delivered again after the pair's end: its marker, which the unit carries, then says so.
    """
    pair_id = thread.thread_id if thread.kind == ThreadKind.PAIR else ""
    if pair_id:
        programme_id = messages.pair_of(context, pair_id).programme_id
    else:
        programme_id = DeskThread.programme_of(thread.thread_id)
    day = clock.iso(context.clock())[:10]
    event_id = ids.derived("answer-unkept", person_id, thread.kind, thread.thread_id, why, day)
    told = OnceItem.told(context.service, event_id)
    if context.store.once(told) is not None:
        return
    uow = context.begin()
    uow.once(told)
    uow.publish(AnswerUnkept(programme_id, pair_id, person_id, why), event_id=event_id)
    with suppress(AlreadyDone):
        uow.commit()
