"""What rooms are made from: who is there, who knows whom, what the host decided by hand, what each reason costs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Pair = tuple[str, str]
"""Two ids, the smaller one first (`two`)."""
Room = tuple[str, ...]
"""The ids of those in a room, sorted."""
Round = tuple[Room, ...]
"""The rooms of a round, by number from 0."""

MORE, LESS = "more", "less"
"""What rooms hold where people can't be split evenly: one more than asked for, or one less."""

REASONS = ("manager", "partner", "repeat", "earlier", "department", "location", "role")
"""What two pay for who share a room, the gravest first."""

MOST_EARLIER = 3
"""Two who met at more earlier gatherings than this pay no more: they know each other."""


def two(one: str, other: str) -> Pair:
    """Return two ids as a pair."""
    return (one, other) if one < other else (other, one)


class Refused(ValueError):
    """There are no such rooms.

    `why` is `duplicate` (an id twice), `unknown` (somebody locked isn't there), `locked_twice` (in one round), `room`
    (a locked place isn't in any room or round), `full` (more are locked in a room than it holds), `apart` (those who
    must not meet can't be kept apart), `sizes` (they can't be split in rooms of these sizes); `ids` are the people
    concerned.
    """

    def __init__(self, why: str, ids: Iterable[str] = ()) -> None:
        self.why = why
        self.ids = tuple(sorted(ids))
        super().__init__(f"{why}: {', '.join(self.ids)}")


@dataclass(frozen=True)
class Person:
    """Somebody who is there. What isn't known is empty, and then nothing is shared with anybody."""

    id: str
    department: str = ""
    location: str = ""
    role: str = ""


@dataclass(frozen=True)
class Lock:
    """The host's hand: `person_id` sits in that room in that round, both numbered from 0."""

    round: int
    person_id: str
    room: int


@dataclass(frozen=True)
class Weights:
    """What it costs that two share a room once, in whole points; 0: it doesn't matter.

    `repeat` counts quadratically: for each earlier round of this gathering in which the two were together, so k rounds
    together cost k (k - 1) / 2 times this. `earlier` counts for each earlier gathering at which they met, at most
    `MOST_EARLIER` times. `role` keeps mentors and mentees evenly mixed.
    """

    manager: int = 2000
    partner: int = 500
    repeat: int = 100
    earlier: int = 20
    department: int = 10
    location: int = 5
    role: int = 5


@dataclass(frozen=True)
class Given:
    """What rooms are made from; the order of people, pairs and locks doesn't matter.

    `size` ≥ 2 is how many a room should hold, `odd` what happens if people can't be split evenly. `partners` are
    mentor and mentee of a pair, `managers` a line manager and somebody of theirs, `apart` must not meet; pairs with
    people who aren't there are skipped. `today`: how often two met in rounds of this gathering that are over,
    `earlier`: at how many earlier gatherings. Equal input and `seed` give equal rooms.
    """

    people: tuple[Person, ...]
    size: int
    rounds: int = 1
    odd: str = MORE
    partners: frozenset[Pair] = frozenset()
    managers: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    today: Mapping[Pair, int] | None = None
    earlier: Mapping[Pair, int] | None = None
    locks: tuple[Lock, ...] = ()
    weights: Weights = Weights()
    seed: int = 0

    @property
    def ids(self) -> tuple[str, ...]:
        """Everybody's id, sorted."""
        return tuple(sorted(one.id for one in self.people))


def met(rounds: Sequence[Round], before: Mapping[Pair, int] | None = None) -> dict[Pair, int]:
    """Return how often any two were in one room, on top of what was before: `today` for the rounds that are left."""
    found = Counter(before or {})
    for rooms in rounds:
        for room in rooms:
            found.update(two(one, other) for nth, one in enumerate(room) for other in room[:nth])
    return dict(found)
