"""Organizers: what makes the mails about them untrue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Invitation, Member
from tests.fakes.people import MENTOR, ORGANIZER, PROGRAMME
from tests.unit.notifications import told_of_desk
from tests.unit.notifications.changes import Case, Change, now
from tests.unit.notifications.organizers_given import ORG, address, invited

if TYPE_CHECKING:
    from tests.fakes import MemoryStore


def _invitation(**values: Any) -> Change:
    return now(Invitation, Invitation.key(ORG, address("")), **values)


def _gone(store: MemoryStore) -> None:
    store.items.pop(Member.key(ORG, MENTOR))


CASES = [
    Case(
        invited(""), 1,
        {
            "withdrawn": lambda store: store.items.pop(Invitation.key(ORG, address(""))),
            "invited anew": _invitation(invitation_id="another"),
            "as something else": _invitation(role="viewer"),
        },
    ),
    Case(events.OrganizerJoined(ORG, PROGRAMME, MENTOR, "viewer", ORGANIZER), 1, {"left": _gone}),
    Case(
        events.OrganizerRoleChanged(ORG, PROGRAMME, MENTOR, "viewer", ""), 1,
        {"changed again": now(Member, Member.key(ORG, MENTOR), programmes={PROGRAMME: "coordinator"}), "left": _gone},
    ),
    *told_of_desk.CASES,
]  # fmt: skip
