"""An application is withdrawn, and with it who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.recruitment import Application, Participant

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def leave(context: Context, uow: UnitOfWork, application: Application) -> None:
    """Let the participant leave whose application is withdrawn, and tell; the caller saves the application."""
    key = Participant.key(application.programme_id, application.application_id)
    participant = context.store.get(Participant, *key)
    if participant is not None and not participant.withdrawn_at:
        participant.withdrawn_at = clock.iso(context.clock())
        uow.save(participant)
    uow.publish(ApplicationWithdrawn(application.application_id, application.programme_id), aggregate=application)
