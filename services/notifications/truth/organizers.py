"""Whether what happened among organizers is still true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.tables.recruitment import Invitation

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import OrganizerInvited, OrganizerJoined, OrganizerRoleChanged


def invited(context: Context, event: Event[OrganizerInvited]) -> bool:
    """The invitation stands, for the same role."""
    data = event.data
    key = Invitation.key_of(data.organization_id, data.address_key, data.programme_id)
    one = context.store.get(Invitation, *key)
    return one is not None and (one.invitation_id, one.role) == (data.invitation_id, data.role)


def joined(context: Context, event: Event[OrganizerJoined]) -> bool:
    """They organize still."""
    data = event.data
    return bool(access.role_there(context, data.organization_id, data.member_id, data.programme_id))


def has_role(context: Context, event: Event[OrganizerRoleChanged]) -> bool:
    """Nothing changed again."""
    data = event.data
    return access.role_there(context, data.organization_id, data.member_id, data.programme_id, own=True) == data.role
