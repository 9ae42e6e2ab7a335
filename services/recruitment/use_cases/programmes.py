"""Programmes: creating one, its settings, and its public page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, ids, levels, recruiting
from mentoring.errors import NotFound, Stale
from mentoring.events.recruitment import ProgrammeChanged, ProgrammeCreated
from mentoring.i18n import day_in
from mentoring.store import retrying
from mentoring.tables.recruitment import Programme, Slug
from mentoring.weights import Weights
from recruitment import domain, store
from recruitment.use_cases import contacts, organizations
from recruitment.use_cases.organizations import organization

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context


def create_programme(context: Context, organization_id: str, settings: Mapping[str, Any]) -> Programme:
    """Create a programme as a draft; `settings` are fields of Programme, `slug` defaults to one made from the name."""
    access.member(context, organization_id)
    owner = organization(context, organization_id)
    organizations.check_name(str(settings["name"]))
    settings = _checked(context, settings)
    programme_id = ids.new()
    wanted = str(settings.get("slug", ""))
    if wanted and context.store.get(Slug, *Slug.key(domain.check_slug(wanted))) is not None:
        raise domain.SlugTaken
    slug = wanted or _free_slug(context, domain.slugify(settings["name"]))
    programme = Programme(
        *Programme.key(programme_id),
        programme_id=programme_id,
        organization_id=organization_id,
        organization_name=owner.name,
        **{**settings, "slug": slug},
    )
    programme.list_pk, programme.list_sk = Programme.list_key(organization_id, programme_id)
    uow = context.begin()
    uow.save(programme)
    uow.save(Slug(*Slug.key(slug), slug=slug, programme_id=programme_id))
    contacts.settle(context, uow, programme, owner)
    uow.publish(ProgrammeCreated(programme_id, organization_id), aggregate=programme)
    try:
        uow.commit()
    except Stale as error:
        raise domain.SlugTaken from error
    return programme


def _checked(context: Context, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of Programme in the form that is stored; raises for invalid dates, weights or levels."""
    domain.check_dates(settings.get("dates", {}), context.clock().date())
    Weights.of(settings.get("weights", {}))
    own = {"levels": levels.checked(settings["levels"])} if "levels" in settings else {}
    return {**settings, **own}


def _free_slug(context: Context, wished: str) -> str:
    taken = context.store.get(Slug, *Slug.key(wished)) is not None
    return f"{wished[:52].strip('-')}-{ids.new()[:6]}" if taken else wished


@retrying
def change_programme(context: Context, programme_id: str, changes: Mapping[str, Any], expected: str) -> Programme:
    """Change settings of a programme in the expected version."""
    programme = access.organizer(context, programme_id)
    programme.expect(expected)
    organizations.check_name(str(changes.get("name", "")))
    organization = organizations.refresh(context, programme.organization_id)
    for name, value in _checked(context, changes).items():
        setattr(programme, name, value)
    uow = context.begin()
    uow.save(programme)
    contacts.settle(context, uow, programme, organization)
    organizations.list_slug(context, uow, programme, organization)
    uow.publish(ProgrammeChanged(programme_id), aggregate=programme)
    uow.commit()
    return programme


def organized(context: Context, programme_id: str) -> Programme:
    """Return a programme to the organizers who decide."""
    return access.organizer(context, programme_id)


def looked_at(context: Context, programme_id: str) -> Programme:
    """Return a programme to all of its organizers."""
    return access.organizer(context, programme_id, access.ORGANIZERS)


def catalogue(context: Context) -> list[tuple[Programme, bool]]:
    """Return the public programmes, each with whether it takes applications today; those that do come first."""
    slugs = context.store.listed(Slug, Slug.catalogue())
    found = context.store.get_many(Programme, [Programme.key(one.programme_id) for one in slugs]) if slugs else []
    known = [(one, takes_applications(context, one)) for one in found]
    return sorted(known, key=lambda one: (not one[1], one[0].name))


def today(context: Context, programme: Programme) -> str:
    """Return the current day in the programme's zone, YYYY-MM-DD."""
    return day_in(context.clock(), programme.zone)


def takes_applications(context: Context, programme: Programme) -> bool:
    """Return whether the programme takes applications today."""
    return recruiting.takes_applications(programme.stage, programme.dates, today(context, programme))


def public_programme(context: Context, slug: str) -> Programme:
    """Return a programme by its slug if its page is public, or if the user is its organizer."""
    programme = by_slug(context, slug)
    if not store.programme(programme).has_page:
        if context.principal.anonymous:
            raise NotFound
        access.member(context, programme.organization_id, access.ORGANIZERS)
    return programme


def by_slug(context: Context, slug: str) -> Programme:
    """Return the programme of a slug; raises `NotFound`."""
    found = context.store.get(Slug, *Slug.key(slug))
    programme = context.store.get(Programme, *Programme.key(found.programme_id)) if found else None
    if programme is None:
        raise NotFound
    return programme
