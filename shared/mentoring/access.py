"""Object-level authorization for use cases: what isn't yours does not exist (`NotFound`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound, SignInRequired
from mentoring.store.remembering import RememberingStore
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Member, Organization, Participant, Programme
from mentoring.tables.vocabulary import OrganizerRole, Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mentoring.context import Context

Key = tuple[str, str]
"""pk and sk of an item."""

EDITORS = (OrganizerRole.OWNER, OrganizerRole.COORDINATOR)
"""Roles of organizers who may decide; a viewer reads metadata only (domain.md §1)."""
ORGANIZERS = (*EDITORS, OrganizerRole.VIEWER)
MOST_REMEMBERED = 1_000
BATCH = 100
"""Items of one BatchGetItem (DynamoDB API reference)."""


@dataclass(frozen=True)
class Fixed:
    """What never changes of a programme: its organization and its slug."""

    organization_id: str
    slug: str


_FIXED: dict[str, Fixed] = {}
"""For the programmes this process has seen, so that what depends on these is read with the programme."""
_OF_PAIRS: dict[str, str] = {}
"""The programmes of the pairs this process has seen, which never change."""


def person(context: Context) -> str:
    """Return the person id of the signed-in user; raise `SignInRequired` for anonymous requests."""
    if context.principal.anonymous:
        raise SignInRequired
    return context.principal.person_id


def member(
    context: Context,
    organization_id: str,
    roles: tuple[OrganizerRole, ...] = EDITORS,
    *,
    also: Iterable[Key] = (),
) -> Member:
    """Return the signed-in user's membership if it has one of the roles in all programmes; else raise `NotFound`.

    For what concerns an organization as a whole; of a programme `organizer` and `role` speak. `also` as in `organizer`.
    """
    key = Member.key(organization_id, person(context))
    read = context.store.get_many(Item, [key, *also])
    found = next((one for one in read if (one.pk, one.sk) == key), None)
    if not isinstance(found, Member) or found.role not in roles:
        raise NotFound
    return found


def organizer(
    context: Context,
    programme_id: str,
    roles: tuple[OrganizerRole, ...] = EDITORS,
    *,
    also: Iterable[Key] = (),
    along: Callable[[Fixed], Iterable[Key]] = lambda _: (),
) -> Programme:
    """Return the programme if the signed-in user organizes it in one of the roles.

    `also` are the keys of items that are needed next, `along` makes those that depend on organization or slug. Within a
    request they are read in one round trip with the programme and the membership, as far as they fit into it, and
    reading them again costs nothing (`mentoring.store.remembering`). Who may decide there does what follows as an
    organizer (`Context.organizing`).
    """
    person_id = person(context)
    programme, read = _read(context, programme_id, also, lambda of: [*membership(person_id)(of), *along(of)])
    key = Member.key(programme.organization_id, person_id)
    found = read[key] if key in read else context.store.get(Member, *key)
    if not isinstance(found, Member) or found.role_in(programme_id) not in roles:
        raise NotFound
    if OrganizerRole.VIEWER not in roles:
        context.organizing.add((person_id, programme_id))
    return programme


def role(context: Context, programme: Programme) -> OrganizerRole:
    """Return as what the signed-in user organizes a programme, nothing if they don't; free after `organizer`."""
    return role_of(context, programme, person(context))


def role_of(context: Context, programme: Programme, person_id: str) -> OrganizerRole:
    """Return as what somebody organizes a programme, nothing if they don't."""
    return role_there(context, programme.organization_id, person_id, programme.programme_id)


def role_there(
    context: Context, organization_id: str, person_id: str, programme_id: str = "", *, own: bool = False
) -> OrganizerRole:
    """Return what somebody may do in an organization, or in a programme of it: with `own`, by that role alone."""
    found = context.store.get(Member, *Member.key(organization_id, person_id))
    if found is None:
        return OrganizerRole.NONE
    if not programme_id:
        return found.role
    return OrganizerRole(found.programmes.get(programme_id, "")) if own else found.role_in(programme_id)


def decides(context: Context, programme: Programme) -> bool:
    """Return whether the signed-in user may decide in a programme; free after `organizer`."""
    return role(context, programme) in EDITORS


def organizes(context: Context, person_id: str) -> bool:
    """Return whether somebody organizes anything; sessions say so from then on (`Principal.organizes`)."""
    return bool(context.store.listed_page(Member, *Member.listed(person_id), limit=1).items)


def known_organizer(context: Context, programme_id: str) -> tuple[Programme, OrganizerRole] | None:
    """Return a programme and what the user may do in it, if the request asked for that already: it reads nothing.

    None as well for who doesn't organize it, and outside of a request.
    """
    if context.principal.anonymous or not isinstance(context.store, RememberingStore):
        return None
    programme = context.store.remembered(Programme, *Programme.key(programme_id))
    if programme is None:
        return None
    key = Member.key(programme.organization_id, context.principal.person_id)
    found = context.store.remembered(Member, *key)
    role = found.role_in(programme_id) if found is not None else OrganizerRole.NONE
    return (programme, role) if role else None


def only_programme(context: Context) -> Programme | None:
    """Return the programme a request is about: the only one that it read, or the one of all that it read.

    Nothing if there are several, or none.
    """
    if not isinstance(context.store, RememberingStore):
        return None
    found = context.store.all_remembered(Programme)
    if found:
        return found[0] if len(found) == 1 else None
    named = context.store.named("programme_id")
    return context.store.get(Programme, *Programme.key(*named)) if len(named) == 1 else None


def membership(person_id: str) -> Callable[[Fixed], list[Key]]:
    """Return what makes the key of somebody's membership, for `along`: `role` and `role_of` read it."""
    return lambda of: [Member.key(of.organization_id, person_id)]


def team(context: Context, programme: Programme) -> list[Member]:
    """Return all who organize a programme, in any role."""
    members = context.store.query(Member, *Member.of(programme.organization_id))
    return [one for one in members if one.role_in(programme.programme_id)]


def with_programme(
    context: Context,
    programme_id: str,
    also: Iterable[Key] = (),
    along: Callable[[Fixed], Iterable[Key]] = lambda _: (),
) -> Programme:
    """Return the programme of a signed link or a slug; `also` and `along` as in `organizer`."""
    return _read(context, programme_id, also, along)[0]


def organization(of: Fixed) -> list[Key]:
    """Return the key of a programme's organization, for `along`."""
    return [Organization.key(of.organization_id)]


def remember(programme: Programme) -> None:
    """Remember the organization and the slug of a programme, which never change."""
    if programme.programme_id not in _FIXED and len(_FIXED) >= MOST_REMEMBERED:
        _FIXED.clear()
    _FIXED[programme.programme_id] = Fixed(programme.organization_id, programme.slug)


def _read(
    context: Context, programme_id: str, also: Iterable[Key], along: Callable[[Fixed], Iterable[Key]]
) -> tuple[Programme, dict[Key, Item]]:
    guess = _FIXED.get(programme_id)
    wanted = dict.fromkeys([Programme.key(programme_id), *(along(guess) if guess else ()), *also])
    read = {(one.pk, one.sk): one for one in context.store.get_many(Item, list(wanted)[:BATCH])}
    programme = read.get(Programme.key(programme_id))
    if not isinstance(programme, Programme):
        raise NotFound
    remember(programme)
    return programme, read


@dataclass(frozen=True)
class TakesPart:
    """Somebody who takes part in a programme, in these roles; `read` are the items that were asked for, too."""

    programme: Programme
    roles: frozenset[Role]
    read: list[Item]


def taking_part(context: Context, programme_id: str, mine: Iterable[Item], *also: Key) -> TakesPart:
    """Return as what the user takes part in a programme; raises `NotFound` for who doesn't, or left it.

    `mine` are items of the user's own list; `also` as in `organizer`.
    """
    part = [one for one in mine if isinstance(one, Participant) and one.programme_id == programme_id]
    roles = frozenset(one.role for one in part if not one.withdrawn_at)
    if not roles:
        raise NotFound
    read = context.store.get_many(Item, [Programme.key(programme_id), *also])
    programme = next((one for one in read if isinstance(one, Programme)), None)
    if programme is None:
        raise NotFound
    return TakesPart(programme, roles, read)


def pair_member(context: Context, pair_id: str, *, also: Iterable[Key] = ()) -> Pair:
    """Return the pair if the signed-in user is its mentor or mentee; `also` as in `organizer`.

    Its programme, which the page has the colour of, is read in the same trip once this process knows which one it is.
    """
    person_id = person(context)
    about = [Programme.key(_OF_PAIRS[pair_id])] if pair_id in _OF_PAIRS else []
    read = context.store.get_many(Item, [Pair.key(pair_id), *also, *about])
    pair = next((one for one in read if isinstance(one, Pair) and one.pair_id == pair_id), None)
    if pair is None or person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        raise NotFound
    if len(_OF_PAIRS) >= MOST_REMEMBERED:
        _OF_PAIRS.clear()
    _OF_PAIRS[pair_id] = pair.programme_id
    return pair


def partner(pair: Pair, person_id: str) -> str:
    """Return the person id of the other person of the pair."""
    return str(pair.mentee_person_id if person_id == pair.mentor_person_id else pair.mentor_person_id)
