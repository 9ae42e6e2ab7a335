"""Object-level authorization for use cases: what isn't yours does not exist (`NotFound`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound, SignInRequired
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Organization, Programme
from mentoring.tables.vocabulary import OrganizerRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context

Key = tuple[str, str]
"""pk and sk of an item."""

EDITORS = (OrganizerRole.OWNER, OrganizerRole.COORDINATOR)
"""Roles of organizers who may decide; a viewer reads metadata only (domain.md §1)."""
ORGANIZERS = tuple(OrganizerRole)
MOST_REMEMBERED = 1_000
BATCH = 100
"""Items of one BatchGetItem (DynamoDB API reference)."""
_ORGANIZATIONS: dict[str, str] = {}
"""Programme → organization, for the programmes this process has seen, so that the membership is read with its
programme."""


def person(context: Context) -> str:
    """Return the person id of the signed-in user; raise `SignInRequired` for anonymous requests."""
    if context.principal.anonymous:
        raise SignInRequired
    return context.principal.person_id


def member(context: Context, organization_id: str, roles: tuple[OrganizerRole, ...] = EDITORS) -> Member:
    """Return the signed-in user's membership if it has one of the roles; raise `NotFound` otherwise."""
    found = context.store.get(Member, *Member.key(organization_id, person(context)))
    if found is None or found.role not in roles:
        raise NotFound
    return found


def organizer(
    context: Context,
    programme_id: str,
    roles: tuple[OrganizerRole, ...] = EDITORS,
    *,
    also: Iterable[Key] = (),
    with_organization: bool = False,
) -> Programme:
    """Return the programme if the signed-in user organizes it in one of the roles.

    `also` are the keys of items that are needed next (`with_organization` adds the organization's). Within a request
    they are read in one round trip with the programme and the membership, as far as they fit into it, and reading them
    again costs nothing (`mentoring.store.remembering`).
    """
    person_id = person(context)
    guess = _ORGANIZATIONS.get(programme_id)
    together = [Programme.key(programme_id)]
    if guess:
        together += [Member.key(guess, person_id)] + ([Organization.key(guess)] if with_organization else [])
    together = list(dict.fromkeys([*together, *also]))[:BATCH]
    read = {(one.pk, one.sk): one for one in context.store.get_many(Item, together)}
    programme = read.get(Programme.key(programme_id))
    if not isinstance(programme, Programme):
        raise NotFound
    organization_id = programme.organization_id
    if organization_id != guess:
        _note_organization(programme_id, organization_id)
        member(context, organization_id, roles)
        return programme
    found = read.get(Member.key(organization_id, person_id))
    if not isinstance(found, Member) or found.role not in roles:
        raise NotFound
    return programme


def _note_organization(programme_id: str, organization_id: str) -> None:
    """Remember the organization of a programme, which never changes."""
    if len(_ORGANIZATIONS) >= MOST_REMEMBERED:
        _ORGANIZATIONS.clear()
    _ORGANIZATIONS[programme_id] = organization_id


def pair_member(context: Context, pair_id: str, *, also: Iterable[Key] = ()) -> Pair:
    """Return the pair if the signed-in user is its mentor or mentee; `also` as in `organizer`."""
    person_id = person(context)
    read = context.store.get_many(Item, [Pair.key(pair_id), *also])
    pair = next((one for one in read if isinstance(one, Pair) and one.pair_id == pair_id), None)
    if pair is None or person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        raise NotFound
    return pair


def partner(pair: Pair, person_id: str) -> str:
    """Return the person id of the other person of the pair."""
    return str(pair.mentee_person_id if person_id == pair.mentor_person_id else pair.mentor_person_id)
