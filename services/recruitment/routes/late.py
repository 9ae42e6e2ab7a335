"""JSON of applying late: the links that organizers make and take back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Day
from mentoring.tables.vocabulary import Role
from recruitment.use_cases import late

if TYPE_CHECKING:
    from mentoring.tables.recruitment import LateInvitation

router = http.Router()


class LateWish(http.Model):
    """A link with which people may apply in a role after the last day, until the end of another one."""

    role: Role
    until: Day


class LateInvitationView(http.View):
    """A link to apply late; it counts until an instant, unless it was taken back."""

    invitation_id: str
    role: str
    until: str = Field(description="The instant at which the last day ends in the programme's zone.")
    made_at: str
    revoked_at: str | None
    url: str

    @classmethod
    def show(cls, one: LateInvitation) -> LateInvitationView:
        """Show a link."""
        return cls.of(one, url=late.url(one))


class LateInvitationList(http.View):
    """All links of a programme, the newest first."""

    invitations: list[LateInvitationView]


@router.get("/v1/programmes/<programme_id>/late-invitations")
def list_late_invitations(programme_id: str) -> LateInvitationList:
    """Return the links with which people may apply late."""
    return LateInvitationList(
        invitations=[LateInvitationView.show(one) for one in late.invitations(http.context(), programme_id)[1]]
    )


@router.post("/v1/programmes/<programme_id>/late-invitations", status=201)
def invite_late(programme_id: str, body: LateWish) -> LateInvitationView:
    """Make a link."""
    return LateInvitationView.show(late.invite(http.context(), programme_id, body.role, body.until))


@router.post("/v1/programmes/<programme_id>/late-invitations/<invitation_id>/revoke")
def revoke_late_invitation(programme_id: str, invitation_id: str) -> LateInvitationView:
    """Take a link back."""
    return LateInvitationView.show(late.revoke(http.context(), programme_id, invitation_id))
