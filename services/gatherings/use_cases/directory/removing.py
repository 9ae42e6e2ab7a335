"""Nobody is found any more who leaves the directory or the programme, and nothing is kept of whom they asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import directory as store
from mentoring.batches import batched
from mentoring.events.gatherings import DirectoryChanged
from mentoring.store import retrying
from mentoring.tables.gatherings.directory import DirectoryEntry, Introduction
from mentoring.tables.recruitment import Participant

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork

TOGETHER = 50
"""Wishes that are deleted in one transaction."""


def remove(context: Context, uow: UnitOfWork, entry: DirectoryEntry) -> None:
    """Take an entry out of the directory, in the transaction."""
    store.delete(context, uow, entry)
    uow.publish(DirectoryChanged(entry.programme_id, entry.person_id), aggregate=entry)


def leave(context: Context, gone: Participant) -> None:
    """Take somebody out of the directory who left the programme, and forget whom they asked and who asked them."""
    if _leave(context, gone):
        _drop(context, gone.programme_id, gone.person_id)


@retrying
def _leave(context: Context, gone: Participant) -> bool:
    """Take somebody out of the directory who left the programme; return whether they left it in every role.

    Who still has another role is shown with that.
    """
    programme_id, person_id = gone.programme_id, gone.person_id
    parts = context.store.listed(Participant, *Participant.listed(person_id, programme_id))
    left = [one for one in parts if not one.withdrawn_at and one.participant_id != gone.participant_id]
    entry = context.store.get(DirectoryEntry, *DirectoryEntry.key(programme_id, person_id))
    if entry is not None:
        uow = context.step()
        if left:
            entry.roles, entry.participant_id = sorted({one.role.value for one in left}), left[0].participant_id
            store.save(context, uow, entry)
            uow.publish(DirectoryChanged(programme_id, person_id), aggregate=entry)
        else:
            remove(context, uow, entry)
        uow.commit()
    return not left


@retrying
def _drop(context: Context, programme_id: str, person_id: str) -> None:
    """Forget whom somebody asked who left the programme, and who waits for their answer."""
    asked = context.store.query(Introduction, *Introduction.of(programme_id, person_id))
    waiting = context.store.listed(Introduction, *Introduction.listed(programme_id, person_id))
    keys = [(one.pk, one.sk) for one in (*asked, *waiting)]
    for some in batched(context.store.get_many(Introduction, keys) if keys else [], TOGETHER):
        uow = context.step()
        for one in some:
            uow.delete(one)
        uow.commit()
