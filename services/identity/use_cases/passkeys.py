"""Passkeys: making one, what somebody has, removing one, and signing in with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from identity.domain import passkeys as domain
from identity.domain.passkeys import PasskeyRefused, TooManyPasskeys
from identity.use_cases.accounts import me, with_me
from identity.use_cases.sessions import Session, open_session
from mentoring import clock, ids, links
from mentoring.errors import DomainError, NotFound
from mentoring.events.identity import PasskeyAdded
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.identity import Passkey, Person, SessionList
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from mentoring.context import Context

SIGN_IN, MAKE = "passkey", "passkey_new"
"""What a challenge is for: one to sign in makes no passkey, and the other way round."""


def party() -> domain.Party:
    """Return for whom passkeys are made here: the host of the public URL."""
    return domain.Party(urlsplit(settings().public_url).hostname or "", settings().origin)


def _challenge(context: Context, purpose: str, person_id: str = "") -> str:
    """Return a challenge; it is signed and says itself how long it lives, so that asking for one writes nothing."""
    expires_at = context.clock() + domain.CHALLENGE_LIFETIME
    return links.sign(purpose, ids.new(), expires_at=expires_at, person_id=person_id)


def _answered(context: Context, purpose: str, challenge: str) -> links.Link:
    try:
        return links.read(purpose, challenge, context.clock())
    except DomainError as error:
        raise PasskeyRefused from error


def mine(context: Context) -> list[Passkey]:
    """Return the user's passkeys, oldest first."""
    someone = me(context)
    return _of(context, someone.person_id)


def _of(context: Context, person_id: str) -> list[Passkey]:
    return sorted(context.store.query(Passkey, *Passkey.of(person_id)), key=lambda one: one.made_at)


def to_make(context: Context) -> dict[str, Any]:
    """Return what the user's browser is asked for to make a passkey."""
    someone = me(context)
    return _to_make(context, someone, _of(context, someone.person_id))


def shown(context: Context) -> tuple[list[Passkey], dict[str, Any] | None]:
    """Return the user's passkeys, and the same as `to_make` where browsers can make one, else None."""
    someone = me(context)
    found = _of(context, someone.person_id)
    return found, _to_make(context, someone, found) if party().has_name else None


def _to_make(context: Context, someone: Person, found: list[Passkey]) -> dict[str, Any]:
    known = [one.credential_id for one in found]
    challenge = _challenge(context, MAKE, someone.person_id)
    return party().creation(challenge, someone.person_id, someone.email, known)


@retrying
def make(context: Context, name: str, credential: str) -> Passkey:
    """Keep the passkey that the user's browser made; raises `PasskeyRefused` and `TooManyPasskeys`."""
    from identity import ceremonies  # noqa: PLC0415 - few requests bring a passkey

    sent = domain.Sent.read(credential)
    answered = _answered(context, MAKE, sent.challenge)
    place = OnceItem.challenge(answered.subject)
    someone, read = with_me(context, once=[place])
    if place in read.once or answered.person_id != someone.person_id:
        raise PasskeyRefused
    known = _of(context, someone.person_id)
    if len(known) >= domain.MOST:
        raise TooManyPasskeys
    kept, counted = ceremonies.register(party(), credential, sent.challenge)
    passkey_id = domain.id_of(sent.credential_id)
    if any(one.passkey_id == passkey_id for one in known):
        raise PasskeyRefused
    one = Passkey(
        *Passkey.key(someone.person_id, passkey_id),
        passkey_id=passkey_id,
        credential_id=sent.credential_id,
        name=name,
        kept=kept,
        counted=counted,
        made_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.once(place, domain.CHALLENGE_LIFETIME)
    uow.save(one)
    uow.publish(PasskeyAdded(someone.person_id, passkey_id), aggregate=someone)
    uow.commit()
    return one


@retrying
def remove(context: Context, passkey_id: str) -> None:
    """Remove one of the user's passkeys; raises `NotFound`."""
    key = Passkey.key(context.principal.person_id, passkey_id)
    _, read = with_me(context, [key])
    found = read.item(Passkey, key)
    if found is None:
        raise NotFound
    uow = context.begin()
    uow.delete(found)
    uow.commit()


def offered(context: Context) -> dict[str, Any] | None:
    """Return the same as `to_sign_in` where browsers can do it, else None."""
    return to_sign_in(context) if party().has_name else None


def to_sign_in(context: Context) -> dict[str, Any]:
    """Return what a browser is asked for to sign in with whichever passkey it has for this host."""
    return party().request(_challenge(context, SIGN_IN))


@retrying
def sign_in(context: Context, credential: str, device: str) -> Session:
    """Sign in with a passkey; raises `PasskeyRefused`, the same for whatever is wrong."""
    from identity import ceremonies  # noqa: PLC0415 - few requests bring a passkey

    sent = domain.Sent.read(credential)
    answered = _answered(context, SIGN_IN, sent.challenge)
    place, key = OnceItem.challenge(answered.subject), Passkey.key(sent.person_id, domain.id_of(sent.credential_id))
    whose = Person.key(sent.person_id)
    read = context.store.together([whose, key, SessionList.key(sent.person_id)], [place])
    found, someone = read.item(Passkey, key), read.item(Person, whose)
    if found is None or someone is None or place in read.once:
        raise PasskeyRefused
    found.counted = ceremonies.prove(party(), credential, sent.challenge, found.kept, found.counted)
    found.used_at = clock.iso(context.clock())
    uow = context.begin()
    uow.once(place, domain.CHALLENGE_LIFETIME)
    uow.save(found)
    session = open_session(context, uow, someone, someone.email, device)
    uow.commit()
    return session
