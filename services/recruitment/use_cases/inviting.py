"""Invitations to organize: sent by mail, accepted by whoever has the link and signs in, or withdrawn.

The link is the proof, so it is in that mail alone and is shown to nobody, organizers included. Whoever accepts may be
signed in with another address than the invited one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access, clock, ids, links, people, throttle
from mentoring.errors import NotFound
from mentoring.events.recruitment import InvitationWithdrawn, OrganizerInvited, OrganizerJoined
from mentoring.limits import Limit
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import OF_ORGANIZERS, Invitation, Member, Organization, Programme
from mentoring.tables.vocabulary import Act, OrganizerRole
from mentoring.values import dataclass
from recruitment import standing
from recruitment.domain import team as rules
from recruitment.use_cases import auditing, organizations, team

if TYPE_CHECKING:
    from mentoring.context import Context

PAUSE = timedelta(minutes=10)
"""Within it, who is invited again gets no second mail."""
MINUTE = timedelta(minutes=1)
INVITATIONS = Limit("organizers", 30, 10 * MINUTE, 24 * 60 * MINUTE, 60 * MINUTE)
"""Mails an organization may send to ask people to organize."""


@dataclass(frozen=True)
class Invited:
    """An invitation as whoever has its link sees it; `role` is what the user may do there already."""

    organization: Organization
    programme: Programme | None
    invitation: Invitation
    by: str
    role: OrganizerRole


@retrying
def invite(
    context: Context, organization_id: str, email: str, role: OrganizerRole, programme_id: str = ""
) -> Invitation:
    """Ask somebody to organize; only owners may.

    Inviting the same person again is one invitation: with the new role, and mailed again once `PAUSE` is over. Raises
    `OrganizesAlready` if they may do that already.
    """
    key = Invitation.key(organization_id, email, programme_id)
    programme = [Programme.key(programme_id)] if programme_id else []
    organization = team.owned(context, organization_id, key, *programme, *people.account_keys(email))
    rules.check_role(role, programme_id)
    if programme_id:
        team.programme_of(context, organization_id, programme_id)
    member = context.store.get(Member, *Member.key(organization_id, people.person_id_of(context, email)))
    if member is not None and _covers(member.role_in(programme_id) if programme_id else member.role, role):
        raise rules.OrganizesAlready(email=email)
    kept = context.store.get(Invitation, *key)
    if kept is not None and _rests(context, kept) and kept.role == role and not kept.hands_over:
        return kept
    one = kept or _new(context, key, organization_id, email, programme_id)
    one.role, one.hands_over = role, False
    return _send(context, organization, one)


@retrying
def hand_over(context: Context, organization_id: str, person_id: str) -> Invitation:
    """Ask one of the organizers to become the owner in the user's place: that happens once they accept."""
    organization = team.owned(context, organization_id, Member.key(organization_id, person_id), Person.key(person_id))
    member = context.store.get(Member, *Member.key(organization_id, person_id))
    account = context.store.get(Person, *Person.key(person_id))
    if member is None or account is None:
        raise NotFound
    if member.role == OrganizerRole.OWNER:
        raise rules.OrganizesAlready(email=account.email)
    key = Invitation.key(organization_id, account.email)
    kept = context.store.get(Invitation, *key)
    if kept is not None and _rests(context, kept) and kept.hands_over:
        return kept
    one = kept or _new(context, key, organization_id, account.email, "")
    one.role, one.hands_over, one.locale = OrganizerRole.OWNER, True, account.locale or one.locale
    return _send(context, organization, one)


@retrying
def send_again(context: Context, organization_id: str, invitation_id: str) -> Invitation:
    """Send the mail of an invitation again, unless it was sent a moment ago."""
    organization = team.owned(context, organization_id)
    one = _invitation(context, organization_id, invitation_id)
    return one if _rests(context, one) else _send(context, organization, one)


@retrying
def withdraw(context: Context, organization_id: str, invitation_id: str) -> None:
    """Withdraw an invitation: its link doesn't work any more."""
    team.owned(context, organization_id)
    one = _invitation(context, organization_id, invitation_id)
    uow = context.begin()
    uow.delete(one)
    auditing.note(context, uow, _place(one), Act.UNINVITED, role=one.role)
    uow.publish(InvitationWithdrawn(organization_id, one.programme_id, one.invitation_id, one.role), aggregate=one)
    uow.commit()


def look(context: Context, token: str) -> Invited:
    """Return the invitation of a link; raise `InvitationGone` if it doesn't hold any more."""
    one = _of_link(context, token)
    mine = [] if context.principal.anonymous else [Member.key(one.organization_id, context.principal.person_id)]
    about = [Programme.key(one.programme_id)] if one.programme_id else []
    context.store.get_many(Item, [Organization.key(one.organization_id), Person.key(one.by), *mine, *about])
    organization = organizations.get(context, one.organization_id)
    programme = team.programme_of(context, one.organization_id, one.programme_id) if one.programme_id else None
    by = context.store.get(Person, *Person.key(one.by))
    member = None if context.principal.anonymous else _mine(context, one.organization_id)
    role = OrganizerRole.NONE if member is None else member.role_in(one.programme_id)
    return Invited(organization, programme, one, by.says("name") if by is not None else "", role)


@retrying
def accept(context: Context, token: str) -> Invitation:
    """Organize from now on, as the invitation of a link says; a larger role somebody has already stays.

    Whoever hands over coordinates from then on: both happen in one transaction, so there always is an owner.
    """
    person_id = access.person(context)
    one = _of_link(context, token)
    context.store.get_many(Member, [Member.key(one.organization_id, each) for each in {one.by, person_id}])
    giver = context.store.get(Member, *Member.key(one.organization_id, one.by))
    if one.hands_over and (giver is None or giver.role != OrganizerRole.OWNER or one.by == person_id):
        raise rules.InvitationGone
    member = _mine(context, one.organization_id) or _member(context, one.organization_id, person_id)
    if one.programme_id:
        best = _larger(OrganizerRole(member.programmes.get(one.programme_id, OrganizerRole.NONE)), one.role)
        member.programmes = {**member.programmes, one.programme_id: best.value}
    else:
        member.role = _larger(member.role, one.role)
    uow = context.begin()
    uow.delete(one)
    uow.save(member)
    if one.hands_over and giver is not None:
        giver.role = OrganizerRole.COORDINATOR
        uow.save(giver)
        team.tell(uow, giver, "", OrganizerRole.OWNER, giver.role)
    auditing.note(context, uow, _place(one), Act.JOINED, about=[one.by], role=one.role)
    uow.publish(OrganizerJoined(one.organization_id, one.programme_id, person_id, one.role, one.by), aggregate=member)
    uow.commit()
    return one


def _covers(has: OrganizerRole, wanted: OrganizerRole) -> bool:
    return OF_ORGANIZERS.index(has) <= OF_ORGANIZERS.index(wanted)


def _larger(one: OrganizerRole, other: OrganizerRole) -> OrganizerRole:
    return min(one, other, key=OF_ORGANIZERS.index)


def _mine(context: Context, organization_id: str) -> Member | None:
    return context.store.get(Member, *Member.key(organization_id, access.person(context)))


def _member(context: Context, organization_id: str, person_id: str) -> Member:
    """Return the membership of somebody new, which they have to be given a role in."""
    member = Member(
        *Member.key(organization_id, person_id), organization_id=organization_id, person_id=person_id,
        since=clock.iso(context.clock()),
    )  # fmt: skip
    member.list_pk, member.list_sk = Member.list_key(person_id, organization_id)
    return member


def _new(context: Context, key: access.Key, organization_id: str, email: str, programme_id: str) -> Invitation:
    return Invitation(
        *key, organization_id=organization_id, programme_id=programme_id, invitation_id=ids.new(), email=email,
        locale=context.locale,
    )  # fmt: skip


def _rests(context: Context, one: Invitation) -> bool:
    return clock.parse(one.at) + PAUSE > context.clock()


def _send(context: Context, organization: Organization, one: Invitation) -> Invitation:
    """Send the mail of an invitation; from a new organization it counts like any mail to a stranger."""
    if not organizations.left(context, organization):
        raise standing.NoInvitationsLeft
    one.by, one.at = context.principal.person_id, clock.iso(context.clock())
    uow = context.begin()
    throttle.count(context, uow, INVITATIONS, organization.organization_id)
    if not organizations.trusted(organization):
        organizations.count(context, organization, mailed=1)
        uow.save(organization)
    uow.save(one)
    told = OrganizerInvited(
        one.organization_id, one.programme_id, one.invitation_id, ids.address_key(one.email), one.role
    )
    auditing.note(context, uow, _place(one), Act.INVITED, role=one.role, email=one.email)
    uow.publish(told, aggregate=one)
    uow.commit()
    return one


def _place(one: Invitation) -> auditing.Place:
    return auditing.organization(one.organization_id, one.programme_id)


def _invitation(context: Context, organization_id: str, invitation_id: str) -> Invitation:
    found = context.store.query(Invitation, *Invitation.of(organization_id))
    one = next((one for one in found if one.invitation_id == invitation_id), None)
    if one is None:
        raise NotFound
    return one


def _of_link(context: Context, token: str) -> Invitation:
    link = links.read("organizing", token, context.clock())
    claims = link.claims
    key = Invitation.key_of(
        claims.get("organization_id", ""), claims.get("address", ""), claims.get("programme_id", "")
    )
    one = context.store.get(Invitation, *key)
    if one is None or one.invitation_id != link.subject:
        raise rules.InvitationGone
    return one
