"""Tables ↔ domain of recruitment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recruitment import domain
from recruitment.domain.form import Form

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Application, FormPlan, Programme


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


def form(item: FormPlan | None) -> Form:
    """Return what a programme's form asks; the usual, where its organizers changed nothing."""
    return Form() if item is None else Form.of(item.questions, item.fields)


def keep_form(item: FormPlan, known: Form) -> None:
    """Put on an item what the form asks."""
    item.questions = [one.told() for one in known.questions]
    item.fields = {role: dict(uses) for role, uses in known.fields.items()}
