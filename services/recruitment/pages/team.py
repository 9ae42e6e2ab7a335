"""Who organizes: the page of all organizers, and the page that an invitation's link leads to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, DomainError, Invalid, Stale
from mentoring.http.fields import Address, Version
from mentoring.tables.vocabulary import OrganizerRole
from recruitment.domain import team as rules
from recruitment.pages.base import PAGES, Html, words
from recruitment.use_cases import inviting, team

router = http.PageRouter("/organizer/answer/<token>")


class InvitationForm(http.Model):
    """Who is asked to organize, as what, and which programme; without one, all of them."""

    email: Address
    role: Literal[OrganizerRole.OWNER, OrganizerRole.COORDINATOR, OrganizerRole.VIEWER]
    programme_id: str = Field("", max_length=64)


class RoleForm(http.Model):
    """What somebody may do from now on, in the organization or in one programme; nothing there with an empty role."""

    role: OrganizerRole = OrganizerRole.NONE
    programme_id: str = Field("", max_length=64)
    version: Version = ""


class MailsForm(http.Model):
    """Whether one wants the mails to organizers."""

    mailed: Literal["yes", ""] = ""


@router.get("/organizer/team/<organization_id>")
def team_page(organization_id: str) -> Html:
    """Show who organizes."""
    return _team(organization_id)


def _team(organization_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    found = team.team(context, organization_id)
    shown = {
        "role_names": rules.ROLE_NAMES,
        "choices": [(programme_id, one.name) for programme_id, one in found.programmes.items()],
        "problem": "",
    }
    return PAGES.render("team.html", context, status, found=found, **shown | values)


@router.post("/organizer/team/<organization_id>/invitations")
def invite(organization_id: str) -> Html:
    """Invite somebody to organize."""
    try:
        sent = web.form(InvitationForm)
        inviting.invite(http.context(), organization_id, sent.email, sent.role, sent.programme_id)
    except Invalid as error:
        return _team(organization_id, 422, **web.kept(error))
    except rules.OrganizesAlready as error:
        return _team(
            organization_id,
            int(error.status),
            errors={"email": words(error.message, error.params)},
            typed=web.kept(error)["typed"],
        )
    return _back(organization_id, N_("The invitation is on its way to %(email)s."), email=sent.email)


@router.post("/organizer/team/<organization_id>/invitations/<invitation_id>/again")
def send_again(organization_id: str, invitation_id: str) -> Html:
    """Send the mail of an invitation again."""
    one = inviting.send_again(http.context(), organization_id, invitation_id)
    return _back(organization_id, N_("The invitation is on its way to %(email)s."), email=one.email)


@router.post("/organizer/team/<organization_id>/invitations/<invitation_id>/withdrawn")
def withdraw(organization_id: str, invitation_id: str) -> Html:
    """Withdraw an invitation."""
    inviting.withdraw(http.context(), organization_id, invitation_id)
    return _back(organization_id, N_("The invitation is withdrawn; its link doesn't work any more."))


@router.post("/organizer/team/<organization_id>/members/<person_id>")
def change_role(organization_id: str, person_id: str) -> Html:
    """Change what somebody may do."""
    sent = web.form(RoleForm)
    try:
        team.change_role(http.context(), organization_id, person_id, sent.role, sent.programme_id, sent.version)
    except (rules.LastOwner, rules.RoleUnknown, Stale) as error:
        return _refused(organization_id, error)
    return _back(organization_id, N_("The role is changed."))


@router.post("/organizer/team/<organization_id>/members/<person_id>/removed")
def remove(organization_id: str, person_id: str) -> Html:
    """Take somebody out, or leave."""
    context = http.context()
    try:
        team.remove(context, organization_id, person_id)
    except rules.LastOwner as error:
        return _refused(organization_id, error)
    if person_id == context.principal.person_id:
        return web.redirect("/organizer", flash=N_("You don't organize there any more."))
    return _back(organization_id, N_("They don't organize here any more."))


@router.post("/organizer/team/<organization_id>/members/<person_id>/owner")
def hand_over(organization_id: str, person_id: str) -> Html:
    """Ask somebody to become the owner in the user's place."""
    one = inviting.hand_over(http.context(), organization_id, person_id)
    return _back(
        organization_id, N_("We have asked %(email)s. Until they accept, you stay the owner."), email=one.email
    )


@router.post("/organizer/team/<organization_id>/mails")
def want_mails(organization_id: str) -> Html:
    """Say whether one wants the mails to organizers."""
    team.want_mails(http.context(), organization_id, mailed=web.form(MailsForm).mailed == "yes")
    return _back(organization_id, N_("Saved."))


@router.get("/organizer/answer/<token>")
def invitation_page(token: str) -> Html:
    """Show an invitation to organize; nothing happens yet."""
    context = http.context()
    return PAGES.render("invitation.html", context, invited=inviting.look(context, token), token=token)


@router.post("/organizer/answer/<token>/accepted")
def accept(token: str) -> Html:
    """Accept an invitation to organize."""
    one = inviting.accept(http.context(), token)
    there = f"/organizer/programmes/{one.programme_id}" if one.programme_id else "/organizer"
    return web.redirect(there, flash=N_("Welcome among the organizers."), set_cookies=web.organizes_now())


def _back(organization_id: str, done: str, **params: object) -> Html:
    return web.redirect(f"/organizer/team/{organization_id}", flash=done, params=params or None)


def _refused(organization_id: str, error: DomainError) -> Html:
    return _team(organization_id, int(error.status), problem=next(iter(error.fields.values()), error.message))
