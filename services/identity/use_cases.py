"""Signing in and out, and what a person says of themselves."""

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
    """What signing in or renewing gives: an access token (5 minutes) and a refresh token (30 days, used once)."""

    person_id: str
    access_token: str
    refresh_token: str
    next: str = ""


def request_sign_in(context: Context, email: str, locale: str, next_path: str = "", key: str = "") -> str:
    """Note that somebody wants to sign in with an address; the mail follows. Return the request's id.

    The answer is the same for every address, known or not; nothing is read that would tell one from the other. `key`
    says that it is the same request as before, sent again: no second mail. Raises `SignInPaused` when it was asked for
    too often.
    """
    try:
        return _request(context, email, locale, next_path, key)
    except Stale as error:  # so many ask at once that even the count can't be written
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
    """Return the address of a request, and whether its mail is known not to arrive; an empty text when it is over.

    This mail was tried whatever was known of the address before, so how it fares tells nobody who is known here
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
    """Sign in with the link of the mail."""
    item, wish = _request_of(context, links.read("sign_in", token, context.clock()).subject)
    context.store.together(account_keys(wish.email), [])
    return _sign_in(context, item, wish)


def check_link(context: Context, token: str) -> None:
    """Raise what using the link would raise now: its page says it before somebody presses the button."""
    _request_of(context, links.read("sign_in", token, context.clock()).subject)


def _request_of(context: Context, request_id: str) -> tuple[OnceItem, domain.SignInRequest]:
    """Return a request that still works, with its item; raise `SignInExpired`."""
    found = store.load_request(context, request_id)
    if found is None:
        raise domain.SignInExpired
    found[1].check(context.clock())
    return found


@retrying
def sign_in_by_code(context: Context, request_id: str, code: str) -> Session:
    """Sign in with the six digits of the mail; a wrong one is counted, for the request and for the mailbox."""
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
    """Use a request; who it lets in was read with `account_keys`."""
    uow = context.begin()
    uow.save(store.keep(item, replace(wish, used=True)))
    someone = _register(context, uow, wish.email, wish.locale)
    session = _open(context, uow, someone, wish.email)
    uow.commit()
    return replace(session, next=wish.next)


def _register(context: Context, uow: UnitOfWork, email: str, locale: str) -> Person:
    """Return the person of a verified address; create what is missing."""
    now = clock.iso(context.clock())
    person_id = person_id_of(context, email)
    someone = context.store.get(Person, *Person.key(person_id))
    if someone is None:
        someone = Person(*Person.key(person_id), person_id=person_id, email=email, registered_at=now)
        uow.publish(PersonRegistered(person_id), aggregate=someone)
    if not (someone.locale and someone.zone):  # until they say otherwise, they live where they signed in first
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
    """Renew a session; a refresh token that was replaced before ends the whole session (it was copied)."""
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
    """End the session of who is signed in, and that of the refresh token: an access token may have run out.

    Nothing happens when they have ended before. Who only knows a session's id can't end it.
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
    """Return who is signed in, with a session that has not ended; `also` is read with it, for who asks next.

    An access token outlives its session by some minutes. That is enough to read a page, not to change an account.
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
    """Return who is signed in, and what is known of the address they signed in with."""
    key = Mailbox.key(context.principal.email)
    return me(context, key), context.store.get(Mailbox, *key)


@retrying
def change_me(context: Context, changes: dict[str, str], expected: str) -> Person:
    """Change name, form, locale or zone of who is signed in: from now on these are their own everywhere."""
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
    """An accepted applicant has an account from now on, with nothing in it but the address.

    What the application says of them is the word of one programme, and may be its organizer's file.
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
    """Somebody answered from the link mailed to their address: it is confirmed, like one signed in with."""
    data = event.data
    one = context.store.get(Application, *Application.key(data.programme_id, data.application_id))
    if one is None:
        raise NotFound
    _know(context, [one.email])


def know_pair(context: Context, event: Event[PairAgreed]) -> None:
    """Both said yes, from the links in their mails or signed in: their addresses are confirmed."""
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
