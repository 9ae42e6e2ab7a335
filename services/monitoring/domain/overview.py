"""A programme seen as a whole: how far its people have come, and which of its pairs somebody wants to see. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from mentoring.letters import plain
from mentoring.tables.vocabulary import ApplicationState, Come, Lacking, Sorting
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Applications = Mapping[tuple[str, str, str], int]
    """(role, state, `waits` or nothing) → number, as of `Counts.total`."""

RESTING = "resting"
"""The figure of current pairs without a colour: it follows from others."""


@dataclass(frozen=True)
class Glance:
    """What a list needs to know of a pair to sort and filter it.

    `place` is where its colour lies in the order of colours; `last` when it last met, empty if it never did. `now` are
    things it lacks.
    """

    pair_id: str
    name: str
    place: int
    held: int
    last: str
    lacks: frozenset[Lacking]


@dataclass(frozen=True)
class Wanted:
    """Which pairs somebody wants to see, and in which order; `backwards` turns it round."""

    lacking: Lacking = Lacking.NOTHING
    text: str = ""
    sorting: Sorting = Sorting.COLOUR
    backwards: bool = False

    def of(self, pairs: Iterable[Glance]) -> list[Glance]:
        """Return those pairs in that order; where it leaves two equal, by name."""
        sought = plain(self.text)
        found = [
            one
            for one in pairs
            if (not self.lacking or self.lacking in one.lacks) and (not sought or sought in plain(one.name))
        ]
        by_name = sorted(found, key=lambda one: (plain(one.name), one.pair_id))
        return sorted(by_name, key=self._rank, reverse=self.backwards)

    def _rank(self, one: Glance) -> tuple[str | int, ...]:
        match self.sorting:
            case Sorting.NAME:
                return (plain(one.name),)
            case Sorting.LAST:
                return (one.last,)
            case Sorting.HELD:
                return (one.held,)
            case _:
                return (one.place,)


@dataclass(frozen=True)
class Funnel:
    """How many came how far: mentees until they are in a pair, pairs from then on; a pair has one mentee.

    `early` are the pairs that ended early, `mentors` how many of them applied and were accepted.
    """

    steps: tuple[tuple[Come, int], ...]
    early: int = 0
    mentors: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, applications: Applications, stages: Mapping[str, int], watches: Mapping[str, int]) -> Funnel:
        """Return the funnel from the counters of applications, of pairs by stage, and of watches."""
        steps = {
            Come.APPLIED: _count(applications, "mentee"),
            Come.ACCEPTED: _count(applications, "mentee", ApplicationState.ACCEPTED),
            Come.PAIRED: sum(stages.values()),
            Come.SIGNED: watches.get("signed", 0),
            Come.AGREED: watches.get("agreed", 0),
            Come.HALFWAY: watches.get("halfway", 0),
            Come.COMPLETED: stages.get("completed", 0),
        }
        mentors = _count(applications, "mentor"), _count(applications, "mentor", ApplicationState.ACCEPTED)
        return cls(tuple(steps.items()), stages.get("closed_early", 0), mentors)

    @property
    def begun(self) -> bool:
        """Return whether there is anything to see."""
        return any(number for _, number in self.steps)

    def shares(self) -> list[tuple[Come, int, int | None]]:
        """Return each step with its number and how many per cent that is of the step before.

        None where that is 0, or less: a pair may agree on a goal before it signs its contract.
        """
        before = [None, *(number for _, number in self.steps)]
        return [
            (what, number, round(100 * number / earlier) if earlier and number <= earlier else None)
            for (what, number), earlier in zip(self.steps, before, strict=False)
        ]


def _count(applications: Applications, role: str, state: str = "") -> int:
    return sum(number for (its, at, _), number in applications.items() if its == role and state in ("", at))


def monday(at: datetime) -> date:
    """Return the first day of an instant's week (UTC)."""
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Week:
    """Figures of a programme at an instant, by name; what isn't there wasn't known."""

    at: datetime
    figures: Mapping[str, int]

    def known(self, name: str) -> int | None:
        """Return a figure, None if it wasn't known."""
        return self.figures.get(name)

    def counted_back(self, added: Mapping[date, Mapping[str, int]]) -> tuple[Week, ...]:
        """Return these sums at the end of each week from the first one known, and now, the last.

        What the weeks `added` since is taken off again, week by week back.
        """
        begun, current = min(added, default=monday(self.at)), monday(self.at)
        sums, found = dict(self.figures), [self]
        for back in range((current - begun).days // 7):
            begin = current - timedelta(days=7 * back)
            sums = {name: max(0, number - added.get(begin, {}).get(name, 0)) for name, number in sums.items()}
            found.append(Week(datetime.combine(begin, time.min, UTC), sums))
        return tuple(reversed(found))

    @property
    def resting(self) -> int | None:
        """Return how many current pairs had none of the three colours."""
        names = ("active", "green", "amber", "red")
        if any(name not in self.figures for name in names):
            return None
        return max(0, self.figures["active"] - sum(self.figures[name] for name in names[1:]))


def over_time(weeks: Sequence[Week], name: str) -> tuple[int | None, ...]:
    """Return a figure week by week."""
    return tuple(one.resting if name == RESTING else one.known(name) for one in weeks)
