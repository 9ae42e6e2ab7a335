"""Who organizes, and what each may do: in the whole organization, or in single programmes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, people
from mentoring.errors import NotFound
from mentoring.events.recruitment import OrganizerRoleChanged
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.recruitment import OF_ORGANIZERS, Invitation, Member, Organization, Programme
from mentoring.tables.vocabulary import Act, OrganizerRole
from mentoring.values import dataclass
from recruitment.domain import team as rules
from recruitment.use_cases import auditing, organizations

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.identity import Person


@dataclass(frozen=True)
class Organizer:
    """Somebody who organizes, as the others see them."""

    member: Member
    name: str
    email: str

    @property
    def person_id(self) -> str:
        """Return their person id."""
        return self.member.person_id


@dataclass(frozen=True)
class Team:
    """All who organize, who is invited, and the programmes of an organization, as far as the user may see them."""

    organization: Organization
    mine: Member
    organizers: list[Organizer]
    invitations: list[Invitation]
    programmes: dict[str, Programme]

    @property
    def may_manage(self) -> bool:
        """Return whether the user may invite people and change roles."""
        return self.mine.role == OrganizerRole.OWNER

    @property
    def only_looks(self) -> bool:
        """Return whether the user decides nowhere, and so gets no mails by themselves."""
        return not {self.mine.role, *self.mine.programmes.values()} & set(access.EDITORS)

    @property
    def may_leave(self) -> bool:
        """Return whether the user may stop organizing, because an owner remains."""
        return any(
            one.member.role == OrganizerRole.OWNER and one.person_id != self.mine.person_id for one in self.organizers
        )


def team(context: Context, organization_id: str) -> Team:
    """Return who organizes, to everybody who does; of single programmes only those of the user's own."""
    organization, mine = part_of(context, organization_id)
    members = context.store.query(Member, *Member.of(organization_id))
    invitations = context.store.query(Invitation, *Invitation.of(organization_id))
    listed = context.store.listed(Programme, *Programme.listed(organization_id))
    programmes = {one.programme_id: one for one in sorted(listed, key=lambda one: one.name)}
    seen = {"", *(one for one in programmes if mine.role_in(one))}
    accounts = people.by_id(context, [one.person_id for one in members])
    shown = [_shown(one, accounts) for one in members if one.role or seen & set(one.programmes)]
    return Team(
        organization,
        mine,
        sorted(shown, key=lambda one: (OF_ORGANIZERS.index(one.member.role), one.name.casefold())),
        [one for one in invitations if one.programme_id in seen],
        {programme_id: one for programme_id, one in programmes.items() if programme_id in seen},
    )


def people_of(context: Context, organization_id: str) -> list[tuple[str, str]]:
    """Return ids and names of those who organize there; the caller has checked the user."""
    members = context.store.query(Member, *Member.of(organization_id))
    accounts = people.by_id(context, [one.person_id for one in members])
    return sorted(((one.person_id, _shown(one, accounts).name) for one in members), key=lambda one: one[1].casefold())


def part_of(context: Context, organization_id: str) -> tuple[Organization, Member]:
    """Return an organization and the user's membership, whatever they may do there; raises `NotFound`."""
    keys = [Organization.key(organization_id), Member.key(organization_id, access.person(context))]
    context.store.get_many(Item, keys)
    organization, mine = context.store.get(Organization, *keys[0]), context.store.get(Member, *keys[1])
    if organization is None or mine is None:
        raise NotFound
    return organization, mine


def _shown(member: Member, accounts: dict[str, Person]) -> Organizer:
    account = accounts.get(member.person_id)
    email = account.email if account is not None else ""
    return Organizer(member, (account.says("name") if account is not None else "") or email, email)


@retrying
def change_role(
    context: Context, organization_id: str, person_id: str, role: OrganizerRole, programme_id: str, expected: str
) -> Member:
    """Let somebody do something else, in the organization or in one programme; with no role, nothing there any more.

    Only owners may, and each of them in the expected version.
    """
    owned(context, organization_id, Member.key(organization_id, person_id))
    member = context.store.get(Member, *Member.key(organization_id, person_id))
    if member is None:
        raise NotFound
    member.expect(expected)
    if role:
        rules.check_role(role, programme_id)
    if programme_id:
        programme_of(context, organization_id, programme_id)
        before = OrganizerRole(member.programmes.get(programme_id, OrganizerRole.NONE))
        others = {name: one for name, one in member.programmes.items() if name != programme_id}
        return _change(
            context, member, member.role, others | ({programme_id: role.value} if role else {}), programme_id, before
        )
    return _change(context, member, role, member.programmes, "", member.role)


@retrying
def remove(context: Context, organization_id: str, person_id: str) -> None:
    """Take somebody out of all they organize: an owner does, or they themselves leave."""
    if person_id == access.person(context):
        part_of(context, organization_id)
    else:
        owned(context, organization_id, Member.key(organization_id, person_id))
    member = context.store.get(Member, *Member.key(organization_id, person_id))
    if member is None:
        raise NotFound
    _change(context, member, OrganizerRole.NONE, {}, "", member.role)


@retrying
def want_mails(context: Context, organization_id: str, *, mailed: bool) -> Member:
    """Say whether one wants the mails to organizers, which those who decide get anyway."""
    _, mine = part_of(context, organization_id)
    mine.mailed = mailed
    uow = context.begin()
    uow.save(mine)
    uow.commit()
    return mine


def _change(
    context: Context,
    member: Member,
    role: OrganizerRole,
    programmes: dict[str, str],
    programme_id: str,
    before: OrganizerRole,
) -> Member:
    """Give somebody these roles; where an owner goes, the transaction requires that another one stays."""
    uow = context.begin()
    if member.role == OrganizerRole.OWNER and role != OrganizerRole.OWNER:
        owners = [
            one
            for one in context.store.query(Member, *Member.of(member.organization_id))
            if one.role == OrganizerRole.OWNER and one.person_id != member.person_id
        ]
        rules.check_owned(one.role for one in owners)
        uow.require(owners[0])
    member.role, member.programmes = role, programmes
    if role or programmes:
        uow.save(member)
    else:
        uow.delete(member)
    now = OrganizerRole(programmes.get(programme_id, "")) if programme_id else role
    roles = {"before": str(before), "role": str(now)}
    place = auditing.organization(member.organization_id, programme_id)
    auditing.note(context, uow, place, Act.ROLE, about=[member.person_id], **roles)
    tell(uow, member, programme_id, before, now)
    uow.commit()
    return member


def tell(uow: UnitOfWork, member: Member, programme_id: str, before: OrganizerRole, now: OrganizerRole) -> None:
    """Publish that somebody may do something else; without a programme id, in the whole organization."""
    changed = OrganizerRoleChanged(member.organization_id, programme_id, member.person_id, now, before)
    uow.publish(changed, aggregate=member)


def owned(context: Context, organization_id: str, *also: access.Key) -> Organization:
    """Return an organization to its owners; the keys are read with it."""
    access.member(context, organization_id, (OrganizerRole.OWNER,), also=[Organization.key(organization_id), *also])
    return organizations.get(context, organization_id)


def programme_of(context: Context, organization_id: str, programme_id: str) -> Programme:
    """Return a programme of an organization; raises `NotFound` for others."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None or programme.organization_id != organization_id:
        raise NotFound
    return programme
