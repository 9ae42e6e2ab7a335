"""What time does with meetings: reminders, the question whether they took place, the presumption that they did."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from meetings import domain, store
from meetings.use_cases.outcome import hold
from mentoring import work
from mentoring.errors import Stale
from mentoring.events.meetings import MeetingCancelled, MeetingEnded, MeetingReminderDue
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder

if TYPE_CHECKING:
    from mentoring.context import Context


def do_due(context: Context) -> dict[str, int]:
    """Do what is due: reminders, questions after meetings, presumptions; running it twice does nothing more.

    Return how many of each this part did.
    """
    counts = {"reminded": 0, "ended": 0, "presumed": 0, "lapsed": 0, "passed": 0, "moved_on": 0}

    def advance(due: list[Item]) -> None:
        for item in due:
            with suppress(Stale):
                counts[_advance(context, item)] += 1

    now = context.clock()
    work.in_parts(context, lambda after, limit: context.store.due_page(Item, now, after=after, limit=limit), advance)
    return counts


def _advance(context: Context, item: Item) -> str:
    now = context.clock()
    meeting = store.read(item)
    what = meeting.due(now)
    ids_of = (item.programme_id, item.pair_id, item.meeting_id)
    uow = context.step()
    if what is domain.Due.PRESUMED:
        presumed = replace(meeting, state=MeetingState.HELD, outcome=MeetingOutcome.HELD, presumed=True)
        hold(context, uow, item, presumed, store.calendar(context, item.pair_id))
        uow.commit()
        return "presumed"
    if isinstance(what, Reminder):
        meeting = replace(meeting, reminded=(*meeting.reminded, what))
        uow.publish(MeetingReminderDue(*ids_of, what), aggregate=item)
    elif what is domain.Due.ENDED:
        meeting = replace(meeting, state=MeetingState.TO_CONFIRM)
        uow.publish(MeetingEnded(*ids_of), aggregate=item)
    elif what is domain.Due.PASSED:
        meeting = meeting.let_pass(now)
    elif what is domain.Due.LAPSED:
        meeting = meeting.lapse()
        lapsed = MeetingCancelled(
            *ids_of, "system", meeting.sequence, was_confirmed=False, lapsed=True, starts_at=item.starts_at
        )
        uow.publish(lapsed, aggregate=item)
    store.keep(item, meeting, now)
    if what in (domain.Due.ENDED, domain.Due.LAPSED, domain.Due.PASSED):
        store.save(uow, store.calendar(context, item.pair_id), item)
    else:
        uow.save(item)
    uow.commit()
    return "reminded" if isinstance(what, Reminder) else what or "moved_on"
