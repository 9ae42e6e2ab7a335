"""Breakout rooms of a gathering: their rounds, the clock of each, the links of rooms, and how often pages ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import BreakoutState, RoundPress
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Room = tuple[str, ...]
Round = tuple[Room, ...]

FEWEST_IN_ROOM, MOST_IN_ROOM = 2, 12
MOST_ROUNDS, MOST_MINUTES, MOST_LINK = 6, 120, 500
MOST_SEATED = 250
SEATED_TOGETHER = MOST_SEATED // FEWEST_IN_ROOM
"""So many are seated in one request: 3.3 s of CPU in six rounds of rooms of twelve, 0.9 s for 200 in five of five."""
PLACE = "{room}"
"""Where a pattern of links has the room's number."""
JITSI = "https://meet.jit.si/"
SCHEMES = ("https://", "http://")

SOON, LATER, SELDOM = 5, 12, 30
"""Seconds until a page asks again: near a change, in a round, and while nothing happens."""
NEAR = timedelta(seconds=60)
QUIET = timedelta(minutes=10)


class TooFewThere(Conflict):
    """Nobody can talk alone."""

    code = "too-few-there"
    message = N_("Rooms need at least two people who are noted as present.")


class TooManyThere(Conflict):
    """More than one request can seat."""

    code = "too-many-there"
    message = N_("At most %(most)s people can be seated in rooms.")


class RoundsGoOn(Conflict):
    """Rooms can't be made anew while a round runs, or after the first one took place."""

    code = "rounds-go-on"
    message = N_("A round is running or has taken place. Seat those who came, or make the rounds that are left anew.")


class NotNow(Conflict):
    """The clock of a round can't do this in its state."""

    code = "not-now"
    message = N_("That isn't possible now: the round has begun, is paused or is over. Look at the page again.")


class NoLink(Invalid):
    """A link of rooms is none."""

    code = "no-link"
    message = N_("A link begins with https://, and a pattern has {room} where the number of the room belongs.")


@dataclass(frozen=True)
class Breakout:
    """Rounds of rooms, and the clock of the round that comes or runs (`nth`, from 0).

    `people` is person id → participant id, `rounds` are person ids. Rounds before `nth` took place. While a round runs
    it ends at `ends_at`; while it is paused, `left` is the time that it has left.
    """

    people: Mapping[str, str]
    rounds: tuple[Round, ...]
    size: int
    minutes: int
    odd: str
    seed: int = 0
    pattern: str = ""
    links: tuple[str, ...] = ()
    state: BreakoutState = BreakoutState.READY
    nth: int = 0
    ends_at: datetime | None = None
    left: timedelta = timedelta(0)

    @property
    def done(self) -> tuple[Round, ...]:
        """Return the rounds that took place."""
        return self.rounds[: self.nth]

    @property
    def now(self) -> Round:
        """Return the rooms of the round that comes or runs; of the last one when all are over."""
        return self.rounds[min(self.nth, len(self.rounds) - 1)]

    @property
    def is_over(self) -> bool:
        """Return whether no round is left."""
        return self.state == BreakoutState.OVER

    @property
    def has_begun(self) -> bool:
        """Return whether a round runs or took place."""
        return self.nth > 0 or self.state != BreakoutState.READY

    @property
    def is_last(self) -> bool:
        """Return whether no round comes after this one."""
        return self.nth >= len(self.rounds) - 1

    def room_of(self, person_id: str) -> int | None:
        """Return in which room somebody sits in this round, from 0."""
        return next((number for number, room in enumerate(self.now) if person_id in room), None)

    def link_of(self, room: int) -> str:
        """Return the link of a room, from 0: its own one, else that of the pattern."""
        own = self.links[room] if room < len(self.links) else ""
        return own or self.pattern.replace(PLACE, str(room + 1))

    def with_links(self, pattern: str, links: tuple[str, ...]) -> Breakout:
        """Return it with other links; raises `NoLink`."""
        if pattern and (PLACE not in pattern or not pattern.startswith(SCHEMES)):
            raise NoLink(fields={"/pattern": NoLink.message})
        for number, one in enumerate(links, 1):
            if one and not one.startswith(SCHEMES):
                raise NoLink(fields={f"/link_{number}": NoLink.message})
        return replace(self, pattern=pattern, links=links)

    # The clock of a round ---------------------------------------------------------------------------------------------

    def start(self, now: datetime) -> Breakout:
        """Return it with the round running from now."""
        self._only(BreakoutState.READY)
        return self._running(now, timedelta(minutes=self.minutes))

    def pause(self, now: datetime) -> Breakout:
        """Return it with the clock stopped."""
        self._only(BreakoutState.RUNNING)
        return replace(self, state=BreakoutState.PAUSED, left=self.time_left(now), ends_at=None)

    def resume(self, now: datetime) -> Breakout:
        """Return it with the clock going on."""
        self._only(BreakoutState.PAUSED)
        return self._running(now, self.left)

    def add(self, minutes: int, now: datetime) -> Breakout:
        """Return it with more time for this round; if its time was up, from now."""
        self._only(BreakoutState.RUNNING, BreakoutState.PAUSED)
        left = self.time_left(now) + timedelta(minutes=minutes)
        return replace(self, left=left) if self.state == BreakoutState.PAUSED else self._running(now, left)

    def end(self) -> Breakout:
        """Return it with this round over: the next one is ready, or none is left."""
        self._only(BreakoutState.RUNNING, BreakoutState.PAUSED)
        state = BreakoutState.OVER if self.is_last else BreakoutState.READY
        return replace(self, state=state, nth=self.nth + 1, ends_at=None, left=timedelta(0))

    def next(self, now: datetime) -> Breakout:
        """Return it with the next round running at once."""
        after = self.end()
        return after if after.is_over else after.start(now)

    def turned(self, press: RoundPress, minutes: int, now: datetime) -> Breakout:
        """Return it after a button of the clock was pressed; `minutes` are those to add."""
        if press == RoundPress.ADD:
            return self.add(minutes, now)
        if press == RoundPress.END:
            return self.end()
        verbs = {RoundPress.START: self.start, RoundPress.PAUSE: self.pause, RoundPress.RESUME: self.resume}
        return verbs.get(press, self.next)(now)

    def time_left(self, now: datetime) -> timedelta:
        """Return how much time this round has; nothing when it is up."""
        if self.state == BreakoutState.READY:
            return timedelta(minutes=self.minutes)
        return max(self.ends_at - now, timedelta(0)) if self.ends_at is not None else self.left

    def is_up(self, now: datetime) -> bool:
        """Return whether the time of a running round is up."""
        return self.state == BreakoutState.RUNNING and not self.time_left(now)

    def _running(self, now: datetime, left: timedelta) -> Breakout:
        return replace(self, state=BreakoutState.RUNNING, ends_at=now + left, left=timedelta(0))

    def _only(self, *states: BreakoutState) -> None:
        if self.state not in states:
            raise NotNow


def asks_again(breakout: Breakout | None, now: datetime, changed_at: datetime | None) -> int:
    """Return after how many seconds a page asks again; 0: never, for nothing comes any more.

    Near the end of a round and after it often, in the middle of one seldom, and ever more seldom while nothing happens.
    """
    if breakout is None or changed_at is None:
        return LATER
    if breakout.is_over:
        return SELDOM if now - changed_at < QUIET else 0
    if breakout.state == BreakoutState.RUNNING:
        return LATER if breakout.time_left(now) > NEAR else SOON
    return SOON if now - changed_at < QUIET / 2 else SELDOM
