"""What organizers did with an application after deciding: kept with it and in the audit, read by organizers alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.tables.vocabulary import Act, Done
from recruitment.use_cases import auditing

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Application

MOST = 20
"""Things that are kept with an application, the newest first; the audit keeps all."""
ACTS = {
    Done.TAKEN_OUT: Act.TAKEN_OUT,
    Done.PUT_BACK: Act.PUT_BACK,
    Done.REFUSAL_UNDONE: Act.REFUSAL_UNDONE,
    Done.MENDED: Act.CORRECTED,
    Done.READDRESSED: Act.READDRESSED,
}
"""What was done → how the audit calls it."""


def note(context: Context, uow: UnitOfWork, one: Application, what: Done, reason: str, **facts: Any) -> None:
    """Put on an application what the user does with it now, and why, and into the audit; the caller saves it."""
    at, by, why = clock.iso(context.clock()), context.principal.person_id, reason.strip()
    one.history = [{"at": at, "by": by, "what": what, "why": why}, *one.history][:MOST]
    place = auditing.programme(one.programme_id)
    auditing.note(context, uow, place, ACTS[what], about=[one.application_id], why=why, **facts)
