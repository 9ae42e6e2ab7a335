"""The hard rules: who may not be paired with whom (domain.md §2.4). Missing data breaks none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pairing.matching.profiles import Sides, both_of, told
from pairing.matching.score_parts import Either, ScorePart, Sparse, bit, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pairing.domain import Person

RULES = (
    "capacity", "exclusion", "manager", "language", "mode", "department", "junior", "time", "forbidden", "quality",
    "question",
)  # fmt: skip
PLACES = {"online": 1, "in_person": 2}
"""Ways of meeting as bits; hybrid, or missing, is both."""


def rules_of(sides: Sides, *, must_cross: bool) -> Iterator[tuple[str, ScorePart]]:
    """Yield each hard rule except time, with its bit where it is broken; bits are added, so each rule comes once."""
    shape = (len(sides[0]), len(sides[1]))

    def named(rule: str, pairs: Iterator[tuple[int, int]]) -> tuple[str, ScorePart]:
        return rule, Sparse(shape, [(row, column, bit(RULES, rule)) for row, column in pairs])

    def compared(
        rule: str, told: tuple[list[Any], list[Any]], broken: Callable[[Any, Any], bool]
    ) -> tuple[str, ScorePart]:
        return rule, table(*told, lambda ours, theirs: bit(RULES, rule) * broken(ours, theirs))

    yield compared("capacity", ([None] * shape[0], [one.capacity < 1 for one in sides[1]]), lambda _, full: full)
    unwanted = (
        named("exclusion", _excluded(sides)),
        compared("exclusion", both_of(sides, _own_department), _same_unwanted),
    )
    yield "exclusion", Either([part for _, part in unwanted])
    yield named("manager", _managed(sides))
    yield compared(
        "language", both_of(sides, _languages), lambda ours, theirs: bool(ours and theirs) and not ours & theirs
    )
    yield compared("mode", both_of(sides, lambda one: PLACES.get(one.profile["mode"], 3)), lambda a, b: not a & b)
    if must_cross:
        yield compared(
            "department", both_of(sides, lambda one: told(one, "department")), lambda a, b: bool(a) and a == b
        )


def juniors(standing: tuple[list[int], list[int]], *, no_juniors: bool) -> Iterator[tuple[str, ScorePart]]:
    """Yield the rule that no mentor is below the mentee; a missing position doesn't break it."""
    if no_juniors:
        yield "junior", table(*standing, lambda ours, theirs: bit(RULES, "junior") * (0 < theirs < ours))


def _languages(one: Person) -> frozenset[str]:
    return frozenset(language["code"] for language in one.profile["languages"])


def _own_department(one: Person) -> tuple[str, bool]:
    return told(one, "department"), "department" in one.profile["not_with"]


def _same_unwanted(ours: tuple[str, bool], theirs: tuple[str, bool]) -> bool:
    return bool(ours[0]) and ours[0] == theirs[0] and (ours[1] or theirs[1])


def _excluded(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield pairs in which one doesn't want the other, or both are the same person."""
    mentees, mentors = _places(sides, lambda one: one.email)
    yield from themselves(sides)
    for row, one in enumerate(sides[0]):
        for email in one.profile["not_with"]:
            yield from ((row, column) for column in mentors.get(email, ()))
    for column, one in enumerate(sides[1]):
        for email in one.profile["not_with"]:
            yield from ((row, column) for row in mentees.get(email, ()))


def themselves(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield the positions of people who are on both sides, also under another address."""
    keys: tuple[Callable[[Person], str], ...] = (lambda one: one.email, lambda one: one.person_id)
    for key in keys:
        mentors = _places(sides, key)[1]
        for row, one in enumerate(sides[0]):
            yield from ((row, column) for column in mentors.get(key(one), ()))


def _managed(sides: Sides) -> Iterator[tuple[int, int]]:
    """Yield pairs in which one is the other's line manager."""
    mentees, mentors = _places(sides, lambda one: one.email)
    for row, one in enumerate(sides[0]):
        yield from ((row, column) for column in mentors.get(one.profile["manager_email"], ()))
    for column, one in enumerate(sides[1]):
        yield from ((row, column) for row in mentees.get(one.profile["manager_email"], ()))


def _places(sides: Sides, key: Callable[[Person], str]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return the positions of people by a key, on both sides; an empty key is left out."""
    found: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
    for side, places in zip(sides, found, strict=True):
        for position, one in enumerate(side):
            if key(one):
                places.setdefault(key(one), []).append(position)
    return found
