"""What applicants are asked for again: when it still holds."""

from __future__ import annotations

from mentoring.events import catalogue as events
from tests.fakes.people import PROGRAMME
from tests.unit.notifications.changes import Case, all_of, application, programme

ASKED_AGAIN = {"rules": {"number": 2, "at": "2026-03-01T12:00:00Z", "again_at": "2026-03-01T12:00:00Z", "empty": False}}

CASES = [
    Case(
        events.ConsentToRenew("mentee", PROGRAMME),
        1,
        {
            "withdrawn": application(state="withdrawn"),
            "no more asked": programme(consent_texts={}),
        },
        world=all_of(application(state="accepted"), programme(consent_texts=ASKED_AGAIN)),
    ),
    Case(
        events.DraftWaits("mentee", PROGRAMME),
        1,
        {"sent": application(state="submitted"), "closed": programme(stage="matching")},
        world=all_of(application(state="draft"), programme(stage="recruiting")),
    ),
]
