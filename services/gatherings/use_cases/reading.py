"""Gatherings as organizers and participants see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from gatherings.use_cases.looking import viewer
from mentoring.tables.vocabulary import GatheringState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.use_cases.looking import Viewer
    from mentoring.context import Context
    from mentoring.tables.gatherings.gathering import Gathering


@dataclass(frozen=True)
class Programme:
    """The gatherings of a programme that somebody may see, soonest first."""

    viewer: Viewer
    gatherings: list[Gathering]


def of_programme(context: Context, programme_id: str) -> Programme:
    """Return the gatherings of a programme: drafts are for its organizers alone."""
    who = viewer(context, programme_id)
    found = store.of_programme(context, programme_id)
    return Programme(who, [one for one in found if who.organizes or one.state != GatheringState.DRAFT])
