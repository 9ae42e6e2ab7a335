"""Breakout rooms of a gathering: their rounds, the clock of each, the links of rooms, and how often pages ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings.domain.turns import Turns
from mentoring.errors import N_, Conflict, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

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


class NoLink(Invalid):
    """A link of rooms is none."""

    code = "no-link"
    message = N_("A link begins with https://, and a pattern has {room} where the number of the room belongs.")


@dataclass(frozen=True)
class Breakout(Turns):
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

    @property
    def parts(self) -> int:
        """See `Turns.parts`."""
        return len(self.rounds)

    def length(self) -> timedelta:
        """See `Turns.length`."""
        return timedelta(minutes=self.minutes)

    @property
    def done(self) -> tuple[Round, ...]:
        """Return the rounds that took place."""
        return self.rounds[: self.nth]

    @property
    def now(self) -> Round:
        """Return the rooms of the round that comes or runs; of the last one when all are over."""
        return self.rounds[min(self.nth, len(self.rounds) - 1)]

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
