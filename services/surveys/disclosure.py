"""Which answers may be combined into results, so that nobody can compute what fewer than five people said.

Showing only results of five answers or more isn't enough: the difference of two results can reveal one person's answer,
be they results by role, or the same result before and after one more answer. So answers are put into fixed groups of
five or more, in the order in which they came, and every result is a union of whole groups. The difference of any two
results is then a union of groups too. A group belongs to one role or, if the answers of a role are too few for long, to
none: then it counts only in the result of everybody.

The groups follow from the answers and the time, so nothing about them is stored.
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
"""The fewest answers of a result."""
QUIET = timedelta(days=7)
"""After this long without a new answer, waiting answers of a role are shown together with the other role's."""
SETTLED = timedelta(minutes=2)
"""Younger answers wait: an answer that is still being written may get an earlier time than an existing one."""
ROLES = tuple(Role)
EVERYBODY = "all"


@dataclass(frozen=True)
class Given:
    """One person's answer to one question; `key` orders answers of the same instant."""

    at: datetime
    key: str
    role: str
    value: Any


Group = tuple[Given, ...]


def groups(answers: Iterable[Given], now: datetime) -> Iterator[Group]:
    """Yield the groups that may be shown at `now`; later the same ones, and perhaps more."""
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
    """Yield the waiting answers as one group if they are enough."""
    those = tuple(chain.from_iterable(waiting.values()))
    if len(those) >= FEWEST:
        waiting.clear()
        yield those


def cuts(answers: Iterable[Given], now: datetime) -> dict[str, Group]:
    """Return the answers in the results of everybody and of each role at `now`; empty: too few."""
    found = list(groups(answers, now))
    by_role = {role: [one for one in found if {each.role for each in one} == {role}] for role in ROLES}
    return {cut: _united(those) for cut, those in ({EVERYBODY: found} | by_role).items()}


def texts(answers: Iterable[Given], now: datetime) -> tuple[str, ...] | None:
    """Return texts in an order that depends only on their content, not on who wrote when; None: too few.

    Not by role, because a text says more than a number.
    """
    alike = [Given(one.at, one.key, EVERYBODY, str(one.value)) for one in answers]
    written = [str(one.value) for one in _united(list(groups(alike, now)))]
    return tuple(sorted(written, key=lambda text: ids.derived("text", text))) or None


def _united(those: Sequence[Group]) -> Group:
    return tuple(chain.from_iterable(those))
