"""What is told of a programme's dates, work and pairs of the week, while it holds, and what makes it untrue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Job
from mentoring.tables.reporting import DailyDigest
from tests.fakes.people import MENTEE, ORGANIZER, PAIR, PROGRAMME
from tests.unit.notifications.changes import (
    LATER,
    asked,
    now,
    pair,
    pairing_round,
    participant,
    programme,
    seats,
    there,
)
from tests.unit.notifications.givens import IN_A_MONTH


def _date_only(dates: dict[str, str]) -> Any:
    """Given: a digest that tells of a date alone."""
    told = {"dates": {"kick_off": {"day": dates["kick_off"], "undecided": 2}}}

    def change(store: Any) -> None:
        programme(dates=dates)(store)
        now(DailyDigest, DailyDigest.key(PROGRAMME), told=told)(store)

    return change


def cases(case: Any) -> list[Any]:
    """Return the cases of `test_truth`, made with its class."""
    dates = {"kick_off": "2026-03-09"}
    closes = programme(stage="closing")
    return [
        case(
            events.DigestPrepared(PROGRAMME, "2026-03-02"), 1,
            {
                "moved": programme(dates={"kick_off": "2026-03-10"}), "taken away": programme(dates={}),
                "over": programme(stage="closed", dates=dates),
            },
            late=timedelta(days=6, hours=11), world=_date_only(dates),
        ),
        *(
            case(
                events.PairPaused(PROGRAMME, PAIR, until, MENTEE), 1,
                {"changed": pair(paused_until="2026-05-09T12:00:00Z"), "ended": pair(outcome="closed_early")},
                world=pair(paused_until=until or None),
                late=timedelta(days=30) if until else None,
            )
            for until in (IN_A_MONTH, "")
        ),
        case(
            events.MenteeWaitsLong(PROGRAMME, "mentee", 4, "language"), 1,
            {
                "paired": seats(1), "left": participant(withdrawn_at=LATER), "a proposal came": asked(),
                "programme closes": closes,
            },
            world=seats(0),
        ),
        case(
            events.WeeklyPairsFound(PROGRAMME, "r", 3, 1, 0), 1,
            {"sent": pairing_round("sent"), "closed": pairing_round("closed"), "programme closes": closes},
            world=pairing_round("preview"),
        ),
        case(
            events.JobFinished("j", PROGRAMME), 1, {}, late=timedelta(days=7, seconds=1),
            world=there(
                Job(
                    *Job.key(PROGRAMME, "j"), job_id="j", programme_id=PROGRAMME, task="import", by=ORGANIZER, state="done",
                    created_at=LATER, updated_at=LATER,
                )
            ),
        ),
    ]  # fmt: skip
