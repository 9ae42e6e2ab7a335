"""The poll in which a group finds a date: everybody proposes times and ticks those that suit them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

MOST_OPTIONS = 20
LEAST = 3
"""So many must be able to come: one brings a case, one moderates, one helps to think."""
MOST_EXTENDED = 2
"""How often a poll without a date goes on for as long again."""
AHEAD = timedelta(hours=2)
"""A time must lie at least so far ahead."""
FURTHEST = timedelta(days=180)
REMINDED = timedelta(days=1)
"""How long before its end those are reminded who haven't answered."""


class TooManyTimes(Invalid):
    """More times than anybody reads through."""

    code = "too-many-times"
    message = N_("A group can choose from at most %(most)s times.")


class TimeTooNear(Invalid):
    """A time that has passed, or comes before anybody could prepare."""

    code = "time-too-near"
    message = N_("Choose times that are at least two hours ahead, and at most half a year.")


class TimeUnknown(Invalid):
    """A time that isn't in the poll."""

    code = "time-unknown"
    message = N_("One of these times isn't in the poll any more. Look at it again.")


@dataclass(frozen=True)
class Option:
    """A time, who proposed it, and whom it suits (person ids)."""

    option_id: str
    at: datetime
    by: str
    yes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Poll:
    """What a group can choose from, soonest first; `answered` are those who said of every time whether it suits.

    It lasts until `until`; with no date then it goes on for `days` again, `MOST_EXTENDED` times.
    """

    people: frozenset[str]
    options: tuple[Option, ...]
    answered: frozenset[str]
    until: datetime
    days: int
    extended: int = 0
    reminded: int = 0

    def answer(
        self, who: str, yes: Iterable[str], times: Sequence[datetime], now: datetime, ids: Sequence[str]
    ) -> Poll:
        """Return it with all that suits somebody: of the options these (`yes`, ids), and `times` that are new.

        `ids` are new ids, one for each of the times. Who answered before has to look at new times again.
        Raises `TimeUnknown`, `TimeTooNear`, `TooManyTimes`.
        """
        wanted, known = set(yes), {one.at for one in self.options}
        if wanted - {one.option_id for one in self.options}:
            raise TimeUnknown(fields={"/yes": TimeUnknown.message})
        if any(not now + AHEAD <= one <= now + FURTHEST for one in times):
            raise TimeTooNear(fields={"/times": TimeTooNear.message})
        fresh = {at: option_id for at, option_id in zip(times, ids, strict=True) if at not in known}
        wanted |= {one.option_id for one in self.options if one.at in times}
        options = [
            replace(one, yes=one.yes | {who} if one.option_id in wanted else one.yes - {who}) for one in self.options
        ]
        options += [Option(option_id, at, who, frozenset({who})) for at, option_id in fresh.items()]
        if len(options) > MOST_OPTIONS:
            raise TooManyTimes(fields={"/times": TooManyTimes.message}, most=MOST_OPTIONS)
        before = frozenset[str]() if fresh else self.answered
        options.sort(key=lambda one: (one.at, one.option_id))
        return replace(self, options=tuple(options), answered=before | {who})

    def without(self, who: str) -> Poll:
        """Return it without somebody, who left."""
        options = tuple(replace(one, yes=one.yes - {who}) for one in self.options)
        return replace(self, people=self.people - {who}, answered=self.answered - {who}, options=options)

    @property
    def missing(self) -> frozenset[str]:
        """Return who hasn't said of every time whether it suits."""
        return self.people - self.answered

    @property
    def least(self) -> int:
        """Return how many must be able to come."""
        return min(LEAST, len(self.people))

    def best(self, now: datetime) -> Option | None:
        """Return the time that suits most, of several the soonest; None where it suits too few."""
        ahead = [one for one in self.options if one.at > now and len(one.yes) >= self.least]
        return min(ahead, key=lambda one: (-len(one.yes), one.at, one.option_id), default=None)

    def date(self, now: datetime) -> Option | None:
        """Return the time at which the group meets: the best, once all have answered or the time for it is over."""
        settled = (self.options and not self.missing) or now >= self.until
        return self.best(now) if settled else None

    def is_over(self, now: datetime) -> bool:
        """Return whether the time for it is over, for the last time."""
        return now >= self.until and self.extended >= MOST_EXTENDED

    def extend(self, now: datetime) -> Poll:
        """Return it going on for as long again."""
        return replace(self, until=now + timedelta(days=self.days), extended=self.extended + 1)

    @property
    def reminds_at(self) -> datetime | None:
        """Return when those are reminded who haven't answered; None once they were, of this stretch of time."""
        return (
            self.until - REMINDED if self.reminded <= self.extended and timedelta(days=self.days) > REMINDED else None
        )

    def reminds(self, now: datetime) -> bool:
        """Return whether it is time to remind somebody."""
        return self.reminds_at is not None and self.reminds_at <= now < self.until

    def remind(self) -> Poll:
        """Return it with those reminded who haven't answered."""
        return replace(self, reminded=self.extended + 1)

    @property
    def due_at(self) -> datetime:
        """Return when it needs something: a reminder, or its end."""
        return self.reminds_at or self.until
