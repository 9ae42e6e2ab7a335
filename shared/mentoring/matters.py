"""What needs the organizers of a programme: one list, counted and worded in one way wherever it is shown.

Lines of the list are the open matters of pairs and people (`Matter`), and the next steps of the programme itself, which
follow from its numbers and dates whenever the list is read. `Desk.number` is the number of lines: the only one that a
page, a mail or JSON says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from mentoring import clock, worries
from mentoring.causes import UNMATCHED
from mentoring.errors import N_
from mentoring.i18n import day_in, format_date, translations
from mentoring.recruiting import AHEAD, DUE_IN
from mentoring.tables.monitoring import Matter, WatchCounts
from mentoring.tables.pairing import PairCounts
from mentoring.tables.recruitment import Counts
from mentoring.tables.vocabulary import (
    FORMING,
    PROGRAMME_OVER,
    SAME_DAY,
    ApplicationState,
    DeskState,
    ProgrammeStep,
    ProgrammeType,
    Role,
    StepKind,
)
from mentoring.tables.workspace import DeskCounts, DeskThread
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.core import Item
    from mentoring.tables.recruitment import Programme

DATES = {
    "recruitment_opens": N_("applications open on %(day)s"),
    "recruitment_closes": N_("applications close on %(day)s"),
    "matching_until": N_("the pairs are to be found by %(day)s"),
    "kick_off": N_("the kick-off is on %(day)s"),
    "closing": N_("the programme closes on %(day)s"),
}
UNCONFIRMED = N_("the contact address waits for confirmation; answers to emails go nowhere")
SUGGESTED = N_("time to end the process, or to match them again?")


@dataclass(frozen=True)
class Step:
    """A next step of the programme: of how many applications or proposals, or which of its dates comes on which day.

    `since` is since when the first of those who wrote waits, where that was read (`dated`).
    """

    kind: ProgrammeStep
    number: int = 0
    date: str = ""
    day: str = ""
    since: str = ""

    def said(self, locale: str, *, decides: bool = True) -> str:
        """Return what is to be done, in a language; viewers, who decide nothing, weren't written to."""
        catalogue = translations("mentoring", locale)
        match self.kind:
            case ProgrammeStep.APPLICATIONS:
                said = catalogue.ngettext(
                    "%(num)s application waits for your decision",
                    "%(num)s applications wait for your decision",
                    self.number,
                )
                return said % {"num": self.number}
            case ProgrammeStep.PROPOSALS:
                said = catalogue.ngettext(
                    "%(num)s suggested pair waits for an answer",
                    "%(num)s suggested pairs wait for an answer",
                    self.number,
                )
                return said % {"num": self.number}
            case ProgrammeStep.MESSAGES:
                return _wrote(self.number, locale, decides=decides)
            case ProgrammeStep.UNPAIRED:
                said = catalogue.ngettext(
                    "%(num)s mentee has no pair yet", "%(num)s mentees have no pair yet", self.number
                )
                return said % {"num": self.number}
            case ProgrammeStep.DATE:
                day = format_date(date.fromisoformat(self.day), locale)
                return catalogue.gettext(DATES[self.date]) % {"day": day}
        return catalogue.gettext(UNCONFIRMED)

    def place(self, programme_id: str) -> str:
        """Return the path of the page where it is done."""
        home = f"/organizer/programmes/{programme_id}"
        match self.kind:
            case ProgrammeStep.APPLICATIONS:
                return f"{home}/applications?state=submitted"
            case ProgrammeStep.PROPOSALS | ProgrammeStep.UNPAIRED:
                return f"/pairing/{programme_id}"
            case ProgrammeStep.MESSAGES:
                return f"/inbox/{programme_id}"
        return f"{home}/settings"


def _wrote(number: int, locale: str, *, decides: bool) -> str:
    """Return how many people wrote, in a language: to the reader who decides, or else to the organizers."""
    catalogue = translations("mentoring", locale)
    if decides:
        said = catalogue.ngettext(
            "%(num)s person wrote to you and waits for an answer",
            "%(num)s people wrote to you and wait for an answer",
            number,
        )
    else:
        said = catalogue.ngettext(
            "%(num)s person wrote to the organizers and waits for an answer",
            "%(num)s people wrote to the organizers and wait for an answer",
            number,
        )
    return said % {"num": number}


@dataclass(frozen=True)
class Desk:
    """What needs the organizers: the steps of the programme, and how many matters are `open`; `aside` don't count."""

    steps: tuple[Step, ...]
    open: int
    aside: int = 0

    @property
    def number(self) -> int:
        """Return the number of lines of the list: the number that every sentence says."""
        return len(self.steps) + self.open

    def lines(self, first: Sequence[Matter]) -> list[Matter | Step]:
        """Return the lines at the top of the list, with its `first` matters; the steps follow what is of the same day.

        There may be more lines than there are matters given; whoever shows only some of them cuts the rest off.
        """
        urgent = [one for one in first if one.urgency in SAME_DAY]
        return [*urgent, *self.steps, *first[len(urgent) :]]


def keys(programme_id: str) -> list[tuple[str, str]]:
    """Return the keys of what `desk` needs besides the programme."""
    numbers = [*WatchCounts.keys(programme_id), *PairCounts.keys(programme_id), *Counts.keys(programme_id)]
    return [*numbers, *DeskCounts.keys(programme_id)]


def desk(programme: Programme, read: Iterable[Item], now: datetime) -> Desk:
    """Return what needs a programme's organizers, from the items of its `keys`; nothing once it is over."""
    if programme.stage in PROGRAMME_OVER:
        return Desk((), 0)
    items = list(read)
    counted = WatchCounts.total(items)
    return Desk(tuple(_steps(programme, items, now)), counted["matters"], max(0, counted["aside"]))


def dated(context: Context, programme_id: str, desk: Desk) -> Desk:
    """Return the desk with since when the first of those who wrote waits; one read, and only if somebody does."""
    if not any(one.kind is ProgrammeStep.MESSAGES for one in desk.steps):
        return desk
    first = context.store.listed_page(DeskThread, *DeskThread.inbox(programme_id), limit=1).items
    since = next((one.waits_since or "" for one in first if one.state is DeskState.OPEN), "")
    steps = (replace(one, since=since) if one.kind is ProgrammeStep.MESSAGES else one for one in desk.steps)
    return replace(desk, steps=tuple(steps))


def unpaired(read: Iterable[Item]) -> int:
    """Return how many accepted mentees have no pair, at least, of whom no matter and no proposal tells.

    Who wanted to end their pair and no other isn't among them.
    """
    items = list(read)
    pairs, applications = PairCounts.total(items), Counts.total(items)
    accepted = sum(
        number
        for (role, state, _), number in applications.items()
        if (role, state) == (Role.MENTEE, ApplicationState.ACCEPTED)
    )
    alone = without_pair(accepted, PairCounts.by_stage(items).total(), pairs["undone"])
    return max(0, alone - pairs["proposals"] - WatchCounts.total(items)["alone"])


def without_pair(accepted: int, pairs: int, undone: int) -> int:
    """Return how many accepted mentees still wait for a pair, from how many pairs there were and how many are undone.

    Who completed a process, or ended it and wanted no other, has had theirs.
    """
    return max(0, accepted - (pairs - undone))


def _steps(programme: Programme, items: list[Item], now: datetime) -> Iterable[Step]:
    if (writing := DeskCounts.total(items)["waiting"]) > 0:
        yield Step(ProgrammeStep.MESSAGES, writing)
    if (waiting := Counts.undecided(items)) > 0:
        yield Step(ProgrammeStep.APPLICATIONS, waiting)
    if proposals := max(0, PairCounts.total(items)["proposals"]):
        yield Step(ProgrammeStep.PROPOSALS, proposals)
    pairs, ongoing = PairCounts.by_stage(items).total(), programme.type == ProgrammeType.ONGOING
    if programme.stage in FORMING and pairs and not ongoing and (alone := unpaired(items)):
        yield Step(ProgrammeStep.UNPAIRED, alone)
    today = day_in(now, programme.zone)
    until = (date.fromisoformat(today) + AHEAD).isoformat()
    for name, day in sorted(programme.dates.items(), key=lambda one: one[1]):
        if programme.stage in DUE_IN.get(name, ()) and today <= day <= until:
            yield Step(ProgrammeStep.DATE, date=name, day=day)
    if programme.contact and not programme.reply_to:
        yield Step(ProgrammeStep.CONTACT)


def told(matter: Matter, tried: Mapping[str, list[str]]) -> dict[str, Any]:
    """Return a matter as reports and mails keep it, with what was tried (`Watch.tried`, `Written.tried`)."""
    return {
        "about": matter.about,
        "pair_id": matter.pair_id,
        "participant_id": matter.participant_id,
        "urgency": matter.urgency,
        "reasons": [{name: one[name] for name in ("rule", "cause", "since")} for one in matter.reasons],
        "since": matter.since,
        "taken_by": matter.taken_by,
        "tried": [],
        "written": [],
        **tried,
    }


def reasons(matter: Matter, now: datetime, locale: str) -> list[str]:
    """Return why a matter needs somebody, in a language: a text for each rule, the most urgent first."""
    return said(matter.reasons, now, locale)


def said(facts: Iterable[Mapping[str, str]], now: datetime, locale: str) -> list[str]:
    """Return the texts of the reasons of a matter, as `Matter.reasons` has them, in a language."""
    return [_reason(one["rule"], one["cause"], one["since"], now, locale) for one in facts]


def _reason(rule: str, cause: str, since: str, now: datetime, locale: str) -> str:
    days = clock.full_days(clock.parse(since), now)
    catalogue, said = translations("mentoring", locale), worries.reason(rule, days, locale)
    if cause in UNMATCHED:
        return f"{said}: {catalogue.gettext(UNMATCHED[cause])}"
    if cause == StepKind.SUGGEST:
        return f"{said}; {catalogue.gettext(SUGGESTED)}"
    return said
