"""What people do with gatherings, a module for each thing; and what is due, by the name of the work."""

from __future__ import annotations

from gatherings.use_cases import ending

SCHEDULES = {
    "end": ending.end_due,
}
"""What is looked at every five minutes, by the name under which it goes on when it takes several parts."""
