"""Forty scripted pairs over 180 days, and what monitoring does about them, as a table anyone can read.

Events come through the inbox of monitoring's queue, the scan runs at its hours, and what it publishes makes mails by
notifications' own recipes, if it is still true. `PYTHONPATH=services:shared python -m tests.integration.monitoring.forty`
writes the table again when rules changed on purpose: the diff shows what that changes for whom.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

import tests.conftest  # noqa: F401 - before all else: it sets the environment
from infra.template import ROOT
from mentoring import clock, ids
from mentoring.consumers import INBOXES
from mentoring.events.meetings import MeetingConfirmed, MeetingHeld
from mentoring.events.monitoring import MatterRaised, PairWentInactive
from mentoring.events.notifications import MailboxLost, MailboxRecovered
from mentoring.events.pairing import PairAgreed, PairClosed, PairPaused
from mentoring.events.surveys import SurveyAnswered, SurveyAssigned
from mentoring.events.workspace import ContractSigned, GoalAgreed
from mentoring.runtime import Ports, calls
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Matter, Newcomer, Watch
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.recruitment import Member
from mentoring.tables.vocabulary import Worry
from monitoring import consumer, schedule  # noqa: F401 - registers its inbox
from monitoring.domain import Deed
from monitoring.use_cases import desk, requests, scan
from notifications import recipes
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import PROGRAMME, participant, programme
from tests.integration.monitoring import forty_mails
from tests.integration.monitoring.forty_mails import AFTER_SCAN, Reporting
from tests.unit.monitoring.givens import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mentoring.events.base import EventData
    from tests.integration.monitoring.forty_mails import Sent

TABLE = ROOT / "docs" / "developers" / "forty-pairs.md"
BEGAN = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAYS = 180
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TICK = timedelta(minutes=15)
"""Minutes past each hour at which the scan runs."""
ORGANIZER = "organizer"
NUMBERS = {"steady": 10, "slow": 6, "silent": 8, "bouncing": 4, "paused": 5, "closing": 4, "help": 3}
ABOUT = {
    "steady": "meet every three weeks, as the programme plans",
    "slow": "agreed in their contract on every six weeks, and keep to it",
    "silent": "1 to 4 meet once and stop; 5 to 8 never meet; the mentor of 2 lives in New York",
    "bouncing": "meet every three weeks; mails to the mentee come back from some day on, of 1 and 3 until two weeks "
    "later",
    "paused": "meet every three weeks, then pause for two months; 1 to 3 meet again, 4 and 5 don't",
    "closing": "1 and 2 complete after four meetings; 3 and 4 stop meeting, and are ended early, 3 by its mentee, of "
    "whom the organizer takes care after two days, 4 by the organizer",
    "help": "stop meeting after the first time, ask for help when they are reminded, and meet again; the organizer "
    "ticks it off after two days",
}
HEAD = """# Forty pairs over 180 days

What monitoring does about forty scripted pairs of a programme with the default rules: who is reminded, what comes to
the organizers, and which mails go out, day by day. Days count from the agreement of all pairs, on a Monday at noon UTC;
days on which nothing is done are left out, hours are those of UTC. A pair is named by its number among those of its
kind. A “matter” is one that opens or becomes more urgent. Below are the digests and weekly reports to the organizers.

This file is written by `PYTHONPATH=services:shared python -m tests.integration.monitoring.forty`, and
`tests/integration/monitoring/test_forty.py` compares it: whoever changes a rule writes it again, and sees in the diff
what the change does to whom.

| kind | pairs | what they do |
|---|---|---|
"""


@dataclass(frozen=True)
class Told:
    """Something that was done about a pair: reminded, or brought to the organizers (`what`), and its mails by kind."""

    at: datetime
    kind: str
    number: int
    what: str
    rule: str
    days: int
    mails: tuple[tuple[str, str], ...]
    """Kind and recipient."""

    @property
    def day(self) -> int:
        """Return the day since all began."""
        return (self.at - BEGAN) // DAY


@dataclass
class Season:
    """The forty pairs in memory; `play()` lets the days pass and returns all that was done."""

    store: MemoryStore = field(default_factory=MemoryStore)
    plan: defaultdict[datetime, list[Callable[[], None]]] = field(default_factory=lambda: defaultdict(list))
    told: list[Told] = field(default_factory=list)
    sequence: Iterator[int] = field(default_factory=count)
    seen: int = 0
    now: datetime = BEGAN
    reporting: Reporting = field(init=False)

    def __post_init__(self) -> None:
        self.reporting = Reporting(self.store)
        member = Member(*Member.key("org-1", ORGANIZER), organization_id="org-1", person_id=ORGANIZER, role="owner")
        account = Person(
            *Person.key(ORGANIZER), person_id=ORGANIZER, email="ola@firma.example", registered_at=clock.iso(BEGAN)
        )
        self.store.put(programme(interval_days=21), member, account)
        self.reporting.begin(BEGAN)
        self.seen = len(self.store.events)
        for kind, pairs in NUMBERS.items():
            for number in range(1, pairs + 1):
                self._enter(f"{kind}-{number}", "America/New_York" if (kind, number) == ("silent", 2) else "")
                SCRIPTS[kind](self, f"{kind}-{number}", number)

    def _enter(self, name: str, zone: str) -> None:
        """Enter a pair that is agreed on the first day."""
        people = {role: participant(f"{role}-{name}", role) for role in ("mentor", "mentee")}
        mentor, mentee = people["mentor"], people["mentee"]
        mentor.zone = zone or mentor.zone
        one = Pair(
            *Pair.key(name), pair_id=name, programme_id=PROGRAMME, organization_id="org-1", mentor_name=mentor.name,
            mentee_name=mentee.name, mentor_id=mentor.participant_id, mentee_id=mentee.participant_id, score=1,
            mentor_person_id=mentor.person_id, mentee_person_id=mentee.person_id, agreed_at=clock.iso(BEGAN),
        )  # fmt: skip
        members = [
            PairMember(
                *PairMember.key(name, each.person_id), pair_id=name, programme_id=PROGRAMME, person_id=each.person_id,
                participant_id=each.participant_id, role=role, partner_name="", list_pk=f"PERSON#{each.person_id}",
                list_sk=f"PAIR#{name}",
            )
            for role, each in people.items()
        ]  # fmt: skip
        self.store.put(mentor, mentee, one, *members)
        told = PairAgreed(
            PROGRAMME,
            name,
            "proposal",
            mentor.participant_id,
            mentee.participant_id,
            mentor.person_id,
            mentee.person_id,
        )
        self.on(0, told)

    # What pairs do ----------------------------------------------------------------------------------------------------

    def on(self, day: float, *news: EventData, **changes: Any) -> None:
        """Let something happen on a day, with what it changes of the pair's own item."""
        for data in news:
            self.plan[BEGAN + day * DAY].append(partial(self._take, data, changes))

    def _take(self, data: EventData, changes: dict[str, Any]) -> None:
        name = getattr(data, "pair_id", "")
        if changes and (one := self.store.get(Pair, *Pair.key(name))) is not None:
            for attribute, value in changes.items():
                setattr(one, attribute, value)
            self.save(one)
        ports = Ports(self.store, self.store.files, self.store.keys, calls())
        told = event(data, self.now, sequence=next(self.sequence) + 1)
        INBOXES["monitoring"].take(ports, clock.fixed(self.now), told)
        if isinstance(data, PairPaused):
            self._note(told, "break", "asked for by the mentee", 0)
        self._hear()

    def save(self, one: Any) -> None:
        """Write an item as its service would."""
        uow = context_at(self.now, store=self.store).begin()
        uow.save(one)
        uow.commit()

    def agree(self, name: str, *, signed: float = 5, interval: int = 0) -> None:
        """The pair signs, answers the survey of the start, and agrees on a goal after its first weeks."""
        at = clock.iso(BEGAN + signed * DAY)
        contract = ContractSigned(PROGRAMME, name, 1, "hash", interval)
        self.on(signed, contract, contract_signed_at=at, interval_days=interval)
        self.on(30, GoalAgreed(PROGRAMME, name, "goal"), goal_agreed_at=at)

    def meet(self, name: str, *days: float, planned: float = 5) -> None:
        """The pair meets on these days, each time agreed on some days before; the first is followed by a survey."""
        for number, day in enumerate(days, 1):
            at, meeting = clock.iso(BEGAN + day * DAY), f"{name}-{day}"
            if planned:
                self.on(day - planned, MeetingConfirmed(PROGRAMME, name, meeting, at, 0))
            held = MeetingHeld(PROGRAMME, name, meeting, at, number, presumed=False)
            self.on(day + 0.1, held, last_held_at=at, meetings_held=number)
            if number == 1:
                self._ask(name, day + 0.1)

    def _ask(self, name: str, day: float) -> None:
        for role in ("mentor", "mentee"):
            who = ids.derived("person", f"{role}-{name}@firma.example")
            survey = f"{name}-{role}"
            self.on(day, SurveyAssigned(PROGRAMME, name, survey, who, "pair_fit"))
            self.on(day + 2, SurveyAnswered(PROGRAMME, name, survey, "pair_fit", low=False))

    # What is done about it --------------------------------------------------------------------------------------------

    def play(self) -> list[Told]:
        """Let all days pass, hour by hour; return what was done, in its order."""
        for number in range(DAYS * 24):
            hour = BEGAN + TICK + number * HOUR
            while self.plan and min(self.plan) <= hour:
                self.now = min(self.plan)
                for happens in self.plan.pop(self.now):
                    happens()
            self.now = hour
            if self._is_due():
                for look in scan.SCHEDULES.values():
                    look(context_at(hour, store=self.store, service="monitoring"))
                self._hear()
            self.reporting.run(hour + AFTER_SCAN)
            self.seen = len(self.store.events)
        return self.told

    def _is_due(self) -> bool:
        return any(self.store.due_page(kind, self.now, limit=1).items for kind in (Watch, Newcomer, Matter))

    def _hear(self) -> None:
        """Note what was published, with its mails."""
        for one in self.store.events[self.seen :]:
            self.seen += 1
            self.reporting.note(self.now, one)
            if isinstance(one.data, PairWentInactive | MatterRaised):
                what = "nudge" if isinstance(one.data, PairWentInactive) else "matter"
                self._note(one, what, one.data.rule, one.data.days)
                if what == "nudge":
                    self._answer(one.data.pair_id.rpartition("-")[0], one.data.pair_id)

    def _note(self, one: Any, what: str, rule: str, days: int) -> None:
        kind, _, number = one.data.pair_id.rpartition("-")
        self.told.append(Told(self.now, kind, int(number), what, rule, days, self._mails(one)))

    def _mails(self, one: Any) -> tuple[tuple[str, str], ...]:
        context = context_at(self.now, store=self.store, service="notifications")
        if not recipes.TOLD[type(one.data)].holds(context, one):
            return ()
        return tuple((mail.kind, mail.to.email) for mail in recipes.made(context, one.data))

    def _answer(self, kind: str, name: str) -> None:
        """Who is to ask for help does so the day after they were reminded; the organizer ticks it off two days later."""
        if kind != "help":
            return
        self.plan[self.now.replace(minute=0) + DAY].append(partial(self._ask_for_help, name))
        self.plan[self.now.replace(minute=0) + 3 * DAY].append(partial(self.tick_off, name))

    def _ask_for_help(self, name: str) -> None:
        who = ids.derived("person", f"mentee-{name}@firma.example")
        requests.ask(context_at(self.now, store=self.store, person_id=who, service="monitoring"), name, Worry.HELP)
        self._hear()

    def tick_off(self, name: str) -> None:
        context = context_at(self.now, store=self.store, person_id=ORGANIZER, service="monitoring")
        desk.deal(context, PROGRAMME, name, Deed.DONE)


def _steady(season: Season, name: str, number: int) -> None:
    season.agree(name, signed=3 + number % 4)
    season.meet(name, *range(6 + number % 4, DAYS, 21))


def _slow(season: Season, name: str, number: int) -> None:
    season.agree(name, interval=42)
    season.meet(name, *range(5 + number, DAYS, 42), planned=3)


def _silent(season: Season, name: str, number: int) -> None:
    if number <= 4:
        season.agree(name)
        season.meet(name, 5 + number)


def _bouncing(season: Season, name: str, number: int) -> None:
    season.agree(name)
    season.meet(name, *range(6, DAYS, 21))
    email = f"mentee-{name}@firma.example"
    box, who, lost = ids.address_key(email), ids.derived("person", email), 30 + 10 * number
    season.on(lost, MailboxLost(box, who))
    if number % 2:
        season.on(lost + 14, MailboxRecovered(box))


def _paused(season: Season, name: str, number: int) -> None:
    season.agree(name)
    season.meet(name, *range(6, 50, 21))
    until = clock.iso(BEGAN + (110 + number) * DAY)
    mentee = ids.derived("person", f"mentee-{name}@firma.example")
    season.on(50, PairPaused(PROGRAMME, name, until, mentee), paused_until=until)
    if number <= 3:
        season.meet(name, *range(118, DAYS, 21))


def _closing(season: Season, name: str, number: int) -> None:
    season.agree(name)
    completes = number <= 2
    season.meet(name, *((6, 27, 48, 69) if completes else (6, 27)))
    outcome, day = ("completed", 72 + number) if completes else ("closed_early", 76 + number)
    by = ids.derived("person", f"mentee-{name}@firma.example") if number == 3 else "system" if completes else ORGANIZER
    season.on(day, PairClosed(PROGRAMME, name, outcome, by), outcome=outcome)
    if number == 3:
        season.plan[BEGAN + (day + 2) * DAY].append(partial(season.tick_off, name))


def _help(season: Season, name: str, number: int) -> None:
    season.agree(name)
    season.meet(name, 6, *range(47 + number, DAYS, 21))


SCRIPTS: dict[str, Callable[[Season, str, int], None]] = {
    "steady": _steady, "slow": _slow, "silent": _silent, "bouncing": _bouncing, "paused": _paused,
    "closing": _closing, "help": _help,
}  # fmt: skip


def table(told: list[Told], told_organizers: list[Sent]) -> str:
    """Return what was done as a Markdown document: a row for each day and kind of pairs, and for each digest and report."""
    lines = [f"| {kind} | {number} | {ABOUT[kind]} |" for kind, number in NUMBERS.items()]
    quiet = [kind for kind in NUMBERS if not any(one.kind == kind for one in told)]
    sums = Counter((one.kind, one.what) for one in told)
    mails = Counter((one.kind, mail) for one in told for mail, _ in one.mails)
    lines += [
        "",
        "## In all",
        "",
        "| kind | nudges | matters | mails `nudge` | mails `alert` | mails `pair_rests` |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {kind} | {sums[kind, 'nudge']} | {sums[kind, 'matter']} | "
        + " | ".join(str(mails[kind, mail]) for mail in ("nudge", "alert", "pair_rests"))
        + " |"
        for kind in NUMBERS
    ]
    lines += [
        "",
        f"Nothing at all is done about: {', '.join(quiet)}. {forty_mails.in_all(told_organizers)}",
        "",
        "## Day by day",
        "",
    ]
    lines += [
        "| day | hour | kind | pairs | what is done | why | for days | mails |",
        "|---|---|---|---|---|---|---|---|",
    ]
    rows: dict[tuple[int, str, str, str, str, int, str], list[int]] = {}
    for one in told:
        sent = Counter(kind for kind, _ in one.mails)
        mailed = ", ".join(f"{number} `{kind}`" for kind, number in sorted(sent.items())) or "–"
        rows.setdefault((one.day, f"{one.at:%H:%M}", one.kind, one.what, one.rule, one.days, mailed), []).append(
            one.number
        )
    for (day, hour, kind, what, rule, days, mailed), numbers in sorted(rows.items()):
        each = f"{mailed}{_each(numbers, mailed)}"
        lines.append(f"| {day} | {hour} | {kind} | {_listed(numbers)} | {what} | {rule} | {days} | {each} |")
    organizers = forty_mails.HEAD + "\n".join(forty_mails.rows(told_organizers, BEGAN))
    return HEAD + "\n".join(lines) + "\n" + organizers + "\n"


def _each(numbers: list[int], mailed: str) -> str:
    return " each" if len(numbers) > 1 and mailed != "–" else ""


def _listed(numbers: list[int]) -> str:
    return ", ".join(str(one) for one in sorted(numbers))


if __name__ == "__main__":
    season = Season()
    TABLE.write_text(table(season.play(), season.reporting.sent), "utf-8")
