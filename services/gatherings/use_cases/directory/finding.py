"""Finding people: a page of the directory, somebody in it, and who of it comes to a gathering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import directory as store
from gatherings.use_cases.looking import pair_keys, viewer
from mentoring.errors import NotFound
from mentoring.store import Page
from mentoring.tables.gatherings.directory import EVERYBODY, DirectoryCard, DirectoryEntry, Introduction
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.pairing import Pair
from mentoring.tables.vocabulary import SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.domain.directory import Card
    from gatherings.use_cases.looking import Viewer
    from mentoring.context import Context
    from mentoring.store.port import Store

MOST_PAGES = 4
"""How many pages are read until somebody fits who is looked for in two ways."""


@dataclass(frozen=True)
class Found:
    """Somebody in the directory; `is_me` is the reader, `may_ask` whether the reader can ask to meet them.

    `is_partner`: they could, but the two are a pair and know each other; `asked` is what the reader asked before.
    """

    entry_id: str
    roles: tuple[str, ...]
    card: Card
    is_me: bool
    may_ask: bool
    is_partner: bool = False
    asked: Introduction | None = None


@dataclass(frozen=True)
class Directory:
    """Who looks into the directory of a programme; `mine` is their own entry."""

    viewer: Viewer
    mine: DirectoryEntry | None


def directory(context: Context, programme_id: str) -> Directory:
    """Return the directory for who takes part in the programme or organizes it; raises `NotFound` for others."""
    key = DirectoryEntry.key(programme_id, context.principal.person_id)
    who = viewer(context, programme_id, key, pairs=True)
    return Directory(who, context.store.get(DirectoryEntry, *key))


def found(context: Context, seen: Directory, topic: str, language: str, after: str, limit: int) -> Page[Found]:
    """Return a page of those whom the user can find, by name; by a topic, a language (its code), or both.

    One query of as many cards as a page has; looked for in both ways, at most `MOST_PAGES` of them until one fits, so a
    page may have less, or nobody, without being the last one.
    """
    who = seen.viewer
    if who.is_over:
        return Page([])
    whom = EVERYBODY if who.organizes or len(who.roles) > 1 else next(iter(who.roles))
    place = DirectoryCard.found(who.programme.programme_id, whom, topic, language)
    page = _fitting(context.store, place, language if topic else "", after, limit)
    if not page.items:
        return Page([], page.next)
    asked, partners = _asked(context, who), _partners(context, who)
    return Page([_seen(who, partners, one, asked.get(one.person_id)) for one in page.items], page.next)


def _fitting(store: Store, place: tuple[str, str], language: str, after: str, limit: int) -> Page[DirectoryCard]:
    for _ in range(MOST_PAGES):
        page = store.page(DirectoryCard, *place, after=after, limit=limit)
        items = [one for one in page.items if not language or language in one.card["languages"]]
        if items or not page.next:
            break
        after = page.next
    return Page(items, page.next)


def _asked(context: Context, who: Viewer) -> dict[str, Introduction]:
    """Return whom the user asked to meet: at most about five a week, forgotten after a month unless they met."""
    if not who.parts:
        return {}
    found = context.store.query(Introduction, *Introduction.of(who.programme.programme_id, who.person_id))
    return {one.asked_person_id: one for one in found}


def _partners(context: Context, who: Viewer) -> frozenset[str]:
    """Return with whom the user is in a pair of the programme that goes on; read only if they are in one."""
    keys = pair_keys(who.mine, who.programme.programme_id)
    pairs = context.store.get_many(Pair, keys) if keys else []
    both = {each for one in pairs if not one.closed_at for each in (one.mentor_person_id, one.mentee_person_id)}
    return frozenset(both - {who.person_id})


def _seen(
    who: Viewer, partners: frozenset[str], one: DirectoryCard | DirectoryEntry, asked: Introduction | None = None
) -> Found:
    mine, theirs = one.person_id == who.person_id, one.person_id in partners
    finds = not mine and any(one.found_by.admits(role) for role in who.roles)
    is_partner = finds and theirs
    return Found(one.entry_id, tuple(one.roles), store.card_of(one.card), mine, finds and not theirs, is_partner, asked)


def one(context: Context, programme_id: str, entry_id: str) -> tuple[Viewer, DirectoryCard, Found]:
    """Return somebody whom the user can find; raises `NotFound` for everybody else."""
    key = DirectoryCard.key(programme_id, entry_id)
    who = viewer(context, programme_id, key, pairs=True)
    card = context.store.get(DirectoryCard, *key)
    if card is None or who.is_over:
        raise NotFound
    seen = _seen(who, _partners(context, who), card)
    if not (seen.may_ask or seen.is_partner or seen.is_me or who.organizes):
        raise NotFound
    return who, card, seen


def company(context: Context, who: Viewer, gathering_id: str, after: str, limit: int) -> Page[Found]:
    """Return who comes to a gathering (`reading.one`), of those who let the user know it.

    Read are a page of sign-ups, and the entries of those who have a seat.
    """
    if who.is_over:
        return Page([])
    page = context.store.page(SignUp, *SignUp.of(gathering_id), after=after, limit=limit)
    going = [one.person_id for one in page.items if one.state == SignUpState.GOING and one.person_id != who.person_id]
    keys = [DirectoryEntry.key(who.programme.programme_id, one) for one in going]
    entries = [one for one in (context.store.get_many(DirectoryEntry, keys) if keys else []) if one.at_gatherings]
    partners = _partners(context, who) if entries else frozenset()
    seen = [_seen(who, partners, one) for one in entries]
    return Page([one for one in seen if one.may_ask or one.is_partner or who.organizes], page.next)
