"""Organizers plan gatherings: written, changed, announced, cancelled, copied."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gatherings.domain.gathering import AlreadyAnnounced, Gathering, HostUnknown, PeopleUnknown
from gatherings.domain.signup import SeatsInUse
from gatherings.store import gatherings as store
from gatherings.store import signups
from gatherings.use_cases import telling
from mentoring import access, clock, ids, people
from mentoring.errors import NotFound
from mentoring.events.gatherings import (
    GatheringAnnounced,
    GatheringCancelled,
    GatheringChanged,
    GatheringMoved,
    SeatsChanged,
)
from mentoring.store import retrying
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.gatherings.gathering import GatheringsAhead
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.vocabulary import GatheringState, Invited, Seat

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Plan
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


def desk(context: Context, programme_id: str) -> Programme:
    """Return a programme, for those who may plan something in it."""
    return access.organizer(context, programme_id)


def to_change(context: Context, programme_id: str, gathering_id: str) -> tuple[Programme, Item]:
    """Return a programme and one of its gatherings, for those who may change it."""
    keys = [Item.key(programme_id, gathering_id), GatheringSeats.key(gathering_id), GatheringsAhead.key(programme_id)]
    programme = access.organizer(context, programme_id, also=keys)
    item = store.load(context, programme_id, gathering_id)
    if item is None:
        raise NotFound
    return programme, item


def plan_of(item: Item) -> Plan:
    """Return the plan of a gathering."""
    return store.read(item).plan


def create(context: Context, programme_id: str, plan: Plan) -> Item:
    """Plan a gathering, which nobody but organizers sees yet; chosen people are named by address or participant id."""
    access.organizer(context, programme_id)
    gathering = Gathering(_with_people(context, programme_id, plan.checked()))
    item = _new(context, programme_id)
    uow = context.begin()
    uow.save(store.keep(item, gathering))
    uow.commit()
    return item


def _with_people(context: Context, programme_id: str, plan: Plan) -> Plan:
    """Return a plan that names chosen people and host by participant ids; raises `PeopleUnknown`, `HostUnknown`."""
    if plan.host:
        present = [one for one in people.named(context, programme_id, [plan.host])[plan.host] if not one.withdrawn_at]
        if not present:
            raise HostUnknown(fields={"/host": HostUnknown.message})
        plan = replace(plan, host=present[0].participant_id)
    if plan.audience != Invited.CHOSEN:
        return plan
    found = people.named(context, programme_id, plan.chosen)
    unknown = [one for one in plan.chosen if not any(not part.withdrawn_at for part in found[one])]
    if unknown:
        raise PeopleUnknown(fields={"/chosen": PeopleUnknown.message}, who=", ".join(unknown[:10]))
    chosen = (part.participant_id for one in plan.chosen for part in found[one] if not part.withdrawn_at)
    return replace(plan, chosen=tuple(dict.fromkeys(chosen)))


def _new(context: Context, programme_id: str) -> Item:
    gathering_id = ids.new()
    return Item(
        *Item.key(programme_id, gathering_id),
        gathering_id=gathering_id,
        programme_id=programme_id,
        by=context.principal.person_id,
        made_at=clock.iso(context.clock()),
        uid=f"{gathering_id}@tandem",
    )


@retrying
def change(context: Context, programme_id: str, gathering_id: str, plan: Plan, expected: str) -> Item:
    """Change a gathering in the expected version; who holds it in a calendar is told of another time or place.

    Raises `SeatsInUse` for fewer seats than are taken.
    """
    _, item = to_change(context, programme_id, gathering_id)
    item.expect(expected)
    before, now = store.read(item), context.clock()
    after = before.change(_with_people(context, programme_id, plan.checked()), now)
    uow = context.begin()
    store.save(context, uow, item, after)
    if after.stands:
        _keep_seats(context, uow, item, after.plan)
    if after.stands and after != before:
        uow.publish(GatheringChanged(programme_id, gathering_id), aggregate=item)
    if after.sequence != before.sequence:
        uow.publish(GatheringMoved(programme_id, gathering_id, after.sequence), aggregate=item)
    if after.stands and after.plan.host != before.plan.host:
        telling.tell_hosts(context, uow, item, before.plan.host)
    uow.commit()
    return item


def _keep_seats(context: Context, uow: UnitOfWork, item: Item, plan: Plan) -> None:
    """Put the capacity into the seats that people take; there can't be fewer than are taken or waited for."""
    found = signups.seats(context, item.gathering_id)
    if found is None:
        raise NotFound
    most = {seat: plan.seats.get(seat, 0) for seat in Seat}
    for seat, number in most.items():
        used = found.taken(seat) + (found.waiting(seat) if seat not in plan.seats else 0)
        if number is not None and number < used:
            name = "/venue" if seat not in plan.seats else f"/seats_{seat}"
            raise SeatsInUse(fields={name: SeatsInUse.message}, taken=used)
    if {seat: found.capacity(seat) for seat in Seat} == most:
        return
    found.most_online, found.most_in_person = most[Seat.ONLINE], most[Seat.IN_PERSON]
    uow.save(found)
    uow.publish(SeatsChanged(item.programme_id, item.gathering_id), aggregate=item)


@retrying
def announce(context: Context, programme_id: str, gathering_id: str, expected: str) -> Item:
    """Announce a gathering in the expected version: those it is for are invited by mail."""
    _, item = to_change(context, programme_id, gathering_id)
    item.expect(expected)
    now, before = context.clock(), store.read(item)
    after = before.announce(now)
    if after == before:
        return item
    item.announced_at = clock.iso(now)
    uow = context.begin()
    store.save(context, uow, item, after)
    seats = GatheringSeats(*GatheringSeats.key(gathering_id), programme_id=programme_id, gathering_id=gathering_id)
    most = {seat: after.plan.seats.get(seat, 0) for seat in Seat}
    seats.most_online, seats.most_in_person = most[Seat.ONLINE], most[Seat.IN_PERSON]
    uow.save(seats)
    uow.publish(GatheringAnnounced(programme_id, gathering_id), aggregate=item)
    uow.commit()
    return item


@retrying
def cancel(context: Context, programme_id: str, gathering_id: str, expected: str, why: str = "") -> Item:
    """Cancel a gathering in the expected version; everybody who came or waited is told, and their calendars."""
    _, item = to_change(context, programme_id, gathering_id)
    item.expect(expected)
    now, before = context.clock(), store.read(item)
    after = before.cancel(why.strip())
    if after == before:
        return item
    item.cancelled_at = clock.iso(now)
    uow = context.begin()
    store.save(context, uow, item, after)
    uow.publish(GatheringCancelled(programme_id, gathering_id, after.sequence), aggregate=item)
    uow.commit()
    return item


@retrying
def delete(context: Context, programme_id: str, gathering_id: str, expected: str) -> None:
    """Delete a draft in the expected version; what was announced is cancelled instead, and stays to be read."""
    _, item = to_change(context, programme_id, gathering_id)
    item.expect(expected)
    if item.state != GatheringState.DRAFT:
        raise AlreadyAnnounced
    uow = context.begin()
    uow.delete(item)
    uow.commit()


def like(context: Context, of: str, gathering_id: str) -> Plan:
    """Return the plan of a gathering of the programme `of`, for one like it.

    Nobody is chosen, it has no host, and nothing is said of afterwards.
    """
    _, item = to_change(context, of, gathering_id)
    plan = store.read(item).plan
    texts = {locale: one | {"after": ""} for locale, one in plan.texts.items()}
    audience = Invited.EVERYBODY if plan.audience == Invited.CHOSEN else plan.audience
    return replace(plan, texts=texts, audience=audience, chosen=(), host="", sign_up_until=None)


def copy(context: Context, programme_id: str, of: str, gathering_id: str, starts_at: datetime) -> Item:
    """Plan a gathering like one of the programme `of`, at another time."""
    return create(context, programme_id, replace(like(context, of, gathering_id), starts_at=starts_at))
