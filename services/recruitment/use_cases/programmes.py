"""Programmes: creating one, its settings, and its public page."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mentoring import access, agreement, ids, levels, recruiting, watching
from mentoring.errors import N_, Invalid, NotFound, Stale
from mentoring.events.recruitment import ClausesChanged, ProgrammeChanged, ProgrammeCreated, RulesChanged
from mentoring.i18n import LOCALES, day_in
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import DatesAhead, Digest, Organization, Programme, Slug
from mentoring.tables.vocabulary import Act, Public
from mentoring.weights import Weights
from recruitment import domain, store
from recruitment.domain import faq
from recruitment.use_cases import auditing, consent_texts, contacts, dates, digests, form_plan, organizations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mentoring.clauses import Texts
    from mentoring.context import Context
    from recruitment.domain.form import Form


TIMES = frozenset({"dates", "zone", "mailing"})
"""Settings that say when organizers are told something."""


def create_programme(
    context: Context, organization_id: str, settings: Mapping[str, Any], form: Form | None = None
) -> Programme:
    """Create a programme as a draft; `settings` are fields of Programme, `slug` defaults to one made from the name.

    Its application form asks the usual, or what `form` says.
    """
    wanted = str(settings.get("slug", ""))
    wished = wanted or domain.slugify(str(settings["name"]))
    of_contact = contacts.keys(organization_id, str(settings.get("contact", "")))
    also = [Organization.key(organization_id), Slug.key(wished), *of_contact]
    access.member(context, organization_id, also=also)
    owner = organizations.get(context, organization_id)
    organizations.check_name(str(settings["name"]))
    texts, again = settings.get("consent_texts"), settings.get("ask_again", ())
    settings = checked(context, settings, settings.get("languages", ()))
    programme_id = ids.new()
    if wanted and context.store.get(Slug, *Slug.key(domain.check_slug(wanted))) is not None:
        raise domain.SlugTaken
    slug = wanted or _free_slug(context, wished)
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
    dates.settle(context, uow, programme)
    if texts:
        consent_texts.settle(context, uow, programme, texts, again)
    if form is not None:
        form_plan.begin(uow, programme_id, form)
    auditing.note(context, uow, auditing.programme(programme_id), Act.CREATED)
    uow.publish(ProgrammeCreated(programme_id, organization_id), aggregate=programme)
    try:
        uow.commit()
    except Stale as error:
        raise domain.SlugTaken from error
    access.remember(programme)
    return programme


def checked(context: Context, settings: Mapping[str, Any], languages: Iterable[str]) -> dict[str, Any]:
    """Return fields of Programme in the form that is stored; raises for what is invalid.

    A clause is a text by language, or a text in the first of the programme's `languages`.
    """
    domain.check_dates(settings.get("dates", {}), context.clock().date())
    Weights.of(settings.get("weights", {}))
    own: dict[str, Any] = {"levels": levels.checked(settings["levels"])} if "levels" in settings else {}
    if "rules" in settings:
        own["rules"] = watching.checked(settings["rules"])
    if "faq" in settings:
        own["faq"] = _faq(settings["faq"])
    if "clauses" in settings:
        own |= {"clauses": [], "fixed": _clauses(settings["clauses"], next(iter(languages), LOCALES[0]))}
    return {name: one for name, one in settings.items() if name not in ("consent_texts", "ask_again")} | own


def _faq(given: Mapping[str, Iterable[Mapping[str, str]]]) -> dict[str, list[dict[str, str]]]:
    """Return questions and answers by language, without the languages that have none; raises `Invalid`."""
    told = {language: faq.checked(one, f"/faq/{language}") for language, one in given.items()}
    return {language: [asdict(one) for one in found] for language, found in told.items() if found}


def _clauses(given: Iterable[str | Mapping[str, str]], first: str) -> list[Texts]:
    """Return clauses by language, each in one line; raises if one is missing in a language that another one has."""
    told = [{first: one} if isinstance(one, str) else one for one in given]
    if len({frozenset(one) for one in told}) > 1:
        raise Invalid(fields={"/clauses": N_("Every rule needs a text in the same languages.")})
    return [{language: " ".join(text.split()) for language, text in one.items()} for one in told]


def _free_slug(context: Context, wished: str) -> str:
    taken = context.store.get(Slug, *Slug.key(wished)) is not None
    return f"{wished[:52].strip('-')}-{ids.new()[:6]}" if taken else wished


@retrying
def change_programme(context: Context, programme_id: str, changes: Mapping[str, Any], expected: str) -> Programme:
    """Change settings of a programme in the expected version."""
    contact, when_changes = str(changes.get("contact", "")), bool(TIMES & changes.keys())
    programme = access.organizer(
        context,
        programme_id,
        along=lambda of: [
            *organizations.listing_keys(of),
            *contacts.keys(of.organization_id, contact),
            *(consent_texts.keys(programme_id) if "consent_texts" in changes else []),
            *([DatesAhead.key(programme_id), Digest.key(programme_id)] if when_changes else []),
        ],
    )
    programme.expect(expected)
    organizations.check_name(str(changes.get("name", "")))
    organization = organizations.refresh(context, programme.organization_id)
    before, kept = agreement.own_of(programme), dict(programme.attribute_values)
    for name, value in checked(context, changes, changes.get("languages", programme.languages)).items():
        setattr(programme, name, value)
    uow = context.begin()
    if agreement.own_of(programme) != before:
        programme.fixed_version += 1
        uow.publish(ClausesChanged(programme_id, programme.fixed_version), aggregate=programme)
    if "consent_texts" in changes or changes.get("ask_again"):
        consent_texts.settle(context, uow, programme, changes.get("consent_texts", {}), changes.get("ask_again", ()))
    uow.save(programme)
    contacts.settle(context, uow, programme, organization)
    if when_changes:
        dates.settle(context, uow, programme)
        digests.settle(context, uow, programme)
    organizations.list_slug(context, uow, programme, organization)
    fields = sorted(_changed(kept, programme, changes))
    if fields:
        auditing.note(context, uow, auditing.programme(programme_id), Act.SETTINGS, fields=fields)
    uow.publish(ProgrammeChanged(programme_id), aggregate=programme)
    if _counts(kept) != _counts(programme.attribute_values):
        uow.publish(RulesChanged(programme_id), aggregate=programme)
    uow.commit()
    return programme


def _counts(kept: Mapping[str, Any]) -> list[Any]:
    """Return what pairs are watched by: the rules, the usual rhythm, and when the programme begins."""
    return [kept.get("rules"), kept.get("interval_days"), kept.get("dates", {}).get("kick_off"), kept.get("zone")]


def change_rules(context: Context, programme_id: str, given: Mapping[str, float], expected: str) -> Programme:
    """Change the rules by which pairs are watched, in the expected version of the programme; others stay."""
    kept = watching.sound(organized(context, programme_id).rules)
    return change_programme(context, programme_id, {"rules": {**kept, **given}}, expected)


def _changed(kept: Mapping[str, Any], programme: Programme, changes: Mapping[str, Any]) -> set[str]:
    """Return the names of the settings that differ from before; texts people agree to have versions of their own."""
    now = programme.attribute_values
    return {name for name in changes if kept.get(name) != now.get(name) or name == "ask_again"}


def organized(context: Context, programme_id: str, *also: access.Key) -> Programme:
    """Return a programme to the organizers who decide; `also` as `access.organizer` has it."""
    return access.organizer(context, programme_id, also=also)


def looked_at(context: Context, programme_id: str) -> Programme:
    """Return a programme to all of its organizers."""
    return access.organizer(context, programme_id, access.ORGANIZERS)


PLACES = (Public.OPEN, Public.OPENS, Public.CLOSED, Public.RUNNING, Public.ENDED)
"""The order of programmes in the catalogue."""


def catalogue(context: Context, words: str = "", language: str = "", mode: str = "") -> list[tuple[Programme, Public]]:
    """Return the public programmes, each with what holds of it today; those that take applications come first.

    With `words`, those in whose name, topics or texts all of them stand, whatever their accents and capitals; with
    `language`, those that are held in it; with `mode`, those that say they meet so.
    """
    slugs = context.store.listed(Slug, Slug.catalogue())
    found = context.store.get_many(Programme, [Programme.key(one.programme_id) for one in slugs]) if slugs else []
    wanted = [one for one in found if _says(one, words)]
    wanted = [one for one in wanted if language in ("", *one.languages) and mode in ("", one.mode)]
    known = [(one, holds_today(context, one)) for one in wanted]
    return sorted(known, key=lambda one: (PLACES.index(one[1]), one[0].name))


def _says(programme: Programme, words: str) -> bool:
    said = (programme.name, programme.organization_name, programme.purpose, programme.audience, *programme.topics)
    text = levels.folded(" ".join(said))
    return all(word in text for word in levels.folded(words).split())


def today(context: Context, programme: Programme) -> str:
    """Return the current day in the programme's zone, YYYY-MM-DD."""
    return day_in(context.clock(), programme.zone)


def holds_today(context: Context, programme: Programme) -> Public:
    """Return what holds of a programme today, for who may see its page."""
    return recruiting.public(programme.stage, programme.dates, today(context, programme), programme.type)


def public_programme(context: Context, slug: str) -> Programme:
    """Return a programme by its slug if its page is public, or if the user is its organizer."""
    programme = by_slug(context, slug)
    if not store.programme(programme).has_page:
        if context.principal.anonymous:
            raise NotFound
        access.organizer(context, programme.programme_id, access.ORGANIZERS)
    return programme


_BY_SLUG: dict[str, str] = {}
"""Slug → programme, for those this process has seen: a slug never becomes another programme's."""


def by_slug(context: Context, slug: str, along: Callable[[str], Iterable[access.Key]] = lambda _: ()) -> Programme:
    """Return the programme of a slug; raises `NotFound`. The keys that `along` makes of its id are read with it."""
    guess = _BY_SLUG.get(slug)
    context.store.get_many(Item, [Slug.key(slug), *((Programme.key(guess), *along(guess)) if guess else ())])
    found = context.store.get(Slug, *Slug.key(slug))
    if found is None:
        raise NotFound
    if len(_BY_SLUG) >= access.MOST_REMEMBERED:
        _BY_SLUG.clear()
    _BY_SLUG[slug] = found.programme_id
    return access.with_programme(context, found.programme_id, along(found.programme_id))
