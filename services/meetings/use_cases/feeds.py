"""Calendar feeds: addresses that a person's calendar program fetches, and what it finds there.

The secret in the address is derived from a nonce with the signing key, and only its hash is stored: who reads the
tables can fetch no feed, and the address can be shown again. After the signing key was replaced for good it still
works, but isn't shown any more.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from meetings import store
from mentoring import access, calendar, clock, gatherings, links, rooms
from mentoring.errors import NotFound
from mentoring.i18n import LOCALES, translations
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item as Base
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.meetings import Feed, FeedAddress, PairCalendar
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.pairing import Pair, PairMember
from mentoring.tables.vocabulary import GatheringState, SignUpState
from mentoring.tables.workspace import RoomKey
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


DAY = timedelta(days=1)
BEHIND, AHEAD = 14 * DAY, 62 * DAY
"""Which meetings a programme's feed shows; a person's shows all."""
OF_PEOPLE, OF_PROGRAMMES = "/calendar/", "/calendar/programmes/"
"""Where feeds are: those of programmes come from a function that can't open what pairs write."""
MOST = 500
"""How many meetings of a month a programme's feed shows."""


@dataclass(frozen=True)
class Address:
    """The address of a feed: empty `url` if there is none, or none that can be shown; `made_at` is empty if none."""

    url: str
    made_at: str

    @property
    def works(self) -> bool:
        """Return whether there is one."""
        return bool(self.made_at)


@dataclass(frozen=True)
class Shown:
    """What an address shows: `tag` changes with it, and `content` makes it."""

    tag: str
    content: Callable[[], bytes]


# Addresses -----------------------------------------------------------------------------------------------------------


def address(context: Context, programme_id: str = "") -> Address:
    """Return the address of the user's own feed, or of theirs of a programme they organize."""
    person_id = _owner(context, programme_id)
    return _address(context.store.get(FeedAddress, *FeedAddress.key(person_id, programme_id)))


@retrying
def make(context: Context, programme_id: str = "") -> Address:
    """Give a feed an address; one that it had stops working."""
    return _make(context, _owner(context, programme_id), programme_id)


@retrying
def revoke(context: Context, programme_id: str = "") -> None:
    """Let the address of a feed stop working."""
    _revoke(context, _owner(context, programme_id), programme_id)


def organized(context: Context, programme_id: str) -> Programme:
    """Return a programme whose calendar the user may have: any of its organizers, for it shows facts alone."""
    person_id = access.person(context)
    also = [FeedAddress.key(person_id, programme_id), Person.key(person_id)]
    return access.organizer(context, programme_id, access.ORGANIZERS, also=also)


def _owner(context: Context, programme_id: str) -> str:
    if programme_id:
        organized(context, programme_id)
    return access.person(context)


def _address(known: FeedAddress | None) -> Address:
    if known is None or not known.digest:
        return Address("", "")
    made = links.keyed_by_each("feed", known.person_id, known.programme_id, known.nonce)
    secret = next((one for one in made if _digest(one) == known.digest), "")
    place = f"{OF_PROGRAMMES if known.programme_id else OF_PEOPLE}{secret}.ics"
    return Address(links.url(place) if secret else "", known.made_at)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _make(context: Context, person_id: str, programme_id: str) -> Address:
    key = FeedAddress.key(person_id, programme_id)
    known = context.store.get(FeedAddress, *key)
    one = known or FeedAddress(*key, person_id=person_id, programme_id=programme_id)
    old = one.digest if known is not None else ""
    one.nonce, one.made_at = secrets.token_urlsafe(16), clock.iso(context.clock())
    one.digest = _digest(links.keyed("feed", person_id, programme_id, one.nonce))
    _replace(context, one, old)
    return _address(one)


def _revoke(context: Context, person_id: str, programme_id: str) -> None:
    known = context.store.get(FeedAddress, *FeedAddress.key(person_id, programme_id))
    if known is None or not known.digest:
        return
    old, known.digest = known.digest, ""
    _replace(context, known, old)


def _replace(context: Context, one: FeedAddress, old: str) -> None:
    """Save an address and what it leads to, instead of the feed with the old digest."""
    uow = context.begin()
    before = context.store.get(Feed, *Feed.key(old)) if old else None
    if before is not None:
        uow.delete(before)
    uow.save(one)
    if one.digest:
        uow.save(Feed(*Feed.key(one.digest), person_id=one.person_id, programme_id=one.programme_id))
    uow.commit()


# What they show ------------------------------------------------------------------------------------------------------


def of_person(context: Context, secret: str) -> Shown:
    """Return what the address of somebody's own feed shows; raises `NotFound` for one that isn't or was revoked."""
    feed = _known(context, secret)
    if feed.programme_id:
        raise NotFound
    return _of_person(context, feed.person_id)


def of_programme(context: Context, secret: str) -> Shown:
    """Return what the address of a programme's feed shows; raises `NotFound` for one that isn't or was revoked."""
    feed = _known(context, secret)
    if not feed.programme_id:
        raise NotFound
    return _of_programme(context.acting_as(feed.person_id), feed.programme_id)


def _known(context: Context, secret: str) -> Feed:
    feed = context.store.get(Feed, *Feed.key(_digest(secret)))
    if feed is None:
        raise NotFound
    return feed


def _of_person(context: Context, person_id: str) -> Shown:
    pair_ids = [one.pair_id for one in context.store.listed(PairMember, *PairMember.listed(person_id))]
    signed_up = context.store.listed(SignUp, *SignUp.listed(person_id))
    seats = [one for one in signed_up if one.state == SignUpState.GOING]
    kinds = (Pair.key, PairCalendar.key, RoomKey.key)
    keys = [Person.key(person_id), *(key(one) for one in pair_ids for key in kinds)]
    read = context.store.get_many(Base, [*keys, *(Gathering.key(one.programme_id, one.gathering_id) for one in seats)])
    locale = _locale(context, person_id)
    pairs = [one for one in read if isinstance(one, Pair)]
    seen = [f"{one.pk} {one.tag}" for one in read if isinstance(one, PairCalendar)]
    names = [f"{one.mentor_name} {one.mentee_name}" for one in pairs]
    gathered = [one for one in read if isinstance(one, Gathering)]
    seen += [f"{one.pk} {one.sk} {one.tag}" for one in (*gathered, *seats)]
    tag = hashlib.sha256("\n".join([locale, *seen, *names]).encode()).hexdigest()
    return Shown(tag[:32], lambda: _content(context, pairs, locale, _gathered(context, gathered, seats, locale)))


def _gathered(
    context: Context, found: Sequence[Gathering], seats: Sequence[SignUp], locale: str
) -> list[calendar.Entry]:
    """Return the gatherings somebody has a seat at, as their calendar shows them."""
    by_id = {one.gathering_id: one for one in seats}
    now = context.clock()
    return [gatherings.entry(one, by_id[one.gathering_id], locale, now) for one in found]


def _locale(context: Context, person_id: str) -> str:
    account = context.store.get(Person, *Person.key(person_id))
    return account.locale if account is not None and account.locale in LOCALES else LOCALES[0]


def _of_programme(context: Context, programme_id: str) -> Shown:
    """Return when the pairs of a programme meet, for whoever organizes it still: no place, no agenda."""
    programme = organized(context, programme_id)
    locale = _locale(context, access.person(context))
    begin, end = (clock.iso(context.clock() + days) for days in (-BEHIND, AHEAD))
    months = dict.fromkeys(clock.iso(context.clock() + number * DAY)[:7] for number in range(-BEHIND.days, AHEAD.days))
    pages = [context.store.listed_page(Item, *Item.listed(programme_id, month), limit=MOST).items for month in months]
    found = [one for page in pages for one in page if begin <= one.starts_at < end]
    seen = [f"{one.meeting_id} {one.sequence} {one.state}" for one in found]
    told = (GatheringState.ANNOUNCED, GatheringState.ENDED)
    planned = context.store.query(Gathering, *Gathering.of(programme_id))
    gathered = [one for one in planned if one.state in told and begin <= one.starts_at < end]
    seen += [f"{one.gathering_id} {one.tag}" for one in gathered]
    tag = hashlib.sha256("\n".join([locale, programme.name, *seen]).encode()).hexdigest()
    return Shown(tag[:32], lambda: _facts(context, programme, found, gathered, locale))


def _facts(
    context: Context, programme: Programme, found: Sequence[Item], gathered: Sequence[Gathering], locale: str
) -> bytes:
    """Return the calendar of a programme: who meets when, and what all do together."""
    ids = dict.fromkeys(one.pair_id for one in found)
    pairs = {one.pair_id: one for one in context.store.get_many(Pair, [Pair.key(one) for one in ids])} if ids else {}
    entries = [_fact(context, one, pairs[one.pair_id], locale) for one in found if one.pair_id in pairs]
    entries += [gatherings.entry(one, None, locale, context.clock()) for one in gathered]
    return calendar.feed(entries, programme.name)


def _fact(context: Context, meeting: Item, pair: Pair, locale: str) -> calendar.Entry:
    words = translations("meetings", locale)
    link = links.url(f"/monitoring/{pair.programme_id}")
    title = words.gettext("Meeting of a pair: %(mentor)s and %(mentee)s")
    return calendar.Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        status=calendar.status_of(meeting),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        summary=title % {"mentor": pair.mentor_name, "mentee": pair.mentee_name},
        place="",
        description="",
        organizer=None,
        attendees=(),
        stamp=context.clock(),
        link=link,
        locale=locale,
    )


def _content(context: Context, pairs: Sequence[Pair], locale: str, gathered: Sequence[calendar.Entry]) -> bytes:
    """Return the calendar of somebody's pairs, and the gatherings they come to.

    Of meetings what stands or took place, without the agenda, which stays in rooms.
    """
    ids = {one.pair_id: [*store.known(store.calendar(context, one.pair_id))] for one in pairs}
    keys = [Item.key(pair_id, one) for pair_id, meetings in ids.items() for one in meetings]
    of = {one.pair_id: one for one in pairs}
    found = sorted(context.store.get_many(Item, keys) if keys else [], key=lambda one: (one.starts_at, one.meeting_id))
    name = translations("meetings", locale).gettext("Mentoring meetings")
    shown = [entry(context, one, of[one.pair_id], locale) for one in found if not one.is_choice]
    return calendar.feed([*shown, *gathered], name)


def entry(context: Context, meeting: Item, pair: Pair, locale: str) -> calendar.Entry:
    """Return a meeting as somebody's own calendar shows it, who adds it by themselves; its place is opened."""
    words = translations("meetings", locale)
    place = Opened(meeting, rooms.key(context, pair.pair_id)).place
    link = links.url(f"/meetings/pair/{pair.pair_id}/{meeting.meeting_id}")
    call = calendar.call_in(place)
    join, about = words.gettext("Video call:"), words.gettext("Everything about this meeting:")
    said = [f"{join} {call}"] if call else []
    return calendar.Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        status=calendar.status_of(meeting),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        summary=calendar.title(pair.mentor_name, pair.mentee_name, locale),
        place=place,
        description="\n\n".join([*said, f"{about} {link}"]),
        organizer=None,
        attendees=(),
        stamp=context.clock(),
        link=link,
        locale=locale,
    )


def as_invited(context: Context, meeting: Item, pair: Pair, locale: str) -> calendar.Entry:
    """Return a meeting as its invitation told it, for who adds it beside that: one of a plan is an exception to it."""
    one = entry(context, meeting, pair, locale)
    if not meeting.plan_id:
        return one
    instead_of = clock.parse(meeting.planned_at)
    return replace(one, uid=meeting.calendar_uid, zone=meeting.zone, instead_of=instead_of)
