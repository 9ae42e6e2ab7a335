"""What reminding costs: items read and round trips, by how many meetings are due and how many there are in all.

The real schedule and the real consumer of its next parts, over the stand-in for DynamoDB that the faults use; it keeps
the due index in order, so that a hundred thousand meetings can be planned in it.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from mentoring import clock, consumers, runtime
from mentoring.events import from_detail
from mentoring.events.meetings import MeetingReminderDue, MeetingsWorkContinued
from mentoring.settings import settings
from mentoring.tables.core import DUE_SHARDS
from mentoring.tables.meetings import Meeting
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME
from tests.faults.aws import real_enough
from tests.faults.deployment import handler
from tests.faults.tables import Tables
from tests.integration.lambdas import LAMBDA

if TYPE_CHECKING:
    from mentoring.events.base import Continued
    from tests.faults.tables import Raw

CASES = ((10_000, 10_000), (200_000, 10_000), (10_000, 1_000), (50_000, 1_000), (200_000, 1_000), (200_000, 0))
"""How many meetings there are, and how many of them are due."""
DAY = timedelta(days=1)


class Cost(NamedTuple):
    """What one run of the schedule took, with all its parts: reminders, items read, questions and transactions."""

    reminded: int
    read: int
    questions: int
    transactions: int


class DueTables(Tables):
    """`Tables` with the due index in order; counts what is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()
        self._due: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)

    def put(self, item: Any) -> None:
        """Given: this item was written."""
        item.version = 1
        raw = item.serialize()
        self._put(settings().core_table, (item.pk, item.sk), raw)
        self._file(raw, insort)

    def answer(self, operation: str, arguments: Raw) -> Raw:
        """See `Tables.answer`."""
        answer = super().answer(operation, arguments)
        gotten = ["Item" in answer, *(len(some) for some in answer.get("Responses", {}).values())]
        self.counted["transactions" if operation == "TransactWriteItems" else "questions"] += 1
        self.counted["read"] += answer.get("ScannedCount", 0) or sum(gotten)  # what a filter leaves out was read, too
        return answer

    def _query(self, asked: Raw) -> Raw:
        if asked.get("IndexName") != "by_due":
            return super()._query(asked)
        values = [one["S"] for one in asked["ExpressionAttributeValues"].values()]
        shard = next(one for one in values if not one[:1].isdigit())
        until = next(one for one in values if one[:1].isdigit())
        order = self._due[shard]
        last = asked.get("ExclusiveStartKey")
        begin = bisect_right(order, (last["due_at"]["S"], last["pk"]["S"], last["sk"]["S"])) if last else 0
        end = bisect_left(order, (until, "~", ""))
        read = order[begin : min(end, begin + asked.get("Limit", end))]
        items = [dict(self._tables[asked["TableName"]][pk, sk]) for _, pk, sk in read]
        more = {}
        if read and begin + len(read) < end:
            more = {"LastEvaluatedKey": {name: items[-1][name] for name in ("due_pk", "due_at", "pk", "sk")}}
        return {"Items": items, "Count": len(items), "ScannedCount": len(items)} | more

    def _transact(self, asked: Raw) -> Raw:
        core = settings().core_table
        puts = [put["Item"] for one in asked["TransactItems"] if (put := one.get("Put")) and put["TableName"] == core]
        before = [self._find(core, one) for one in puts]
        answer = super()._transact(asked)
        for old, new in zip(before, puts, strict=True):
            if old is not None:
                self._file(old, lambda order, place: order.pop(bisect_left(order, place)))
            self._file(new, insort)
        return answer

    def _file(self, raw: Raw, do: Any) -> None:
        if "due_pk" in raw:
            do(self._due[raw["due_pk"]["S"]], (raw["due_at"]["S"], raw["pk"]["S"], raw["sk"]["S"]))


def meeting(number: int, *, due: bool) -> Meeting:
    """Return a confirmed meeting of a pair of its own: one whose reminder is due at noon, or one of the weeks after."""
    starts_at = NOON + DAY * (1 if due else 3 + number % 60)
    pair_id = f"pair-{number}"
    made = Meeting(
        *Meeting.key(pair_id, "m"), meeting_id="m", pair_id=pair_id, programme_id=PROGRAMME, minutes=60,
        starts_at=clock.iso(starts_at), zone="Europe/Warsaw", state="confirmed", proposed_by=MENTOR,
        accepted_by=[MENTOR, MENTEE], uid=f"{number}@tandem",
    )  # fmt: skip
    made.set_due(starts_at - DAY)
    made.place_in_list()
    return made


def measured(total: int, due: int, make: type[DueTables] = DueTables) -> Cost:
    """Let the schedule run at noon over so many meetings; `due` of them get their reminder."""
    with real_enough() as aws:
        tables = aws.tables = make()
        for number in range(total):
            tables.put(meeting(number, due=number < due))
        tables.counted.clear()
        handler("MeetingsSchedule")({"time": clock.iso(NOON)}, LAMBDA)
        told = go_on(aws.stream, "MeetingsConsumer", MeetingsWorkContinued)
        return Cost(told[MeetingReminderDue.__name__], *(tables.counted[one] for one in Cost._fields[1:]))


def go_on(stream: list[Raw], consumer: str, continued: type[Continued]) -> Counter[str]:
    """Let the consumer do the parts that follow; return how often each event was published."""
    handler(consumer)  # registers its inbox
    handled, told = 0, Counter[str]()
    while handled < len(stream):
        image = stream[handled]
        handled += 1
        name = image["detail_type"]["S"]
        told[name] += 1
        if name == continued.__name__:
            event = from_detail(name, json.loads(image["detail"]["S"]))
            consumers.INBOXES[continued.source].take(runtime.ports(), clock.fixed(NOON), event)
    return told


def table() -> str:
    """Return the rows of docs/benchmarks.md."""
    lines = [
        "| meetings in all | due | reminders | items read | items read ÷ due | questions | transactions |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for total, due in CASES:
        cost = measured(total, due)
        print(f"reminders: {total} meetings, {due} due: {cost}", file=sys.stderr, flush=True)
        share = f"{cost.read / due:.3f}" if due else "–"
        lines.append(
            f"| {total} | {due} | {cost.reminded} | {cost.read} | {share} | {cost.questions} | {cost.transactions} |"
        )
    return "\n".join(lines) + f"\n\nThe due index has {DUE_SHARDS} shards; each is asked at least once a run.\n"
