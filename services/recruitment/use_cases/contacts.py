"""A programme's contact address, which becomes Reply-To once whoever reads its mail has confirmed it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import access, addresses, clock, ids, links
from mentoring.errors import N_, Conflict
from mentoring.events.recruitment import ContactToConfirm
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import Contact, Organization, Programme
from recruitment import standing
from recruitment.use_cases import organizations

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork

PAUSE = timedelta(minutes=10)
"""The time between two mails to the same contact address."""


class AskedJustNow(Conflict):
    """The address was mailed a moment ago, or too many addresses were mailed today."""

    code = "asked-just-now"
    message = N_("We have just written to this address, or to too many today. Wait a little, then try again.")


class LinkUsed(Conflict):
    """The link is for an address that has changed since, or there is a newer link."""

    code = "link-used"
    message = N_("This link isn't good any more: the address was changed, or a newer email was sent.")


def keys(organization_id: str, contact: str) -> list[access.Key]:
    """Return what `settle` reads of a contact address, so that it is read with other things in one round trip."""
    return [Contact.key(organization_id, contact), Address.key(contact)] if contact else []


def settle(context: Context, uow: UnitOfWork, programme: Programme, organization: Organization) -> None:
    """Within a change of a programme: use a contact address that is confirmed, ask one that isn't.

    The user's own address needs no confirmation. A new address that can't be asked now waits until somebody asks again.
    """
    contact = programme.contact
    if not contact or _same(contact, programme.reply_to):
        programme.reply_to = contact
        return
    context.store.get_many(Item, keys(organization.organization_id, contact))
    kept = context.store.get(Contact, *Contact.key(organization.organization_id, contact))
    if _is_mine(context, contact) or (kept is not None and kept.confirmed_at):
        programme.reply_to = contact
        return
    programme.reply_to = ""
    if _may_ask(context, organization, kept):
        _ask(context, uow, programme, organization, kept)


@retrying
def ask_again(context: Context, programme_id: str) -> Programme:
    """Send the mail to the contact address again; raises `AskedJustNow` if it is too soon."""
    programme = access.organizer(context, programme_id, along=access.organization)
    if not programme.contact or programme.reply_to:
        return programme
    organization = organizations.get(context, programme.organization_id)
    kept = context.store.get(Contact, *Contact.key(organization.organization_id, programme.contact))
    if not _may_ask(context, organization, kept):
        raise AskedJustNow
    uow = context.begin()
    uow.save(programme)
    _ask(context, uow, programme, organization, kept)
    uow.commit()
    return programme


def _may_ask(context: Context, organization: Organization, kept: Contact | None) -> bool:
    asked = organizations.contacts_asked(context, organization)
    rested = kept is None or clock.parse(kept.asked_at) + PAUSE <= context.clock()
    return rested and asked < standing.CONTACTS_A_DAY and organizations.left(context, organization) > 0


def _ask(
    context: Context, uow: UnitOfWork, programme: Programme, organization: Organization, kept: Contact | None
) -> None:
    """Send the mail; it counts like any mail to a stranger."""
    one = kept or Contact(*Contact.key(organization.organization_id, programme.contact))
    one.asked_at = clock.iso(context.clock())
    uow.save(one)
    limited = not organizations.trusted(organization)
    organizations.count(context, organization, mailed=int(limited), contacts=1)
    uow.save(organization)
    uow.publish(ContactToConfirm(programme.programme_id), aggregate=programme)


def look(context: Context, token: str) -> tuple[Programme, bool]:
    """Return the programme of a link to a contact address, and whether the address is already confirmed."""
    programme, kept, _ = _read(context, token)
    return programme, bool(kept.confirmed_at)


@retrying
def confirm(context: Context, token: str) -> Programme:
    """Confirm the contact address of a link, for this programme and the organization's others."""
    programme, kept, organization_id = _read(context, token)
    uow = context.begin()
    if not kept.confirmed_at:
        kept.confirmed_at = clock.iso(context.clock())
        uow.save(kept)
    listed = context.store.listed(Programme, *Programme.listed(organization_id))
    keys = {programme.programme_id: None} | {one.programme_id: None for one in listed}
    for one in context.store.get_many(Programme, [Programme.key(each) for each in keys]):
        if _same(one.contact, programme.contact) and one.reply_to != one.contact:
            one.reply_to = one.contact
            uow.save(one)
    uow.commit()
    return programme


def _read(context: Context, token: str) -> tuple[Programme, Contact, str]:
    link = links.read("contact", token, context.clock())
    address = str(link.claims.get("address"))
    programme = access.with_programme(
        context, link.subject, along=lambda of: [Contact.key_of(of.organization_id, address)]
    )
    organization_id = programme.organization_id
    kept = context.store.get(Contact, *Contact.key(organization_id, programme.contact))
    asked = link.claims.get("address"), link.claims.get("asked_at")
    if kept is None or asked != (ids.address_key(programme.contact), kept.asked_at):
        raise LinkUsed
    return programme, kept, organization_id


def _is_mine(context: Context, contact: str) -> bool:
    """Return whether the user has confirmed this address as their own."""
    if _same(contact, context.principal.email):
        return True
    known = context.store.get(Address, *Address.key(contact))
    return known is not None and known.person_id == context.principal.person_id


def _same(one: str, other: str) -> bool:
    return addresses.compared(one) == addresses.compared(other) if one and other else one == other
