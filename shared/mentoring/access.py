"""Who may: object-level authorization for use cases. What isn't yours does not exist (`NotFound`)."""

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
"""Organizers who decide; a viewer reads metadata only (domain.md §1)."""
ORGANIZERS = tuple(OrganizerRole)
MOST_REMEMBERED = 1_000
BATCH = 100
"""Items of one BatchGetItem (DynamoDB API reference)."""
_ORGANIZATIONS: dict[str, str] = {}
"""Programme → organization, of programmes this process has seen: so a membership is read with its programme."""


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


def organizer(
    context: Context,
    programme_id: str,
    roles: tuple[OrganizerRole, ...] = EDITORS,
    *,
    also: Iterable[Key] = (),
    with_organization: bool = False,
) -> Programme:
    """Return the programme when who is signed in organizes it in one of the roles.

    `also` are the keys of what is looked at next, as the organization is with `with_organization`: within a request it
    is read with programme and membership in one round trip, as far as it fits into it, and again for nothing
    (`mentoring.store.remembering`).
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
    """Remember whose a programme is: it is never another one's."""
    if len(_ORGANIZATIONS) >= MOST_REMEMBERED:
        _ORGANIZATIONS.clear()
    _ORGANIZATIONS[programme_id] = organization_id


def pair_member(context: Context, pair_id: str, *, also: Iterable[Key] = ()) -> Pair:
    """Return the pair when who is signed in is its mentor or mentee; `also` as `organizer` has it."""
    person_id = person(context)
    read = context.store.get_many(Item, [Pair.key(pair_id), *also])
    pair = next((one for one in read if isinstance(one, Pair) and one.pair_id == pair_id), None)
    if pair is None or person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        raise NotFound
    return pair


def partner(pair: Pair, person_id: str) -> str:
    """Return the person id of the other one of the pair."""
    return str(pair.mentee_person_id if person_id == pair.mentor_person_id else pair.mentor_person_id)
