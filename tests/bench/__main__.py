"""`make bench`: the rows of docs/benchmarks.md, each run in a process of its own, medians of five.

`python -m tests.bench cold [FUNCTION…]` measures cold starts alone, `… page` makes their tables anew from what was
counted, `… rooms` measures breakout rooms alone, `… reminders`, `… scan` and `… weekly` count what these read. Other
solvers come from PyPI into build/bench, apart from the project's environment.
"""

from __future__ import annotations

import json
import math
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from pairing.matching import assignment
from tests.bench import cold, due, page, scanning, seating, weekly
from tests.bench.instance import Cohort

ROOT = Path(__file__).parents[2]
BUILD = ROOT / "build/bench"
RUNS = 5
PEERS = {"mentor_match": ["mentor-match==7.0.1", "munkres==3.0.0"], "matching": ["matching==1.4.3"]}

APART = {"rooms": seating.table, "reminders": due.table, "scan": scanning.table, "weekly": weekly.table}
"""Tables that can be made alone."""

Row = dict[str, Any]

CASES: list[tuple[int, list[str]]] = [
    (500, ["tandem", "tandem_given_scores", "scipy_dense", "greedy", "matching", "mentor_match"]),
    (5_000, ["tandem", "tandem_given_scores", "scipy_dense", "greedy"]),
    (20_000, ["tandem", "tandem_given_scores", "scipy_dense"]),
]


def main(arguments: list[str]) -> None:
    """Run everything, or only the cold starts or one of the `APART`, and write the tables."""
    for name, table in APART.items():
        if arguments in ([], [name]):
            page.write(name, table())
    if arguments and arguments[0] in APART:
        return
    if arguments != ["page"]:
        cold.main(arguments[1:])
    counts = json.loads(cold.COUNTS.read_text("utf-8"))
    page.write("cold", cold.starts(counts))
    page.write("memory", cold.memory(counts))
    if not arguments:
        _pairing()


def _pairing() -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    for peer, packages in PEERS.items():
        _say(f"getting {packages[0]}")
        target = str(BUILD / peer)
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--upgrade", "--target", target, *packages], check=True
        )
    rows = [_measured(name, _case(mentees)) for mentees, names in CASES for name in names]
    graded = _written({"mentees": 500}, "graded")
    rows += [_measured(name, graded) for name in ("tandem_on_grades", "mentor_match_on_grades")]
    page.write("pairing", _table(rows))
    _say(f"written: {page.PAGE.relative_to(ROOT)}")


def _case(mentees: int) -> Path:
    """Write the scores of a cohort, for those who are given them, and its best worst pair; return the case's file."""
    cohort = Cohort(mentees)
    cells = cohort.scoring().matrix()
    found = assignment.solve(cells, cohort.capacity)
    names = {name: str(BUILD / f"{name}-{mentees}.npy") for name in ("cells", "capacity")}
    np.save(names["cells"], cells)
    np.save(names["capacity"], cohort.capacity)
    return _written({"mentees": mentees, "worst": found.worst, **names}, str(mentees))


def _written(case: dict[str, Any], name: str) -> Path:
    path = BUILD / f"case-{name}.json"
    path.write_text(json.dumps(case), encoding="utf-8")
    return path


def _measured(name: str, case: Path) -> Row:
    runs = [_run(name, case) for _ in range(RUNS)]
    mentees = json.loads(case.read_text(encoding="utf-8"))["mentees"]
    figures = {key: runs[0][key] for key in ("matched", "worst", "total")}
    assert all(run[key] == value for run in runs for key, value in figures.items())
    row = {"name": name, "mentees": mentees, **figures} | {
        "seconds": statistics.median(run["seconds"] for run in runs),
        "peak_mb": statistics.median(run["peak_mb"] for run in runs),
    }
    _say(f"{name} {mentees}: {row['seconds']:.3f} s, {row['peak_mb']:.0f} MB")
    return row


def _run(name: str, case: Path) -> Row:
    peer = BUILD / name.removesuffix("_on_grades")
    paths = [str(ROOT), str(ROOT / "services"), str(ROOT / "shared"), *([str(peer)] if peer.is_dir() else [])]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.solvers", name, str(case)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(reversed(paths))}, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    result: Row = json.loads(done.stdout.splitlines()[-1])
    return result


def _table(rows: list[Row]) -> str:
    """Return the rows as Markdown: ratios are to Tandem's row of the same size, in the same run."""
    lines = [
        "| solver | mentees × mentors | seconds | × Tandem | peak MB | matched | worst | total |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        own = next(one for one in rows if one["mentees"] == row["mentees"] and _ours(row) == one["name"])
        mentors = row["mentees"] if "grades" in row["name"] else int(0.6 * row["mentees"])
        lines.append(
            f"| {row['name']} | {row['mentees']} × {mentors} | {row['seconds']:.3f} | "
            f"{row['seconds'] / own['seconds']:.2f} | {row['peak_mb']:.0f} | {row['matched']} | {row['worst']} | {row['total']} |"
        )
    small, large = (
        next(one for one in rows if one["name"] == "tandem" and one["mentees"] == size) for size in (5_000, 20_000)
    )
    exponent = math.log(large["seconds"] / small["seconds"]) / math.log(4)
    return (
        "\n".join(lines)
        + f"\n\nGrowth of `tandem` from 5 000 to 20 000 mentees: n^{exponent:.2f} (scoring every pair once: n²).\n"
    )


def _ours(row: Row) -> str:
    """Return the name of Tandem's row that a row is compared with."""
    if row["name"].endswith("_on_grades"):
        return "tandem_on_grades"
    return "tandem_given_scores" if row["name"] == "mentor_match" else "tandem"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
