"""Who looks at the gatherings of a programme: somebody who takes part in it, or one of its organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import PROGRAMME_OVER
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """Somebody in a programme: `parts` are their participations that go on; `organizes` and `edits` as a member of it.

    `mine` are all items listed as theirs, of whatever programme.
    """

    person_id: str
    programme: Programme
    parts: list[Participant]
    organizes: bool
    edits: bool
    mine: list[Item]

    @property
    def is_over(self) -> bool:
        """Return whether the programme is over."""
        return self.programme.stage in PROGRAMME_OVER

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles in which they take part."""
        return frozenset(one.role for one in self.parts)


def parts_of(context: Context, programme_id: str, person_id: str) -> list[Participant]:
    """Return as what somebody takes part in a programme, in one role or two."""
    found = context.store.listed(Participant, *Participant.listed(person_id, programme_id))
    return [one for one in found if not one.withdrawn_at]


def pair_keys(mine: list[Item], programme_id: str) -> list[access.Key]:
    """Return the keys of somebody's pairs in a programme, of all that is theirs."""
    return [Pair.key(one.pair_id) for one in mine if isinstance(one, PairMember) and one.programme_id == programme_id]


def viewer(context: Context, programme_id: str, *also: access.Key, pairs: bool = False) -> Viewer:
    """Return the user as a viewer of a programme, mostly in two round trips; `also` are read in the second one.

    With `pairs`, so are the pairs they are in there, which a `get` then has for free. Raises `NotFound` for who neither
    takes part in it nor organizes it.
    """
    me = access.person(context)
    mine = context.store.listed(Item, Person.listing(me))
    parts = [
        one
        for one in mine
        if isinstance(one, Participant) and one.programme_id == programme_id and not one.withdrawn_at
    ]
    known = [*also, *(pair_keys(mine, programme_id) if pairs else ())]
    programme = access.with_programme(context, programme_id, known, access.membership(me))
    role = access.role(context, programme)
    if not role and not parts:
        raise NotFound
    return Viewer(me, programme, parts, organizes=bool(role), edits=role in access.EDITORS, mine=mine)
