"""The local stack's clock: lies over `mentoring.clock_offset` in the layer this stack builds, and nowhere else."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path


def offset() -> timedelta:
    """Return how far the stack's clock is moved, as the file named in TANDEM_CLOCK says."""
    try:
        return timedelta(seconds=float(Path(os.environ["TANDEM_CLOCK"]).read_text("ascii")))
    except (KeyError, OSError, ValueError):
        return timedelta(0)
