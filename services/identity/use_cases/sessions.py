"""Sessions: what one is, how it is renewed and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity import domain, store
from mentoring import ids, links
from mentoring.errors import SignInRequired
from mentoring.store import retrying
from mentoring.tables.identity import Person
from mentoring.tables.once import OnceItem
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork


@dataclass(frozen=True)
class Session:
    """The result of signing in or renewing: an access token (5 minutes) and a refresh token (30 days, used once)."""

    person_id: str
    access_token: str
    refresh_token: str
    next: str = ""


def open_session(context: Context, uow: UnitOfWork, someone: Person, email: str) -> Session:
    """Put a new session into the transaction and return it."""
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
