"""Pairs: who may read them; they rest, go on, end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, walltime
from mentoring.errors import NotFound
from mentoring.events.pairing import PairClosed, PairPaused, PairStageChanged
from mentoring.people import participants
from mentoring.rolling import is_ongoing
from mentoring.store import Page, retrying
from mentoring.tables.core import ANY, Item
from mentoring.tables.pairing import Pair, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import FORMING, PairOutcome
from pairing import domain, store
from pairing.use_cases.expiry import look_further

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import OrganizerRole


def pairs(context: Context, programme_id: str, after: str = "", limit: int = 50) -> Page[Pair]:
    """Return a page of a programme's pairs, for its organizers."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    return context.store.listed_page(Pair, *Pair.listed(programme_id), after=after, limit=limit)


def read_pair(context: Context, pair_id: str) -> Pair:
    """Return a pair, for its members and the organizers."""
    return _read_pair(context, pair_id, access.ORGANIZERS)


def _read_pair(context: Context, pair_id: str, roles: tuple[OrganizerRole, ...], *, with_seats: bool = False) -> Pair:
    """Return a pair, for its members and for organizers in one of the roles, who read its seats along."""
    person_id = access.person(context)
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    if person_id not in (pair.mentor_person_id, pair.mentee_person_id):
        seats = [Seats.key(pair.programme_id, one) for one in (pair.mentor_id, pair.mentee_id)] if with_seats else []
        access.organizer(context, pair.programme_id, roles, also=seats)
    return pair


def organized_pair(context: Context, programme_id: str, pair_id: str) -> tuple[Programme, Pair]:
    """Return a programme and one of its pairs, ended or not, for an organizer who may decide."""
    programme = access.organizer(context, programme_id, also=[Pair.key(pair_id)])
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None or pair.programme_id != programme_id:
        raise NotFound
    return programme, pair


def own_pair(context: Context, pair_id: str) -> Pair:
    """Return the user's pair, ended ones too, to its mentor and mentee alone."""
    return access.pair_member(context, pair_id)


def mine(context: Context, pair_id: str) -> tuple[Pair, Participant, str]:
    """Return the user's pair, the user as a participant of today, and what the partner is called; ended ones too.

    The programme, in whose colour the page is, is read along.
    """
    pair = own_pair(context, pair_id)
    mentors = context.principal.person_id == pair.mentor_person_id
    mine = pair.mentor_id if mentors else pair.mentee_id
    context.store.get_many(Item, [Programme.key(pair.programme_id), Participant.key(pair.programme_id, mine)])
    (me,) = participants(context, pair.programme_id, [mine])
    return pair, me, pair.mentee_name if mentors else pair.mentor_name


def _own_or_organized(context: Context, pair_id: str, tag: str, *, with_seats: bool = False) -> Pair:
    """Return a pair that goes on and is as it was seen under a tag, for its two and for whoever may decide."""
    pair = _read_pair(context, pair_id, access.EDITORS, with_seats=with_seats)
    pair.expect(tag)
    if pair.outcome:
        raise domain.PairEnded
    return pair


@retrying
def pause(context: Context, pair_id: str, until: datetime | None, tag: str = ANY) -> Pair:
    """Pause the process of a pair that is as it was seen under a tag, until a future instant; None continues it."""
    return rest(context, _own_or_organized(context, pair_id, tag), until)


def rest(context: Context, pair: Pair, until: datetime | None) -> Pair:
    """Let a process that was read rest, or go on, in one transaction; see `pause`. What is so already isn't told."""
    now = context.clock()
    wanted = None if until is None else clock.iso(walltime.coming(until, now))
    if wanted == pair.paused_until or (wanted is None and not pair.rests(now)):
        return pair
    pair.paused_until = wanted
    uow = context.begin()
    uow.save(pair)
    by = context.principal.person_id
    uow.publish(PairPaused(pair.programme_id, pair.pair_id, pair.paused_until or "", by), aggregate=pair)
    uow.commit()
    return pair


@retrying
def close_early(context: Context, pair_id: str, reason: str, tag: str = ANY, *, rematch: bool = False) -> Pair:
    """End the process of a pair that is as it was seen under a tag, without blame; both places are free again.

    With `rematch`, an organizer's decision, the mentee is matched again at once.
    """
    pair = _own_or_organized(context, pair_id, tag, with_seats=True)
    if rematch:
        access.organizer(context, pair.programme_id)
    return finish(context, pair, reason, rematch=rematch)


def finish(context: Context, pair: Pair, reason: str, *, rematch: bool) -> Pair:
    """End a process that was read early, in one transaction; see `close_early`."""
    pair.rematch = rematch
    uow = context.begin()
    end_early(context, uow, pair, context.principal.person_id, reason)
    if rematch:
        look_further(uow, pair.programme_id, pair.pair_id, [pair.mentee_id], pair_id=pair.pair_id)
    uow.commit()
    return pair


@retrying
def match_again(context: Context, pair_id: str, tag: str = ANY) -> Pair:
    """Have the mentee of a process that ended early, and is as it was seen under a tag, matched again.

    An organizer's decision; what is decided already isn't told again. Raises `NotMatchedAgain` where nobody is to be.
    """
    known = context.store.get(Pair, *Pair.key(pair_id))
    if known is None:
        raise NotFound
    programme, pair = organized_pair(context, known.programme_id, pair_id)
    if pair.rematch:
        return pair
    pair.expect(tag)
    if not may_match_again(context, programme, pair):
        raise domain.NotMatchedAgain
    pair.rematch = True
    uow = context.begin()
    uow.save(pair)
    look_further(uow, pair.programme_id, pair.pair_id, [pair.mentee_id], pair_id=pair.pair_id)
    uow.commit()
    return pair


def may_match_again(context: Context, programme: Programme, pair: Pair) -> bool:
    """Return whether an organizer may still have the mentee of a process that ended early matched again.

    Nobody is looked for where the search would pass over them: who has left, or has a pair or an open proposal by now.
    """
    ended = pair.outcome is PairOutcome.CLOSED_EARLY and not pair.is_undone
    possible = ended and programme.stage in FORMING
    return possible and store.has_place(context, pair.programme_id, pair.mentee_id)


def end_early(context: Context, uow: UnitOfWork, pair: Pair, by: str, reason: str) -> None:
    """Add to the transaction that a process ends early and both places are free; `by` is a person id."""
    close(context, uow, pair, PairOutcome.CLOSED_EARLY, by, reason)
    for seats in store.seats_of(context, pair):
        seats.taken, seats.alone_since = seats.taken - 1, clock.iso(context.clock())
        uow.save(seats)


def give_back(context: Context, uow: UnitOfWork, pair: Pair, programme: Programme | None) -> None:
    """Add to the transaction that the mentor of a pair that came to its end has its place again.

    Only in an ongoing programme, which goes on; the mentee has had their pair.
    """
    if programme is None or not is_ongoing(programme):
        return
    seats = context.store.get(Seats, *Seats.key(pair.programme_id, pair.mentor_id))
    if seats is not None:
        seats.taken = seats.taken - 1
        uow.save(seats)


def close(context: Context, uow: UnitOfWork, pair: Pair, outcome: PairOutcome, by: str, reason: str = "") -> None:
    """Put the end of a process into the transaction; `by` is a person id, or `system`."""
    pair.closed_at, pair.closed_by, pair.close_reason = clock.iso(context.clock()), by, reason
    pair.outcome = outcome
    pair.set_due(None)
    restage(uow, pair)
    uow.save(pair)
    uow.publish(PairClosed(pair.programme_id, pair.pair_id, outcome, by), aggregate=pair)


def restage(uow: UnitOfWork, pair: Pair) -> None:
    """Update the stage from the facts, and publish a change."""
    before, pair.stage = pair.stage, store.facts(pair).stage
    if pair.stage != before:
        uow.publish(PairStageChanged(pair.programme_id, pair.pair_id, before, pair.stage), aggregate=pair)
