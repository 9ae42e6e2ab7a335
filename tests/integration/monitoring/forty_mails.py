"""What the organizers of the forty pairs are mailed: the digest of a day, and the report of a week.

Matters reach reporting as events; its schedule runs at its minute of each hour, after monitoring's.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from mentoring.consumers import consume
from mentoring.context import Marker
from mentoring.events.monitoring import MatterRaised
from mentoring.events.recruitment import ProgrammeStageChanged
from mentoring.events.reporting import DigestPrepared, WeeklyReportDue, WeeklyReportPrepared
from mentoring.tables.reporting import WeeklyReport
from notifications import composer, recipes
from reporting.use_cases import digests, weekly, weeks, when
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import PROGRAMME
from tests.unit.monitoring.givens import event

if TYPE_CHECKING:
    from mentoring.events import Event

AFTER_SCAN = timedelta(minutes=10)
"""So long after monitoring's schedule comes reporting's."""
HEAD = """
## Mails to the organizers

Help, a bad fit and mail that comes back are told the same day (`alert`, above). All else comes in the digest of the
day, at 8:00 in Warsaw and only when something is new, and in the report of the week on Mondays, which takes the place
of that day's digest. Each organizer gets one of each. As days here begin at noon, what is found at 12:15 is told in
the next morning, which is of the same day.

| day | hour | mail | subject | new | whose line stands in it |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Sent:
    """A mail to the organizers: its subject in English, the pairs it tells of as new, the pairs with a line in it."""

    at: datetime
    kind: str
    subject: str
    new: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass
class Reporting:
    """Reporting of the season; `run` lets its schedule run once, `note` gives it what monitoring published."""

    store: MemoryStore
    sent: list[Sent] = field(default_factory=list)

    def begin(self, now: datetime) -> None:
        """The programme runs from now on."""
        self._consume(now, when.note_stage, event(ProgrammeStageChanged(PROGRAMME, "matching", "running"), now))

    def note(self, now: datetime, one: Event[Any]) -> None:
        """Take a matter as the queue would."""
        if isinstance(one.data, MatterRaised):
            self._consume(now, digests.note_matter, one)

    def run(self, now: datetime) -> None:
        """Let the hourly schedule run, make the reports that are due, and note the mails that go out."""
        seen = len(self.store.events)
        context = context_at(now, store=self.store, service="reporting")
        digests.tell_due(context)
        weeks.begin_due(context)
        for one in self.store.events[seen:]:
            if isinstance(one.data, WeeklyReportDue):
                self._consume(now, _prepare, one)
        for one in self.store.events[seen:]:
            if isinstance(one.data, DigestPrepared | WeeklyReportPrepared):
                self._tell(now, one)

    def _consume(self, now: datetime, use_case: Any, one: Event[Any]) -> None:
        marker = Marker(f"inbox#reporting#{one.meta.id}")
        consume(context_at(now, store=self.store, service="reporting", marker=marker), use_case, one)

    def _tell(self, now: datetime, one: Event[Any]) -> None:
        context = context_at(now, store=self.store, service="notifications")
        if not recipes.TOLD[type(one.data)].holds(context, one):
            return
        for mail in recipes.made(context, one.data):
            english = replace(mail, to=replace(mail.to, locale="en"), attachments=())
            message = composer.compose(english, event_id="e", sender="t@t.example", now=now)
            self.sent.append(Sent(now, mail.kind, str(message["Subject"]), *self._pairs(one.data)))

    def _pairs(self, data: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the pairs that are told as new, and those with a line, by what is kept of the mail."""
        if isinstance(data, DigestPrepared):
            kept, _ = digests.read(context_at(store=self.store), PROGRAMME)
            return tuple(kept.told.get("matters", [])), tuple(kept.told.get("matters", []))
        report = self.store.get(WeeklyReport, *WeeklyReport.key(PROGRAMME, data.week))
        assert report is not None
        lines = tuple(one["about"] for one in report.lines if "about" in one)
        return tuple(report.news_of_day.get("matters", [])), lines


def _prepare(context: Any, one: Any) -> None:
    weekly.prepare(context, one, draw=lambda *_: b"%PDF")


def rows(sent: list[Sent], since: datetime) -> list[str]:
    """Return the table's rows."""
    return [
        f"| {(one.at - since) // timedelta(days=1)} | {one.at:%H:%M} | `{one.kind}` | {one.subject} | {grouped(one.new)}"
        f" | {grouped(one.lines)} |"
        for one in sent
    ]


def grouped(pairs: tuple[str, ...]) -> str:
    """Return pairs as «silent 5, 6; help 1», or a dash."""
    by_kind: dict[str, list[int]] = {}
    for one in pairs:
        kind, _, number = one.rpartition("-")
        by_kind.setdefault(kind, []).append(int(number))
    return "; ".join(f"{kind} {', '.join(map(str, sorted(by_kind[kind])))}" for kind in sorted(by_kind)) or "–"


def in_all(sent: list[Sent]) -> str:
    """Return how many mails of each kind an organizer got."""
    numbers = Counter(one.kind for one in sent)
    return f"An organizer gets {numbers['digest']} digests and {numbers['weekly_report']} weekly reports in all."
