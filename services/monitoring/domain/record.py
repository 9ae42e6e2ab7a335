"""The history of a pair as its watch stores it: news in any order, limited to what the rules may need."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import Sighting, StepKind, Worry
from mentoring.values import dataclass
from monitoring.domain.facts import GOAL_AFTER, Facts, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

MOST_MEETINGS, MOST_OFF = 200, 50
"""How many meetings are stored: held or planned ones besides the first `GOAL_AFTER` held, and those that are off."""
MOST_STEPS = 5
"""How many steps of one kind are stored per rule; a matter has at most two of a kind."""
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Meeting:
    """What is known about a meeting: planned, held or off (then without a start), and the sequence of that news."""

    state: Sighting
    starts_at: datetime | None
    sequence: int


@dataclass(frozen=True)
class Rating:
    """What one of the two last said of the pair: whether it may not be a good one, and when."""

    low: bool
    at: datetime


@dataclass(frozen=True)
class Record:
    """What is known about a pair; each verb returns the record with the news added.

    `meetings` are by id. `surveys` map an assignment's id to when it was opened, None if its answer came first.
    `ratings` are the latest ones, by who gave them: an id that says nothing of the person.
    `paused_until` is in the past once the pair has continued; `paused_by` is the sequence of the pair's event that said
    so.
    """

    started_at: datetime
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    surveys: Mapping[str, datetime | None] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    contract_signed: bool = False
    contract_version: int = 0
    interval: int = 0
    planned: int = 0
    goal_agreed: bool = False
    paused_until: datetime | None = None
    paused_by: int = 0
    closed: bool = False
    history: tuple[Step, ...] = ()

    def note(self, meeting_id: str, news: Meeting) -> Record:
        """Record a meeting's state; news older than what is known changes nothing."""
        before = self.meetings.get(meeting_id)
        if before is not None and before.sequence > news.sequence:
            return self
        return replace(self, meetings=_bounded({**self.meetings, meeting_id: news}))

    def open_survey(self, assignment_id: str, at: datetime) -> Record:
        """Record that a survey waits for an answer, unless its answer came before."""
        return self._survey(assignment_id, at)

    def answer_survey(self, assignment_id: str) -> Record:
        """Record an answer. If it comes before its assignment it leaves a mark, which the assignment removes."""
        return self._survey(assignment_id, None)

    def _survey(self, assignment_id: str, opened: datetime | None) -> Record:
        known = self.surveys
        if assignment_id not in known:
            return replace(self, surveys={**known, assignment_id: opened})
        if (known[assignment_id] is None) == (opened is None):
            return self
        return replace(self, surveys={one: at for one, at in known.items() if one != assignment_id})

    def rate(self, rater: str, rating: Rating) -> Record:
        """Record what one of the two says of the pair; news older than what is known changes nothing."""
        before = self.ratings.get(rater)
        if before is not None and before.at > rating.at:
            return self
        return replace(self, ratings={**self.ratings, rater: rating})

    def look_after(self, at: datetime) -> Record:
        """Record that an organizer has looked after a pair that may not be a good one: what was said until then."""
        heard = {who: Rating(low=one.low and one.at > at, at=one.at) for who, one in self.ratings.items()}
        return replace(self, ratings=heard)

    def sign(self, version: int, interval: int, planned: int = 0) -> Record:
        """Record that both signed a version of the contract; the newest counts.

        `interval` are the days between meetings in it, `planned` is how many meetings; 0 if not in figures.
        """
        if version <= self.contract_version:
            return replace(self, contract_signed=True)
        return replace(self, contract_signed=True, contract_version=version, interval=interval, planned=planned)

    def agree_goal(self) -> Record:
        """Record that a goal is agreed."""
        return replace(self, goal_agreed=True)

    def pause(self, until: datetime, told_by: int) -> Record:
        """Record until when the pair is paused; an event older than the last one changes nothing."""
        return replace(self, paused_until=until, paused_by=told_by) if told_by > self.paused_by else self

    def close(self) -> Record:
        """Record that the process is over."""
        return replace(self, closed=True)

    def remember(self, step: Step) -> Record:
        """Record a step; the oldest one of its kind and rule may be forgotten."""
        same = [number for number, one in enumerate(self.history) if one.is_like(step)]
        forgotten = set(same[: max(0, len(same) + 1 - MOST_STEPS)])
        return replace(
            self, history=(*(one for number, one in enumerate(self.history) if number not in forgotten), step)
        )

    def was_given(self, kind: StepKind, rule: Worry | None = None) -> int:
        """Return how many steps of a kind are stored, for one rule or any."""
        return sum(one.step == kind and rule in (None, one.rule) for one in self.history)

    def is_halfway(self, planned: int) -> bool:
        """Return whether half of the meetings were held that the contract plans, or else of `planned`; 0: unknown."""
        wanted = self.planned or planned
        return wanted > 0 and 2 * len(self._starts(Sighting.HELD)) >= wanted

    def alerted_on(self, day: str, rule: Worry) -> bool:
        """Return whether an alert about a rule was raised on a day of UTC (`YYYY-MM-DD`), as far as is remembered."""
        return any(
            (one.step, one.rule, one.at.astimezone(UTC).date().isoformat()) == (StepKind.ALERT, rule, day)
            for one in self.history
        )

    def facts(
        self,
        *,
        nudged_at: datetime | None = None,
        surveyed_at: datetime | None = None,
        zones: tuple[tzinfo, ...] = (),
        unreached: bool = False,
    ) -> Facts:
        """Return the facts for the rules, with what is known about the two people: see `Facts`."""
        return Facts(
            started_at=self.started_at,
            held=self._starts(Sighting.HELD),
            planned=self._starts(Sighting.PLANNED),
            contract_signed=self.contract_signed,
            interval=self.interval,
            goal_agreed=self.goal_agreed,
            surveys=tuple(at for at in self.surveys.values() if at),
            misfit=min((one.at for one in self.ratings.values() if one.low), default=None),
            paused_until=self.paused_until,
            closed=self.closed,
            history=self.history,
            nudged_at=nudged_at,
            surveyed_at=surveyed_at,
            zones=zones,
            unreached=unreached,
        )

    def _starts(self, state: Sighting) -> tuple[datetime, ...]:
        return tuple(sorted(one.starts_at for one in self.meetings.values() if one.state == state and one.starts_at))


def _bounded(known: Mapping[str, Meeting]) -> dict[str, Meeting]:
    """Return the meetings that rules may need: the first held ones, and of the others the latest."""
    begins = sorted(known, key=lambda one: known[one].starts_at or NEVER)
    off = [one for one in begins if known[one].state not in (Sighting.HELD, Sighting.PLANNED)]
    first = [one for one in begins if known[one].state == Sighting.HELD][:GOAL_AFTER]
    on = [one for one in begins if one not in off and one not in first]
    kept = {*first, *on[-MOST_MEETINGS:], *off[-MOST_OFF:]}
    return {meeting_id: meeting for meeting_id, meeting in known.items() if meeting_id in kept}
