"""What is told of a programme's dates, while it holds, and what makes it untrue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentoring.events import catalogue as events
from tests.fakes.people import PROGRAMME
from tests.unit.notifications.changes import programme


def cases(case: Any) -> list[Any]:
    """Return the cases of `test_truth`, made with its class."""
    dates = {"kick_off": "2026-03-09"}
    return [
        case(
            events.ProgrammeDateNears(PROGRAMME, "kick_off", "2026-03-09", 2), 1,
            {
                "moved": programme(dates={"kick_off": "2026-03-10"}), "taken away": programme(dates={}),
                "over": programme(stage="closed", dates=dates),
            },
            late=timedelta(days=6, hours=11), world=programme(dates=dates),
        ),
    ]  # fmt: skip
