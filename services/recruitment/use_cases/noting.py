"""What organizers did with an application after deciding: kept with it, and read by organizers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Application
    from mentoring.tables.vocabulary import Done

MOST = 20
"""Things that are kept, the newest first."""


def note(context: Context, one: Application, what: Done, reason: str) -> None:
    """Put on an application what the user does with it now, and why; the caller saves it."""
    at, by = clock.iso(context.clock()), context.principal.person_id
    one.history = [{"at": at, "by": by, "what": what, "why": reason.strip()}, *one.history][:MOST]
