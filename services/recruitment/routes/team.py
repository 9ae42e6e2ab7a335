"""JSON of who organizes: the team, its invitations, and what each may do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Address
from mentoring.tables.vocabulary import OrganizerRole
from recruitment.use_cases import inviting, team

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Invitation, Member

router = http.Router()

Given = Literal[OrganizerRole.OWNER, OrganizerRole.COORDINATOR, OrganizerRole.VIEWER]
There = Field("", max_length=64, description="The programme; empty for the whole organization.")


class InvitationWish(http.Model):
    """Who is asked to organize, as what, and which programme."""

    email: Address
    role: Given
    programme_id: str = There


class RoleWish(http.Model):
    """What somebody may do from now on; with an empty role nothing there."""

    role: OrganizerRole
    programme_id: str = There


class HandOverWish(http.Model):
    """Who is asked to become the owner."""

    person_id: str = Field(max_length=64)


class AcceptanceWish(http.Model):
    """The token of the link in the mail."""

    token: str = Field(max_length=2000)


class InvitationView(http.View):
    """An invitation that waits for an answer."""

    invitation_id: str
    email: str
    role: str
    programme_id: str = There
    hands_over: bool = Field(description="Who accepts becomes the owner in place of who asks.")
    sent_at: str

    @classmethod
    def show(cls, one: Invitation) -> InvitationView:
        """Show an invitation."""
        return cls.of(one, sent_at=one.at)


class MemberView(http.Versioned):
    """What somebody may do."""

    person_id: str
    role: str = Field(description="In all programmes; empty where they organize single ones only.")
    programmes: dict[str, str] = Field(description="Programme id → role there.")

    @classmethod
    def show(cls, one: Member) -> MemberView:
        """Show what somebody may do."""
        return cls.of(one)


class OrganizerView(MemberView):
    """Somebody who organizes; `version` is what If-Match of a change of role names."""

    name: str
    email: str
    version: str


class TeamView(http.View):
    """Who organizes and who is invited."""

    organizers: list[OrganizerView]
    invitations: list[InvitationView]


class JoinedView(http.View):
    """Where somebody organizes from now on."""

    organization_id: str
    programme_id: str = There
    role: str


@router.get("/v1/organizations/<organization_id>/organizers")
def read_team(organization_id: str) -> TeamView:
    """Return who organizes and who is invited."""
    found = team.team(http.context(), organization_id)
    organizers = [
        OrganizerView.of(one.member, name=one.name, email=one.email, version=one.member.tag) for one in found.organizers
    ]
    return TeamView(organizers=organizers, invitations=[InvitationView.show(one) for one in found.invitations])


@router.post("/v1/organizations/<organization_id>/invitations", status=201)
def invite(organization_id: str, body: InvitationWish) -> InvitationView:
    """Invite somebody to organize; the same person twice is one invitation."""
    one = inviting.invite(http.context(), organization_id, body.email, body.role, body.programme_id)
    return InvitationView.show(one)


@router.post("/v1/organizations/<organization_id>/invitations/<invitation_id>/mails")
def send_again(organization_id: str, invitation_id: str) -> InvitationView:
    """Send the mail of an invitation again."""
    return InvitationView.show(inviting.send_again(http.context(), organization_id, invitation_id))


@router.delete("/v1/organizations/<organization_id>/invitations/<invitation_id>", status=204)
def withdraw(organization_id: str, invitation_id: str) -> None:
    """Withdraw an invitation."""
    inviting.withdraw(http.context(), organization_id, invitation_id)


@router.patch("/v1/organizations/<organization_id>/organizers/<person_id>")
def change_role(organization_id: str, person_id: str, body: RoleWish) -> MemberView:
    """Change what somebody may do."""
    expected = http.expected()
    member = team.change_role(http.context(), organization_id, person_id, body.role, body.programme_id, expected)
    return MemberView.show(member)


@router.delete("/v1/organizations/<organization_id>/organizers/<person_id>", status=204)
def remove(organization_id: str, person_id: str) -> None:
    """Take somebody out of all they organize, or leave."""
    team.remove(http.context(), organization_id, person_id)


@router.post("/v1/organizations/<organization_id>/owner", status=201)
def hand_over(organization_id: str, body: HandOverWish) -> InvitationView:
    """Ask one of the organizers to become the owner in one's place; nothing changes until they accept."""
    return InvitationView.show(inviting.hand_over(http.context(), organization_id, body.person_id))


@router.post("/v1/organizations/acceptances")
def accept(body: AcceptanceWish) -> JoinedView:
    """Accept an invitation to organize."""
    return JoinedView.of(inviting.accept(http.context(), body.token))
