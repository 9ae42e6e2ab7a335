"""Who organizes: invitations, and what somebody may do from now on."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import ids, links
from mentoring.errors import NotFound
from mentoring.events.recruitment import OrganizerInvited, OrganizerJoined, OrganizerRoleChanged
from mentoring.people import by_id
from mentoring.tables.recruitment import Invitation, Organization, Programme
from notifications import people
from notifications.mail import Mail, Recipient
from notifications.recipes.base import make_of, sign, tells
from notifications.truth import organizers as holds

if TYPE_CHECKING:
    from mentoring.context import Context


def invited(context: Context, data: OrganizerInvited) -> list[Mail]:
    """Ask somebody to organize; whoever has the link may accept it."""
    key = Invitation.key_of(data.organization_id, data.address_key, data.programme_id)
    one = context.store.get(Invitation, *key)
    if one is None:
        raise NotFound
    by = by_id(context, [one.by]).get(one.by)
    organization, about = place(context, data.organization_id, data.programme_id)
    to = asked(one)
    claims = {"organization_id": one.organization_id, "address": to.key, "programme_id": one.programme_id}
    link = links.url("/organizer/answer", sign(context, "organizing", one.invitation_id, to, **claims))
    values = {"organizer": by.says("name") if by else "", "role": one.role, "hands_over": one.hands_over}
    return [make_of("organizer_invited", to, organization, about, link, organization=organization.name, **values)]


def joined(context: Context, data: OrganizerJoined) -> list[Mail]:
    """Tell who invited somebody that they organize from now on."""
    found = by_id(context, [data.member_id, data.invited_by])
    one, to = found.get(data.member_id), found.get(data.invited_by)
    if one is None or to is None:
        return []
    organization, about = place(context, data.organization_id, data.programme_id)
    values = {"other": one.called, "role": data.role, "organization": organization.name}
    link = links.url(f"/organizer/team/{data.organization_id}")
    return [replace(make_of("organizer_joined", people.of_account(to), organization, about, link, **values), host="")]


def role_changed(context: Context, data: OrganizerRoleChanged) -> list[Mail]:
    """Tell somebody what they may do from now on, or that they don't organize any more."""
    one = by_id(context, [data.member_id]).get(data.member_id)
    if one is None:
        return []
    organization, about = place(context, data.organization_id, data.programme_id)
    link = links.url("/organizer" if data.role else "/home")
    values = {"role": data.role, "organization": organization.name}
    return [make_of("organizer_role", people.of_account(one), organization, about, link, **values)]


def asked(one: Invitation) -> Recipient:
    """Return whom an invitation is sent to."""
    return Recipient(ids.address_key(one.email), one.email, locale=one.locale)


def place(context: Context, organization_id: str, programme_id: str) -> tuple[Organization, Programme | None]:
    """Return an organization, and a programme if one is named; raises `NotFound`."""
    organization = context.store.get(Organization, *Organization.key(organization_id))
    if organization is None:
        raise NotFound
    return organization, people.programme(context, programme_id) if programme_id else None


TOLD = (
    tells(OrganizerInvited, holds.invited, invited),
    tells(OrganizerJoined, holds.joined, joined),
    tells(OrganizerRoleChanged, holds.has_role, role_changed),
)
