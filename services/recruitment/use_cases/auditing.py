"""What organizers did: written in the transaction that does it, read by all who organize there.

An entry has ids, codes and the reason somebody typed; names are those of today, when it is read. What a job does is one
entry, written when somebody asks for the job: the job's own transactions write none. Viewers read what was done by
whom, but neither names of participants nor reasons.
"""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, people
from mentoring.store import Page
from mentoring.tables.recruitment import Application, Audit, Organization, Programme
from mentoring.tables.vocabulary import Act
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import OrganizerRole

MOST_NAMED = 100
"""Ids that an entry names; of more it says how many."""
KEPT = timedelta(days=730)
"""How long an entry is kept (docs/decisions/0029-entries-of-the-audit-are-kept-for-two-years.md)."""
OF_ORGANIZERS = frozenset({Act.JOINED, Act.ROLE})
"""Acts that are about an organizer, whose name viewers know."""


@dataclass(frozen=True)
class Entry:
    """An entry as its reader may see it, with the names of today: who did it, and whom it is about (`ids`)."""

    audit: Audit
    by: str
    ids: list[str] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    why: str = ""


@dataclass(frozen=True)
class Place:
    """Where something is done: in a programme, or in an organization as a whole."""

    id: str
    partition: str


@dataclass(frozen=True)
class Wanted:
    """Whose acts, and which; empty for all."""

    by: str = ""
    act: str = ""


def programme(programme_id: str) -> Place:
    """Return a programme as the place of an act."""
    return Place(programme_id, Programme.partition(programme_id))


def organization(organization_id: str, programme_id: str = "") -> Place:
    """Return an organization, or a programme of it if one is named, as the place of an act."""
    return programme(programme_id) if programme_id else Place(organization_id, Organization.partition(organization_id))


def note(context: Context, uow: UnitOfWork, place: Place, act: Act, **told: Any) -> None:
    """Write down within a unit of work what the user does; nothing for what follows from an event, or nobody does.

    `told` are facts; of these, `about` are ids of whom it is about and `why` is what they typed as the reason.
    """
    if context.principal.anonymous or context.causation_id:
        return
    now, about, why = context.clock(), list(told.pop("about", ())), str(told.pop("why", ""))
    within = f"{999_999 - now.microsecond:06}{ids.new()}"  # so that acts of one second stay in their order, too
    one = Audit(
        place.partition,
        Audit.key(place.id, clock.newest_first(now), within)[1],
        place=place.id,
        act=act,
        by=context.principal.person_id,
        at=clock.iso(now),
        about=about[:MOST_NAMED],
        facts=told | ({"number": len(about)} if len(about) > 1 else {}),
        why=why.strip(),
        kept_until=int((now + KEPT).timestamp()),
    )
    one.list_it()
    uow.save(one)


def of_programme(context: Context, programme_id: str, wanted: Wanted, after: str = "", limit: int = 50) -> Page[Entry]:
    """Return a page of what was done in a programme, the newest first, to all who organize it."""
    found = access.organizer(context, programme_id, access.ORGANIZERS)
    return _page(context, programme(programme_id), access.role(context, found), wanted, after, limit)


def of_organization(
    context: Context, organization_id: str, wanted: Wanted, after: str = "", limit: int = 50
) -> Page[Entry]:
    """Return a page of what concerns an organization as a whole, to those who organize all of it."""
    role = access.member(context, organization_id, access.ORGANIZERS).role
    return _page(context, organization(organization_id), role, wanted, after, limit)


def _page(context: Context, place: Place, role: OrganizerRole, wanted: Wanted, after: str, limit: int) -> Page[Entry]:
    """Read from the list that fits: a person's, an act's, or all; with both, the person's own are looked through."""
    if wanted.by:
        found = context.store.listed_page(Audit, Audit.listing(place.id, wanted.by), after=after, limit=limit)
        found = Page([one for one in found.items if wanted.act in ("", one.act)], found.next)
    elif wanted.act:
        found = context.store.ranked_page(Audit, Audit.listing(place.id, wanted.act), after=after, limit=limit)
    else:
        found = context.store.page(Audit, *Audit.of(place.partition), after=after, limit=limit)
    return Page(_named(context, place.id, found.items, whole=role in access.EDITORS), found.next)


def _named(context: Context, place: str, found: list[Audit], *, whole: bool) -> list[Entry]:
    shown = {one.sk: one.about if whole or one.act in OF_ORGANIZERS else [] for one in found}
    named = {each for about in shown.values() for each in about}
    accounts = people.by_id(context, [*(one.by for one in found), *named])
    keys = [Application.key(place, one) for one in sorted(named - accounts.keys())]
    applications = context.store.get_many(Application, keys) if keys else []
    names = {one: account.called for one, account in accounts.items()}
    for one in applications:
        profile = one.profile
        names[one.application_id] = f"{profile['first_name']} {profile['last_name']}".strip() or one.email
    return [
        Entry(
            one,
            names.get(one.by, ""),
            shown[one.sk],
            [names[each] for each in shown[one.sk] if each in names],
            one.why if whole else "",
        )
        for one in found
    ]
