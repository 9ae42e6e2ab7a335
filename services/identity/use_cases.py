"""Signing in and out, and what people say about themselves."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from identity import domain, store
from mentoring import access, clock, ids, links, throttle
from mentoring.errors import NotFound, SignInRequired, Stale
from mentoring.events.identity import PersonChanged, PersonRegistered, SignInRequested
from mentoring.limits import mailbox as mailbox_of
from mentoring.people import account_keys, person_id_of
from mentoring.store import retrying
from mentoring.tables.identity import Address, Person
from mentoring.tables.notifications import Delivery, Mailbox
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import DeliveryState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.events.recruitment import AddressConfirmed, ApplicationAccepted
    from mentoring.store import UnitOfWork


@dataclass(frozen=True)
class Session:
    """The result of signing in or renewing: an access token (5 minutes) and a refresh token (30 days, used once)."""

    person_id: str
    access_token: str
    refresh_token: str
    next: str = ""


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
def sign_in_by_link(context: Context, token: str) -> Session:
    """Sign in with the mail's link."""
    item, wish = _request_of(context, links.read("sign_in", token, context.clock()).subject)
    context.store.together(account_keys(wish.email), [])
    return _sign_in(context, item, wish)


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
def sign_in_by_code(context: Context, request_id: str, code: str) -> Session:
    """Sign in with the mail's six digits; a wrong code counts for the request and for the mailbox."""
    given = domain.digits(code)
    item, wish = _request_of(context, request_id)
    mailbox = mailbox_of(wish.email)
    wrong = throttle.key(context, domain.WRONG_CODES, mailbox)
    read = context.store.together(account_keys(wish.email), [wrong]).once
    throttle.check(context, domain.WRONG_CODES, mailbox, read)
    good, after = wish.try_code(given, links.codes(request_id), context.clock())
    if not good:
        uow = context.begin()
        throttle.count(context, uow, domain.WRONG_CODES, mailbox, read)
        uow.save(store.keep(item, after))
        uow.commit()
        raise domain.WrongCode
    return _sign_in(context, item, wish)


def _sign_in(context: Context, item: OnceItem, wish: domain.SignInRequest) -> Session:
    """Use a request; the person was read with `account_keys`."""
    uow = context.begin()
    uow.save(store.keep(item, replace(wish, used=True)))
    someone = _register(context, uow, wish.email, wish.locale)
    session = _open(context, uow, someone, wish.email)
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
    if context.store.get(Address, *Address.key(email)) is None:
        uow.save(Address(*Address.key(email), person_id=person_id, email=email, verified_at=now))
    return someone


def _open(context: Context, uow: UnitOfWork, someone: Person, email: str) -> Session:
    now = context.clock()
    family_id, secret = ids.new(), domain.new_secret()
    family = domain.Family(someone.person_id, email, domain.fingerprint(secret), "", now, now + domain.SESSION_LIFETIME)
    uow.save(store.keep(OnceItem(OnceItem.session(family_id)), family))
    token = domain.RefreshToken(family_id, secret, someone.person_id)
    return Session(someone.person_id, _access_token(context, someone, email, family_id), str(token))


def _access_token(context: Context, someone: Person, email: str, family_id: str) -> str:
    return links.sign(
        "access",
        someone.person_id,
        expires_at=context.clock() + domain.ACCESS_LIFETIME,
        email=email,
        locale=someone.locale,
        zone=someone.zone,
        session=family_id,
    )


@retrying
def refresh(context: Context, token: str) -> Session:
    """Renew a session; reusing a refresh token that was replaced earlier ends the session (it was copied)."""
    held = domain.RefreshToken.of(token)
    whose = [Person.key(held.person_id)] if held.person_id else []
    item = context.store.together(whose, [OnceItem.session(held.family_id)]).once.get(OnceItem.session(held.family_id))
    family = store.family(item)
    if item is None or family is None:
        raise SignInRequired
    use = family.use(held.secret, context.clock())
    uow = context.begin()
    if use is domain.Use.COPIED:
        uow.delete(item)
        uow.commit()
        raise SignInRequired
    someone = context.store.get(Person, *Person.key(family.person_id))
    if someone is None:
        raise SignInRequired
    successor = family.successor(use, links.keyed_by_each("refresh", held.family_id, held.secret))
    if use is domain.Use.NEXT:
        uow.save(store.keep(item, family.rotate(successor, context.clock())))
        uow.commit()
    access_token = _access_token(context, someone, family.email, held.family_id)
    following = domain.RefreshToken(held.family_id, successor, family.person_id)
    return Session(someone.person_id, access_token, str(following))


@retrying
def sign_out(context: Context, refresh_token: str = "") -> None:
    """End the user's session, and that of the refresh token, because the access token may have expired.

    Does nothing if they have ended before. Knowing only a session's id isn't enough to end it.
    """
    held = domain.RefreshToken.of(refresh_token)
    places = {one: OnceItem.session(one) for one in (context.principal.session, held.family_id) if one}
    read = context.store.together([], places.values()).once
    uow = context.begin()
    for family_id, place in places.items():
        item = read.get(place)
        family = store.family(item)
        if item is None or family is None:
            continue
        shown = family_id == held.family_id and family.use(held.secret, context.clock()) is not domain.Use.COPIED
        if shown or family_id == context.principal.session:
            uow.delete(item)
    uow.commit()


def me(context: Context, *also: tuple[str, str]) -> Person:
    """Return the signed-in user, if the session hasn't ended; `also` is read with it, for the next step.

    An access token outlives its session by some minutes. That is good enough for reading a page, but not for changing
    an account.
    """
    person_id, place = access.person(context), OnceItem.session(context.principal.session)
    read = context.store.together([Person.key(person_id), *also], [place])
    family = store.family(read.once.get(place))
    if family is None or family.person_id != person_id:
        raise SignInRequired
    someone = read.item(Person, Person.key(person_id))
    if someone is None:
        raise NotFound
    return someone


def account(context: Context) -> tuple[Person, Mailbox | None]:
    """Return the signed-in user, and what is known about the address they signed in with."""
    key = Mailbox.key(context.principal.email)
    return me(context, key), context.store.get(Mailbox, *key)


@retrying
def change_me(context: Context, changes: dict[str, str], expected: str) -> Person:
    """Change the user's name, form of address, locale or zone: from now on these apply everywhere."""
    someone = me(context)
    someone.expect(expected)
    for name, value in changes.items():
        setattr(someone, name, value)
    someone.own = sorted({*someone.own, *changes})
    uow = context.begin()
    uow.save(someone)
    uow.publish(PersonChanged(someone.person_id), aggregate=someone)
    uow.commit()
    return someone


def meet_participant(context: Context, event: Event[ApplicationAccepted]) -> None:
    """Give an accepted applicant an account, which contains only the address.

    What the application says about them comes from one programme, and maybe from its organizer's file.
    """
    accepted = event.data
    if context.store.get(Person, *Person.key(accepted.person_id)) is not None:
        return
    participant = context.store.get(Participant, *Participant.key(accepted.programme_id, accepted.participant_id))
    if participant is None:
        raise NotFound
    someone = Person(
        *Person.key(accepted.person_id),
        person_id=accepted.person_id,
        email=participant.email,
        registered_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(someone)
    uow.publish(PersonRegistered(accepted.person_id), aggregate=someone)
    uow.commit()


def know_address(context: Context, event: Event[AddressConfirmed]) -> None:
    """Mark an address as confirmed, because somebody answered from the link mailed to it."""
    data = event.data
    one = context.store.get(Application, *Application.key(data.programme_id, data.application_id))
    if one is None:
        raise NotFound
    _know(context, [one.email])


def know_pair(context: Context, event: Event[PairAgreed]) -> None:
    """Mark both addresses as confirmed: both said yes, from the links in their mails or signed in."""
    data = event.data
    keys = [Participant.key(data.programme_id, one) for one in (data.mentor_id, data.mentee_id)]
    _know(context, [one.email for one in context.store.get_many(Participant, keys)])


@retrying
def _know(context: Context, emails: list[str]) -> None:
    uow = context.begin()
    known = {(one.pk, one.sk) for one in context.store.get_many(Address, [Address.key(one) for one in emails])}
    for email in dict.fromkeys(emails):
        if Address.key(email) not in known:
            person_id = person_id_of(context, email)
            at = clock.iso(context.clock())
            uow.save(Address(*Address.key(email), person_id=person_id, email=email, verified_at=at))
    uow.commit()
