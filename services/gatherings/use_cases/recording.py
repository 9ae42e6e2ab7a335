"""What is kept of each participant's attendance, for organizers: at which gatherings they were, and which they missed.

It follows from the events of attendance lists, whatever the order they come in and however often.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.use_cases.onboarding import following
from mentoring.events.gatherings import GatheringAttended
from mentoring.store import retrying
from mentoring.tables.gatherings.attendance import GatheringRecord

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringMissed


def note(context: Context, event: Event[GatheringAttended | GatheringMissed]) -> None:
    """Keep what a host's list, or a code, says of somebody; then go on with their onboarding."""
    _keep(context, event)
    following.attend(context, event)


@retrying
def _keep(context: Context, event: Event[GatheringAttended | GatheringMissed]) -> None:
    told = event.data
    key = GatheringRecord.key(told.programme_id, told.participant_id)
    item = context.store.get(GatheringRecord, *key) or GatheringRecord(
        *key, programme_id=told.programme_id, participant_id=told.participant_id
    )
    if item.note(told.gathering_id, present=isinstance(told, GatheringAttended), sequence=event.meta.sequence):
        uow = context.step()
        uow.save(item)
        uow.commit()
