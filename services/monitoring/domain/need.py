"""What makes a pair, or a person without one, need an organizer: all the reasons at once, until they are dealt with."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import SAME_DAY, MatterState, StepKind, Urgency, Worry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

URGENCY: Mapping[Worry, Urgency] = {
    Worry.HELP: Urgency.HELP,
    Worry.PAUSE: Urgency.HELP,
    Worry.END: Urgency.HELP,
    Worry.RATING: Urgency.BAD_FIT,
    Worry.UNREACHABLE: Urgency.UNREACHABLE,
    Worry.FIRST_MEETING: Urgency.STUCK,
    Worry.UNMATCHED: Urgency.STUCK,
    Worry.ENDED: Urgency.ENDED,
    Worry.SILENCE: Urgency.SILENT,
}
"""How urgent a rule makes a matter; the others come last."""
URGENCIES = tuple(Urgency)


class Deed(StrEnum):
    """What an organizer does with a matter."""

    REMIND = "remind"
    DONE = "done"
    LATER = "later"
    TAKE = "take"
    GIVE_BACK = "give_back"
    RESUME = "resume"


class Skipped(StrEnum):
    """Why a deed passes over a matter."""

    DONE = "done_already"
    NOTHING_SAID = "nothing_to_remind_of"
    LATELY = "reminded_lately"
    UNREACHED = "nobody_reached"


class ChangedMeanwhile(Conflict):
    """What was chosen isn't any more what was looked at."""

    code = "changed-meanwhile"
    message = N_("Something about these matters has changed meanwhile. Look at what would be done now.")


class AlreadyDone(Conflict):
    """Somebody took care of it, or facts settled it."""

    code = "already-done"
    message = N_("This is done already: somebody took care of it, or it settled itself.")


@dataclass(frozen=True)
class Why:
    """A rule that applies `since` an instant and called for somebody at `raised_at`; `cause` as of `Matter`."""

    rule: Worry
    since: datetime
    raised_at: datetime
    cause: str = ""

    @property
    def same(self) -> tuple[Worry, str]:
        """Return what newer facts of it have in common: the rule, and of whom mail doesn't reach, who it is."""
        return self.rule, self.cause if self.rule is Worry.UNREACHABLE else ""

    @property
    def urgency(self) -> Urgency:
        """Return how urgent this makes the matter; what the rules suggest to end is stuck."""
        return Urgency.STUCK if self.cause == StepKind.SUGGEST else URGENCY.get(self.rule, Urgency.OTHER)

    @property
    def days(self) -> int:
        """Return for how many full days the rule had applied when it called for somebody."""
        return clock.full_days(self.since, self.raised_at)


@dataclass(frozen=True)
class Need:
    """The reasons for which somebody is needed, one for each rule, the most urgent first; each verb returns the next.

    `taken_by` is the organizer who looks after it, `put_aside_by` whoever put it aside until `later_until`,
    `handled_by` whoever took care of it: empty if nobody, or facts did.
    """

    whys: tuple[Why, ...] = ()
    state: MatterState = MatterState.DONE
    taken_by: str = ""
    later_until: datetime | None = None
    put_aside_by: str = ""
    handled_at: datetime | None = None
    handled_by: str = ""

    @property
    def urgency(self) -> Urgency:
        """Return the most urgent of the reasons."""
        return min((one.urgency for one in self.whys), key=URGENCIES.index, default=Urgency.OTHER)

    @property
    def since(self) -> datetime:
        """Return since when the first of the reasons has applied."""
        return min(one.since for one in self.whys)

    @property
    def looks_after_fit(self) -> bool:
        """Return whether it is done, and was about a pair that may not be a good one."""
        return self.state is MatterState.DONE and any(one.rule is Worry.RATING for one in self.whys)

    def because(self, why: Why) -> Need:
        """Return the need with one more reason, or the newer facts of one it has.

        A need that was done begins anew. One that was put aside comes back for what organizers hear of the same day.
        """
        if self.state is MatterState.DONE:
            return Need((why,), MatterState.OPEN)
        before = next((one for one in self.whys if one.same == why.same), why)
        newer = replace(why, since=min(before.since, why.since))
        whys = (*(one for one in self.whys if one.same != why.same), newer)
        merged = replace(self, whys=tuple(sorted(whys, key=lambda one: URGENCIES.index(one.urgency))))
        return merged._on_the_list() if why.urgency in SAME_DAY else merged  # noqa: SLF001 - another need

    def calls_after(self, before: Need) -> Why | None:
        """Return for which reason organizers are told; None if they aren't.

        They are if it is open again or about something else altogether, more urgent, or has a new reason of which they
        hear the same day.
        """
        if self.state is not MatterState.OPEN:
            return None
        known = {one.same for one in before.whys}
        news = sorted(set(self.whys) - set(before.whys), key=lambda one: URGENCIES.index(one.urgency))
        opened = before.state is not MatterState.OPEN or known.isdisjoint(one.same for one in self.whys)
        worse = URGENCIES.index(self.urgency) < URGENCIES.index(before.urgency)
        if opened or worse:
            return news[0] if news else None
        return next((one for one in news if one.urgency in SAME_DAY and one.same not in known), None)

    def without(self, settled: Callable[[Why], bool], now: datetime) -> Need:
        """Return the need without the reasons that facts have settled; done if none is left."""
        if self.state is MatterState.DONE:
            return self
        left = tuple(one for one in self.whys if not settled(one))
        return replace(self, whys=left) if left else self._done(now)

    def done(self, by: str, now: datetime) -> Need:
        """Return the need after somebody took care of it; the first to do so is remembered."""
        return self if self.state is MatterState.DONE else self._done(now, by)

    def _done(self, now: datetime, by: str = "") -> Need:
        return replace(self._on_the_list(), state=MatterState.DONE, handled_at=now, handled_by=by)

    def later(self, until: datetime, by: str = "") -> Need:
        """Return the need put aside until an instant that is to come."""
        self._waiting()
        return replace(self, state=MatterState.LATER, later_until=until, put_aside_by=by)

    def resumed(self) -> Need:
        """Return the need on the list again before its time."""
        self._waiting()
        return self._on_the_list()

    def _on_the_list(self) -> Need:
        return replace(self, state=MatterState.OPEN, later_until=None, put_aside_by="")

    def back(self, now: datetime) -> Need:
        """Return the need on the list again, if the time until which it was put aside is over."""
        if self.later_until is None or self.later_until > now:
            return self
        return self._on_the_list()

    def take(self, by: str) -> Need:
        """Return the need with the organizer who looks after it; nobody if `by` is empty."""
        self._waiting()
        return replace(self, taken_by=by)

    def dealt_with(self, deed: Deed, by: str, now: datetime, until: datetime) -> Need:
        """Return the need after what an organizer does with it; `until` is when it comes back, if it does.

        Reminders have effects elsewhere, too.
        """
        match deed:
            case Deed.DONE:
                return self.done(by, now)
            case Deed.TAKE:
                return self.take(by)
            case Deed.GIVE_BACK:
                return self.take("")
            case Deed.RESUME:
                return self.resumed()
        return self.later(until, by)

    def _waiting(self) -> None:
        if self.state is MatterState.DONE:
            raise AlreadyDone
