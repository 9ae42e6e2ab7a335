"""Who takes which role in a group: drawn, and yet fair over a year.

Each of the single roles is taken by somebody who had it least, of these rather by those who lack the most roles in this
turn, then by those who have had the fewest. In a group that stays together nobody is ever more than one turn ahead of
anybody in any role: serving those who lack the most means that as many meetings suffice as somebody lacks roles (edge
colourings of bipartite graphs, König 1916).
"""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import CircleRole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SINGLE = (CircleRole.MODERATOR, CircleRole.PRESENTER, CircleRole.TIME_KEEPER)
"""Roles that one person takes; all others are consultants."""


def draw(
    present: Sequence[str],
    history: Mapping[tuple[str, str], int],
    seed: int = 0,
    given: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the role of each who is present: person id → role.

    `history`: (person id, role) → how often they had it this year, others' entries don't matter. `given`: role → person
    id, where somebody has taken a role by themselves (a presenter who has a case). With fewer than three people the
    last of the roles stay free. Equal input and seed give equal roles, whatever the order of people.
    """
    taken = {role: one for role, one in (given or {}).items() if one in present and role in SINGLE}
    rng = Random(f"{seed}")  # noqa: S311 - nothing here is secret
    left = [one for _, one in sorted((rng.random(), one) for one in sorted(set(present) - set(taken.values())))]
    open_roles = [role for role in SINGLE if role not in taken][: len(left)]
    least = {role: min(history.get((one, role), 0) for one in set(present)) for role in open_roles}
    lacks = {one: sum(history.get((one, role), 0) <= least[role] for role in open_roles) for one in left}

    def unfair(chosen: tuple[str, ...]) -> tuple[int, int, int]:
        ahead = [history.get((one, role), 0) - least[role] for role, one in zip(open_roles, chosen, strict=True)]
        had = sum(history.get((one, role), 0) for one in chosen for role in SINGLE)
        return sum(each * each for each in ahead), -sum(lacks[one] for one in chosen), had

    best = min(permutations(left, len(open_roles)), key=unfair)
    taken |= dict(zip(open_roles, best, strict=True))
    by_person = {one: role for role, one in taken.items()}
    return {one: by_person.get(one, CircleRole.CONSULTANT) for one in sorted(set(present))}


def successor(role: str, able: Sequence[str], history: Mapping[tuple[str, str], int], seed: int = 0) -> str:
    """Return who takes a role that was passed on: of those who can, somebody who had it least, then any role least."""
    rng = Random(f"{seed}/{role}")  # noqa: S311 - nothing here is secret
    drawn = {one: rng.random() for one in sorted(able)}

    def had(one: str) -> tuple[int, int, float]:
        return history.get((one, role), 0), sum(history.get((one, each), 0) for each in SINGLE), drawn[one]

    return min(drawn, key=had)
