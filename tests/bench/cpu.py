"""What a season and a `make up` cost: CPU seconds of every process of a stack (Linux: read from /proc).

`python -m tests.bench.cpu season FILE.csv` · `python -m tests.bench.cpu up`. Wall time says little on a machine that does
other things too; CPU seconds say what the code costs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
SAMPLE_EVERY = 0.2


class Watch:
    """CPU seconds of a process and all that came of it, by kind; sampled, so the last moments of each are missing."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._seconds: dict[tuple[int, int], tuple[str, float]] = {}
        self._kinds: dict[tuple[int, int], str] = {}

    def look(self) -> None:
        """Take one sample."""
        found = {
            pid: seen
            for pid in map(int, filter(str.isdigit, (one.name for one in Path("/proc").iterdir())))
            if (seen := _stat(pid))
        }
        ours, fresh = {self._root}, {self._root}
        while fresh:
            fresh = {pid for pid, (parent, _, _) in found.items() if parent in fresh} - ours
            ours |= fresh
        for pid in ours & found.keys():
            parent, started, seconds = found[pid]
            key = (pid, started)
            kind = _kind(pid, parent)
            self._seconds[key] = (kind or self._seconds.get(key, ("others", 0))[0], seconds)

    def seconds(self) -> tuple[Counter[str], Counter[str]]:
        """Return kind → CPU seconds, and kind → number of processes."""
        sums: Counter[str] = Counter()
        numbers: Counter[str] = Counter()
        for kind, seconds in self._seconds.values():
            sums[kind] += seconds  # type: ignore[assignment]
            numbers[kind] += 1
        return sums, numbers


def _stat(pid: int) -> tuple[int, int, float] | None:
    """Return parent, start tick and CPU seconds of a process, None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(") ")[2].split()
    except OSError:
        return None
    return int(fields[1]), int(fields[19]), (int(fields[11]) + int(fields[12])) / TICK


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8", "replace").replace("\0", " ")
    except OSError:
        return ""


def _kind(pid: int, parent: int) -> str:
    """Return what a process of a stack does."""
    command = _command(pid)
    if not command:
        return ""
    above = _command(parent)
    if "infra.local.engine" in command:
        return "snapshots" if "infra.local.engine" in above else "engine"
    for part, kind in (("infra.season", "season"), ("infra.local up", "doors"), ("engine/nursery.py", "functions")):
        if part in command:
            return kind
    return "functions" if "infra.local.engine" in above else "others"


def measured(command: list[str]) -> tuple[Counter[str], Counter[str]]:
    """Run a command to its end; return CPU seconds and number of processes by kind."""
    process = subprocess.Popen(command)
    watch, ended = Watch(process.pid), threading.Event()

    def looking() -> None:
        while not ended.wait(SAMPLE_EVERY):
            watch.look()

    thread = threading.Thread(target=looking)
    thread.start()
    code = process.wait()
    ended.set()
    thread.join()
    if code:
        sys.exit(f"{' '.join(command)} ended with {code}")
    return watch.seconds()


UP = """
import sys, pathlib
from infra.local import Stack
with Stack(pathlib.Path(sys.argv[1]), seed=True): pass
"""
"""A `make up` that ends once it is ready."""


def main(arguments: list[str]) -> int:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory(prefix="tandem-cpu-") as folder:
        command = [sys.executable, "-c", UP, folder]
        if arguments[0] == "season":
            command = [sys.executable, "-m", "infra.season", "--applications", arguments[1], "--out", f"{folder}/out"]
        started = time.monotonic()
        sums, numbers = measured(command)
        wall = time.monotonic() - started
    print("| process | number | CPU seconds |\n|---|---|---|")
    for kind, seconds in sums.most_common():
        print(f"| {kind} | {numbers[kind]} | {seconds:.1f} |")
    print(f"| all | {sum(numbers.values())} | {sum(sums.values()):.1f} |")
    print(f"({wall:.0f} s by the clock)")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
