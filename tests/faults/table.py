"""The table of a run: on the screen, and as docs/faults.md."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from infra.template import ROOT
from tests.faults.explorer import Row

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.faults.explorer import Explorer

PAGE = ROOT / "docs" / "faults.md"
HEAD = """# Faults: a season, cut at every call to AWS

Written by `make faults` on {day}; how to read it and how to add a step: [developers/faults.md](developers/faults.md).

"""


def report(explorer: Explorer, seconds: float, *, write: bool) -> bool:
    """Print the tables and everything that was found; return whether nothing was lost or doubled."""
    points, disorder = whole(explorer.points), explorer.disorder["all consumers"]
    text = (
        f"{len(explorer.points)} kinds of steps, {explorer.steps} steps, {points.tried} points tried: "
        f"**{points.lost} lost, {points.doubled} doubled**; {points.windows} mails went out twice in the window of SES "
        f"(accepted, and we died before noting it). {disorder.steps} deliveries twice, late and out of order in "
        f"{disorder.tried} runs: **{disorder.lost} lost, {disorder.doubled} doubled**.\n"
    )
    tables = (
        f"{text}\n## Crash points\n\n{crash_table(explorer.points)}\n"
        f"## Twice, late, out of order\n\n{disorder_table(explorer.disorder)}"
    )
    rows = [*explorer.points.items(), *explorer.disorder.items()]
    found = [f"{name}, {one[:1000]}\n" for name, row in rows for one in row.found]
    sys.stdout.write(f"{tables}\n{''.join(found)}{seconds:.0f} s\n")
    if write:
        PAGE.write_text(HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}") + tables, "utf-8")
    return not (points.lost or points.doubled or disorder.lost or disorder.doubled)


def whole(rows: Mapping[str, Row]) -> Row:
    """Return the sum of rows."""
    total = Row()
    for row in rows.values():
        for name in ("steps", "calls", "tried", "lost", "doubled", "windows"):
            setattr(total, name, getattr(total, name) + getattr(row, name))
    return total


def crash_table(rows: Mapping[str, Row]) -> str:
    """Return the points by kind of step."""
    lines = ["| step | seen | calls | points tried | lost | doubled | SES window |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, row in [*sorted(rows.items(), key=lambda one: _order(one[0])), ("**all**", whole(rows))]:
        lines.append(
            f"| {name} | {row.steps} | {row.calls} | {row.tried} | {row.lost} | {row.doubled} | {row.windows} |"
        )
    return "\n".join(lines) + "\n"


def disorder_table(rows: Mapping[str, Row]) -> str:
    """Return the deliveries by consumer; differences are found in a whole run, not in one consumer."""
    lines = ["| consumer | deliveries | runs | lost | doubled |", "|---|--:|--:|--:|--:|"]
    for name, row in sorted(rows.items()):
        found = f"{row.lost} | {row.doubled}" if name == "all consumers" else "|"
        lines.append(f"| {name} | {row.steps} | {row.tried} | {found} |")
    return "\n".join(lines) + "\n"


def _order(name: str) -> tuple[bool, bool, str]:
    """Return where a row stands: requests, then consumers, then schedules."""
    return "←" in name, " " not in name, name.partition(" ")[2] or name
