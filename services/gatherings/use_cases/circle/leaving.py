"""Somebody leaves the programme, and with it their groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import circles as store
from gatherings.use_cases.circle.arranging import history, seed
from gatherings.use_cases.circle.cards import erase_passed
from gatherings.use_cases.circle.ours import changed
from mentoring.store import retrying
from mentoring.tables.gatherings.circle import CircleMember
from mentoring.tables.vocabulary import CircleDeed

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant


def leave(context: Context, gone: Participant) -> None:
    """Take somebody who left out of their groups, each in a transaction of its own."""
    for one in context.store.listed(CircleMember, *CircleMember.listed(gone.person_id, gone.programme_id)):
        if one.participant_id == gone.participant_id:
            _leave(context, one)


@retrying
def _leave(context: Context, one: CircleMember) -> None:
    item = store.load(context, one.programme_id, one.circle_id)
    member = context.store.get(CircleMember, *CircleMember.key(one.circle_id, one.person_id))
    if item is None or member is None:
        return
    uow = context.step()
    uow.delete(member)
    meeting = store.meeting(item)
    if meeting is not None:
        had = history(context, item, context.clock())
        store.keep_meeting(item, meeting.without(one.person_id, had, seed(item)))
        erase_passed(context, uow, item, one.person_id)
    else:
        store.keep_poll(item, store.poll(item).without(one.person_id))
    item.people = [each for each in item.people if str(each[0]) != one.person_id]
    changed(uow, item, CircleDeed.LEFT)
    uow.commit()
