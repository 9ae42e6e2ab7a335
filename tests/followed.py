"""What decides is followed while the tests run: with `--deciding=95`, a run that reaches less of it fails.

Counted are lines and branches of the files of `DECIDING`, of several processes of xdist together. slipcover marks what
is reached once and forgets it; a tracer, which Python 3.11 needs for coverage.py, took as long as the tests themselves.
"""

from __future__ import annotations

import json
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from slipcover import ImportManager, Slipcover, merge_coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
DECIDING = (
    "services/*/domain.py", "services/*/domain/*.py", "services/*/use_cases.py", "services/*/use_cases/*.py",
    "services/*/worker.py", "services/*/matching/*.py", "services/*/rooms/*.py",
    "services/*/recipes/*.py", "services/*/truth/*.py",
)  # fmt: skip
"""Where it is decided and done what holds: laws, not edges."""
EXCUSED = ["if TYPE_CHECKING:", "@overload", "raise NotImplementedError", r"\.\.\.$"]


class Deciding:
    """Which files are followed, as slipcover asks."""

    def matches(self, filename: str | Path | None) -> bool:
        """Return whether a file is one of those that decide."""
        if filename is None or not Path(filename).is_relative_to(ROOT):
            return False
        name = Path(filename).relative_to(ROOT).as_posix()
        return any(fnmatch(name, pattern) for pattern in DECIDING)


class Followed:
    """Follows one process; the one that controls the others adds up what they reached."""

    def __init__(self, least: float, *, judges: bool) -> None:
        self.least = least
        self.percent = 0.0
        self.files: dict[str, Any] = {}
        self._slipcover = Slipcover(branch=True, source=["services"] if judges else None, exclude_also=EXCUSED)
        self._found: list[dict[str, Any]] = []
        ImportManager(self._slipcover, Deciding()).__enter__()

    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker of xdist reached."""
        self._found.append(json.loads(node.workeroutput["deciding"]))

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        """Hand over what this process reached; the last one judges."""
        found = self._slipcover.get_coverage()
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["deciding"] = json.dumps(found)
            return (yield)
        for one in self._found:
            merge_coverage(found, one)
        decides = Deciding()
        self.files = {name: one["summary"] for name, one in found["files"].items() if decides.matches(ROOT / name)}
        self.percent = percent(self.files.values())
        if self.percent < self.least:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return (yield)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Say how much was reached, and where the least."""
        worst = sorted(self.files.items(), key=lambda one: -one[1]["missing_lines"])[:WORST]
        for name, summary in worst if self.percent < self.least else ():
            terminalreporter.write_line(f"{summary['missing_lines']:6} lines not reached in {name}")
        terminalreporter.write_line(f"{self.percent:.1f} % of what decides was reached; {self.least} % must be")


WORST = 20
"""So many files are named when too little is reached."""


def percent(summaries: Any) -> float:
    """Return how much of lines and branches was reached."""
    known = list(summaries)
    reached = sum(one["covered_lines"] + one["covered_branches"] for one in known)
    missing = sum(one["missing_lines"] + one["missing_branches"] for one in known)
    return 100 * reached / ((reached + missing) or 1)
