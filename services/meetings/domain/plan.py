"""Rules of a plan: several meetings every so many weeks, proposed and answered together (domain.md §2.5).

Those of its meetings that nobody changed alone are `together`: one answer is to all of them. Any other has a life of
its own.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from meetings.domain.limits import FURTHEST, OPEN, Unfit
from meetings.domain.refusals import MeetingDecided, OwnProposal, TimePassed
from mentoring.tables.vocabulary import MeetingState, PlanState
from mentoring.values import dataclass
from mentoring.walltime import NoSuchTime, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from meetings.domain.meeting import Meeting

WEEK = timedelta(days=7)
EVERY = range(1, 9)
"""How many weeks can be between two meetings of a plan."""
NUMBER = range(2, 13)
"""How many meetings a plan can have: twelve, with the days of both people, fit into one transaction."""


@dataclass(frozen=True)
class Planned:
    """A date of a plan: local time (naive) and the instant; none if the clocks skip that hour."""

    shown: datetime
    instant: datetime | None

    def unfit(self, now: datetime, closes: datetime | None) -> Unfit:
        """Return why it can't be proposed, as far as time alone says; `closes` is where the programme ends."""
        if self.instant is None:
            return Unfit.SKIPPED
        if self.instant <= now:
            return Unfit.PAST
        if self.instant > now + FURTHEST:
            return Unfit.FAR
        return Unfit.CLOSED if closes is not None and self.instant >= closes else Unfit.NONE


def dates(first: datetime, every: int, number: int, zone: str) -> tuple[Planned, ...]:
    """Return the dates of a plan: the same local hour every so many weeks; `first` is local (naive).

    Of an hour that the clocks show twice it is the first one (`mentoring.walltime`).
    """
    return tuple(_planned(first + nth * every * WEEK, zone) for nth in range(number))


def _planned(shown: datetime, zone: str) -> Planned:
    try:
        return Planned(shown, moment(shown, zone).instant)
    except NoSuchTime:
        return Planned(shown, None)


def usual(interval_days: int) -> int:
    """Return the weeks between two meetings that come closest to a rhythm in days."""
    return min(max(round(interval_days / WEEK.days), EVERY.start), EVERY.stop - 1)


def left(planned: int, known: int) -> int:
    """Return how many meetings a plan has by default: what is left of the planned number, of which `known` exist."""
    return min(max(planned - known, NUMBER.start), NUMBER.stop - 1)


@dataclass(frozen=True)
class Plan:
    """A plan and its meetings by their ids.

    `sequence` is that of all which are together. It rises whenever calendars are told the plan again: what they were
    told of single meetings meanwhile is in it (RFC 5546 §2.1.4). `since` is the one of the last answer.
    """

    state: PlanState
    proposed_by: str
    sequence: int
    since: int
    meetings: Mapping[str, Meeting]

    @property
    def together(self) -> dict[str, Meeting]:
        """Return the meetings that one answer is to."""
        return {meeting_id: one for meeting_id, one in self.meetings.items() if one.together}

    def changes(self, before: Plan) -> dict[str, Meeting]:
        """Return the meetings that have changed since, by their ids."""
        return {meeting_id: one for meeting_id, one in self.meetings.items() if one != before.meetings[meeting_id]}

    def ahead(self, now: datetime) -> dict[str, Meeting]:
        """Return those that are together, stand, and haven't begun."""
        return {
            meeting_id: one for meeting_id, one in self.together.items() if one.state in OPEN and not one.has_begun(now)
        }

    def accept(self, by: str, now: datetime, without: Collection[str] = ()) -> Plan:
        """Return the plan after the partner said yes to it, `without` some; a second click changes nothing.

        What has begun meanwhile stays a proposal of its own, for it may be taking place. A yes to all is one to those,
        too, to which the same person had said «maybe» alone.
        """
        dropped = any(one.state in OPEN for meeting_id, one in self.together.items() if meeting_id in without)
        if self.state == PlanState.AGREED and not dropped:
            unsure = any(by in one.unsure for one in self.meetings.values() if one.state in OPEN)
            return self._agree(by, now, {}) if unsure else self
        if self.state != PlanState.PROPOSED:
            raise MeetingDecided
        if by == self.proposed_by:
            raise OwnProposal
        ahead = self.ahead(now)
        if not ahead:
            raise TimePassed if self.together else MeetingDecided
        kept = {meeting_id: one.accept(by, now) for meeting_id, one in ahead.items() if meeting_id not in without}
        if not kept:
            return self.call_off(now)
        left_out = {meeting_id: one.cancel(now) for meeting_id, one in ahead.items() if meeting_id in without}
        return self._agree(by, now, kept | left_out)

    def _agree(self, by: str, now: datetime, answered: Mapping[str, Meeting]) -> Plan:
        agreed = self._change(PlanState.AGREED, answered)
        meetings = {}
        for meeting_id, one in agreed.meetings.items():
            if (
                by in one.unsure
                and not one.together
                and one.state in OPEN
                and not (one.is_choice or one.has_begun(now))
            ):
                meetings[meeting_id] = one.accept(by, now)
            elif one.together:
                sure = replace(one, unsure=tuple(who for who in one.unsure if who != by))
                meetings[meeting_id] = replace(sure, together=one.state != MeetingState.PROPOSED)
            else:
                meetings[meeting_id] = one
        return replace(agreed, meetings=_all_invited(meetings))

    def call_off(self, now: datetime) -> Plan:
        """Return the plan after it was declined or withdrawn, or what is left of an agreed one was called off."""
        ahead = self.ahead(now)
        if not ahead:
            raise MeetingDecided
        return self._change(PlanState.CALLED_OFF, {meeting_id: one.cancel(now) for meeting_id, one in ahead.items()})

    def doubt(self, by: str, now: datetime) -> Plan:
        """Return the plan after somebody said «maybe» to it: it stays what it is, and the partner hears of it."""
        if not self.ahead(now):
            raise MeetingDecided
        if self.state == PlanState.PROPOSED and by == self.proposed_by:
            raise OwnProposal
        if all(by in one.unsure for one in self.together.values()):
            return self
        unsure = {
            meeting_id: replace(one, unsure=tuple(dict.fromkeys((*one.unsure, by))))
            for meeting_id, one in self.together.items()
        }
        return self._tell(unsure)

    def again(self) -> Plan:
        """Return the plan as calendars are told it once more."""
        return self._tell(self.together)

    def _change(self, state: PlanState, changed: Mapping[str, Meeting]) -> Plan:
        told = self._tell(self.together | dict(changed))
        return replace(told, state=state, since=told.sequence)

    def _tell(self, told: Mapping[str, Meeting]) -> Plan:
        sequence = self.sequence + 1
        changed = {meeting_id: replace(one, together=True, sequence=sequence) for meeting_id, one in told.items()}
        return replace(self, sequence=sequence, meetings={**self.meetings, **changed})


def _all_invited(meetings: Mapping[str, Meeting]) -> dict[str, Meeting]:
    """Return the meetings of a plan after both got all that stands of it for their calendars."""
    return {meeting_id: one if one.is_choice else replace(one, uninvited=()) for meeting_id, one in meetings.items()}
