"""Sessions: what one is, how it is renewed and ended, and which of them somebody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity import domain, store
from identity.use_cases.accounts import me, with_me
from mentoring import access, clock, ids, links
from mentoring.errors import NotFound, SignInRequired
from mentoring.events.identity import SessionCopied
from mentoring.store import retrying
from mentoring.tables.identity import Person, SessionList
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


@dataclass(frozen=True)
class OpenSession:
    """One of somebody's sessions as they see it; `device` is as in `domain.devices.of`."""

    session_id: str
    device: str
    began_at: str
    used_at: str
    this: bool


def open_session(context: Context, uow: UnitOfWork, someone: Person, email: str, device: str) -> Session:
    """Put a new session into the transaction and return it; with too many, the one used longest ago ends."""
    family_id, secret = ids.new(), domain.new_secret()
    family = domain.Family.begin(someone.person_id, email, secret, device, context.clock())
    uow.save(store.keep(OnceItem(OnceItem.session(family_id)), family))
    _enlist(context, uow, someone.person_id, family_id)
    token = _token(family_id, secret, someone.person_id)
    return Session(someone.person_id, _access_token(context, someone, family_id), token)


def _enlist(context: Context, uow: UnitOfWork, person_id: str, family_id: str) -> None:
    key = SessionList.key(person_id)
    listed = context.store.get(SessionList, *key) or SessionList(*key)
    if len(listed.families) < domain.MOST_SESSIONS:
        listed.families = [*listed.families, family_id]
    else:
        found = store.families(context, person_id, listed.families)
        listed.families, ended = domain.with_one_more({one: kept[1] for one, kept in found.items()}, family_id)
        for one in ended:
            uow.delete(found[one][0])
    uow.save(listed)


def _token(family_id: str, secret: str, person_id: str) -> str:
    seal = links.keyed("refresh-seal", family_id, secret)
    return str(domain.RefreshToken(family_id, secret, person_id, seal))


def _access_token(context: Context, someone: Person, family_id: str) -> str:
    """Return a token that names the main address, whichever the session was opened with.

    Whether somebody organizes is asked here, once in five minutes, so that no page has to.
    """
    organizes = {"organizes": "yes"} if access.organizes(context, someone.person_id) else {}
    return links.sign(
        "access",
        someone.person_id,
        expires_at=context.clock() + domain.ACCESS_LIFETIME,
        email=someone.email,
        locale=someone.locale,
        zone=someone.zone,
        session=family_id,
        **organizes,
    )


def _use(context: Context, family: domain.Family, held: domain.RefreshToken) -> domain.Use:
    """Return what using a token means now."""
    sealed = held.was_made(links.keyed_by_each("refresh-seal", held.family_id, held.secret))
    return family.use(held.secret, context.clock(), sealed=sealed)


@retrying
def refresh(context: Context, token: str) -> Session:
    """Renew a session; using a token that was replaced earlier ends it, and its person is told: it was copied."""
    held = domain.RefreshToken.of(token)
    whose = [Person.key(held.person_id)] if held.person_id else []
    item = context.store.together(whose, [OnceItem.session(held.family_id)]).once.get(OnceItem.session(held.family_id))
    family = store.family(item)
    if item is None or family is None:
        raise SignInRequired
    use = _use(context, family, held)
    uow = context.begin()
    if use is domain.Use.COPIED:
        uow.delete(item)
        uow.publish(SessionCopied(family.person_id, family.device))
        uow.commit()
        raise SignInRequired
    someone = context.store.get(Person, *Person.key(family.person_id)) if use is not domain.Use.OVER else None
    if someone is None:
        raise SignInRequired
    if family.began_at is None:
        _take_in(context, uow, family, held.family_id)
    successor = family.successor(use, links.keyed_by_each("refresh", held.family_id, held.secret))
    if use is domain.Use.NEXT:
        uow.save(store.keep(item, family.rotate(successor, context.clock())))
        uow.commit()
    access_token = _access_token(context, someone, held.family_id)
    return Session(someone.person_id, access_token, _token(held.family_id, successor, family.person_id))


def _take_in(context: Context, uow: UnitOfWork, family: domain.Family, family_id: str) -> None:
    """List a session of an earlier version; raises `SignInRequired` if its person has ended all since."""
    listed = context.store.get(SessionList, *SessionList.key(family.person_id))
    if listed is not None and clock.iso(family.rotated_at) <= listed.all_ended_at:
        raise SignInRequired
    _enlist(context, uow, family.person_id, family_id)


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
        shown = family_id == held.family_id and _use(context, family, held) in (domain.Use.NEXT, domain.Use.ECHO)
        if shown or family_id == context.principal.session:
            uow.delete(item)
    uow.commit()


def mine(context: Context) -> list[OpenSession]:
    """Return the user's sessions, this one first, then by when they were last used."""
    someone = me(context, SessionList.key(context.principal.person_id))
    listed = context.store.get(SessionList, *SessionList.key(someone.person_id))
    family_ids = dict.fromkeys([context.principal.session, *(listed.families if listed else [])])
    found = store.families(context, someone.person_id, family_ids)
    shown = [
        OpenSession(
            one,
            family.device,
            clock.iso(family.began_at) if family.began_at else "",
            clock.iso(family.rotated_at),
            this=one == context.principal.session,
        )
        for one, (_, family) in found.items()
    ]
    by_use = sorted(shown, key=lambda one: one.used_at, reverse=True)
    return sorted(by_use, key=lambda one: not one.this)


@retrying
def end(context: Context, session_id: str) -> None:
    """End one of the user's sessions; raises `NotFound` for what isn't theirs, or has ended."""
    key, place = SessionList.key(context.principal.person_id), OnceItem.session(session_id)
    someone, read = with_me(context, [key], [place])
    item = read.once.get(place)
    family = store.family(item)
    if item is None or family is None or not family.is_open(someone.person_id, context.clock()):
        raise NotFound
    uow = context.begin()
    uow.delete(item)
    listed = read.item(SessionList, key)
    if listed is not None and session_id in listed.families:
        listed.families = [one for one in listed.families if one != session_id]
        uow.save(listed)
    uow.commit()


@retrying
def end_all(context: Context, *, but_this: bool) -> None:
    """End all of the user's sessions, or all but the one they are in.

    Who signs in at the same moment either comes before and is signed out, too, or after it: both change the same list.
    """
    key = SessionList.key(context.principal.person_id)
    someone = me(context, key)
    listed = context.store.get(SessionList, *key) or SessionList(*key)
    this = context.principal.session
    found = store.families(context, someone.person_id, dict.fromkeys([this, *listed.families]))
    uow = context.begin()
    for one, (item, _) in found.items():
        if not (but_this and one == this):
            uow.delete(item)
    listed.families = [this] if but_this else []
    listed.all_ended_at = clock.iso(context.clock())
    uow.save(listed)
    uow.commit()
