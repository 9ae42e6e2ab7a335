"""Tables ↔ domain of recruitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recruitment import domain

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Application, Programme


def application(item: Application) -> domain.Application:
    """Return an application's item as the domain sees it."""
    return domain.Application(item.state, item.submitted_at, item.withdrawn_from)


def keep(item: Application, known: domain.Application) -> None:
    """Put on an item how its application stands."""
    item.state, item.submitted_at = known.state, known.submitted_at
    item.withdrawn_from = known.withdrawn_from


def programme(item: Programme) -> domain.Programme:
    """Return a programme's item as the domain sees it."""
    return domain.Programme(item.stage, item.visibility, item.dates, item.type)
