"""What is told of applications together, and of what organizers undo, while it holds."""

from __future__ import annotations

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Counts, Digest
from tests.fakes.people import PROGRAMME
from tests.unit.notifications.changes import LATER, Case, application, now
from tests.unit.notifications.givens import AT

CASES = (
    Case(
        events.ApplicationsCollected(PROGRAMME, AT), 1,
        {
            "told since": now(Digest, Digest.key(PROGRAMME), since=LATER),
            "all decided": now(Counts, Counts.key(PROGRAMME, 0), applications={}),
        },
    ),
    Case(
        events.ApplicationDecided("mentee", PROGRAMME, "withdrawn"), 1,
        {"put back": application(state="accepted"), "applied again": application(state="submitted")},
        world=application(state="withdrawn"),
    ),
)  # fmt: skip
