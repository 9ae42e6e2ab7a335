"""What people told, as it is compared: topics, words, both sides beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pairing.domain import Person

Sides = tuple["Sequence[Person]", "Sequence[Person]"]


def topics(one: Person) -> dict[str, str]:
    """Return a person's topics as they were written, in order, by their folded names."""
    named: dict[str, str] = {}
    for topic in one.profile["topics"]:
        named.setdefault(topic.strip().casefold(), topic.strip())
    return named


def told(one: Person, name: str) -> str:
    """Return a field of somebody's profile for comparison: «IT» and «it » are one department."""
    return str(one.profile[name] or "").strip().casefold()


def both_of(sides: Sides, value: Callable[[Person], Any]) -> tuple[list[Any], list[Any]]:
    """Return a value of each person, for both sides."""
    return [value(one) for one in sides[0]], [value(one) for one in sides[1]]
