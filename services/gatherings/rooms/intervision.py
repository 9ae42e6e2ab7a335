"""Groups of four to six who help each other with cases, by the same search as rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gatherings.rooms.given import Pair


@dataclass(frozen=True)
class Member:
    """A mentor, or a mentee of a peer circle; what isn't known is empty.

    `experience` is a level or class that should be mixed, `slots` when somebody could meet (any names of times),
    `turns` in how many groups they have been: who was in more gives way first.
    """

    id: str
    department: str = ""
    location: str = ""
    experience: str = ""
    slots: frozenset[str] = frozenset()
    turns: int = 0


@dataclass(frozen=True)
class Wishes:
    """How groups are made: at least and at most so many, about `size`.

    Never together: `shared` (two mentors of one mentee, two mentees of one mentor), `managers`, `apart`. `earlier`: in
    how many groups two were together. Weights as those of rooms.
    """

    least: int = 4
    most: int = 6
    size: int = 5
    shared: frozenset[Pair] = frozenset()
    managers: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    earlier: Mapping[Pair, int] | None = None
    department: int = 100
    slots: int = 60
    met: int = 30
    experience: int = 10
    location: int = 5
    seed: int = 0


@dataclass(frozen=True)
class Alone:
    """Somebody who can't be in a group, and why.

    `few`: there are too few for any group; `odd`: this number can't be split in groups of these sizes, so somebody
    stays; `apart`: `others` must not be with them, and without them there is no group.
    """

    person_id: str
    why: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Who is in a group, the times all of them could meet, and what it costs by reason."""

    ids: tuple[str, ...]
    slots: tuple[str, ...]
    points: Mapping[str, int]


@dataclass(frozen=True)
class Groups:
    """All groups, the first id first, and who is in none."""

    groups: tuple[Group, ...]
    alone: tuple[Alone, ...]
    cost: int


def groups(members: Sequence[Member], wishes: Wishes) -> Groups:
    """Return groups of different departments, without those who must not be together."""
    raise NotImplementedError
