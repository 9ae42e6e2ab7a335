"""What is told of applications together, and of what organizers undo, while it holds."""

from __future__ import annotations

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Counts, Digest
from mentoring.tables.reporting import DailyDigest
from tests.fakes.people import PROGRAMME
from tests.unit.notifications.changes import LATER, Case, application, now, programme

CASES = (
    Case(
        events.DigestPrepared(PROGRAMME, "2026-03-02"), 1,
        {
            "told since": now(DailyDigest, DailyDigest.key(PROGRAMME), told_on="2026-03-03"),
            "collected since": now(Digest, Digest.key(PROGRAMME), since=LATER),
            "all decided": now(Counts, Counts.key(PROGRAMME, 0), applications={}),
            "over": programme(stage="closed"),
        },
    ),
    Case(
        events.ApplicationDecided("mentee", PROGRAMME, "withdrawn"), 1,
        {"put back": application(state="accepted"), "applied again": application(state="submitted")},
        world=application(state="withdrawn"),
    ),
)  # fmt: skip
