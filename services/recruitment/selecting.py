"""Which applications of a programme a list shows, in which order, and what it can be filtered by. Pure.

A list is `rows` and what is wanted of them, a mapping with any of `FILTERS` and `sort`; what is missing or unknown
filters nothing. Words are compared without case and accents.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from mentoring.letters import plain
from mentoring.tables.vocabulary import ApplicationState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from recruitment.rows import Row

FILTERS = ("q", "state", "role", "source", "consents", "topic", "department", "city", "paired")
BY_STATE, BY_NAME, NEWEST, OLDEST = "", "name", "newest", "oldest"
SORTS = (BY_STATE, BY_NAME, NEWEST, OLDEST)
WANTED = (*FILTERS, "sort")
MISSING, YES, NO = "missing", "yes", "no"
"""Values of `consents` and `paired`."""
ORDER = {
    state: place
    for place, state in enumerate(
        (
            ApplicationState.SUBMITTED,
            ApplicationState.NEEDS_INFO,
            ApplicationState.WAITLISTED,
            ApplicationState.ACCEPTED,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
        )
    )
}
"""In which order states come: who waits for a decision first."""
MOST_CHOICES = 200
"""Topics, departments and cities to choose from, the most frequent."""

Key = list[Any]


@dataclass(frozen=True)
class Choices:
    """What a list can be filtered by: topics, departments and cities as they are most often written."""

    topics: Sequence[str]
    departments: Sequence[str]
    cities: Sequence[str]


@dataclass(frozen=True)
class Selection:
    """Rows that fit, in order; how many there are in each state with all other filters; how many in all."""

    rows: Sequence[Row]
    states: Mapping[str, int]
    total: int

    def page(self, sort: str, after: str, limit: int) -> tuple[list[Row], str]:
        """Return the rows that follow after a place, at most `limit`, and the place of the last one, if more follow."""
        key, backwards = _key(sort), sort == NEWEST
        rest: Sequence[Row] = self.rows
        if after:
            last = json.loads(after)
            rest = [one for one in rest if (key(one) < last if backwards else key(one) > last)]
        shown = list(rest[:limit])
        return shown, json.dumps(key(shown[-1])) if len(rest) > len(shown) else ""


def select(rows: Iterable[Row], wanted: Mapping[str, str], texts: Mapping[str, Any]) -> Selection:
    """Return the rows that fit what is wanted; `texts` are a programme's `consent_texts`."""
    everybody = list(rows)
    tests = _tests(wanted, texts)
    fitting = [one for one in everybody if all(test(one) for test in tests)]
    state, sort = wanted.get("state", ""), wanted.get("sort", "")
    chosen = [one for one in fitting if state in ("", one.state)]
    chosen.sort(key=_key(sort), reverse=sort == NEWEST)
    return Selection(chosen, Counter(one.state for one in fitting), len(everybody))


def _key(sort: str) -> Callable[[Row], Key]:
    if sort == BY_NAME:
        return lambda one: [one.name, one.application_id]
    if sort in (NEWEST, OLDEST):
        return lambda one: [one.at, one.application_id]
    return lambda one: [ORDER.get(ApplicationState(one.state), len(ORDER)), one.name, one.application_id]


def _tests(wanted: Mapping[str, str], texts: Mapping[str, Any]) -> list[Callable[[Row], bool]]:
    """Return a test for each filter that is set."""
    said = {name: wanted.get(name, "").strip() for name in FILTERS}
    words, topic = plain(said["q"]).split(), plain(said["topic"])
    fold = _folding()
    tests: dict[str, Callable[[Row], bool]] = {
        "q": lambda one: all(word in one.name or word in fold(one.email) for word in words),
        "role": lambda one: one.role == said["role"],
        "source": lambda one: one.channel == said["source"],
        "consents": lambda one: one.lacks_consents(texts) == (said["consents"] == MISSING),
        "topic": lambda one: topic in [fold(each) for each in one.topics],
        "department": lambda one: fold(one.department) == fold(said["department"]),
        "city": lambda one: fold(one.city) == fold(said["city"]),
        "paired": lambda one: bool(one.pairs) == (said["paired"] == YES),
    }
    return [test for name, test in tests.items() if said[name]]


def _folding() -> Callable[[str], str]:
    """Return `plain`, which folds each text only once: the same few topics and departments come thousands of times."""
    known: dict[str, str] = {}

    def fold(text: str) -> str:
        if text not in known:
            known[text] = plain(text)
        return known[text]

    return fold


def choices(rows: Sequence[Row]) -> Choices:
    """Return what a list of these rows can be filtered by."""
    return Choices(
        _written(topic for one in rows for topic in one.topics),
        _written(one.department for one in rows),
        _written(one.city for one in rows),
    )


def _written(texts: Iterable[str]) -> list[str]:
    """Return the texts that occur, once each in its most frequent spelling, in alphabetical order."""
    fold = _folding()
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for text, number in Counter(texts).most_common():
        if text:
            spelt.setdefault(fold(text), text)
            counted[fold(text)] += number
    return [spelt[one] for one in sorted(one for one, _ in counted.most_common(MOST_CHOICES))]
