"""Organizations: creating one, how far it is trusted, and what the catalogue shows of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, ids, lures
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.recruitment import OrganizationFounded
from mentoring.limits import mailbox
from mentoring.people import by_id
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import Application, Founder, Member, Organization, Programme, Slug
from mentoring.tables.vocabulary import Claim, OrganizerRole, Standing
from recruitment import standing, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def organization(
    context: Context, organization_id: str, roles: tuple[OrganizerRole, ...] = access.ORGANIZERS
) -> Organization:
    """Return an organization, for those who have one of the roles in all its programmes."""
    access.member(context, organization_id, roles, also=[Organization.key(organization_id)])
    return get(context, organization_id)


def edited(context: Context, organization_id: str) -> Organization:
    """Return an organization to those who may give it programmes."""
    return organization(context, organization_id, access.EDITORS)


def mine(context: Context) -> list[tuple[Organization, Member]]:
    """Return the user's organizations by name, those in which they organize a single programme, too."""
    found = context.store.listed(Member, *Member.listed(access.person(context)))
    members = {one.organization_id: one for one in found}
    known = context.store.get_many(Organization, [Organization.key(one) for one in members]) if members else []
    return [(one, members[one.organization_id]) for one in sorted(known, key=lambda one: one.name)]


COUNTED = 200
"""How many people of a new organization are looked at to count those who have confirmed."""


def policy() -> standing.Policy:
    """Return this installation's rules for creating organizations and for new ones."""
    return standing.Policy.of(settings())


def may_found(context: Context) -> bool:
    """Return whether the user may create an organization here."""
    return policy().may_found(context.principal.email)


def check_name(name: str) -> str:
    """Return the name of an organization or programme; raise `Invalid` if it contains a lure."""
    if lures.has_lure(name):
        raise Invalid(fields={"/name": N_("Leave web addresses, email addresses and phone numbers out of the name.")})
    return name


@retrying
def found(context: Context, name: str) -> Organization:
    """Create an organization whose owner is the user. Everybody can have only one new organization at a time."""
    owner = access.person(context)
    rules = policy()
    if not rules.may_found(context.principal.email):
        raise standing.FoundingRefused(email=context.principal.email)
    vouched = rules.names(context.principal.email)
    organization_id = ids.new()
    organization = Organization(
        *Organization.key(organization_id),
        organization_id=organization_id,
        name=check_name(name),
        standing=Standing.ESTABLISHED if vouched else Standing.NEW,
    )
    member = Member(
        *Member.key(organization_id, owner), organization_id=organization_id, person_id=owner, role=OrganizerRole.OWNER
    )
    member.list_pk, member.list_sk = Member.list_key(owner, organization_id)
    uow = context.begin()
    if not vouched:
        uow.save(_founder(context, organization_id))
    uow.save(organization)
    uow.save(member)
    uow.publish(OrganizationFounded(organization_id, owner), aggregate=organization)
    uow.commit()
    return organization


def _founder(context: Context, organization_id: str) -> Founder:
    """Return the user's Founder item, to be used for an organization that isn't new any more."""
    key = Founder.key(mailbox(context.principal.email))
    kept = context.store.get(Founder, *key)
    if kept is None:
        return Founder(*key, organization_id=organization_id)
    before = context.store.get(Organization, *Organization.key(kept.organization_id))
    if before is not None and not trusted(before):
        raise standing.OneNewOrganization
    kept.organization_id = organization_id
    return kept


def get(context: Context, organization_id: str) -> Organization:
    """Return an organization."""
    kept = context.store.get(Organization, *Organization.key(organization_id))
    if kept is None:
        raise NotFound
    return kept


def record(context: Context, organization: Organization) -> standing.Record:
    """Return an organization's history as of today (UTC)."""
    today = _today(context)
    return standing.Record(
        established=organization.standing == Standing.ESTABLISHED,
        mailed=organization.mailed,
        today=organization.mailed_today if organization.mailed_on == today else 0,
        confirmed=organization.confirmed,
        disowned=organization.disowned,
    )


def left(context: Context, organization: Organization) -> int:
    """Return how many more people the organization may mail for the first time now."""
    return record(context, organization).left(policy())


def trusted(organization: Organization) -> bool:
    """Return whether an organization has no limits and its programmes appear in the catalogue."""
    grown = standing.Record(confirmed=organization.confirmed, disowned=organization.disowned).grown
    return organization.standing == Standing.ESTABLISHED or grown


def count(context: Context, organization: Organization, *, mailed: int = 0, contacts: int = 0) -> None:
    """Count so many people mailed today on the organization; the caller saves it with what it mails."""
    today = _today(context)
    if organization.mailed_on != today:
        organization.mailed_on, organization.mailed_today, organization.contacts_today = today, 0, 0
    organization.mailed = organization.mailed + mailed
    organization.mailed_today = organization.mailed_today + mailed
    organization.contacts_today = organization.contacts_today + contacts


def contacts_asked(context: Context, organization: Organization) -> int:
    """Return how many contact addresses were asked today."""
    return organization.contacts_today if organization.mailed_on == _today(context) else 0


def _today(context: Context) -> str:
    return context.clock().date().isoformat()


@retrying
def refresh(context: Context, organization_id: str) -> Organization:
    """Count confirmations again, check whether the operator vouches for the user, and list what may be listed.

    If an organization is trusted already, only the organization itself is read.
    """
    organization = get(context, organization_id)
    if trusted(organization):
        return organization
    programmes = context.store.listed(Programme, *Programme.listed(organization_id))
    confirmed = _confirmed(context, organization_id, programmes)
    vouched = policy().names(context.principal.email) or _is_vouched_for(context, organization_id)
    if confirmed == organization.confirmed and not vouched:
        return organization
    organization.confirmed = confirmed
    if vouched:
        organization.standing = Standing.ESTABLISHED
    if organization.due_at and left(context, organization):
        organization.set_due(context.clock())  # first mails that wait may be sent: in the next run of the schedule
    uow = context.step()
    uow.save(organization)
    for programme in programmes if trusted(organization) else ():
        list_slug(context, uow, programme, organization)
    uow.commit()
    return organization


def _is_vouched_for(context: Context, organization_id: str) -> bool:
    """Return whether the operator vouches for an organizer, whoever the user is; reads only if founders are named."""
    if not policy().founders:
        return False
    members = context.store.query(Member, *Member.of(organization_id))
    deciding = [one for one in members if one.role in access.EDITORS]
    people = context.store.get_many(Person, [Person.key(one.person_id) for one in deciding]) if deciding else []
    return any(policy().names(one.email) for one in people)


def _confirmed(context: Context, organization_id: str, programmes: list[Programme]) -> int:
    """Return how many mailboxes were mailed and have confirmed since; the organizers' own don't count."""
    told = [
        one
        for programme in programmes
        for one in context.store.query(Application, *Application.of(programme.programme_id))
        if one.told_at and one.answered != Claim.NOT_ME
    ][:COUNTED]
    known = context.store.get_many(Address, dict.fromkeys(Address.key(one.email) for one in told))
    since = {(one.pk, one.sk): one.verified_at for one in known}
    said = {
        one.email
        for one in told
        if one.answered == Claim.ME or since.get(Address.key(one.email), "") >= (one.told_at or "")
    }
    return len({mailbox(email) for email in said} - _own(context, organization_id))


def _own(context: Context, organization_id: str) -> set[str]:
    """Return the mailboxes of an organization's own organizers, who don't count as people they added."""
    members = context.store.query(Member, *Member.of(organization_id))
    people = by_id(context, [one.person_id for one in members]).values()
    return {mailbox(email) for one in people for email in (one.email, *one.others)}


def listing_keys(of: access.Fixed) -> list[access.Key]:
    """Return what a change of what the public sees of a programme reads: `refresh` and `list_slug`."""
    return [Organization.key(of.organization_id), Slug.key(of.slug)]


def list_slug(context: Context, uow: UnitOfWork, programme: Programme, organization: Organization) -> None:
    """List the programme in the catalogue while it is public and its organization is trusted."""
    slug = context.store.get(Slug, *Slug.key(programme.slug))
    if slug is None:
        raise NotFound
    public = store.programme(programme).is_public and trusted(organization)
    wanted = Slug.list_key(programme.slug) if public else (None, None)
    if (slug.list_pk, slug.list_sk) != wanted:
        slug.list_pk, slug.list_sk = wanted
        uow.save(slug)
