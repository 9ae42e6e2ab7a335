"""The address an applicant is mailed at, and correcting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, addresses, ids
from mentoring.errors import N_, Conflict
from mentoring.events.recruitment import AddressCorrected, AddressTrusted
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import PairMember
from mentoring.tables.recruitment import AddressProposal, Application, Disowned, Organization, Participant, Readdressed
from mentoring.tables.vocabulary import Act, Done, Role
from recruitment import counting
from recruitment.use_cases import auditing, proposed_address, telling
from recruitment.use_cases.noting import loaded, note
from recruitment.use_cases.reached import application_id_of, application_ids, lead, readdressed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from recruitment.use_cases.proposed_address import Waiting


class AddressTaken(Conflict):
    """Another application of this role has the address."""

    code = "address-taken"
    message = N_("There is already an application in this role with this address.")


def mailboxes(context: Context, found: Iterable[Application]) -> dict[str, Mailbox]:
    """Return what is known about the addresses of applications, by address, except those that work.

    What people said about mails before they joined this programme concerned others' mails and isn't shown. Never save
    the returned items.
    """
    since = {one.email: one.submitted_at or "" for one in found}
    known = context.store.get_many(Mailbox, [Mailbox.key(email) for email in since]) if since else []
    by_key = {(one.pk, one.sk): one for one in known}
    shown = {email: by_key[Mailbox.key(email)] for email in since if Mailbox.key(email) in by_key}
    for email, one in shown.items():
        one.complained_at = one.complained_at if one.complained_at >= since[email] else ""
        one.unsubscribed_at = one.unsubscribed_at if one.unsubscribed_at >= since[email] else ""
    return shown


@retrying
def correct(
    context: Context, programme_id: str, application_id: str, email: str, expected: str, *, reason: str = ""
) -> Application:
    """Change the address of an application in the expected version; unsent mails of the old one go to it.

    Is the old one confirmed by signing in, or does it belong to a pair, then the new one is only proposed
    (`proposed_address`): its reader confirms it first. Raises `AddressTaken`. Else the reader of the new address is
    first told that they were added, so the limits of a new organization apply here too (`NoMailsLeft`), and so does a
    «that's not me» (`SaidNo`).
    """
    new = addresses.compared(email)
    programme, one = loaded(
        context,
        programme_id,
        application_id,
        also=[*_keys_of(programme_id, new), Address.key(new), AddressProposal.key(programme_id, application_id)],
        along=lambda of: [Organization.key(of.organization_id), Disowned.key(of.organization_id, new)],
    )
    one.expect(expected)
    old = one.email
    if old == new:
        return one
    led = Readdressed.key(programme_id, application_id_of(programme_id, one.role, old))
    context.store.get_many(Item, [Address.key(old), led])
    _check_free(context, one, new)
    if is_theirs(context, one):
        proposed_address.propose(context, programme, one, new, reason)
        return one
    uow = context.begin()
    readdressed(one, new)
    note(context, uow, one, Done.READDRESSED, reason)
    telling.tell_anew(context, uow, programme, one)
    uow.save(one)
    counting.note(context, uow, one)
    lead(context, uow, one, new, application_id)
    lead(context, uow, one, old, ids.new())  # who reads it may apply for themselves
    _move_person(context, uow, one)
    uow.publish(
        AddressCorrected(application_id, programme_id, ids.address_key(old), ids.address_key(new)), aggregate=one
    )
    uow.commit()
    return one


def _keys_of(programme_id: str, email: str) -> list[access.Key]:
    """Return where the application that an address reaches would be, in whichever role."""
    derived = [application_id_of(programme_id, role, email) for role in Role]
    return [item.key(programme_id, one) for one in derived for item in (Readdressed, Application)]


def reach(context: Context, one: Application) -> tuple[Mailbox | None, bool, Waiting | None]:
    """Return what is known of the mailbox of an application, whether its address is confirmed, and which one waits."""
    waits = AddressProposal.key(one.programme_id, one.application_id)
    context.store.get_many(Item, [Mailbox.key(one.email), Address.key(one.email), waits])
    return mailboxes(context, [one]).get(one.email), is_theirs(context, one), proposed_address.waiting(context, one)


def is_theirs(context: Context, one: Application) -> bool:
    """Return whether the person has to confirm another address: this one is confirmed, or belongs to a pair."""
    keys = [Address.key(one.email), Participant.key(one.programme_id, one.application_id)]
    found = context.store.get_many(Item, keys)
    proved = any(isinstance(each, Address) and each.is_verified for each in found)
    participant = next((each for each in found if isinstance(each, Participant)), None)
    if proved or participant is None:
        return proved
    pairs = context.store.listed(PairMember, *PairMember.listed(participant.person_id))
    return any(pair.participant_id == participant.participant_id for pair in pairs)


def _check_free(context: Context, one: Application, new: str) -> None:
    (taken,) = application_ids(context, one.programme_id, [(one.role, new)])
    if taken != one.application_id and context.store.get(Application, *Application.key(one.programme_id, taken)):
        raise AddressTaken


def _move_person(context: Context, uow: UnitOfWork, one: Application) -> None:
    """Move application and participant to the person of the new address, existing or not."""
    known = context.store.get(Address, *Address.key(one.email))
    person_id = known.person_id if known else ids.derived("person", one.email)
    if one.list_pk:
        one.list_pk = Person.listing(person_id)
    found = context.store.get(Participant, *Participant.key(one.programme_id, one.application_id))
    if found is not None:
        found.email, found.person_id, found.list_pk = one.email, person_id, Person.listing(person_id)
        found.known_as = list(one.known_as)
        uow.save(found)


def trust(context: Context, programme_id: str, application_id: str) -> None:
    """Mark an applicant's address as working again: mails are tried, and unsent ones are sent."""
    _, one = loaded(context, programme_id, application_id)
    uow = context.begin()
    uow.require(one)
    auditing.note(context, uow, auditing.programme(programme_id), Act.TRUSTED, about=[application_id])
    uow.publish(AddressTrusted(application_id, programme_id, ids.address_key(one.email)), aggregate=one)
    uow.commit()
