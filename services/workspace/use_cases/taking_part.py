"""Who reads what a programme offers to those who take part in it: guides, and what pairs share beyond themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import NotFound
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Participant, Programme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring import access
    from mentoring.context import Context
    from mentoring.tables.vocabulary import Role


@dataclass(frozen=True)
class TakesPart:
    """Somebody who takes part in a programme, in these roles; `read` are the items that were asked for, too."""

    programme: Programme
    roles: frozenset[Role]
    read: list[Item]


def of(context: Context, programme_id: str, mine: Iterable[Item], *also: access.Key) -> TakesPart:
    """Return as what the user takes part in a programme; raises `NotFound` for who doesn't, or left it.

    `mine` are items of the user's own list; `also` are keys that are needed next, read in the same round trip.
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
