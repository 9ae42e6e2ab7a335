"""Given: an organization that invites people to organize, and whose organizers change roles; and what is told of it."""

from __future__ import annotations

from typing import Any

from mentoring import ids
from mentoring.events import catalogue as events
from mentoring.tables.recruitment import Invitation, Member, Organization
from tests.fakes.people import MENTOR, ORGANIZER, PROGRAMME

ORG, AT = "org-1", "2026-03-02T12:00:00Z"
ASKED = {"": "coordinator", "viewer": "viewer", "owner": "owner"}
"""Whom the organization invites to all its programmes, by the beginning of their address, and as what."""


def address(name: str) -> str:
    """Return the address somebody is invited at."""
    return f"nowa-{name}@firma.example"


def items() -> list[Any]:
    """Return the organization, its invitations, and an organizer of one programme."""
    return [
        Organization(*Organization.key(ORG), organization_id=ORG, name="Firma"),
        *(
            Invitation(
                *Invitation.key(ORG, address(name), place), organization_id=ORG, programme_id=place, at=AT,
                invitation_id=f"in-{name}", email=address(name), role=role, hands_over=name == "owner", by=ORGANIZER,
            )
            for name, role in ASKED.items()
            for place in ("", PROGRAMME)
        ),
        Member(*Member.key(ORG, MENTOR), organization_id=ORG, person_id=MENTOR, programmes={PROGRAMME: "viewer"}),
    ]  # fmt: skip


def invited(name: str, place: str = "", role: str = "") -> events.OrganizerInvited:
    """Return the event of an invitation."""
    key = ids.address_key(address(name))
    return events.OrganizerInvited(ORG, place, f"in-{name}", key, role or ASKED[name])


def renewed(name: str, place: str = "", invitation_id: str = "") -> events.LinkRenewalAsked:
    """Return the event of a new link wanted for an old one."""
    key = ids.address_key(address(name))
    claims = {"organization_id": ORG, "address": key, "programme_id": place}
    return events.LinkRenewalAsked("organizing", invitation_id or f"in-{name}", key, claims)


MAILED: list[tuple[events.EventData, int]] = [
    *((invited(name, place), 1) for name in ASKED for place in ("", PROGRAMME)),
    *((renewed("", place), 1) for place in ("", PROGRAMME)),
    (renewed("", invitation_id="withdrawn"), 0),
    *((events.OrganizerJoined(ORG, place, MENTOR, role, ORGANIZER), 1) for place in ("", PROGRAMME) for role in ASKED.values()),
    (events.OrganizerJoined(ORG, "", "without-account", "viewer", ORGANIZER), 0),
    *((events.OrganizerRoleChanged(ORG, place, MENTOR, role, "viewer"), 1) for place in ("", PROGRAMME) for role in ("", *ASKED.values())),
    (events.OrganizerRoleChanged(ORG, "", "without-account", "viewer", ""), 0),
]  # fmt: skip
