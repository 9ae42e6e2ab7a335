"""Which answers results may be made of, so that nobody can compute what fewer than five people said.

Showing only cuts of five answers or more is not enough: two cuts that differ by one person tell that person's answer,
be they cuts by role, or the same cut before and after one more answer. So answers are put into groups of five or more
once and for all, in the order in which they came, and every cut is a union of whole groups. Whatever is added to or
taken from whatever was ever shown is a union of groups again. A group lies in one role, or, when answers of a role
are too few for long, in none: it then counts for everybody together only.

The groups follow from the answers and the time alone, so nothing about them is kept.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from mentoring import ids
from mentoring.tables.vocabulary import Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

FEWEST = 5
"""No result is made of fewer answers."""
QUIET = timedelta(days=7)
"""After this long without an answer, those that wait for more of their role are shown together with the other's."""
SETTLED = timedelta(minutes=2)
"""Younger answers wait: one that is still being written may get an earlier time than one already there."""
ROLES = tuple(Role)
EVERYBODY = "all"


@dataclass(frozen=True)
class Given:
    """What one person answered to one question; `key` orders answers of one instant."""

    at: datetime
    key: str
    role: str
    value: Any


Group = tuple[Given, ...]


def groups(answers: Iterable[Given], now: datetime) -> Iterator[Group]:
    """Yield the groups that may be shown at `now`; later there are the same ones, and perhaps more."""
    until = now - SETTLED
    waiting: dict[str, list[Given]] = {}
    last = until
    for one in sorted((one for one in answers if one.at <= until), key=lambda one: (one.at, one.key)):
        if one.at - last > QUIET:
            yield from _together(waiting)
        last = one.at
        those = waiting.setdefault(one.role, [])
        those.append(one)
        if len(those) == FEWEST:
            yield tuple(waiting.pop(one.role))
    if until - last > QUIET:
        yield from _together(waiting)


def _together(waiting: dict[str, list[Given]]) -> Iterator[Group]:
    """Yield those who wait as one group, if they are enough; then nobody waits any more."""
    those = tuple(chain.from_iterable(waiting.values()))
    if len(those) >= FEWEST:
        waiting.clear()
        yield those


def cuts(answers: Iterable[Given], now: datetime) -> dict[str, Group]:
    """Return the answers that results of everybody and of each role may be made of at `now`; empty: too few."""
    found = list(groups(answers, now))
    by_role = {role: [one for one in found if {each.role for each in one} == {role}] for role in ROLES}
    return {cut: _united(those) for cut, those in ({EVERYBODY: found} | by_role).items()}


def texts(answers: Iterable[Given], now: datetime) -> tuple[str, ...] | None:
    """Return texts in an order that follows from what they say alone, not from who wrote when; None: too few.

    Roles are not told apart: a text says by itself more than a figure.
    """
    alike = [Given(one.at, one.key, EVERYBODY, str(one.value)) for one in answers]
    written = [str(one.value) for one in _united(list(groups(alike, now)))]
    return tuple(sorted(written, key=lambda text: ids.derived("text", text))) or None


def _united(those: Sequence[Group]) -> Group:
    return tuple(chain.from_iterable(those))
