"""Pairs follow the stage of their programme, and end once their time for a summary is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, work
from mentoring.errors import NotFound
from mentoring.store import Page, retrying
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ProgrammeStage
from pairing import domain
from pairing.use_cases.expiry import end_hopeless
from pairing.use_cases.facts import pair_of
from pairing.use_cases.pairs import close, give_back, restage

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.events.recruitment import ProgrammeStageChanged
    from mentoring.store import UnitOfWork

FOLLOWING_TOGETHER = 30
"""Pairs updated to their programme's stage per transaction: three items each at most, and the programme."""


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
    pair = pair_of(context, pair_id)
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
        known = {one.programme_id: one for one in found}
        for pair in overdue:
            ended += _end_overdue(context, pair.pair_id, known.get(pair.programme_id))

    now = context.clock()
    work.in_parts(context, lambda after, limit: context.store.due_page(Pair, now, after=after, limit=limit), end)
    return {"ended": ended}


@retrying
def _end_overdue(context: Context, pair_id: str, programme: Programme | None) -> bool:
    """End a process whose time for a summary is over; return whether it was still open and due."""
    pair = pair_of(context, pair_id)
    if pair.outcome or not pair.due_at or pair.due_at > clock.iso(context.clock()):
        return False
    if not pair.closing_at:
        return _see_again(context, pair)
    uow = context.step()
    close(context, uow, pair, domain.ends_as(pair.meetings_held, pair.plans(programme)), "system")
    give_back(context, uow, pair, programme)
    uow.commit()
    return True


def _own_end(pair: Pair, now: datetime) -> datetime | None:
    """Return when a pair of an ongoing programme comes to its end, if that is still ahead."""
    at = clock.parse(pair.ends_at) if pair.ends_at else None
    return at if at is not None and at > now else None


def _see_again(context: Context, pair: Pair) -> bool:
    """Check a pair against its programme some time after its agreement, or at its own end; return whether it ended.

    Closing lists pairs by an index, on which a pair that was agreed just before may have been missing.
    """
    programme = _programme_of(context, pair.programme_id)
    pair.set_due(_own_end(pair, context.clock()))
    uow = context.step()
    _follow_one(context, uow, pair, programme, context.clock())
    if uow:
        uow.require(programme)
    else:
        uow.save(pair)
    uow.commit()
    return bool(pair.outcome)


def follow_programme(context: Context, event: Event[ProgrammeStageChanged]) -> None:
    """Update pairs to their programme's stage: closing, back to their own stage, or ended.

    Whoever has met keeps the time for a summary in a closed programme too; then `end_overdue` ends them.

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
    own_end = bool(pair.ends_at) and _own_end(pair, context.clock()) is None
    closing_at = clock.iso(at) if programme.stage in domain.CLOSING or own_end else None
    if programme.stage == ProgrammeStage.CLOSED and not domain.writes_on(
        pair.meetings_held, pair.due_at if pair.closing_at else "", context.clock()
    ):
        outcome = domain.ends_as(pair.meetings_held, pair.plans(programme))
        close(context, uow, pair, outcome, "system")
    elif bool(pair.closing_at) != bool(closing_at):
        pair.closing_at = closing_at
        pair.set_due(at + domain.SUMMARY_WITHIN if closing_at else _own_end(pair, context.clock()))
        restage(uow, pair)
        uow.save(pair)
