"""What organizers do with an application: it is loaded for that, and what they did after deciding is kept, and why.

It is kept with the application and in the audit, read by organizers alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock
from mentoring.errors import N_, Invalid, NotFound
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import Act, Done
from recruitment import counting, store
from recruitment.use_cases import auditing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme

MOST = 20
"""Things that are kept with an application, the newest first; the audit keeps all."""
ACTS = {
    Done.TAKEN_OUT: Act.TAKEN_OUT,
    Done.PUT_BACK: Act.PUT_BACK,
    Done.REFUSAL_UNDONE: Act.REFUSAL_UNDONE,
    Done.MENDED: Act.CORRECTED,
    Done.READDRESSED: Act.READDRESSED,
    Done.READDRESS_ASKED: Act.READDRESS_ASKED,
    Done.READDRESS_WITHDRAWN: Act.READDRESS_WITHDRAWN,
}
"""What was done → how the audit calls it."""


def note(context: Context, uow: UnitOfWork, one: Application, what: Done, reason: str, **facts: Any) -> None:
    """Put on an application what the user does with it now, and why, and into the audit; the caller saves it."""
    why = reason.strip()
    remember(context, one, what, by=context.principal.person_id, why=why)
    place = auditing.programme(one.programme_id)
    auditing.note(context, uow, place, ACTS[what], about=[one.application_id], why=why, **facts)


def remember(context: Context, one: Application, what: Done, *, by: str = "", why: str = "") -> None:
    """Put on an application what was done with it now, by an organizer or by nobody of them; the caller saves it."""
    at = clock.iso(context.clock())
    one.history = [{"at": at, "by": by, "what": what, "why": why}, *one.history][:MOST]


def check_reason(reason: str) -> None:
    """Raise `Invalid` unless somebody says why."""
    if not reason.strip():
        raise Invalid(fields={"/reason": N_("Write why; only organizers read it.")})


def loaded(
    context: Context,
    programme_id: str,
    application_id: str,
    also: Iterable[access.Key] = (),
    along: Callable[[access.Fixed], Iterable[access.Key]] = lambda _: (),
) -> tuple[Programme, Application]:
    """Return a programme and an application, to the organizers who decide, with all that a change of it reads.

    `also` and `along` as in `access.organizer`. Raises `NotFound`, also for what nobody but the applicant sees.
    """
    key = Application.key(programme_id, application_id)
    keys = [key, Participant.key(programme_id, application_id), *counting.keys_of(programme_id, application_id)]
    programme = access.organizer(context, programme_id, also=[*keys, *also], along=along)
    one = context.store.get(Application, *key)
    if one is None or not store.application(one).is_shown:
        raise NotFound
    return programme, one
