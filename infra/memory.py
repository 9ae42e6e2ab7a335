"""How much memory a process has used."""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak_memory() -> float:
    """Return the peak memory of this process in MB.

    Linux includes a parent's memory in `getrusage` of a new process; /proc has the process's own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines() if ":" in line)
        if "VmHWM" in fields:
            return round(int(fields["VmHWM"].split()[0]) / 1024, 1)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
