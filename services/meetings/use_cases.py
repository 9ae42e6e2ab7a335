"""What a pair does with its meetings, and what time does."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from meetings import domain, store
from mentoring import access, clock, ids, work
from mentoring import people as known
from mentoring.errors import NotFound, Stale
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingEnded,
    MeetingHeld,
    MeetingNotHeld,
    MeetingProposed,
    MeetingReminderDue,
    MeetingRescheduled,
)
from mentoring.store import retrying
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import PairCalendar
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairClosed
    from mentoring.store import Page, UnitOfWork


def _item(context: Context, pair: Pair, starts_at: datetime, minutes: int, zone: str) -> Item:
    meeting_id = ids.new()
    return Item(
        *Item.key(pair.pair_id, meeting_id),
        meeting_id=meeting_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        starts_at=clock.iso(starts_at),
        minutes=minutes,
        zone=zone,
        state=MeetingState.PROPOSED,
        proposed_by=context.principal.person_id,
        accepted_by=[context.principal.person_id],
        uid=f"{meeting_id}@tandem",
    )


def minutes_of(context: Context, pair: Pair) -> int:
    """Return how long the programme's meetings take."""
    programme = context.store.get(Programme, *Programme.key(pair.programme_id))
    return programme.meeting_minutes if programme else 60


@retrying
def propose(  # noqa: PLR0913 - a meeting has that many facts
    context: Context,
    pair_id: str,
    starts_at: datetime,
    zone: str,
    *,
    minutes: int = 0,
    place: str = "",
    agenda: str = "",
) -> Item:
    """Propose a time; the other one is asked. The same time proposed again by the same person is the same proposal."""
    pair = _open_pair(context, pair_id)
    now = context.clock()
    domain.check_time(starts_at, now)
    calendar, known = store.calendar(context, pair_id), store.of_pair(context, pair_id)
    item = _item(context, pair, starts_at, minutes or minutes_of(context, pair), zone)
    for one in known:
        if store.read(one).is_same_proposal(store.read(item)):
            return one
    _check_free(context, pair, item, known)
    item.place, item.agenda = place, agenda
    store.keep(item, store.read(item), now)
    uow = context.begin()
    uow.save(calendar)
    uow.save(item)
    uow.publish(
        MeetingProposed(
            pair.programme_id, pair_id, item.meeting_id, context.principal.person_id, item.starts_at, item.sequence
        ),
        aggregate=item,
    )
    uow.commit()
    return item


def _check_free(context: Context, pair: Pair, item: Item, known: Iterable[Item]) -> None:
    """Raise `Invalid` when the two can't meet at the proposed time of a meeting, as far as is known now."""
    wanted = store.read(item)
    others = [store.read(one) for one in known if one.meeting_id != item.meeting_id]
    days = store.days(context, pair, item.meeting_id, None, replace(wanted, state=MeetingState.CONFIRMED))
    domain.check_proposed(wanted, others, days.busy())


def _open_pair(context: Context, pair_id: str) -> Pair:
    pair = access.pair_member(context, pair_id, also=[PairCalendar.key(pair_id)])
    if pair.outcome:
        raise domain.MeetingDecided
    return pair


@retrying
def log(context: Context, pair_id: str, starts_at: datetime, zone: str, minutes: int = 0) -> Item:
    """Note a meeting that took place without us."""
    pair = _open_pair(context, pair_id)
    now = context.clock()
    calendar = store.calendar(context, pair_id)
    item = _item(context, pair, starts_at, minutes or minutes_of(context, pair), zone)
    by = context.principal.person_id
    done = replace(store.read(item), state=MeetingState.HELD, outcome=MeetingOutcome.HELD, said_by=(by,), said_at=now)
    days = store.days(context, pair, item.meeting_id, None, done)
    domain.check_past(done, clock.parse(pair.agreed_at), _known(context, pair_id), days.busy(), now)
    uow = context.begin()
    _held(context, uow, item, done, calendar)
    days.keep(uow)
    uow.commit()
    return item


def _known(context: Context, pair_id: str) -> list[domain.Meeting]:
    return [store.read(one) for one in store.of_pair(context, pair_id)]


def _load(context: Context, pair_id: str, meeting_id: str) -> tuple[Pair, Item]:
    pair = _open_pair(context, pair_id)
    item = store.load(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    return pair, item


@retrying
def accept(context: Context, pair_id: str, meeting_id: str, sequence: int | None = None) -> Item:
    """Say yes to the time with this `sequence`; raise `AlreadyBusy` when one of the two has another meeting then."""
    now = context.clock()
    pair, item = _load(context, pair_id, meeting_id)
    before = store.read(item).expect(sequence)
    after = before.accept(context.principal.person_id, now)
    if after == before:
        return item
    days = _free_days(context, pair, item, before, after)
    store.keep(item, after, now)
    uow = context.begin()
    uow.save(item)
    days.keep(uow)
    uow.publish(
        MeetingConfirmed(item.programme_id, pair_id, meeting_id, item.starts_at, after.sequence), aggregate=item
    )
    uow.commit()
    return item


def _free_days(context: Context, pair: Pair, item: Item, before: domain.Meeting, after: domain.Meeting) -> store.Days:
    """Return the days a meeting is going to take; raise `AlreadyBusy` when one of the two has another meeting then."""
    days = store.days(context, pair, item.meeting_id, before, after)
    busy = days.busy()
    if busy:
        raise domain.busy_as(context.principal.person_id, busy)
    return days


@retrying
def move(context: Context, pair_id: str, meeting_id: str, starts_at: datetime, sequence: int | None = None) -> Item:
    """Propose another time for a meeting, proposed or confirmed, in place of the one with this `sequence`."""
    now = context.clock()
    domain.check_time(starts_at, now)
    pair, item = _load(context, pair_id, meeting_id)
    calendar, known = store.calendar(context, pair_id), store.of_pair(context, pair_id)
    by = context.principal.person_id
    before = store.read(item).expect(sequence)
    after = before.move(by, starts_at)
    store.keep(item, after, now)
    _check_free(context, pair, item, known)
    uow = context.begin()
    uow.save(calendar)
    uow.save(item)
    store.days(context, pair, meeting_id, before, after).keep(uow)
    uow.publish(
        MeetingRescheduled(item.programme_id, pair_id, meeting_id, by, item.starts_at, after.sequence), aggregate=item
    )
    uow.commit()
    return item


@retrying
def cancel(context: Context, pair_id: str, meeting_id: str, sequence: int | None = None) -> Item:
    """Call a meeting off, or decline the time with this `sequence`; a confirmed one counts as not held."""
    pair, item = _load(context, pair_id, meeting_id)
    store.read(item).expect(sequence)
    uow = context.begin()
    _cancel(context, uow, pair, item, context.principal.person_id)
    uow.commit()
    return item


def _cancel(context: Context, uow: UnitOfWork, pair: Pair, item: Item, by: str) -> None:
    now = context.clock()
    before = store.read(item)
    after = before.cancel()
    confirmed = before.state == MeetingState.CONFIRMED
    if confirmed:
        after = replace(after, state=MeetingState.NOT_HELD, outcome=before.cancelled_as(now))
        uow.publish(MeetingNotHeld(item.programme_id, item.pair_id, item.meeting_id, after.outcome), aggregate=item)
    store.days(context, pair, item.meeting_id, before, after).keep(uow)
    store.keep(item, after, now)
    uow.save(item)
    uow.publish(
        MeetingCancelled(item.programme_id, item.pair_id, item.meeting_id, by, after.sequence, was_confirmed=confirmed),
        aggregate=item,
    )


@retrying
def decide(context: Context, pair_id: str, meeting_id: str, outcome: MeetingOutcome) -> Item:
    """Say whether the meeting took place: `held` or why not; who said it may correct it."""
    pair, item = meeting(context, pair_id, meeting_id)
    before = store.read(item)
    after = before.decide(context.principal.person_id, outcome, context.clock())
    if after == before:
        return item
    calendar = store.calendar(context, pair_id)
    corrected = after.state == MeetingState.HELD and before.state == MeetingState.NOT_HELD
    if corrected and domain.is_taken(after, _known(context, pair_id)):
        raise domain.TimeTaken
    days = _free_days(context, pair, item, before, after)
    uow = context.begin()
    days.keep(uow)
    if after.state == MeetingState.HELD and before.state != MeetingState.HELD:
        _held(context, uow, item, after, calendar)
    else:
        store.keep(item, after, context.clock())
        uow.save(item)
    if after.state == MeetingState.NOT_HELD and after.outcome != before.outcome:
        uow.publish(MeetingNotHeld(item.programme_id, pair_id, meeting_id, outcome), aggregate=item)
    uow.commit()
    return item


def _held(context: Context, uow: UnitOfWork, item: Item, after: domain.Meeting, calendar: PairCalendar) -> None:
    """Count a held meeting; `calendar` was read before, so that no two have the same number."""
    uow.save(calendar)
    held = [one for one in store.of_pair(context, item.pair_id) if one.state == MeetingState.HELD]
    item.number = len(held) + 1
    store.keep(item, after, context.clock())
    uow.save(item)
    uow.publish(
        MeetingHeld(
            item.programme_id, item.pair_id, item.meeting_id, item.starts_at, item.number, presumed=after.presumed
        ),
        aggregate=item,
    )


def meetings(context: Context, pair_id: str) -> tuple[Pair, list[Item]]:
    """Return a pair and its meetings to its members."""
    return access.pair_member(context, pair_id), store.of_pair(context, pair_id)


def meeting(context: Context, pair_id: str, meeting_id: str) -> tuple[Pair, Item]:
    """Return a pair and one of its meetings to its members."""
    also = [Item.key(pair_id, meeting_id), PairCalendar.key(pair_id)]
    pair, item = access.pair_member(context, pair_id, also=also), store.load(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    return pair, item


def meeting_of_link(context: Context, pair_id: str, meeting_id: str) -> Item:
    """Return the meeting a signed link is about; raises `NotFound`."""
    item = store.load(context, pair_id, meeting_id)
    if item is None:
        raise NotFound
    return item


def may_change(context: Context, item: Item) -> bool:
    """Return whether who is signed in may still move or cancel a meeting."""
    return store.read(item).may_change(context.principal.person_id, context.clock())


def has_begun(context: Context, item: Item) -> bool:
    """Return whether the time of a meeting has come."""
    return store.read(item).has_begun(context.clock())


def moved_by_other(item: Item, person_id: str, sequence: int) -> bool:
    """Return whether the other one has moved a meeting since a person was told of its time with this number."""
    return store.read(item).moved_by_other(person_id, sequence)


def zone_of(context: Context, pair_id: str, person_id: str) -> str:
    """Return the zone in which one of a pair gets mails, or nothing when that isn't known."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        return ""
    participant_id = pair.mentor_id if person_id == pair.mentor_person_id else pair.mentee_id
    participant = context.store.get(Participant, *Participant.key(pair.programme_id, participant_id))
    return known.today(context, [participant])[0].zone if participant else ""


def tick(context: Context) -> dict[str, int]:
    """Do what is due: reminders, the question after a meeting, presumption; running it twice does nothing more.

    Return how many of each this part did.
    """
    counts = {"reminded": 0, "ended": 0, "presumed": 0, "lapsed": 0, "moved_on": 0}

    def advance(due: list[Item]) -> None:
        for item in due:
            with suppress(Stale):
                counts[_advance(context, item)] += 1

    now = context.clock()
    work.in_parts(context, lambda after, limit: context.store.due_page(Item, now, after=after, limit=limit), advance)
    return counts


SCHEDULES = {"meetings": tick}
"""What is looked at every five minutes, by the name under which it goes on when it takes several parts."""


def _advance(context: Context, item: Item) -> str:
    now = context.clock()
    meeting = store.read(item)
    what = meeting.due(now)
    ids_of = (item.programme_id, item.pair_id, item.meeting_id)
    uow = context.step()
    if what is domain.Due.PRESUMED:
        presumed = replace(meeting, state=MeetingState.HELD, outcome=MeetingOutcome.HELD, presumed=True)
        _held(context, uow, item, presumed, store.calendar(context, item.pair_id))
        uow.commit()
        return "presumed"
    if isinstance(what, Reminder):
        meeting = replace(meeting, reminded=(*meeting.reminded, what))
        uow.publish(MeetingReminderDue(*ids_of, what), aggregate=item)
    elif what is domain.Due.ENDED:
        meeting = replace(meeting, state=MeetingState.TO_CONFIRM)
        uow.publish(MeetingEnded(*ids_of), aggregate=item)
    elif what is domain.Due.LAPSED:
        meeting = replace(meeting, state=MeetingState.CANCELLED)
        uow.publish(MeetingCancelled(*ids_of, "system", meeting.sequence, was_confirmed=False), aggregate=item)
    store.keep(item, meeting, now)
    uow.save(item)
    uow.commit()
    return "reminded" if isinstance(what, Reminder) else what or "moved_on"


def close(context: Context, event: Event[PairClosed]) -> None:
    """The process has ended: what was still ahead is cancelled, one meeting after the other, each repeatable."""
    closed = event.data
    pair = context.store.get(Pair, *Pair.key(closed.pair_id))
    if pair is None:
        raise NotFound

    def read(after: str, limit: int) -> Page[Item]:
        return store.page_of_pair(context, closed.pair_id, after, limit)

    def call_off_all(known: list[Item]) -> None:
        for item in known:
            if item.state in domain.OPEN:
                _call_off(context, pair, item.meeting_id)

    work.in_parts(context, read, call_off_all)


@retrying
def _call_off(context: Context, pair: Pair, meeting_id: str) -> None:
    item = store.load(context, pair.pair_id, meeting_id)
    if item is None or item.state not in domain.OPEN:
        return
    uow = context.step()
    _cancel(context, uow, pair, item, "system")
    uow.commit()
