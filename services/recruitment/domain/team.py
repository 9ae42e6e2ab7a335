"""Who organizes: which roles there are for what, and that an organization is never without an owner. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import OrganizerRole

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLE_NAMES = {
    OrganizerRole.OWNER: N_("owner"),
    OrganizerRole.COORDINATOR: N_("coordinator"),
    OrganizerRole.VIEWER: N_("viewer"),
}


class RoleUnknown(Invalid):
    """There is no such role for this: an owner owns an organization, never a single programme."""

    code = "role-unknown"

    def __init__(self) -> None:
        super().__init__(fields={"/role": N_("An owner owns the whole organization. Choose another role.")})


class LastOwner(Conflict):
    """The only owner would be gone."""

    code = "last-owner"
    message = N_("An organization needs an owner. Hand it over to somebody first, or invite another owner.")


class OrganizesAlready(Conflict):
    """Whoever is invited may do that, or more, already."""

    code = "organizes-already"
    message = N_("%(email)s is already among the organizers, with this role or a larger one.")


class InvitationGone(Conflict):
    """The invitation was withdrawn, or somebody accepted it already."""

    code = "invitation-gone"
    message = N_("This invitation doesn't hold any more: it was withdrawn, or accepted already.")


def check_role(role: OrganizerRole, programme_id: str) -> None:
    """Raise `RoleUnknown` for a role that can't be given: to nobody's use, or ownership of a single programme."""
    if role == OrganizerRole.NONE or (role == OrganizerRole.OWNER and programme_id):
        raise RoleUnknown


def check_owned(others: Iterable[OrganizerRole]) -> None:
    """Raise `LastOwner` if among the roles of the others there is no owner."""
    if OrganizerRole.OWNER not in others:
        raise LastOwner
