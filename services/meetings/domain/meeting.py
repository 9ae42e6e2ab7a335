"""Rules of a meeting (domain.md §2.5): who may answer, how a change affects the calendar, what is due when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from meetings.domain.limits import LATE, OPEN, PRESUMED_AFTER, REMINDERS, TAKES_TIME, Due, offered
from meetings.domain.refusals import (
    AnswerOld,
    AnswerShared,
    HasBegun,
    MeetingDecided,
    OwnProposal,
    TimePassed,
    TimeTaken,
    WhichTime,
    busy_as,
)
from meetings.domain.told import CHANGED_WITHIN, Told
from mentoring.errors import N_, Invalid
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


@dataclass(frozen=True)
class Meeting:
    """A meeting; persons are person ids, `outcome` is empty, `held` or one of REASONS.

    `sequence` rises with every change that calendars are told of (RFC 5546 §2.1.4), `since` is the one with which the
    present time was first told: an answer that names a lower one is about another time. `unsure` said «maybe».
    `uninvited` is who never got it for the calendar: who proposed it, until the partner says yes or another time; both
    as long as only several times at once were proposed, for until one is chosen no calendar shows any.

    `options` are the times that wait for an answer if several were proposed, soonest first; `starts_at` is the first.
    `together`: calendars know it only as one of its plan, which any change of this meeting alone ends.

    `said_by` are those who gave the outcome, the first of them at `said_at`; empty if it was presumed or follows from a
    cancellation.

    `contested_by` says since `contested_at` that it was not held, for the reason `contested_as`, while `said_by` says
    that it was: as long as the two differ it counts as held. Once they agree, only `contested_at` is left.
    """

    starts_at: datetime
    minutes: int
    state: MeetingState
    proposed_by: str
    accepted_by: tuple[str, ...] = ()
    sequence: int = 0
    since: int = 0
    unsure: tuple[str, ...] = ()
    uninvited: tuple[str, ...] = ()
    reminded: tuple[Reminder, ...] = ()
    outcome: MeetingOutcome = MeetingOutcome.NONE
    said_by: tuple[str, ...] = ()
    said_at: datetime | None = None
    presumed: bool = False
    contested_by: str = ""
    contested_as: MeetingOutcome = MeetingOutcome.NONE
    contested_at: datetime | None = None
    options: tuple[datetime, ...] = ()
    together: bool = False

    @property
    def is_choice(self) -> bool:
        """Return whether several times were proposed, of which the partner has to choose one."""
        return self.state == MeetingState.PROPOSED and bool(self.options)

    @property
    def times(self) -> tuple[datetime, ...]:
        """Return when it begins: one instant, or those that wait for a choice, soonest first."""
        return self.options if self.is_choice else (self.starts_at,)

    @property
    def spans(self) -> tuple[tuple[datetime, datetime], ...]:
        """Return when it begins and ends, for each of its times."""
        return tuple((start, start + timedelta(minutes=self.minutes)) for start in self.times)

    @property
    def ends_at(self) -> datetime:
        """Return when it ends; of several times, when the last one does."""
        return self.spans[-1][1]

    def has_begun(self, now: datetime) -> bool:
        """Return whether it has begun; of several times, whether all have."""
        return now >= self.times[-1]

    def at(self, start: datetime) -> Meeting:
        """Return the meeting with this one time, as it takes time once both agree on it."""
        return replace(self, starts_at=start, options=(), state=MeetingState.CONFIRMED)

    @property
    def takes_time(self) -> bool:
        """Return whether both are, or were, busy with this meeting at its time."""
        return self.state in TAKES_TIME

    @property
    def days(self) -> tuple[str, ...]:
        """Return the UTC days (`YYYY-MM-DD`) on which it takes place."""
        first, last = self.starts_at.date(), (self.ends_at - timedelta(microseconds=1)).date()
        return tuple((first + timedelta(days=one)).isoformat() for one in range((last - first).days + 1))

    def moved_by_other(self, reader: str, sequence: int) -> bool:
        """Return whether somebody other than the reader has moved it since this sequence."""
        return sequence < self.since and self.state in OPEN and self.proposed_by != reader

    def overlaps(self, other: Meeting) -> bool:
        """Return whether two meetings overlap."""
        return any(self.shares(start, end) for start, end in other.spans)

    def is_same_proposal(self, other: Meeting) -> bool:
        """Return whether both are the same unanswered proposal by the same person: a second click."""
        return (self.state, self.proposed_by, self.times, self.minutes) == (
            MeetingState.PROPOSED, other.proposed_by, other.times, other.minutes,
        )  # fmt: skip

    def shares(self, start: datetime, end: datetime) -> bool:
        """Return whether it overlaps the time between two instants."""
        return any(mine < end and start < until for mine, until in self.spans)

    def expect(self, sequence: int | None) -> Meeting:
        """Return the meeting; raise `MeetingDecided` unless its time was told with this sequence (None: any)."""
        if sequence is not None and not self.since <= sequence <= self.sequence:
            raise MeetingDecided
        return self

    def accept(self, by: str, now: datetime, at: datetime | None = None) -> Meeting:
        """Return the meeting after the partner said yes; a second click changes nothing.

        `at` is the time that is meant; of several it has to be said, and the others are free again.
        """
        at = at.replace(microsecond=0) if at is not None else None
        if at is not None and at not in self.times:
            raise MeetingDecided
        if self.state == MeetingState.CONFIRMED and by in self.accepted_by and by not in self.unsure:
            return self
        self._needs(*(OPEN if by in self.unsure else (MeetingState.PROPOSED,)))
        if self.state == MeetingState.PROPOSED and by == self.proposed_by:
            raise OwnProposal
        if self.is_choice and at is None:
            raise WhichTime
        chosen = at or self.starts_at
        if now >= chosen:
            raise TimePassed
        return self._change(
            starts_at=chosen,
            options=(),
            state=MeetingState.CONFIRMED,
            accepted_by=tuple(dict.fromkeys((*self.accepted_by, by))),
            unsure=tuple(one for one in self.unsure if one != by),
            uninvited=(),
        )

    def doubt(self, by: str, now: datetime) -> Meeting:
        """Return the meeting after somebody said «maybe»: it stays what it is, and the partner hears of it."""
        self._needs(*OPEN)
        if self.state == MeetingState.PROPOSED and by == self.proposed_by:
            raise OwnProposal
        if self.is_choice:
            raise WhichTime
        if self.has_begun(now):
            raise TimePassed
        return self if by in self.unsure else replace(self, unsure=(*self.unsure, by), together=False)

    def move(self, by: str, *starts: datetime) -> Meeting:
        """Return the meeting with other times: a counter-proposal or a change, which the partner has to answer."""
        self._needs(*OPEN)
        options = offered(*starts)
        return self._change(
            starts_at=min(starts),
            options=options,
            state=MeetingState.PROPOSED,
            proposed_by=by,
            accepted_by=(by,),
            since=self.sequence + 1,
            unsure=(),
            uninvited=tuple(one for one in self.uninvited if options or one == by),
            reminded=(),
        )

    def move_place(self) -> Meeting:
        """Return the meeting after it got another place: calendars are told, answers to its time still count."""
        self._needs(*OPEN)
        return self._change()

    def _change(self, **values: Any) -> Meeting:
        return replace(self, sequence=self.sequence + 1, together=False, **values)

    def may_be_called_off(self, now: datetime) -> bool:
        """Return whether it is open, and can't have taken place as agreed."""
        return self.state == MeetingState.PROPOSED or (self.state == MeetingState.CONFIRMED and not self.has_begun(now))

    def cancel(self, now: datetime) -> Meeting:
        """Return the cancelled meeting; declining a proposal is the same. A confirmed one counts as not held."""
        self._needs(*OPEN)
        if not self.may_be_called_off(now):
            raise HasBegun
        if self.state == MeetingState.PROPOSED:
            return self._change(state=MeetingState.CANCELLED)
        return self._change(state=MeetingState.NOT_HELD, outcome=self.cancelled_as(now))

    def let_pass(self, now: datetime) -> Meeting:
        """Return the meeting without those of its times that have come; the last one stays until it lapses."""
        left = tuple(one for one in self.options if one > now) or self.options[-1:]
        return replace(self, starts_at=left[0], options=left)

    def lapse(self) -> Meeting:
        """Return the meeting after nobody answered its proposal in time."""
        self._needs(MeetingState.PROPOSED)
        return self._change(state=MeetingState.CANCELLED)

    def decide(self, by: str, outcome: MeetingOutcome, now: datetime) -> Meeting:
        """Return the meeting after «did it take place?»; an answer stands until the same person changes it."""
        if self.state in (MeetingState.HELD, MeetingState.NOT_HELD) and not self.presumed:
            return self._decide_again(by, outcome, now)
        self._needs(MeetingState.CONFIRMED, MeetingState.TO_CONFIRM, MeetingState.HELD)
        if not self.has_begun(now):
            raise MeetingDecided
        return replace(self._with(outcome), said_by=(by,), said_at=now)

    def may_change(self, by: str, now: datetime) -> bool:
        """Return whether a person may change the outcome: it was presumed, or is their own recent answer."""
        if self.contested_by:
            return not self.told.is_settled(now)
        return self.presumed or (self.said_by == (by,) and not self._is_old(now))

    @property
    def told(self) -> Told:
        """Return what the two say of it."""
        return Told(self.outcome, self.said_by, self.said_at, self.contested_by, self.contested_as, self.contested_at)

    def _decide_again(self, by: str, outcome: MeetingOutcome, now: datetime) -> Meeting:
        if self.contested_by:
            return self._telling(self.told.again(by, outcome, now))
        if outcome == self.outcome:
            return self if not self.said_by or by in self.said_by else replace(self, said_by=(*self.said_by, by))
        if not self.said_by:
            raise MeetingDecided
        if by not in self.said_by:
            return self._telling(self.told.contest(by, outcome, now))
        if len(self.said_by) > 1:
            raise AnswerShared
        if self._is_old(now):
            raise AnswerOld
        return self._with(outcome)

    def _telling(self, told: Told) -> Meeting:
        return replace(self._with(told.outcome), **vars(told))

    def _with(self, outcome: MeetingOutcome) -> Meeting:
        return replace(
            self,
            state=MeetingState.HELD if outcome == MeetingOutcome.HELD else MeetingState.NOT_HELD,
            outcome=outcome,
            presumed=False,
        )

    def due(self, now: datetime) -> Due | Reminder:
        """Return what has to happen at `now`: the latest thing that is due; missed reminders are skipped."""
        if self.state == MeetingState.TO_CONFIRM:
            return Due.PRESUMED if now >= self.ends_at + PRESUMED_AFTER else Due.NONE
        if self.state == MeetingState.PROPOSED:
            if now >= self.ends_at:
                return Due.LAPSED
            return Due.PASSED if self.is_choice and self.let_pass(now) != self else Due.NONE
        if self.state != MeetingState.CONFIRMED:
            return Due.NONE
        if now >= self.ends_at:
            return Due.ENDED
        passed = [name for name, before in REMINDERS if self.starts_at - before <= now < self.starts_at]
        return passed[-1] if passed and passed[-1] not in self.reminded else Due.NONE

    def next_due(self, now: datetime) -> datetime | None:
        """Return the next instant after `now` at which `due` may change, or None."""
        if self.state == MeetingState.TO_CONFIRM:
            return self.ends_at + PRESUMED_AFTER
        if self.state == MeetingState.PROPOSED:
            return self.times[0] if len(self.times) > 1 else self.ends_at
        if self.state != MeetingState.CONFIRMED:
            return None
        moments = [self.starts_at - before for name, before in REMINDERS if name not in self.reminded]
        return min((moment for moment in moments if moment > now), default=self.ends_at)

    def cancelled_as(self, now: datetime) -> MeetingOutcome:
        """Return whether a cancellation at `now` is early or late."""
        return MeetingOutcome.CANCELLED_LATE if self.starts_at - now < LATE else MeetingOutcome.CANCELLED_EARLY

    def _is_old(self, now: datetime) -> bool:
        return self.said_at is not None and now >= self.said_at + CHANGED_WITHIN

    def is_taken(self, others: Iterable[Meeting]) -> bool:
        """Return whether another meeting of the pair overlaps this one."""
        return any(one.state in TAKES_TIME and one.overlaps(self) for one in others)

    def why_not(self, others: Iterable[Meeting], busy: Collection[str]) -> str:
        """Return why a time can't be proposed, as a msgid, or an empty text.

        The pair has a meeting or proposal then, or one of the two is busy elsewhere: `busy` are their person ids.
        """
        if any(one.state in (MeetingState.PROPOSED, *TAKES_TIME) and one.overlaps(self) for one in others):
            return N_("The two of you already have a meeting, or an open proposal, at this time.")
        return busy_as(self.proposed_by, busy).message if busy else ""

    def check_past(self, agreed_at: datetime, others: Iterable[Meeting], busy: Collection[str], now: datetime) -> None:
        """Raise `Invalid` for a past meeting that hasn't begun, was before the pair, or is already recorded.

        Also if one of the two was in another meeting then; `busy` are their person ids.
        """
        if not self.has_begun(now):
            raise Invalid(fields={"/starts_at": N_("This time hasn't come yet; propose the meeting instead.")})
        if self.starts_at < agreed_at:
            raise Invalid(fields={"/starts_at": N_("You weren't a pair yet at this time. Choose a later one.")})
        if self.is_taken(others):
            raise Invalid(fields={"/starts_at": TimeTaken.message})
        if busy:
            raise Invalid(fields={"/starts_at": N_("One of you was in another meeting at this time.")})

    def _needs(self, *states: MeetingState) -> None:
        if self.state not in states:
            raise MeetingDecided
