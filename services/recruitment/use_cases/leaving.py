"""An application is withdrawn, and with it who takes part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.tables.recruitment import Application, Participant
from recruitment import counting, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


def leave(context: Context, uow: UnitOfWork, application: Application) -> None:
    """Let the participant leave whose application is withdrawn, and tell; the caller saves the application."""
    key = Participant.key(application.programme_id, application.application_id)
    participant = context.store.get(Participant, *key)
    if participant is not None and not participant.withdrawn_at:
        participant.withdrawn_at = clock.iso(context.clock())
        uow.save(participant)
    uow.publish(ApplicationWithdrawn(application.application_id, application.programme_id), aggregate=application)


def withdraw(context: Context, programme: Programme, application: Application) -> None:
    """Withdraw an application, and with it who takes part; one that was withdrawn before stays as it is."""
    stands = store.application(application)
    left = stands.withdraw(over=store.programme(programme).is_over)
    if left == stands:
        return
    uow = context.begin()
    store.keep(application, left)
    leave(context, uow, application)
    uow.save(application)
    counting.note(context, uow, application)
    uow.commit()
