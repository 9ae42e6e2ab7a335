"""What organizers wrote to people: whom and when, never what. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

APART = timedelta(hours=12)
"""Lines to one person that are closer than this are one letter."""
MOST_LETTERS = 10
"""How many letters about a pair are remembered, the latest."""


@dataclass(frozen=True)
class Letter:
    """What an organizer wrote `to` a participant, and when."""

    at: datetime
    to: str


def noted(known: Iterable[Letter], news: Letter) -> tuple[Letter, ...]:
    """Return the letters with one more, the latest last; told twice, it is the same one."""
    letters = list(known)
    same = [one for one in letters if one.to == news.to and abs(one.at - news.at) < APART]
    first = min([news, *same], key=lambda one: one.at)
    others = [one for one in letters if one not in same]
    return tuple(sorted([*others, first], key=lambda one: (one.at, one.to))[-MOST_LETTERS:])
