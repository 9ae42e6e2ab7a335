"""A programme's set-up: copied into a new edition, or carried as a file to another organization or installation.

Nobody is in it: neither people nor addresses nor what they wrote, and no ids of theirs. What other services keep of a
programme (onboarding lists, guides, gatherings, surveys) isn't part of it.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring import access, agreement, watching
from mentoring.errors import N_, Invalid, NotFound
from mentoring.tables.recruitment import FormPlan, Programme
from mentoring.values import dataclass
from recruitment.domain.form import Form
from recruitment.domain.programmes import FURTHEST
from recruitment.use_cases import consent_texts, form_plan, organizations, programmes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.tables.core import Item

ITS_OWN = frozenset(
    {
        "programme_id", "organization_id", "organization_name", "slug", "name", "copied_from", "picture", "stage",
        "stage_version", "contact", "reply_to", "fixed", "fixed_version",
    }
)  # fmt: skip
"""What no other programme takes over: what it is, where it stands, and whose address it names.

Its clauses are taken over as `clauses`; all other attributes of a programme are as they are.
"""


@dataclass(frozen=True)
class Setup:
    """How a programme is set up: what `programmes.create_programme` takes, and what its form asks."""

    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    form: Form = field(default_factory=Form)


def may_make(context: Context, programme: Programme) -> bool:
    """Return whether the user may make programmes in this one's organization; free after `access.organizer`."""
    return access.role_there(context, programme.organization_id, access.person(context)) in access.EDITORS


def organized(context: Context, programme_id: str, *also: access.Key) -> Programme:
    """Return a programme to whoever organizes its whole organization, and decides."""
    programme = access.organizer(context, programme_id, also=also)
    if not may_make(context, programme):
        raise NotFound
    return programme


def of(context: Context, programme_id: str) -> Setup:
    """Return the set-up of a programme."""
    keys = [FormPlan.key(programme_id), *consent_texts.keys(programme_id)]
    programme = organized(context, programme_id, *keys)
    form = form_plan.of(context, programme_id).renewed()
    texts = consent_texts.texts(context, programme_id)
    return Setup(programme.name, _settings(programme) | {"consent_texts": texts}, form)


def _settings(programme: Programme) -> dict[str, Any]:
    kept = {name: getattr(programme, name) for name in taken_over()}
    return kept | {"clauses": agreement.own_of(programme), "rules": watching.sound(programme.rules)}


def taken_over() -> set[str]:
    """Return the names of the attributes of a programme that another one takes over."""
    base: type[Item] = Programme.__mro__[1]
    return set(Programme.get_attributes()) - set(base.get_attributes()) - ITS_OWN


def shifted(dates: Mapping[str, str], kick_off: date, today: date) -> dict[str, str]:
    """Return a programme's dates, all moved by as many days as its kick-off moves to that day.

    Without a kick-off nobody knows how far the others move, so that day is the only date.
    """
    late = Invalid(fields={"/kick_off": N_("Choose a date within ten years of today.")})
    if abs(kick_off - today) > FURTHEST:
        raise late
    if "kick_off" not in dates:
        return {"kick_off": kick_off.isoformat()}
    by = kick_off - date.fromisoformat(dates["kick_off"])
    moved = {name: date.fromisoformat(day) + by for name, day in dates.items()}
    if any(abs(day - today) > FURTHEST for day in moved.values()):
        raise late
    return {name: day.isoformat() for name, day in moved.items()}


def ready(context: Context, organization_id: str, setup: Setup, kick_off: date | None = None) -> Setup:
    """Return a set-up as a programme can be made of it, begun on another day if one is given; nothing is written.

    Raises `Invalid` with the settings that can't be used.
    """
    organizations.edited(context, organization_id)
    organizations.check_name(setup.name)
    settings = dict(setup.settings)
    if kick_off is not None:
        settings["dates"] = shifted(settings.get("dates", {}), kick_off, context.clock().date())
    programmes.checked(context, settings, settings.get("languages", ()))
    return Setup(setup.name, settings, setup.form)


def copy(context: Context, programme_id: str, name: str, kick_off: date) -> Programme:
    """Make the next edition of a programme, as a draft that begins on a day."""
    setup = of(context, programme_id)
    programme = organized(context, programme_id)
    dates = shifted(setup.settings["dates"], kick_off, context.clock().date())
    settings = {**setup.settings, "dates": dates, "copied_from": programme_id}
    return make(context, programme.organization_id, Setup(name, settings, setup.form))


def make(context: Context, organization_id: str, setup: Setup) -> Programme:
    """Make a programme with a set-up, as a draft."""
    return programmes.create_programme(context, organization_id, {**setup.settings, "name": setup.name}, setup.form)
