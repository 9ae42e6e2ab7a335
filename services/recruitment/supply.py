"""What mentees want to learn and how many places mentors offer for it, before anything is decided. Pure.

Everybody counts who may still take part: who waits for a decision, was asked for more, waits for a place, or was
accepted. A mentor's places count for each of their topics, so they don't add up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consents
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from recruitment.rows import Row

MOST = 200
"""Topics that are told, those that are short of places first."""


@dataclass(frozen=True)
class Topic:
    """A topic: how many mentees want it, how many mentors offer it, and with how many places."""

    name: str
    wanted: int = 0
    mentors: int = 0
    places: int = 0

    @property
    def short(self) -> int:
        """Return how many places are missing, if everybody who wants the topic shall have one."""
        return max(0, self.wanted - self.places)


def topics(rows: Iterable[Row], own: Sequence[str]) -> list[Topic]:
    """Return the programme's `own` topics and those people added, the shortest of places first, then the most wanted.

    Spellings that differ in case or accents alone are one topic, written as the programme or else who came first does.
    """
    names = {plain(one): one for one in own}
    wanted: dict[str, int] = {}
    offered: dict[str, tuple[int, int]] = {}
    for row in rows:
        if row.state not in consents.SENT:
            continue
        for folded, name in {plain(one): one for one in row.topics}.items():
            names.setdefault(folded, name)
            if row.role == Role.MENTEE:
                wanted[folded] = wanted.get(folded, 0) + 1
            else:
                mentors, places = offered.get(folded, (0, 0))
                offered[folded] = mentors + 1, places + row.places
    found = [Topic(name, wanted.get(one, 0), *offered.get(one, (0, 0))) for one, name in names.items()]
    return sorted(found, key=lambda one: (-one.short, -one.wanted, plain(one.name)))[:MOST]
