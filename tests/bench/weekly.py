"""What the weekly report of a programme costs: items read and questions, by how many pairs there are and what was before.

The real consumer makes it, with its PDF and its list of all pairs, over the stand-in for DynamoDB of the scan. What has
been lies there as it would: meetings, matters that are done, the reports of the weeks before.
"""

from __future__ import annotations

import sys
import tracemalloc
from datetime import timedelta
from typing import NamedTuple

from mentoring import clock, consumers, runtime
from mentoring.events import Event, Meta
from mentoring.events.reporting import WeeklyReportDue
from mentoring.tables.meetings import Meeting
from mentoring.tables.monitoring import Matter, Watch
from mentoring.tables.pairing import Pair
from mentoring.tables.reporting import WeeklyReport, Weeks
from reporting.figures import week_of
from tests.bench.due import DAY, DueTables
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, programme
from tests.faults.aws import real_enough
from tests.faults.deployment import handler

CASES = ((1_000, 0), (1_000, 40), (10_000, 0), (10_000, 4))
"""How many pairs there are, and how many meetings and weeks lie behind each."""
DUE = 100
"""One pair in so many needs a person."""


class Cost(NamedTuple):
    """What one report took: items read, questions, transactions, and the most memory, in MB."""

    read: int
    questions: int
    transactions: int
    peak_mb: int


def put_pair(tables: DueTables, number: int, behind: int, *, needs: bool) -> None:
    """Given: a pair with its watch, so many meetings and matters behind it, and one that is open if it `needs` it."""
    pair_id = f"pair-{number:05}"
    pair = Pair(
        *Pair.key(pair_id), pair_id=pair_id, programme_id=PROGRAMME, organization_id="o", mentor_id=f"m-{number}",
        mentee_id=f"e-{number}", mentor_person_id=f"mentor-{number}", mentee_person_id=f"mentee-{number}", score=7_000,
        mentor_name=f"Anna {number}", mentee_name=f"Jan {number}", stage="working", meetings_held=behind,
        agreed_at=clock.iso(NOON - 120 * DAY),
    )  # fmt: skip
    pair.list_pk, pair.list_sk = Pair.list_key(PROGRAMME, pair_id)
    watch = Watch(
        *Watch.key(pair_id), pair_id=pair_id, programme_id=PROGRAMME, started_at=pair.agreed_at, name="Jan",
        colour="red" if needs else "green",
    )  # fmt: skip
    watch.place()
    matter = Matter(
        *Matter.key(PROGRAMME, pair_id), about=pair_id, programme_id=PROGRAMME, pair_id=pair_id, urgency="silent",
        state="open" if needs else "done", since=clock.iso(NOON - 9 * DAY),
        reasons=[{"rule": "silence", "cause": "", "days": 46, "since": clock.iso(NOON - 9 * DAY)}],
    )  # fmt: skip
    matter.place()
    for one in (pair, watch, *([matter] if needs or behind else [])):
        tables.put(one)
    for meeting in range(behind):
        tables.put(Meeting(
            *Meeting.key(pair_id, f"{meeting}"), meeting_id=f"{meeting}", pair_id=pair_id, programme_id=PROGRAMME,
            minutes=60, starts_at=clock.iso(NOON - (meeting + 1) * 3 * DAY), zone="Europe/Warsaw", state="held",
            proposed_by="m", accepted_by=["m", "e"], uid=f"{number}-{meeting}@tandem",
        ))  # fmt: skip


def put_weeks(tables: DueTables, behind: int) -> None:
    """Given: the reports of so many weeks before."""
    figures = {"pairs": 1, "green": 1, "amber": 0, "red": 0, "meetings_held": 3, "trend": {"meetings_held": 1}}
    told = {}
    for number in range(behind):
        at = NOON - timedelta(weeks=behind - number)
        week = week_of(at)
        report = WeeklyReport(
            *WeeklyReport.key(PROGRAMME, week), report_id=week, programme_id=PROGRAMME, week=week, figures=figures,
            made_at=clock.iso(at),
        )  # fmt: skip
        told[week] = {"made_at": clock.iso(at), "figures": figures, "document": True}
        tables.put(report)
    tables.put(Weeks(*Weeks.key(PROGRAMME), programme_id=PROGRAMME, told=told))


def measured(pairs: int, behind: int, make: type[DueTables] = DueTables) -> Cost:
    """Let the report of a week be made for so many pairs."""
    with real_enough() as aws:
        tables = aws.tables = make()
        tables.put(programme(stage="running"))
        put_weeks(tables, behind)
        for number in range(pairs):
            put_pair(tables, number, behind, needs=number % DUE == 0)
        handler("ReportingConsumer")  # registers its inbox
        due = Event(
            Meta(
                id="due", version=1, occurred_at=NOON, aggregate="running", aggregate_id=PROGRAMME, sequence=1,
                programme_id=PROGRAMME, correlation_id="c", causation_id=None,
            ),
            WeeklyReportDue(PROGRAMME, week_of(NOON)),
        )  # fmt: skip
        tables.counted.clear()
        tracemalloc.start()
        consumers.INBOXES["reporting"].take(runtime.ports(), clock.fixed(NOON), due)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return Cost(*(tables.counted[one] for one in Cost._fields[:3]), peak_mb=peak // 1_000_000)


def table() -> str:
    """Return the rows of docs/benchmarks.md."""
    lines = [
        "| pairs | need somebody | meetings and weeks behind each | items read | items read ÷ pairs | questions | peak MB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    measured(1, 0)  # what is loaded at first isn't of any size
    for pairs, behind in CASES:
        cost = measured(pairs, behind)
        print(f"weekly report: {pairs} pairs, {behind} behind each: {cost}", file=sys.stderr, flush=True)
        row = (pairs, pairs // DUE, behind, cost.read, f"{cost.read / pairs:.3f}", cost.questions, cost.peak_mb)
        lines.append(f"| {' | '.join(str(one) for one in row)} |")
    return "\n".join(lines) + "\n"
