"""Another address for somebody who confirmed the present one: proposed, confirmed, stopped, withdrawn, over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import access, addresses, clock, ids, joining, links, people, throttle
from mentoring.events.recruitment import AddressGiven, AddressProposed
from mentoring.joining import AddressOfAnother, Standing
from mentoring.limits import mailbox
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Delivery
from mentoring.tables.recruitment import AddressProposal, Application, Disowned, Programme, RefusedAddress
from mentoring.tables.vocabulary import DeliveryState, Done
from mentoring.values import dataclass
from recruitment import standing
from recruitment.domain.proposed_address import FOR_PERSON, TO_ADDRESS, AddressRefused, Proposal, ProposalOver
from recruitment.use_cases import organizations
from recruitment.use_cases.noting import check_reason, loaded, note, remember
from recruitment.use_cases.telling import SaidNo

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.links import Link
    from mentoring.store import UnitOfWork

NEW, OLD = "new_address", "old_address"
"""Purposes of the links: to confirm it from the new address, to stop it from the present one."""


NOTICE = "address_change_asked"
"""The kind of mail by which the present address is told."""
UNDER_WAY = (DeliveryState.CLAIMED, DeliveryState.WAITING)


def propose(context: Context, programme: Programme, one: Application, email: str, reason: str) -> None:
    """Propose another address, in place of one that waits; both addresses get a mail.

    The answer is the same whosever the address is: that is for its reader to know. Raises `Invalid` without a reason,
    `SaidNo` and `NoMailsLeft` as for people who are imported, `AddressRefused` after a no, and `ProposedOften` or
    `ProposedOftenTo` after several in a week.
    """
    check_reason(reason)
    if context.store.get(Disowned, *Disowned.key(programme.organization_id, email)) is not None:
        raise SaidNo
    key = AddressProposal.key(programme.programme_id, one.application_id)
    item = context.store.get(AddressProposal, *key) or AddressProposal(*key)
    item.programme_id, item.application_id = programme.programme_id, one.application_id
    item.proposal_id, item.email, item.by = ids.new(), email, context.principal.person_id
    item.person_id = people.person_id_of(context, one.email)
    uow = context.begin()
    _limit(context, uow, programme.organization_id, item)
    _count(context, uow, programme)
    note(context, uow, one, Done.READDRESS_ASKED, reason)
    uow.save(one)
    told = AddressProposed(one.application_id, programme.programme_id, item.proposal_id)
    item.notice = uow.publish(told, aggregate=one).meta.id
    uow.save(_keep(item, Proposal(context.clock())))
    uow.commit()


def _limit(context: Context, uow: UnitOfWork, organization_id: str, item: AddressProposal) -> None:
    """Count what an organization proposes for a person and to an address; raise if that is often, or was refused."""
    refused = RefusedAddress.key(organization_id, item.person_id, item.email)
    counted = [
        (FOR_PERSON, f"{organization_id} {item.person_id}"), (TO_ADDRESS, f"{organization_id} {mailbox(item.email)}"),
    ]  # fmt: skip
    read = context.store.together([refused], [throttle.key(context, *one) for one in counted])
    if read.items:
        raise AddressRefused
    for limit, who in counted:
        throttle.count(context, uow, limit, who, read.once)


def _count(context: Context, uow: UnitOfWork, programme: Programme) -> None:
    """Count the mail of an organization that is still new; raise `NoMailsLeft`."""
    organization = organizations.get(context, programme.organization_id)
    if organizations.trusted(organization):
        return
    if not organizations.left(context, organization):
        raise standing.NoMailsLeft
    organizations.count(context, organization, mailed=1)
    uow.save(organization)


@dataclass(frozen=True)
class Waiting:
    """An address that waits to become somebody's, and where it stands."""

    item: AddressProposal
    proposal: Proposal

    def told(self) -> dict[str, str]:
        """Return until when it can be confirmed, and from when it holds then."""
        return {"until": clock.iso(self.proposal.until), "holds_from": clock.iso(self.proposal.holds_from)}


def waiting(context: Context, one: Application) -> Waiting | None:
    """Return the address that waits for an application; None if there is none."""
    found = context.store.get(AddressProposal, *AddressProposal.key(one.programme_id, one.application_id))
    proposal = _read(context, found) if found is not None else None
    return Waiting(found, proposal) if found and proposal and proposal.waits(context.clock()) else None


@retrying
def withdraw(context: Context, programme_id: str, application_id: str, proposal_id: str) -> Application:
    """Withdraw the address that organizers proposed; its links no longer work. Again changes nothing."""
    key = AddressProposal.key(programme_id, application_id)
    _, one = loaded(context, programme_id, application_id, also=[key])
    item = context.store.get(AddressProposal, *key)
    if item is None or item.proposal_id != proposal_id:
        return one
    _kept(item).check_stops(context.clock())
    uow = context.begin()
    note(context, uow, one, Done.READDRESS_WITHDRAWN, "")
    uow.save(one)
    uow.delete(item)
    uow.commit()
    return one


@dataclass(frozen=True)
class Offer:
    """What a link is about: the address, for whom, who proposes it, where it stands, and whose the address is.

    `opens` is whether the address of the link still opens the account, `full` whether the present one has to make room.
    """

    programme: Programme
    organization: str
    organizer: str
    application: Application
    item: AddressProposal
    proposal: Proposal
    standing: Standing
    opens: bool
    full: bool


def look(context: Context, purpose: str, token: str) -> Offer:
    """Return what a link is about; raises `ProposalOver`."""
    return _look(context, links.read(purpose, token, context.clock()))


def _look(context: Context, link: Link) -> Offer:
    programme_id, application_id = link.claims["programme_id"], link.claims["application_id"]
    key = AddressProposal.key(programme_id, application_id)
    programme = access.with_programme(
        context, programme_id, [key, Application.key(programme_id, application_id)], access.organization
    )
    item = context.store.get(AddressProposal, *key)
    one = context.store.get(Application, *Application.key(programme_id, application_id))
    if item is None or one is None or item.proposal_id != link.subject:
        raise ProposalOver
    proposal = _read(context, item)
    if not proposal.given_at and not proposal.waits(context.clock()):
        raise ProposalOver
    refused = RefusedAddress.key(programme.organization_id, item.person_id, item.email)
    context.store.get_many(Item, [Person.key(item.by), Person.key(item.person_id), Address.key(item.email), refused])
    by = context.store.get(Person, *Person.key(item.by))
    organization = organizations.get(context, programme.organization_id)
    theirs = _addresses_of(context, item)
    opens = link.person_id in map(ids.address_key, theirs)
    full = item.email not in theirs and len(theirs) >= addresses.OF_ONE
    whose = _whose(context, item)
    return Offer(programme, organization.name, by.says("name") if by else "", one, item, proposal, whose, opens, full)


def _addresses_of(context: Context, item: AddressProposal) -> list[str]:
    """Return the addresses with which the person can sign in."""
    someone = context.store.get(Person, *Person.key(item.person_id))
    return [someone.email, *someone.others] if someone is not None else []


def _whose(context: Context, item: AddressProposal) -> Standing:
    if item.email in _addresses_of(context, item):
        return Standing.MINE
    return joining.standing(context, item.person_id, item.email)[0]


@retrying
def confirm(context: Context, token: str) -> Offer:
    """Confirm the address from the mail that went there; again changes nothing.

    Raises `ProposalOver`, and `AddressOfAnother` if it opens an account that can't be joined to this one.
    """
    found = look(context, NEW, token)
    if found.standing is Standing.ANOTHERS:
        raise AddressOfAnother
    signed_in = context.principal.person_id == found.item.person_id
    after = found.proposal.confirm(context.clock(), signed_in=signed_in)
    if after != found.proposal:
        uow = context.begin()
        _save(context, uow, found.application, found.item, found.proposal, after)
        uow.commit()
    return found


def _save(
    context: Context, uow: UnitOfWork, one: Application | None, item: AddressProposal, before: Proposal, after: Proposal
) -> None:
    uow.save(_keep(item, after))
    if after.given_at and not before.given_at:
        if one is not None:
            remember(context, one, Done.READDRESS_GIVEN)
            uow.save(one)
        about = (item.application_id, item.programme_id, item.proposal_id, item.person_id)
        uow.publish(AddressGiven(*about), aggregate=item)


@retrying
def stop(context: Context, purpose: str, token: str) -> None:
    """Stop it, from either address: from the present one, or because the new one isn't theirs.

    The organization doesn't propose this address for this person again.
    Raises `ProposalOver`, and `ProposalGiven` if it is too late.
    """
    found = look(context, purpose, token)
    found.proposal.check_stops(context.clock())
    done = Done.READDRESS_STOPPED if purpose == OLD else Done.READDRESS_DENIED
    key = RefusedAddress.key(found.programme.organization_id, found.item.person_id, found.item.email)
    uow = context.begin()
    if context.store.get(RefusedAddress, *key) is None:
        uow.save(RefusedAddress(*key, at=clock.iso(context.clock())))
    _end(context, uow, found.application, found.item, done)
    uow.commit()


def _end(context: Context, uow: UnitOfWork, one: Application, item: AddressProposal, done: Done) -> None:
    remember(context, one, done)
    uow.save(one)
    uow.delete(item)


@retrying
def settle(context: Context, due: AddressProposal) -> int:
    """Give an address that is confirmed and wasn't stopped, or end one that lapsed.

    If the notice to the present address went later than it was proposed, or hasn't gone, it waits longer. It lapses if
    nobody confirmed it in time, or if it opens an account of its own by now.
    """
    key, place = AddressProposal.key(due.programme_id, due.application_id), (due.programme_id, due.application_id)
    read = context.store.get_many(Item, [key, Application.key(*place)])
    item = next((one for one in read if isinstance(one, AddressProposal)), None)
    one = next((one for one in read if isinstance(one, Application)), None)
    now = context.clock()
    if item is None or item.due_at is None or item.due_at > clock.iso(now):
        return 0
    before = _read(context, item)
    after = before.settle(now)
    gives = after != before and _whose(context, item) is not Standing.ANOTHERS
    uow = context.step()
    if gives:
        _save(context, uow, one, item, before, after)
    elif one is None or before.given_at:
        uow.delete(item)
    elif after.rests(now):
        uow.save(_keep(item, after))
    else:
        _end(context, uow, one, item, Done.READDRESS_LAPSED)
    uow.commit()
    return 1


def _read(context: Context, item: AddressProposal) -> Proposal:
    """Return a proposed address with what became of the notice."""
    known = _kept(item)
    if known.given_at or not item.notice:
        return known
    notices = context.store.query(Delivery, *Delivery.of(item.notice, NOTICE))
    sent = [clock.parse(one.sent_at) for one in notices if one.state == DeliveryState.SENT and one.sent_at]
    if sent:
        return replace(known, noticed_at=max(sent))
    if notices and not any(one.state in UNDER_WAY for one in notices):
        return known  # no mail reaches the present address, which may be why another one is proposed
    return replace(known, noticed_at=context.clock(), told=False)


def _kept(item: AddressProposal) -> Proposal:
    confirmed, given = (clock.parse(one) if one else None for one in (item.confirmed_at, item.given_at))
    return Proposal(clock.parse(item.at), confirmed, given)


def _keep(item: AddressProposal, known: Proposal) -> AddressProposal:
    """Put on an item where a proposed address stands, and when something is to be done about it."""
    item.at = clock.iso(known.at)
    item.confirmed_at, item.given_at = (clock.iso(one) if one else None for one in (known.confirmed_at, known.given_at))
    item.set_due(known.due)
    return item
