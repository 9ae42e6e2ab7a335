"""The clock of what a group does part by part: rounds in breakout rooms, steps of an intervision."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict
from mentoring.tables.vocabulary import BreakoutState, RoundPress
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Self

SOON, LATER, SELDOM = 5, 12, 30
"""Seconds until a page asks again: near a change, in a part, and while nothing happens."""
NEAR = timedelta(seconds=60)
QUIET = timedelta(minutes=10)


class NotNow(Conflict):
    """The clock can't do this in its state."""

    code = "not-now"
    message = N_("That isn't possible now: the round has begun, is paused or is over. Look at the page again.")


@dataclass(frozen=True)
class Turns:
    """What has a clock: `nth` is the part that comes or runs, from 0; those before it took place.

    While a part runs it ends at `ends_at`; while it is paused, `left` is the time that it has left. Whoever inherits
    the verbs says how many parts there are, and how long one is.
    """

    state: BreakoutState = field(default=BreakoutState.READY, kw_only=True)
    nth: int = field(default=0, kw_only=True)
    ends_at: datetime | None = field(default=None, kw_only=True)
    left: timedelta = field(default=timedelta(0), kw_only=True)

    @property
    def parts(self) -> int:
        """Return how many parts there are."""
        raise NotImplementedError

    def length(self) -> timedelta:
        """Return how long the part is that comes or runs."""
        raise NotImplementedError

    @property
    def is_over(self) -> bool:
        """Return whether no part is left."""
        return self.state == BreakoutState.OVER

    @property
    def has_begun(self) -> bool:
        """Return whether a part runs or took place."""
        return self.nth > 0 or self.state != BreakoutState.READY

    @property
    def is_last(self) -> bool:
        """Return whether no part comes after this one."""
        return self.nth >= self.parts - 1

    def start(self, now: datetime) -> Self:
        """Return it with the part running from now."""
        self._only(BreakoutState.READY)
        return self._running(now, self.length())

    def pause(self, now: datetime) -> Self:
        """Return it with the clock stopped."""
        self._only(BreakoutState.RUNNING)
        return replace(self, state=BreakoutState.PAUSED, left=self.time_left(now), ends_at=None)

    def resume(self, now: datetime) -> Self:
        """Return it with the clock going on."""
        self._only(BreakoutState.PAUSED)
        return self._running(now, self.left)

    def add(self, minutes: int, now: datetime) -> Self:
        """Return it with more time for this part; if its time was up, from now."""
        self._only(BreakoutState.RUNNING, BreakoutState.PAUSED)
        left = self.time_left(now) + timedelta(minutes=minutes)
        return replace(self, left=left) if self.state == BreakoutState.PAUSED else self._running(now, left)

    def end(self) -> Self:
        """Return it with this part over: the next one is ready, or none is left."""
        self._only(BreakoutState.RUNNING, BreakoutState.PAUSED)
        state = BreakoutState.OVER if self.is_last else BreakoutState.READY
        return replace(self, state=state, nth=self.nth + 1, ends_at=None, left=timedelta(0))

    def next(self, now: datetime) -> Self:
        """Return it with the next part running at once."""
        after = self.end()
        return after if after.is_over else after.start(now)

    def turned(self, press: RoundPress, minutes: int, now: datetime) -> Self:
        """Return it after a button of the clock was pressed; `minutes` are those to add."""
        if press == RoundPress.ADD:
            return self.add(minutes, now)
        if press == RoundPress.END:
            return self.end()
        verbs = {RoundPress.START: self.start, RoundPress.PAUSE: self.pause, RoundPress.RESUME: self.resume}
        return verbs.get(press, self.next)(now)

    def time_left(self, now: datetime) -> timedelta:
        """Return how much time this part has; nothing when it is up."""
        if self.state == BreakoutState.READY:
            return self.length()
        return max(self.ends_at - now, timedelta(0)) if self.ends_at is not None else self.left

    def is_up(self, now: datetime) -> bool:
        """Return whether the time of a running part is up."""
        return self.state == BreakoutState.RUNNING and not self.time_left(now)

    def _running(self, now: datetime, left: timedelta) -> Self:
        return replace(self, state=BreakoutState.RUNNING, ends_at=now + left, left=timedelta(0))

    def _only(self, *states: BreakoutState) -> None:
        if self.state not in states:
            raise NotNow


def asks_again(turns: Turns | None, now: datetime, changed_at: datetime | None) -> int:
    """Return after how many seconds a page asks again; 0: never, for nothing comes any more.

    Near the end of a part and after it often, in the middle of one seldom, and ever more seldom while nothing happens.
    """
    if turns is None or changed_at is None:
        return LATER
    if turns.is_over:
        return SELDOM if now - changed_at < QUIET else 0
    if turns.state == BreakoutState.RUNNING:
        return LATER if turns.time_left(now) > NEAR else SOON
    return SOON if now - changed_at < QUIET / 2 else SELDOM
