"""Pairs: pausing, ending, and the stage that follows from facts in events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock, work
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.pairing import PairClosed, PairPaused, PairStageChanged
from mentoring.store import Page, retrying
from mentoring.tables.pairing import Pair, Seats
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import PairOutcome, ProgrammeStage
from pairing import domain, store
from pairing.use_cases.proposals import end_hopeless, look_further

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.meetings import MeetingHeld, MeetingNotHeld
    from mentoring.events.pairing import PairAgreed
    from mentoring.events.recruitment import ProgrammeStageChanged
    from mentoring.events.workspace import ContractProposed, ContractSigned, GoalAgreed, SummaryApproved
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import OrganizerRole

    PairFact = ContractProposed | ContractSigned | GoalAgreed | MeetingHeld | MeetingNotHeld

FOLLOWING_TOGETHER = 30
"""Pairs updated to their programme's stage per transaction: three items each at most, and the programme."""


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
    """Return a programme and one of its open pairs, for an organizer who may decide."""
    programme = access.organizer(context, programme_id, also=[Pair.key(pair_id)])
    pair = _own_or_organized(context, pair_id)
    if pair.programme_id != programme_id:
        raise NotFound
    return programme, pair


def _own_or_organized(context: Context, pair_id: str, *, with_seats: bool = False) -> Pair:
    pair = _read_pair(context, pair_id, access.EDITORS, with_seats=with_seats)
    if pair.outcome:
        raise domain.PairEnded
    return pair


@retrying
def pause(context: Context, pair_id: str, until: datetime | None) -> Pair:
    """Pause the process until a future instant; None continues it."""
    pair = _own_or_organized(context, pair_id)
    if until is not None and until <= context.clock():
        raise Invalid(fields={"/until": N_("Choose a day in the future.")})
    wanted = None if until is None else clock.iso(until)
    if wanted == pair.paused_until:
        return pair
    pair.paused_until = wanted
    uow = context.begin()
    uow.save(pair)
    uow.publish(PairPaused(pair.programme_id, pair_id, pair.paused_until or ""), aggregate=pair)
    uow.commit()
    return pair


@retrying
def close_early(context: Context, pair_id: str, reason: str, *, rematch: bool = False) -> Pair:
    """End a process early, without blame; the places of mentor and mentee are free again.

    With `rematch`, an organizer's decision, the mentee is matched again at once.
    """
    pair = _own_or_organized(context, pair_id, with_seats=True)
    if rematch:
        access.organizer(context, pair.programme_id)
    pair.rematch = rematch
    uow = context.begin()
    end_early(context, uow, pair, context.principal.person_id, reason)
    if rematch:
        look_further(uow, pair.programme_id, pair_id, [pair.mentee_id])
    uow.commit()
    return pair


def end_early(context: Context, uow: UnitOfWork, pair: Pair, by: str, reason: str) -> None:
    """Add to the transaction that a process ends early and both places are free; `by` is a person id."""
    _close(context, uow, pair, PairOutcome.CLOSED_EARLY, by, reason)
    for seats in store.seats_of(context, pair):
        seats.taken = seats.taken - 1
        uow.save(seats)


def _close(context: Context, uow: UnitOfWork, pair: Pair, outcome: PairOutcome, by: str, reason: str = "") -> None:
    pair.closed_at, pair.closed_by, pair.close_reason = clock.iso(context.clock()), by, reason
    pair.outcome = outcome
    pair.set_due(None)
    _restage(uow, pair)
    uow.save(pair)
    uow.publish(PairClosed(pair.programme_id, pair.pair_id, outcome, by), aggregate=pair)


def _restage(uow: UnitOfWork, pair: Pair) -> None:
    """Update the stage from the facts, and publish a change."""
    before, pair.stage = pair.stage, store.facts(pair).stage
    if pair.stage != before:
        uow.publish(PairStageChanged(pair.programme_id, pair.pair_id, before, pair.stage), aggregate=pair)


# Events in: facts about pairs ----------------------------------------------------------------------------------------


@retrying
def _note(context: Context, event: Event[PairFact], note: Callable[[Pair, str], None]) -> None:
    """Record a fact on the pair of an event, and update its stage."""
    data = event.data
    pair = _pair_of(context, data.pair_id)
    note(pair, clock.iso(event.meta.occurred_at))
    uow = context.begin()
    _restage(uow, pair)
    uow.save(pair)
    uow.commit()


def _pair_of(context: Context, pair_id: str) -> Pair:
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    return pair


def note_contract_proposed(context: Context, event: Event[ContractProposed]) -> None:
    """A contract was proposed."""

    def note(pair: Pair, at: str) -> None:
        pair.contract_proposed_at = pair.contract_proposed_at or at

    _note(context, event, note)


def note_contract_signed(context: Context, event: Event[ContractSigned]) -> None:
    """Both signed."""

    def note(pair: Pair, at: str) -> None:
        pair.contract_signed_at = pair.contract_signed_at or at

    _note(context, event, note)


def note_goal_agreed(context: Context, event: Event[GoalAgreed]) -> None:
    """The first goal is agreed."""

    def note(pair: Pair, at: str) -> None:
        pair.goal_agreed_at = pair.goal_agreed_at or at

    _note(context, event, note)


def note_meeting(context: Context, event: Event[MeetingHeld | MeetingNotHeld]) -> None:
    """A meeting took place, or turned out not to have: the held ones are counted anew, whatever the order."""

    def note(pair: Pair, _: str) -> None:
        held = store.held_meetings(context, pair.pair_id)
        pair.meetings_held, pair.last_held_at = len(held), max(held, default=None)

    _note(context, event, note)


@retrying
def complete(context: Context, event: Event[SummaryApproved]) -> None:
    """Both approved the summary: complete the process."""
    approved = event.data
    pair = _pair_of(context, approved.pair_id)
    if pair.outcome:
        return
    uow = context.begin()
    _close(context, uow, pair, PairOutcome.COMPLETED, "system")
    uow.commit()


def agreed(context: Context, event: Event[PairAgreed]) -> None:
    """Update a new pair if its programme has stopped forming pairs; end what its mentor has no place for any more.

    Accepting reads the programme's stage without a condition on it, because otherwise all agreements of a programme
    would wait for one another.
    """
    data = event.data
    _follow_now(context, data.pair_id)
    end_hopeless(context, event)


@retrying
def _follow_now(context: Context, pair_id: str) -> None:
    """Update a pair to its programme's current stage, as a change of stage would."""
    pair = _pair_of(context, pair_id)
    programme = _programme_of(context, pair.programme_id)
    uow = context.step()
    _follow_one(context, uow, pair, programme, context.clock())
    if uow:
        uow.require(programme)
        uow.commit()


def end_overdue(context: Context) -> dict[str, int]:
    """End the closing processes whose time for a summary is over; return how many this part ended.

    A new pair is due once earlier: it is checked against its programme again (`domain.SEEN_AGAIN`).
    """
    ended = 0

    def end(overdue: list[Pair]) -> None:
        nonlocal ended
        programmes = {one.programme_id for one in overdue}
        found = context.store.get_many(Programme, [Programme.key(one) for one in sorted(programmes)])
        planned = {one.programme_id: one.planned_meetings for one in found}
        for pair in overdue:
            ended += _end_overdue(context, pair.pair_id, planned.get(pair.programme_id, 0))

    now = context.clock()
    work.in_parts(context, lambda after, limit: context.store.due_page(Pair, now, after=after, limit=limit), end)
    return {"ended": ended}


@retrying
def _end_overdue(context: Context, pair_id: str, planned: int) -> bool:
    """End a process whose time for a summary is over; return whether it was still open and due."""
    pair = _pair_of(context, pair_id)
    if pair.outcome or not pair.due_at or pair.due_at > clock.iso(context.clock()):
        return False
    if not pair.closing_at:
        return _see_again(context, pair)
    uow = context.step()
    _close(context, uow, pair, domain.ends_as(pair.meetings_held, planned), "system")
    uow.commit()
    return True


def _see_again(context: Context, pair: Pair) -> bool:
    """Check a pair against its programme some time after its agreement; return whether it ended.

    Closing lists pairs by an index, on which a pair that was agreed just before may have been missing.
    """
    programme = _programme_of(context, pair.programme_id)
    pair.set_due(None)
    uow = context.step()
    _follow_one(context, uow, pair, programme, context.clock())
    if uow:
        uow.require(programme)
    else:
        uow.save(pair)
    uow.commit()
    return bool(pair.outcome)


# The programme's stage -----------------------------------------------------------------------------------------------


def follow_programme(context: Context, event: Event[ProgrammeStageChanged]) -> None:
    """Update pairs to their programme's stage: closing, back to their own stage, or ended.

    In parts, some pairs per transaction. The programme's state when a pair is written counts, never the event: a late
    event changes nothing, and one followed by a newer change of stage leaves the rest to that one.
    """
    changed = event.data

    def read(after: str, limit: int) -> Page[Pair]:
        if _is_overtaken(context, event):
            return Page([])
        return context.store.listed_page(Pair, *Pair.listed(changed.programme_id), after=after, limit=limit)

    def follow(listed: list[Pair]) -> None:
        _follow(context, event, [one.pair_id for one in listed])

    work.in_parts(context, read, follow, together=FOLLOWING_TOGETHER)


def _is_overtaken(context: Context, event: Event[ProgrammeStageChanged]) -> bool:
    """Return whether the programme has changed its stage again since this event."""
    changed = event.data
    return event.meta.sequence < _programme_of(context, changed.programme_id).stage_version


def _programme_of(context: Context, programme_id: str) -> Programme:
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if programme is None:
        raise NotFound
    return programme


@retrying
def _follow(context: Context, event: Event[ProgrammeStageChanged], pair_ids: list[str]) -> None:
    """Update pairs in one transaction that succeeds only while the programme stays as it was read.

    So an older change of stage can't overwrite a newer one, however late it comes.
    """
    changed = event.data
    programme = _programme_of(context, changed.programme_id)
    found = context.store.get_many(Pair, [Pair.key(one) for one in pair_ids])
    uow = context.step()
    for pair in found:
        _follow_one(context, uow, pair, programme, event.meta.occurred_at)
    if uow:
        uow.require(programme)
    uow.commit()


def _follow_one(context: Context, uow: UnitOfWork, pair: Pair, programme: Programme, at: datetime) -> None:
    """Add the change of a current pair to the transaction, if its programme's stage requires one."""
    if pair.outcome:
        return
    closing_at = clock.iso(at) if programme.stage in domain.CLOSING else None
    if programme.stage == ProgrammeStage.CLOSED:
        outcome = domain.ends_as(pair.meetings_held, programme.planned_meetings)
        _close(context, uow, pair, outcome, "system")
    elif bool(pair.closing_at) != bool(closing_at):
        pair.closing_at = closing_at
        pair.set_due(at + domain.SUMMARY_WITHIN if closing_at else None)
        _restage(uow, pair)
        uow.save(pair)
