"""What the scan of pairs costs: items read and round trips, by how many pairs are due and how many there are in all.

The real schedule and the real consumer of its next parts, over the same stand-in for DynamoDB as for reminders.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import NamedTuple

from mentoring import clock
from mentoring.events.monitoring import MatterRaised, MonitoringWorkContinued
from mentoring.tables.core import DUE_SHARDS
from mentoring.tables.monitoring import Watch
from tests.bench.due import DAY, DueTables, go_on
from tests.fakes.context import NOON
from tests.fakes.people import PROGRAMME, programme
from tests.faults.aws import real_enough
from tests.faults.deployment import handler
from tests.integration.lambdas import LAMBDA

CASES = (1_000, 10_000, 100_000)
"""How many pairs there are."""
DUE = 100
"""One pair in so many is due."""
SILENT = 46


class Cost(NamedTuple):
    """What one run took, with all its parts: matters raised, items read, questions and transactions."""

    raised: int
    read: int
    questions: int
    transactions: int


def watch(number: int, *, due: bool) -> Watch:
    """Return the watch of a pair that has been silent for `SILENT` days, or met lately."""
    ago = timedelta(days=SILENT) if due else timedelta(days=number % 20)
    held = clock.iso(NOON - ago)
    made = Watch(
        *Watch.key(f"pair-{number}"), pair_id=f"pair-{number}", programme_id=PROGRAMME, started_at=held, name="Jan",
        people=[f"mentor-{number}", f"mentee-{number}"], zones=["Europe/Warsaw"] * 2, contract_signed=True,
        participants=[f"m-{number}", f"e-{number}"], interval_days=21,
        meetings={"m": {"state": "held", "starts_at": held, "sequence": 1}},
        history=[{"rule": "silence", "step": "nudge", "at": clock.iso(NOON - 14 * DAY), "days": 32}] if due else [],
    )  # fmt: skip
    made.set_due(NOON - DAY if due else NOON + DAY * (1 + number % 60))
    made.place()
    made.counted = made.counts_as
    return made


def measured(total: int, due: int, make: type[DueTables] = DueTables) -> Cost:
    """Let the scan run at noon over so many pairs, of which the first `due` come to the organizers."""
    with real_enough() as aws:
        tables = aws.tables = make()
        tables.put(programme(stage="running"))
        for number in range(total):
            tables.put(watch(number, due=number < due))
        tables.counted.clear()
        handler("MonitoringScan")({"time": clock.iso(NOON)}, LAMBDA)
        told = go_on(aws.stream, "MonitoringConsumer", MonitoringWorkContinued)
        return Cost(told[MatterRaised.__name__], *(tables.counted[one] for one in Cost._fields[1:]))


def table() -> str:
    """Return the rows of docs/benchmarks.md."""
    lines = [
        "| pairs in all | due | matters raised | items read | items read ÷ due | questions | transactions |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for total in CASES:
        due = total // DUE
        cost = measured(total, due)
        print(f"scan: {total} pairs, {due} due: {cost}", file=sys.stderr, flush=True)
        row = (total, due, cost.raised, cost.read, f"{cost.read / due:.3f}", cost.questions, cost.transactions)
        lines.append(f"| {' | '.join(str(one) for one in row)} |")
    return "\n".join(lines) + f"\n\nEach of the three due indexes has {DUE_SHARDS} shards.\n"
