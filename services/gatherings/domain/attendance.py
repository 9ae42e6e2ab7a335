"""Who is at a gathering: when people confirm it themselves with a code, and how long organizers can correct it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import GatheringState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Gathering

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""What codes are made of: nothing that is read as something else (I and 1, L, O and 0)."""
LENGTH = 6
BEFORE, AFTER, MOST_AROUND = 30, 120, 24 * 60
"""Minutes before its start and after its end in which people confirm that they are there; at most a day."""
CORRECTED = timedelta(days=14)
"""So long after its end organizers can still say who was there."""
AHEAD = timedelta(days=1)
"""From so long before its start they can."""
MOST_AT_ONCE = 300


class CodeUnknown(Invalid):
    """The code isn't that of this gathering now."""

    code = "code-unknown"
    message = N_("This isn't the code of a gathering that is held now. Look at the screen once more.")


class CheckInClosed(Conflict):
    """It is too early or too late."""

    code = "check-in-closed"
    message = N_("You can confirm that you are there only around the time of the gathering. Ask its host.")


class AttendanceSettled(Conflict):
    """It can't be corrected, because it was too long ago, or because it isn't held."""

    code = "attendance-settled"
    message = N_("Who attended can be changed from the day of the gathering until two weeks after it.")


class NobodyLikeThat(Invalid):
    """Nobody who takes part in the programme has this address or name."""

    code = "nobody-like-that"
    message = N_("Nobody who takes part in this programme has this address or name, or several people do.")


def code_of(text: str) -> str:
    """Return a code made of an unguessable text: one of 887 million."""
    number = 0
    for byte in text.encode():
        number = (number * 257 + byte) % 2**127
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def typed(code: str) -> str:
    """Return a code as it is compared: people type small letters, spaces and hyphens."""
    return "".join(one for one in code.upper() if one.isalnum())


@dataclass(frozen=True)
class Window:
    """When people confirm that they are at a gathering: minutes before its start and after its end."""

    gathering: Gathering
    before: int = BEFORE
    after: int = AFTER

    @property
    def opens_at(self) -> datetime:
        """Return the first instant."""
        return self.gathering.plan.starts_at - timedelta(minutes=self.before)

    @property
    def closes_at(self) -> datetime:
        """Return the last instant."""
        return self.gathering.plan.ends_at + timedelta(minutes=self.after)

    def is_open(self, now: datetime) -> bool:
        """Return whether people can confirm it now."""
        return self._is_held and self.opens_at <= now <= self.closes_at

    def may_correct(self, now: datetime) -> bool:
        """Return whether organizers may say who is there: from a day before its start until two weeks after its end."""
        plan = self.gathering.plan
        return self._is_held and plan.starts_at - AHEAD <= now <= plan.ends_at + CORRECTED

    @property
    def _is_held(self) -> bool:
        return self.gathering.state in (GatheringState.ANNOUNCED, GatheringState.ENDED)
