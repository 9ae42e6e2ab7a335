"""Who may hold a gathering: its programme's organizers who decide, and the participant they named as its host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import NotFound
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.recruitment import Participant

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


def holder(context: Context, programme_id: str, gathering_id: str, also: Iterable[access.Key] = ()) -> Programme:
    """Return the programme to whoever may hold a gathering; raises `NotFound`. `also` as in `access.organizer`."""
    key = Gathering.key(programme_id, gathering_id)
    try:
        return access.organizer(context, programme_id, also=[key, *also])
    except NotFound:
        held = context.store.get(Gathering, *key)
        if held is None or not _is_host(context, held):
            raise
    return access.with_programme(context, programme_id)


def _is_host(context: Context, held: Gathering) -> bool:
    """Return whether the user is the host of a gathering, and still takes part."""
    part = context.store.get(Participant, *Participant.key(held.programme_id, held.host)) if held.host else None
    return part is not None and not part.withdrawn_at and part.person_id == access.person(context)
