"""What applicants are asked for again: when it still holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import AddressProposal, AskedBack
from mentoring.tables.vocabulary import Again
from tests.fakes.people import PROGRAMME, profile
from tests.unit.notifications.changes import Case, Change, all_of, application, gone, now, programme, there

ASKED_AGAIN = {"rules": {"number": 2, "at": "2026-03-01T12:00:00Z", "again_at": "2026-03-01T12:00:00Z", "empty": False}}

ASKED = AskedBack(
    *AskedBack.key(PROGRAMME, "mentee"), programme_id=PROGRAMME, earlier_id=PROGRAMME, application_id="mentee",
    asked_at="2026-03-01T12:00:00Z",
)  # fmt: skip
WANTS_NEWS = profile() | {
    "consents": [{"kind": "news", "version": "2026-01", "at": "2026-03-01T12:00:00Z", "by": "person"}]
}


def asked_back(**values: Any) -> Change:
    """By now what they are asked is answered so."""
    return now(AskedBack, AskedBack.key(PROGRAMME, "mentee"), **values)


PROPOSED = AddressProposal.key(PROGRAMME, "mentee")

CASES = [
    Case(
        events.AddressProposed("mentee", PROGRAMME, "new"),
        2,
        {
            "withdrawn": gone(PROPOSED),
            "another one is proposed": now(AddressProposal, PROPOSED, proposal_id="other"),
            "it is theirs": now(AddressProposal, PROPOSED, given_at="2026-03-01T12:00:00Z"),
        },
        late=timedelta(days=14),
    ),
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
    Case(
        events.AskedToComeAgain("mentee", PROGRAMME, PROGRAMME),
        1,
        {
            "said no": asked_back(said=Again.NO),
            "began": asked_back(said=Again.BEGUN),
            "taken back": application(profile=profile()),
            "closed": programme(stage="matching"),
        },
        world=all_of(there(ASKED), application(profile=WANTS_NEWS), programme(stage="recruiting")),
    ),
]
