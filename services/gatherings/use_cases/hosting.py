"""Whoever holds a gathering seats those who are there in rooms, moves people by hand, and runs the clock of a round.

Every change is based on a version of the one item that has all rounds, so two hosts at once lose nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from gatherings.domain import breakout as domain
from gatherings.domain.turns import NotNow
from gatherings.rooms.given import MORE, Refused
from gatherings.rooms.moving import Move, Tried, tried
from gatherings.rooms.reseating import follow, reseat
from gatherings.rooms.seating import seat
from gatherings.store import breakouts as store
from gatherings.store import gatherings
from gatherings.use_cases import jitsi
from gatherings.use_cases.acquainted import acquaintance
from gatherings.use_cases.attended import Hosted, hosted
from gatherings.use_cases.holding import holder
from mentoring.errors import NotFound
from mentoring.events.gatherings import BreakoutRoomsChanged
from mentoring.store import retrying
from mentoring.tables.gatherings.breakout import Breakout as Item
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.vocabulary import BreakoutState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gatherings.domain.breakout import Breakout
    from mentoring.context import Context
    from mentoring.tables.vocabulary import RoundPress


@dataclass(frozen=True)
class Wish:
    """What rooms a host wants: people in a room, rounds, minutes of each, and what happens if people can't be split.

    `pattern` is the link of rooms with `{room}`; `ready` makes one at meet.jit.si that nobody guesses.
    """

    size: int
    rounds: int
    minutes: int
    odd: str = MORE
    pattern: str = ""
    ready: bool = False


def rooms_of(context: Context, programme_id: str, gathering_id: str) -> Hosted:
    """Return a gathering with its rooms to an organizer who decides."""
    return hosted(context, programme_id, gathering_id)


@retrying
def seat_all(context: Context, programme_id: str, gathering_id: str, wish: Wish, expected: str) -> Item:
    """Seat all who are there; until the first round begins it can be done again, with other rooms each time.

    Raises `TooFewThere`, `TooManyThere`, `RoundsGoOn`.
    """
    found = hosted(context, programme_id, gathering_id)
    item = found.breakout or store.new(programme_id, gathering_id)
    item.expect(expected)
    before = store.read(item) if not item.is_new else None
    if before is not None and before.has_begun:
        raise domain.RoundsGoOn
    there = _enough([one.person_id for one in found.present])
    pattern = jitsi.pattern(gathering_id, domain.PLACE) if wish.ready else wish.pattern
    parts = {one.person_id: one.part.participant_id for one in found.present}
    after = domain.Breakout(parts, (), wish.size, wish.minutes, wish.odd, (before.seed + 1) if before else 0)
    after = after.with_links(pattern, before.links if before else ())
    known = acquaintance(context, found)
    after = replace(after, rounds=seat(known.given(there, after, wish.rounds)).rounds)
    return _keep(context, item, after, known.brings(after))


def _enough(people: list[str]) -> list[str]:
    if len(people) < domain.FEWEST_IN_ROOM:
        raise domain.TooFewThere
    if len(people) > domain.MOST_SEATED:
        raise domain.TooManyThere(params={"most": domain.MOST_SEATED})
    return people


@dataclass(frozen=True)
class Changed:
    """Who has no seat though they are there, and who has one though they aren't."""

    came: list[str]
    left: list[str]


def changed(found: Hosted) -> Changed:
    """Return who has to be seated, or gives up a seat, in the round that comes or runs."""
    if found.breakout is None:
        return Changed([], [])
    breakout = store.read(found.breakout)
    there = {one.person_id for one in found.present}
    seated = {one for room in breakout.now for one in room}
    names = [one.person_id for one in found.rows]
    return Changed([one for one in names if one in there - seated], [one for one in names if one in seated - there])


@retrying
def seat_again(context: Context, programme_id: str, gathering_id: str, expected: str) -> tuple[Item, int]:
    """Seat those who came late and free the seats of those who aren't there, and make the rounds that are left anew.

    In the round that comes or runs as few people move as can be; returns how many. Raises `NotNow` without a round.
    """
    found = hosted(context, programme_id, gathering_id)
    item = _there(found.breakout)
    item.expect(expected)
    before = store.read(item)
    if before.is_over:
        raise NotNow
    there = _enough([one.person_id for one in found.present])
    known = acquaintance(context, found)
    now = reseat(known.given(there, before, 1, before.done), before.now)
    done = (*before.done, now.rooms)
    left = len(before.rounds) - len(done)
    rest = follow(known.given(there, before, left), done).rounds if left else ()
    seats = {one for rooms in (*done, *rest) for room in rooms for one in room}
    parts = dict(before.people) | {one.person_id: one.part.participant_id for one in found.present}
    people = {person_id: part for person_id, part in parts.items() if person_id in seats}
    after = replace(before, people=people, rounds=(*done, *rest))
    return _keep(context, item, after, known.brings(after)), len(now.moved)


@dataclass(frozen=True)
class Hand:
    """A move by hand: in which round and into which room, both from 0, and who takes the place, or nobody."""

    person_id: str
    round: int
    room: int
    swap_with: str = ""


def tried_move(context: Context, programme_id: str, gathering_id: str, hand: Hand) -> tuple[Hosted, Tried]:
    """Return what a move would bring, without making it; raises `NotFound` for one that can't be."""
    found = hosted(context, programme_id, gathering_id)
    if found.breakout is None:
        raise NotFound
    breakout = store.read(found.breakout)
    return found, _tried(context, found, breakout, hand)[0]


@retrying
def move(context: Context, programme_id: str, gathering_id: str, hand: Hand, expected: str) -> tuple[Item, Tried]:
    """Move somebody to another room, or swap two; return what it brought."""
    found = hosted(context, programme_id, gathering_id)
    item = _there(found.breakout)
    item.expect(expected)
    before = store.read(item)
    made, brings = _tried(context, found, before, hand)
    return _keep(context, item, replace(before, rounds=made.rounds), brings), made


def _tried(context: Context, found: Hosted, breakout: Breakout, hand: Hand) -> tuple[Tried, dict[str, Any]]:
    if breakout.is_over or not breakout.nth <= hand.round < len(breakout.rounds):
        raise NotNow
    known = acquaintance(context, found)
    move = Move(hand.round, hand.person_id, hand.room, hand.swap_with)
    try:
        made = tried(known.whole(breakout), breakout.rounds, move)
    except Refused as refused:
        raise NotFound from refused
    return made, known.brings(replace(breakout, rounds=made.rounds))


@retrying
def change_links(
    context: Context, programme_id: str, gathering_id: str, pattern: str, typed: Sequence[str], expected: str
) -> Item:
    """Change the links of rooms: a pattern, and those of single rooms."""
    item = _own(context, programme_id, gathering_id)
    item.expect(expected)
    return _keep(context, item, store.read(item).with_links(pattern, tuple(typed)))


@retrying
def turn(
    context: Context, programme_id: str, gathering_id: str, press: RoundPress, minutes: int, expected: str
) -> Item:
    """Press a button of the clock."""
    item = _own(context, programme_id, gathering_id)
    item.expect(expected)
    return _keep(context, item, store.read(item).turned(press, minutes, context.clock()))


def _own(context: Context, programme_id: str, gathering_id: str) -> Item:
    """Return the rooms to an organizer who decides, in one round trip; raises `NotFound`."""
    keys = [Gathering.key(programme_id, gathering_id), Item.key(gathering_id)]
    holder(context, programme_id, gathering_id, keys)
    if gatherings.load(context, programme_id, gathering_id) is None:
        raise NotFound
    return _there(store.load(context, gathering_id))


def _there(item: Item | None) -> Item:
    if item is None:
        raise NotFound
    return item


def _keep(context: Context, item: Item, after: Breakout, brings: dict[str, Any] | None = None) -> Item:
    store.keep(item, after, context.clock(), brings)
    uow = context.begin()
    uow.save(item)
    told = BreakoutRoomsChanged(item.programme_id, item.gathering_id, item.state.value, item.nth)
    uow.publish(told, aggregate=item)
    uow.commit()
    return item


@dataclass(frozen=True)
class Sat:
    """That somebody sat in a room in a round, both from 1."""

    round: int
    room: int
    email: str


def sat(context: Context, programme_id: str, gathering_id: str) -> list[Sat]:
    """Return who sat where, in the rounds that took place and the one that runs, for organizers; raises `NotFound`."""
    found = hosted(context, programme_id, gathering_id)
    if not found.organizes:  # the host sees no addresses
        raise NotFound
    if found.breakout is None:
        return []
    breakout = store.read(found.breakout)
    runs = breakout.state in (BreakoutState.RUNNING, BreakoutState.PAUSED)
    emails = {one.person_id: one.part.email for one in found.rows}
    return [
        Sat(nth, number, emails[one])
        for nth, rooms in enumerate(breakout.rounds[: breakout.nth + runs], 1)
        for number, room in enumerate(rooms, 1)
        for one in sorted(room, key=lambda one: emails.get(one, ""))
        if one in emails
    ]


def read(found: Hosted) -> Breakout | None:
    """Return the rooms as a domain object."""
    return store.read(found.breakout) if found.breakout is not None else None


def of(item: Item) -> Breakout:
    """Return an item as a domain object."""
    return store.read(item)


def made(context: Context, programme_id: str, gathering_id: str) -> Item:
    """Return the rooms of a gathering to an organizer who decides, in one round trip; raises `NotFound`."""
    return _own(context, programme_id, gathering_id)
