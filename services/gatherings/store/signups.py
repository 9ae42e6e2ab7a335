"""Sign-ups, waiting lists and seats: items ↔ domain, and what a transaction changes of them together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.signup import Room, SignUp
from mentoring import clock
from mentoring.tables.gatherings.signup import GatheringSeats, Queued
from mentoring.tables.gatherings.signup import SignUp as Item
from mentoring.tables.vocabulary import Seat, SignUpState

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Plan
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.gatherings.gathering import Gathering
    from mentoring.tables.recruitment import Participant


def load(context: Context, gathering_id: str, person_id: str) -> Item | None:
    """Return somebody's sign-up."""
    return context.store.get(Item, *Item.key(gathering_id, person_id))


def new(gathering: Gathering, part: Participant, seat: Seat) -> Item:
    """Return a sign-up of somebody who hasn't signed up yet."""
    return Item(
        *Item.key(gathering.gathering_id, part.person_id),
        gathering_id=gathering.gathering_id,
        programme_id=gathering.programme_id,
        person_id=part.person_id,
        participant_id=part.participant_id,
        seat=seat,
        state=SignUpState.CANCELLED,
        at="",
    )


def read(item: Item) -> SignUp:
    """Return a sign-up's item as a domain object."""
    until = clock.parse(item.offered_until) if item.offered_until else None
    return SignUp(item.seat, item.state, until, item.round, item.photos)


def seats(context: Context, gathering_id: str) -> GatheringSeats | None:
    """Return the seats of a gathering; None before it is announced."""
    return context.store.get(GatheringSeats, *GatheringSeats.key(gathering_id))


def rooms(plan: Plan, found: GatheringSeats | None) -> list[Room]:
    """Return the seats of each kind that a gathering has."""
    if found is None:
        return [Room(seat, most) for seat, most in plan.seats.items()]
    return [Room(seat, found.capacity(seat), found.taken(seat), found.waiting(seat)) for seat in plan.seats]


def save(context: Context, uow: UnitOfWork, item: Item, after: SignUp, now: datetime) -> None:
    """Put a sign-up into its item and the transaction, with its place on the waiting list and the seats it changes."""
    before = read(item)
    numbers = {name: number for name, number in _difference(before, after).items() if number}
    if item.waits and after.state != SignUpState.WAITING:
        place = context.store.get(Queued, *Queued.at(item.gathering_id, item.waits))
        if place is not None:
            uow.delete(place)
        item.waits = ""
    elif item.waits and after.seat != before.seat:
        place = context.store.get(Queued, *Queued.at(item.gathering_id, item.waits))
        if place is not None:
            place.seat = after.seat
            uow.save(place)
    elif not item.waits and after.state == SignUpState.WAITING:
        key = Queued.key(item.gathering_id, int(now.timestamp() * 1000), item.person_id)
        uow.save(Queued(*key, gathering_id=item.gathering_id, person_id=item.person_id, seat=after.seat))
        item.waits = key[1]
    if after.stands and not before.stands:
        item.at = clock.iso(now)
    item.seat, item.state, item.round, item.photos = after.seat, after.state, after.round, after.photos
    item.offered_until = clock.iso(after.offered_until) if after.offered_until else None
    item.set_due(after.offered_until)
    item.place()
    uow.save(item)
    if numbers:
        uow.add(GatheringSeats.sum(item.programme_id, item.gathering_id), **numbers)


def _difference(before: SignUp, after: SignUp) -> dict[str, int]:
    """Return how many more seats are taken, and how many more people wait, of each kind."""
    found = {f"{what}_{seat}": 0 for what in ("taken", "waiting") for seat in Seat}
    for one, more in ((before, -1), (after, 1)):
        if one.is_seated:
            found[f"taken_{one.seat}"] += more
        elif one.state == SignUpState.WAITING:
            found[f"waiting_{one.seat}"] += more
    return found
