"""What a season costs: units counted in a played one × public prices; `make costs [COUNT=1]`.

`--count` plays the season of the samples on a fresh stack whose engine meters DynamoDB, and writes what it counted to
`infra/season/counts.json`. Without it the page is made anew from those counts. What isn't counted but estimated is
said on the page, each with its reason.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import urllib.request
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.template import ROOT, functions, resources, template
from relay.publisher import FIGURES

if TYPE_CHECKING:
    from infra.local import Stack

COUNTS = Path(__file__).parent / "counts.json"
PAGE = ROOT / "docs" / "operators" / "costs.md"

PRICES_OF = "mid-2025, eu-central-1, US dollars"
PRICES = {
    "Lambda, request": 0.20e-6,
    "Lambda, GB-second (x86)": 16.6667e-6,
    "API Gateway REST, request": 3.70e-6,
    "DynamoDB on demand, write unit": 0.7625e-6,
    "DynamoDB on demand, read unit": 0.1525e-6,
    "DynamoDB, GB-month with point-in-time recovery": 0.306 + 0.2448,
    "EventBridge, custom event": 1.00e-6,
    "EventBridge Scheduler, invocation": 1.00e-6,
    "SQS, request": 0.40e-6,
    "SES, mail": 0.10e-3,
    "SES, GB of attachments": 0.12,
    "S3, request (as a PUT)": 5.4e-6,
    "CloudWatch Logs, GB taken in": 0.63,
    "CloudWatch, metric of an alarm, month": 0.10,
    "CloudWatch, metric of our own, month": 0.30,
    "X-Ray, trace": 5.00e-6,
    "Secrets Manager, secret, month": 0.40,
    "KMS, key, month": 1.00,
    "KMS, request": 3.00e-6,
}
"""What one of each costs. From AWS's public price pages; not fetched: check them before you rely on a figure."""

MONTHS = 4
MINUTES = 43_800
PARTICIPANTS = (30, 300, 1_000, 3_000)
TARGET_AT, TARGET = 1_000, 0.05
POLLS_A_MINUTE = 15
"""Requests with which Lambda asks one empty queue: five connections that each wait 20 seconds."""
SCHEDULED_MS = 100
SMALLEST_GB = template()["Globals"]["Function"]["MemorySize"] / 1024
"""Memory of a schedule, as of everything that doesn't say its own."""
HOURS_A_MONTH = 730
VISITS = 40
"""Pages a participant opens in a season beyond what the played one does through the API: to look, not to act."""
KB_EACH = 20
"""Kilobytes a participant's items take, with their indexes."""
REPORT = re.compile(r"Duration: ([\d.]+) ms\s+Billed Duration: ([\d.]+) ms\s+Memory Size: (\d+) MB")

Lines = dict[str, tuple[float, str]]
"""Row of the page → how many, and the name of the price."""


def count() -> dict[str, Any]:
    """Play the season of the samples on a stack that meters; return what it took."""
    from infra.local import Stack  # noqa: PLC0415 - the page alone needs no stack
    from infra.season.__main__ import SAMPLE, given, play  # noqa: PLC0415

    os.environ["TANDEM_METER"] = "1"
    with tempfile.TemporaryDirectory() as folder, Stack(Path(folder) / "data", lasting=False) as stack:
        before = _taken(stack)
        out = Path(folder) / "season"
        play(stack, given(SAMPLE, None), out)
        after = _taken(stack)
        summary = json.loads((out / "season.json").read_text("utf-8"))
        return {
            "participants": summary["accepted"],
            "mails": sum(summary["mails_by_kind"].values()),
            "mail_bytes": sum(one.stat().st_size for one in (out / "mails").glob("*.eml")),
            "events": sum(summary["events_published"].values()),
            "deliveries": sum(summary["events_consumed"].values()),
            "figures": {metric: summary["events_published"].get(event, 0) for event, metric in FIGURES.items()},
            **{name: round(value - before.get(name, 0), 1) for name, value in after.items()},
        }


def _taken(stack: Stack) -> Counter[str]:
    """Return what the engine has metered and logged so far."""
    from infra.local.deploy import client  # noqa: PLC0415

    address = f"{stack.layout.engine_url}/_tandem/meter"
    with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - our own address
        metered = json.load(answer)
    taken: Counter[str] = Counter(
        {"read_units": metered.get("read units", 0), "write_units": metered.get("write units", 0)}
    )
    taken["s3_requests"] = metered.get("s3 requests", 0)
    logs = client(stack.layout, "logs")
    for group in logs.describe_log_groups()["logGroups"]:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
            for event in page["events"]:
                _read(event["message"], taken)
    return taken


def _read(line: str, taken: Counter[str]) -> None:
    taken["log_bytes"] += len(line.encode()) + 26  # CloudWatch Logs adds 26 bytes to each event
    taken["requests"] += '"message": "authorized"' in line
    found = REPORT.search(line)
    if found:
        taken["invocations"] += 1
        taken["gb_seconds"] += float(found[2]) / 1000 * int(found[3]) / 1024  # type: ignore[assignment]


def season(counts: dict[str, Any], participants: int) -> Lines:
    """Return what a season of so many participants takes, without what runs anyway."""
    each = participants / counts["participants"]
    looks = participants * VISITS
    api = counts["requests"] * each
    mean = counts["gb_seconds"] / counts["invocations"]
    invocations = counts["invocations"] * each + 2 * looks
    return {
        "Requests to the API": (api + looks, "API Gateway REST, request"),
        "Functions started": (invocations, "Lambda, request"),
        "Functions, GB-seconds": (invocations * mean, "Lambda, GB-second (x86)"),
        "DynamoDB, write units": (counts["write_units"] * each, "DynamoDB on demand, write unit"),
        "DynamoDB, read units": (
            counts["read_units"] * each * (1 + looks / api), "DynamoDB on demand, read unit"
        ),
        "DynamoDB, GB-months": (
            participants * KB_EACH / 1e6 * MONTHS, "DynamoDB, GB-month with point-in-time recovery"
        ),
        "Events": (counts["events"] * each, "EventBridge, custom event"),
        "Requests to queues, three a delivery": (3 * counts["deliveries"] * each, "SQS, request"),
        "Mails": (counts["mails"] * each, "SES, mail"),
        "Mails, GB": (counts["mail_bytes"] * each / 1e9, "SES, GB of attachments"),
        "Requests to S3": (counts["s3_requests"] * each, "S3, request (as a PUT)"),
        "Logs, GB": (counts["log_bytes"] * each * (1 + looks / api) / 1e9, "CloudWatch Logs, GB taken in"),
        "Requests to KMS, one for each to the API": (api + looks, "KMS, request"),
        "Traces": (invocations, "X-Ray, trace"),
        "Metrics of our own, in the hours they are written": (
            _metric_months(counts, each), "CloudWatch, metric of our own, month"
        ),
    }  # fmt: skip


def _metric_months(counts: dict[str, Any], each: float) -> float:
    """Return at most how many months of a metric are charged: by the hour, and only those in which one is written."""
    hours = MONTHS * HOURS_A_MONTH
    written = [counts["events"], *counts["figures"].values()]
    charged = sum(min(hours, float(number) * each) for number in written)
    return charged / HOURS_A_MONTH


def idle() -> Lines:
    """Return what a month takes when nobody uses the product."""
    runs = sum(MINUTES / between(expression) for expression in _schedules())
    queues = sum(name.endswith("Queue") for name in resources("AWS::SQS::Queue"))
    alarms = sum(
        sum("MetricStat" in one for one in alarm.get("Metrics", [])) or 1
        for alarm in resources("AWS::CloudWatch::Alarm").values()
    )
    return {
        f"Alarms, metrics they watch ({len(resources('AWS::CloudWatch::Alarm'))} alarms)": (
            alarms, "CloudWatch, metric of an alarm, month"
        ),
        f"Lambda asking {queues} empty queues": (queues * POLLS_A_MINUTE * MINUTES, "SQS, request"),
        "The age of the outbox, a metric": (1, "CloudWatch, metric of our own, month"),
        "The signing key": (1, "Secrets Manager, secret, month"),
        "The keys of rooms and of programmes": (len(resources("AWS::KMS::Key")), "KMS, key, month"),
        "Schedules, runs": (runs, "EventBridge Scheduler, invocation"),
        "Schedules, functions started": (runs, "Lambda, request"),
        "Schedules, GB-seconds": (runs * SCHEDULED_MS / 1000 * SMALLEST_GB, "Lambda, GB-second (x86)"),
        "Schedules, read units (4 shards each)": (runs * 4 * 0.5, "DynamoDB on demand, read unit"),
        "Schedules, logs, GB": (runs * 900 / 1e9, "CloudWatch Logs, GB taken in"),
        "Schedules, traces": (runs, "X-Ray, trace"),
    }  # fmt: skip


def _schedules() -> list[str]:
    found = (one for function in functions().values() for one in function.get("Events", {}).values())
    return [str(one["Properties"]["ScheduleExpression"]) for one in found if one["Type"] == "ScheduleV2"]


def between(expression: str) -> float:
    """Return the minutes between two runs; raise ValueError for an expression this template doesn't have."""
    rate = re.fullmatch(r"rate\((\d+) (minute|hour)s?\)", expression)
    if rate:
        return int(rate[1]) * (60 if rate[2] == "hour" else 1)
    cron = re.fullmatch(r"cron\(\d+ (\*|\d+) (\*|\?) \* (\*|\?|MON) \*\)", expression)
    if cron is None:
        raise ValueError(f"how often does {expression} run?")
    return 60 if cron[1] == "*" else 7 * 24 * 60 if cron[3] == "MON" else 24 * 60


def cost(lines: Lines) -> float:
    """Return what it costs together, in dollars."""
    return sum(number * PRICES[price] for number, price in lines.values())


def page(counts: dict[str, Any]) -> str:
    """Return the page."""
    month = cost(idle())
    totals = {number: (cost(season(counts, number)), MONTHS * month) for number in PARTICIPANTS}
    target = sum(totals[TARGET_AT]) / TARGET_AT
    return "\n".join([
        "# What it costs",
        "",
        "Written by `make costs` from counts of a played season and a table of prices; don't edit it.",
        "",
        f"A season of {MONTHS} months, everything included, in US dollars. No free tier is taken off.",
        "",
        "| participants | because they take part | because it is there | together | each |",
        "|---:|---:|---:|---:|---:|",
        *(
            f"| {number} | {used:.2f} | {there:.2f} | {used + there:.2f} | {(used + there) / number:.3f} |"
            for number, (used, there) in totals.items()
        ),
        "",
        f"At {TARGET_AT} participants that is {target:.3f} each; the target is at most {TARGET:.2f}, "
        + ("**met**." if target <= TARGET else "**missed**."),
        f"Without anybody: **{month:.2f} a month**.",
        "",
        "## A month without anybody",
        "",
        *_table(idle()),
        "",
        "Alarms are made only with `AlarmAddress`; without it that row is gone. Lambda asks queues whether or not",
        "anything comes; how often is an estimate. The dashboard is one of the three that are free.",
        "",
        f"## {TARGET_AT} participants, one season, without the above",
        "",
        *_table(season(counts, TARGET_AT)),
        "",
        "## What was counted, and what is an estimate",
        "",
        f"Counted in one season of {counts['participants']} people played through the public API and the mails on the",
        "local engine (`make season`: applications, a round, proposals, contracts, goals, meetings, surveys, nudges,",
        "closing, PDF reports, the weekly report): requests, functions started, units of DynamoDB by its published",
        "rules from the sizes of items (`infra/local/engine/meter.py`), events, deliveries, mails, requests to S3,",
        "bytes of logs.",
        "",
        "Estimated or assumed:",
        "",
        "- milliseconds of functions are those of a developer's machine, where interpreters start as copies, not",
        "  Lambda's, each times the memory the function had when the season was played;",
        f"- every participant opens {VISITS} more pages than the played season does, each as dear as its average;",
        "- more people cost in proportion. A round's solver grows faster, but is seconds of one function;",
        f"- {KB_EACH} kB of items a participant; {SCHEDULED_MS} ms a run of a schedule; all requests are traced;",
        "- each request to the API asks KMS for a key, as if no process remembered any; most need none. A key costs as",
        "  much again after its first and after its second yearly rotation, then no more;",
        f"- Lambda asks an empty queue {POLLS_A_MINUTE} times a minute (five connections that wait 20 seconds each);",
        "- index keys that change, transferred data, the archive of events, storage in S3, DNS, and what KMS takes for",
        "  the key of the tables (some requests every five minutes) aren't in it.",
        "",
        "Nothing here was read from a bill: the product has not run on AWS for this page.",
        "",
        f"## Prices ({PRICES_OF})",
        "",
        "From AWS's public price pages as known then; check them before you rely on a figure.",
        "",
        "| what | USD |",
        "|---|---:|",
        *(f"| {name} | {price:.10f}".rstrip("0").rstrip(".") + " |" for name, price in PRICES.items()),
        "",
    ])  # fmt: skip


def _table(lines: Lines) -> list[str]:
    rows = sorted(lines.items(), key=lambda row: -row[1][0] * PRICES[row[1][1]])
    shown = [f"| {name} | {number:,.2f} | {number * PRICES[price]:.2f} |" for name, (number, price) in rows]
    return ["| what | how many | USD |", "|---|---:|---:|", *shown, f"| together | | **{cost(lines):.2f}** |"]


def main(arguments: list[str]) -> int:
    """Count when asked to, write the page."""
    parser = argparse.ArgumentParser(prog="infra.season.costs", description=__doc__)
    parser.add_argument("--count", action="store_true", help="play a season first (a few minutes)")
    if parser.parse_args(arguments).count:
        COUNTS.write_text(json.dumps(count(), indent=1, sort_keys=True) + "\n", "utf-8")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(json.loads(COUNTS.read_text("utf-8"))), "utf-8")
    print(f"{PAGE.relative_to(ROOT)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
