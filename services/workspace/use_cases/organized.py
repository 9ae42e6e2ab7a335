"""What somebody organizes, at home: their programmes, and how much of each needs its organizers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, matters
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.recruitment import Member


@dataclass(frozen=True)
class Organized:
    """A programme, and how many lines the list of what needs its organizers has.

    `decides` is false for viewers.
    """

    programme: Programme
    number: int
    decides: bool


def organized(context: Context, members: Iterable[Member]) -> list[Organized]:
    """Return the programmes that aren't over, those that need somebody first.

    It takes a round trip for each organization, and one for the numbers of all programmes.
    """
    found = [
        (one, member.role_in(one.programme_id) in access.EDITORS)
        for member in members
        for one in context.store.listed(Programme, *Programme.listed(member.organization_id))
        if member.role_in(one.programme_id) and one.stage not in PROGRAMME_OVER
    ]
    numbers = {one.programme_id: matters.keys(one.programme_id) for one, _ in found}
    keys = [key for theirs in numbers.values() for key in theirs]
    read = {(one.pk, one.sk): one for one in (context.store.get_many(Item, keys) if keys else [])}
    mine = [Organized(one, _number(context, one, read, numbers[one.programme_id]), decides) for one, decides in found]
    return sorted(mine, key=lambda one: (not one.number, one.programme.name))


def _number(context: Context, one: Programme, read: dict[tuple[str, str], Item], keys: list[tuple[str, str]]) -> int:
    return matters.desk(one, [read[key] for key in keys if key in read], context.clock()).number
