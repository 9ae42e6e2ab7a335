"""Somebody's addresses: adding one by a link, which is the main one, removing one, and changing one for another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity import store
from identity.domain import MAILS_FROM_SOURCE, MAILS_TO_ADDRESS, SignInPaused
from identity.domain.addresses import (
    LIFETIME,
    NEWS_KEPT,
    Addresses,
    AddressLinkOver,
    Wish,
)
from identity.use_cases.accounts import me, with_me
from mentoring import addresses, clock, ids, joining, links, throttle
from mentoring.errors import N_, Invalid, NotFound, Stale
from mentoring.events.identity import AddressAsked, AddressesChanged
from mentoring.joining import AddressOfAnother, Standing
from mentoring.limits import mailbox as mailbox_of
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person, SessionList
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import AddressProposal
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import AddressGiven
    from mentoring.store import UnitOfWork


@dataclass(frozen=True)
class Offer:
    """What a link would do: the wish, whose the address is, and how many applications would come with it."""

    me: Person
    wish: Wish
    standing: Standing
    applications: int = 0


def mine(context: Context) -> Person:
    """Return the signed-in user, whose addresses are `email` and `others`."""
    return me(context)


def ask(context: Context, email: str, *, main: bool, instead: bool, key: str = "") -> str:
    """Have a link mailed to an address somebody wants to add; return the id of the request.

    The answer is the same whosever the address is. `key` marks a form that is sent again: no second mail. Raises
    `SignInPaused` after too many mails, `TooManyAddresses`, and `Invalid` for an address that is theirs already.
    """
    try:
        return _ask(context, addresses.compared(email), main=main, instead=instead, key=key)
    except Stale as error:  # so many requests at once that even the count can't be written
        raise SignInPaused(MAILS_TO_ADDRESS.first) from error


@retrying
def _ask(context: Context, email: str, *, main: bool, instead: bool, key: str) -> str:
    request_id = links.keyed("address-request", key, email) if key else ids.new()
    limits = [(MAILS_TO_ADDRESS, mailbox_of(email))]
    limits += [(MAILS_FROM_SOURCE, context.source)] if context.source else []
    place = OnceItem.address(request_id)
    someone, read = with_me(context, once=[place, *(throttle.key(context, *one) for one in limits)])
    if place in read.once:
        return request_id
    own = _of(someone)
    if own.has(email):
        raise Invalid(fields={"/email": N_("This is one of your addresses already.")})
    own.with_one_more(email, instead=instead)
    uow = context.begin()
    for limit, who in limits:
        throttle.count(context, uow, limit, who, read.once)
    wish = Wish(someone.person_id, email, context.clock() + LIFETIME, main=main or instead, instead=instead)
    uow.save(store.keep_wish(OnceItem(place), wish))
    uow.publish(AddressAsked(someone.person_id, request_id))
    uow.commit()
    return request_id


def look(context: Context, token: str) -> Offer:
    """Return what a link would do; raises `AddressLinkOver`, `LinkExpired`, and `NotFound` for anybody else."""
    return _look(context, token)[0]


def _look(context: Context, token: str) -> tuple[Offer, OnceItem]:
    request_id = links.read("address", token, context.clock()).subject
    someone, read = with_me(context, once=[OnceItem.address(request_id)])
    item = read.once.get(OnceItem.address(request_id))
    if item is None:
        raise AddressLinkOver
    wish = store.wish(item)
    wish.check(someone.person_id, context.clock())
    if _of(someone).has(wish.email):
        return Offer(someone, wish, Standing.MINE), item
    standing, applications = joining.standing(context, someone.person_id, wish.email)
    return Offer(someone, wish, standing, applications), item


@retrying
def confirm(context: Context, token: str) -> Offer:
    """Do what a link offers; a second time raises `AddressLinkOver`, and `AddressOfAnother` what can't be done."""
    offer, item = _look(context, token)
    if offer.standing is Standing.ANOTHERS:
        raise AddressOfAnother
    uow = context.begin()
    uow.save(store.keep_wish(item, offer.wish.done()))
    _give(context, uow, offer.me, offer.wish, offer.standing)
    uow.commit()
    return offer


def _give(context: Context, uow: UnitOfWork, someone: Person, wish: Wish, standing: Standing) -> None:
    """Put into the transaction that an address is somebody's from now on, as they wish."""
    before = _of(someone)
    after = before if standing is Standing.MINE else before.with_one_more(wish.email, instead=wish.instead)
    after = after.led_by(wish.email) if wish.main else after
    after = after.without(before.main) if wish.instead and before.main != wish.email else after
    came_from = _take(context, uow, someone, wish.email) if standing is not Standing.MINE else ""
    _change(context, uow, someone, before, after, came_from)


@retrying
def take(context: Context, event: Event[AddressGiven]) -> None:
    """Give somebody the address that organizers proposed and its reader confirmed, as the main one.

    Nothing happens if it belongs to somebody else by now. The old one stays a way to sign in, unless it has to make
    room: they have as many as they may.
    """
    data = event.data
    one = context.store.get(AddressProposal, *AddressProposal.key(data.programme_id, data.application_id))
    someone = context.store.get(Person, *Person.key(data.person_id))
    uow = context.begin()
    if one is not None and one.proposal_id == data.proposal_id and someone is not None:
        own = _of(someone)
        found = Standing.MINE if own.has(one.email) else joining.standing(context, someone.person_id, one.email)[0]
        if found is not Standing.ANOTHERS:
            full = found is not Standing.MINE and len(own.others) >= addresses.OF_ONE - 1
            wish = Wish(someone.person_id, one.email, context.clock() + LIFETIME, main=True, instead=full)
            _give(context, uow, someone, wish, found)
    uow.commit()


def _take(context: Context, uow: UnitOfWork, someone: Person, email: str) -> str:
    """Make an address theirs; return the account it belonged to, which ends, or would have belonged to."""
    key = Address.key(email)
    known = context.store.get(Address, *key) or Address(*key)
    came_from = known.person_id or ids.derived("person", email)
    if came_from == someone.person_id:
        came_from = ""
    known.verify(someone.person_id, email, clock.iso(context.clock()))
    uow.save(known)
    ends = context.store.get_many(Item, [Person.key(came_from), SessionList.key(came_from)]) if came_from else []
    for one in ends:
        uow.delete(one)
    return came_from


def make_main(context: Context, address_id: str, expected: str) -> Person:
    """Make one of the user's addresses the main one: mail goes there from now on."""
    return _changed(context, address_id, expected, Addresses.led_by)


def remove(context: Context, address_id: str, expected: str) -> Person:
    """Remove one of the user's addresses; raises `LastAddress` for the main one.

    Who signs in with it later is somebody else: the mailbox may be given to another person.
    """
    return _changed(context, address_id, expected, Addresses.without)


@retrying
def _changed(context: Context, address_id: str, expected: str, change: Callable[[Addresses, str], Addresses]) -> Person:
    """Change the user's addresses by one of them, in the expected version."""
    someone, email = _mine(context, address_id)
    someone.expect(expected)
    before = _of(someone)
    uow = context.begin()
    _change(context, uow, someone, before, change(before, email))
    uow.commit()
    return someone


def _mine(context: Context, address_id: str) -> tuple[Person, str]:
    """Return the user, and their address with this id (`ids.address_key`)."""
    someone, _ = with_me(context, [Address.key_of(address_id)])
    found = [one for one in (someone.email, *someone.others) if ids.address_key(one) == address_id]
    if not found:
        raise NotFound
    return someone, found[0]


def _of(someone: Person) -> Addresses:
    return Addresses(someone.email, tuple(someone.others))


def _change(
    context: Context, uow: UnitOfWork, someone: Person, before: Addresses, after: Addresses, came_from: str = ""
) -> None:
    """Put a person's new addresses into the transaction, with the event and whom to tell of it."""
    if before == after:
        return
    gone = [one for one in (before.main, *before.others) if not after.has(one)]
    for email in gone:
        _release(context, uow, email)
    someone.email, someone.others = after.main, list(after.others)
    if someone.contact_email in gone:
        someone.contact_email = ""
    uow.save(someone)
    change_id = ids.new()
    told = {"before": before.main, "removed": gone, "expires_at": clock.iso(context.clock() + NEWS_KEPT)}
    uow.save(store.news(OnceItem(OnceItem.address(change_id)), told, context.clock() + NEWS_KEPT))
    main = before.main != after.main
    uow.publish(AddressesChanged(someone.person_id, change_id, came_from, main, bool(gone)), aggregate=someone)


def _release(context: Context, uow: UnitOfWork, email: str) -> None:
    """Give up an address: whoever proves it next becomes a new person."""
    key = Address.key(email)
    known = context.store.get(Address, *key) or Address(*key)
    known.release(ids.new())
    uow.save(known)
