"""Asks everybody for consent again who agreed to an earlier text, once organizers want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consents, work
from mentoring.events.recruitment import ConsentToRenew
from mentoring.tables.recruitment import Application, Programme
from recruitment.counting import waits

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ConsentsAsked
    from mentoring.store import Page

TOGETHER = 50
"""Events in one transaction."""


def ask_again(context: Context, event: Event[ConsentsAsked]) -> None:
    """Ask everybody for consent who has applied and agreed to an earlier text; one mail a person (`notifications`)."""
    programme_id = event.data.programme_id
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        return
    texts = programme.consent_texts

    def read(after: str, limit: int) -> Page[Application]:
        return context.store.page(Application, *Application.of(programme_id), after=after, limit=limit)

    def ask(some: list[Application]) -> None:
        asked = [one for one in some if consents.asks_again(texts, one.state, one.profile["consents"])]
        uow = context.step()
        for one in asked:
            if not waits(one):
                uow.publish(ConsentToRenew(one.application_id, programme_id), aggregate=one)
        uow.commit()

    work.in_parts(context, read, ask, together=TOGETHER)
