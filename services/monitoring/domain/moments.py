"""The time line of a pair: facts that organizers may know, never what the two wrote. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.tables.vocabulary import Happened, Sighting, StepKind, Worry
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from monitoring.domain.facts import Step
    from monitoring.domain.letters import Letter
    from monitoring.domain.record import Meeting

SEEN = {Sighting.HELD: Happened.HELD, Sighting.PLANNED: Happened.PLANNED, Sighting.OFF: Happened.OFF}
DONE = {StepKind.NUDGE: Happened.NUDGED, StepKind.ALERT: Happened.ALERTED, StepKind.SUGGEST: Happened.SUGGESTED}


@dataclass(frozen=True)
class Moment:
    """Something that happened to a pair, or will.

    `rule` and `days` say why organizers or the two were told; `until` is the end of a pause, `who` whom it is about,
    if not both, `text` what a gathering is called.
    """

    at: datetime
    what: Happened
    rule: Worry = Worry.NONE
    days: int = 0
    until: datetime | None = None
    who: str = ""
    text: str = ""


def of_meetings(meetings: Iterable[Meeting]) -> Iterator[Moment]:
    """Yield the meetings of a pair that were held, are planned, or didn't take place on their day."""
    for one in meetings:
        if one.starts_at is not None:
            yield Moment(one.starts_at, SEEN[one.state])


def of_steps(history: Iterable[Step]) -> Iterator[Moment]:
    """Yield what was done about a pair."""
    for one in history:
        yield Moment(one.at, DONE[one.step], one.rule, one.days)


def of_letters(letters: Iterable[Letter], names: Mapping[str, str]) -> Iterator[Moment]:
    """Yield when organizers wrote to one of the two, of whom `names` are by participant id."""
    for one in letters:
        yield Moment(one.at, Happened.WRITTEN, who=names.get(one.to, ""))


def of_pauses(pauses: Iterable[tuple[datetime, datetime | None]]) -> Iterator[Moment]:
    """Yield when a pair paused, each with its end, and when it went on before that."""
    for at, until in pauses:
        yield Moment(at, Happened.PAUSED, until=until) if until else Moment(at, Happened.RESUMED)


def in_order(moments: Iterable[Moment], now: datetime) -> tuple[Sequence[Moment], Sequence[Moment]]:
    """Return what lies ahead, the soonest first, and what has been, the latest first."""
    found = sorted(moments, key=lambda one: one.at)
    return [one for one in found if one.at > now], [one for one in reversed(found) if one.at <= now]
