"""Who may: object-level authorization for use cases. What isn't yours does not exist (`NotFound`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound, SignInRequired
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Programme
from mentoring.tables.vocabulary import OrganizerRole

if TYPE_CHECKING:
    from mentoring.context import Context

EDITORS = (OrganizerRole.OWNER, OrganizerRole.COORDINATOR)
"""Organizers who decide; a viewer reads metadata only (domain.md §1)."""
ORGANIZERS = tuple(OrganizerRole)


def person(context: Context) -> str:
    """Return the person id of who is signed in; raise `SignInRequired` when nobody is."""
    if context.principal.anonymous:
        raise SignInRequired
    return context.principal.person_id


def member(context: Context, organization_id: str, roles: tuple[OrganizerRole, ...] = EDITORS) -> Member:
    """Return the membership of who is signed in, in one of the roles."""
    found = context.store.get(Member, *Member.key(organization_id, person(context)))
    if found is None or found.role not in roles:
        raise NotFound
    return found


def organizer(context: Context, programme_id: str, roles: tuple[OrganizerRole, ...] = EDITORS) -> Programme:
    """Return the programme when who is signed in organizes it in one of the roles."""
    person(context)
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    member(context, programme.organization_id, roles)
    return programme


def pair_member(context: Context, pair_id: str) -> Pair:
    """Return the pair when who is signed in is its mentor or mentee."""
    person_id = person(context)
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None or person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        raise NotFound
    return pair


def partner(pair: Pair, person_id: str) -> str:
    """Return the person id of the other one of the pair."""
    return str(pair.mentee_person_id if person_id == pair.mentor_person_id else pair.mentor_person_id)
