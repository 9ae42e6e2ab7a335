"""Signing in: a mail is asked for, and its link or its code opens a session."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from identity import domain, store
from identity.use_cases.sessions import Session, open_session
from mentoring import addresses, clock, ids, links, throttle
from mentoring.errors import Stale
from mentoring.events.identity import PersonRegistered, SignInRequested
from mentoring.limits import mailbox as mailbox_of
from mentoring.people import account_keys, person_id_of
from mentoring.store import retrying
from mentoring.tables.identity import Address, Person, SessionList
from mentoring.tables.notifications import Delivery
from mentoring.tables.once import OnceItem
from mentoring.tables.vocabulary import DeliveryState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


def request_sign_in(context: Context, email: str, locale: str, next_path: str = "", key: str = "") -> str:
    """Record a request to sign in with an address; the mail follows. Return the request's id.

    The answer is the same for every address, known or not; nothing is read that could tell them apart. `key` marks a
    request that is sent again: no second mail. Raises `SignInPaused` after too many requests.
    """
    try:
        return _request(context, email, locale, next_path, key)
    except Stale as error:  # so many requests at once that even the count can't be written
        raise domain.SignInPaused(domain.MAILS_TO_ADDRESS.first) from error


@retrying
def _request(context: Context, email: str, locale: str, next_path: str, key: str) -> str:
    request_id = links.keyed("sign-in-request", key, email) if key else ids.new()
    limits = [(domain.MAILS_TO_ADDRESS, mailbox_of(email))]
    limits += [(domain.MAILS_FROM_SOURCE, context.source)] if context.source else []
    wanted = [OnceItem.sign_in(request_id), *(throttle.key(context, *one) for one in limits)]
    read = context.store.together([], wanted).once
    if OnceItem.sign_in(request_id) in read:
        return request_id
    uow = context.begin()
    asked = uow.publish(SignInRequested(request_id))
    expires_at = context.clock() + domain.REQUEST_LIFETIME
    wish = domain.SignInRequest(email, locale, next_path, expires_at, mail=asked.meta.id)
    for limit, who in limits:
        throttle.count(context, uow, limit, who, read)
    uow.save(store.keep(OnceItem(OnceItem.sign_in(request_id)), wish))
    uow.commit()
    return request_id


def mail_of(context: Context, request_id: str) -> tuple[str, bool]:
    """Return the address of a request, and whether its mail is known to have bounced; an empty text when it is over.

    This mail was tried whatever was known about the address, so its fate doesn't reveal who is known here
    (docs/decisions/0010-whether-mail-arrives.md).
    """
    found = store.load_request(context, request_id)
    if found is None:
        return "", False
    _, wish = found
    delivery = context.store.get(Delivery, *Delivery.key(wish.mail, "sign_in", ids.address_key(wish.email)))
    failed = delivery is not None and delivery.state in (DeliveryState.REFUSED, DeliveryState.BOUNCED)
    return wish.email, failed


@retrying
def sign_in_by_link(context: Context, token: str, device: str = "") -> Session:
    """Sign in with the mail's link."""
    item, wish = _request_of(context, links.read("sign_in", token, context.clock()).subject)
    context.store.together(_account_keys(wish.email), [])
    return _sign_in(context, item, wish, device)


def check_link(context: Context, token: str) -> None:
    """Raise what using the link would raise now, so that the page can say it before anybody presses the button."""
    _request_of(context, links.read("sign_in", token, context.clock()).subject)


def _request_of(context: Context, request_id: str) -> tuple[OnceItem, domain.SignInRequest]:
    """Return a valid request with its item; raise `SignInExpired`."""
    found = store.load_request(context, request_id)
    if found is None:
        raise domain.SignInExpired
    found[1].check(context.clock())
    return found


@retrying
def sign_in_by_code(context: Context, request_id: str, code: str, device: str = "") -> Session:
    """Sign in with the mail's six digits; a wrong code counts for the request and for the mailbox."""
    given = domain.digits(code)
    item, wish = _request_of(context, request_id)
    mailbox = mailbox_of(wish.email)
    wrong = throttle.key(context, domain.WRONG_CODES, mailbox)
    read = context.store.together(_account_keys(wish.email), [wrong]).once
    throttle.check(context, domain.WRONG_CODES, mailbox, read)
    good, after = wish.try_code(given, links.codes(request_id), context.clock())
    if not good:
        uow = context.begin()
        throttle.count(context, uow, domain.WRONG_CODES, mailbox, read)
        uow.save(store.keep(item, after))
        uow.commit()
        raise domain.WrongCode
    return _sign_in(context, item, wish, device)


def _account_keys(email: str) -> list[tuple[str, str]]:
    """Return what signing in reads of an address and of the person it most likely belongs to."""
    return [*account_keys(email), SessionList.key(ids.derived("person", addresses.compared(email)))]


def _sign_in(context: Context, item: OnceItem, wish: domain.SignInRequest, device: str) -> Session:
    """Use a request; the person was read with `_account_keys`."""
    uow = context.begin()
    uow.save(store.keep(item, replace(wish, used=True)))
    someone = _register(context, uow, wish.email, wish.locale)
    session = open_session(context, uow, someone, wish.email, device)
    uow.commit()
    return replace(session, next=wish.next)


def _register(context: Context, uow: UnitOfWork, email: str, locale: str) -> Person:
    """Return the person of a verified address, created if missing."""
    now = clock.iso(context.clock())
    person_id = person_id_of(context, email)
    someone = context.store.get(Person, *Person.key(person_id))
    if someone is None:
        someone = Person(*Person.key(person_id), person_id=person_id, email=email, registered_at=now)
        uow.publish(PersonRegistered(person_id), aggregate=someone)
    if not (someone.locale and someone.zone):  # until they say otherwise: the zone of the first sign-in
        someone.locale, someone.zone = someone.locale or locale, someone.zone or context.zone
        uow.save(someone)
    known = context.store.get(Address, *Address.key(email)) or Address(*Address.key(email))
    if not known.is_verified:
        known.verify(person_id, email, now)
        uow.save(known)
    return someone
