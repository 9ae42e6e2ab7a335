"""Ongoing programmes: every week those without a pair are paired, by the solver that pairs a whole cohort.

A weekly round is a round like any other: agreed pairs and open proposals are not in it, nobody is proposed twice to the
same person. An organizer confirms it, or it is sent at once where the programme says so.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids, work
from mentoring.batches import batched
from mentoring.errors import Stale
from mentoring.events.pairing import (
    MenteeWaitsLong,
    PairingPreviewed,
    PairingRequested,
    PairingRoundSent,
    WeeklyPairsFound,
)
from mentoring.rolling import Rolling, rolls
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.pairing import Round, Seats, WeeklyPairing
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import RoundState
from pairing import store
from pairing.domain import MENTEE
from pairing.matching.editing import Edits
from pairing.use_cases.following import follow_programme
from pairing.use_cases.rounds import ENDED_BY_SENDING, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import ProgrammeChanged, ProgrammeStageChanged
    from mentoring.store import UnitOfWork

TOLD_TOGETHER = 30
"""Mentees told per transaction that it takes long: two items each."""


# When ----------------------------------------------------------------------------------------------------------------


@retrying
def follow_settings(context: Context, event: Event[ProgrammeChanged]) -> None:
    """Set when people are paired next, by what the programme says now."""
    uow = context.begin()
    _settle(context, uow, event.data.programme_id)
    uow.commit()


def follow_stage(context: Context, event: Event[ProgrammeStageChanged]) -> None:
    """Begin or end to pair people every week, and update the pairs to the programme's stage."""
    _settle_apart(context, event.data.programme_id)
    follow_programme(context, event)


@retrying
def _settle_apart(context: Context, programme_id: str) -> None:
    uow = context.step()
    _settle(context, uow, programme_id)
    if uow:
        uow.commit()


def _settle(context: Context, uow: UnitOfWork, programme_id: str) -> None:
    """Add to the transaction when the programme pairs people next; a time that has come stays for the schedule."""
    programme, kept = _read(context, programme_id)
    if programme is None:
        return
    now, wanted = context.clock(), rolls(programme)
    if kept is None and not wanted:
        return
    kept = kept or WeeklyPairing(*WeeklyPairing.key(programme_id), programme_id=programme_id)
    if wanted and kept.due_at and kept.due_at <= clock.iso(now):
        return
    kept.set_due(Rolling.of(programme).next(now, programme.zone) if wanted else None)
    uow.save(kept)


def _read(context: Context, programme_id: str) -> tuple[Programme | None, WeeklyPairing | None]:
    read = context.store.get_many(Item, [Programme.key(programme_id), WeeklyPairing.key(programme_id)])
    programme = next((one for one in read if isinstance(one, Programme)), None)
    return programme, next((one for one in read if isinstance(one, WeeklyPairing)), None)


def pair_weekly(context: Context) -> dict[str, int]:
    """Request the rounds of ongoing programmes whose time has come; return how many this part requested.

    Running it twice changes nothing: the id of a round is derived from its programme and time.
    """
    requested = 0

    def begin(due: list[WeeklyPairing]) -> None:
        nonlocal requested
        for one in due:
            with suppress(Stale):
                requested += _begin(context, one.programme_id)

    now = context.clock()
    work.in_parts(
        context, lambda after, limit: context.store.due_page(WeeklyPairing, now, after=after, limit=limit), begin
    )
    return {"weekly": requested}


@retrying
def _begin(context: Context, programme_id: str) -> bool:
    """Request a programme's weekly round, in whose favour the last one ends if nobody has confirmed it."""
    programme, kept = _read(context, programme_id)
    now = context.clock()
    if kept is None or not kept.due_at or kept.due_at > clock.iso(now):
        return False
    uow = context.step()
    wanted = None
    if programme is not None and rolls(programme):
        last = store.round_of(context, programme_id, kept.round_id) if kept.round_id else None
        wanted = _round(context, programme, kept.due_at, last)
        if last is not None and last.state in ENDED_BY_SENDING:
            last.state, last.solving_until = ENDED_BY_SENDING[last.state], None
            uow.save(last)
        kept.round_id = wanted.round_id
        kept.set_due(Rolling.of(programme).next(now, programme.zone))
        uow.save(wanted)
        uow.publish(PairingRequested(programme_id, wanted.round_id), aggregate=wanted)
    else:
        kept.set_due(None)
    uow.save(kept)
    uow.commit()
    return wanted is not None


def _round(context: Context, programme: Programme, at: str, last: Round | None) -> Round:
    """Return the round of a week; pairs that were ruled out in the last one stay so."""
    round_id = ids.derived("weekly", programme.programme_id, at)
    edits = Edits(forbidden=Edits.of(last.edits).forbidden if last is not None else frozenset())
    return store.by_settings(
        context,
        programme,
        round_id,
        state=RoundState.REQUESTED,
        edits=edits.kept(),
        forbidden=[list(one) for one in sorted(edits.forbidden)],
        requested_by="",
        requested_at=clock.iso(context.clock()),
        weekly=True,
    )


# What comes of it ----------------------------------------------------------------------------------------------------


def drop(context: Context, wanted: Round) -> None:
    """Leave no trace of a week in which nobody waits."""
    uow = context.begin()
    uow.delete(wanted)
    uow.commit()


def conclude(context: Context, programme: Programme, wanted: Round, result: dict[str, Any]) -> UnitOfWork:
    """Return the transaction that ends the calculation of a weekly round, to which the round is to be added.

    Its pairs are proposed at once where the programme says so, unless an organizer works on a round by hand; else they
    wait for an organizer. Mentees who wait for long have been told before.
    """
    rolling = Rolling.of(programme)
    long = _tell(context, wanted, rolling, result["unmatched"])
    matched, alone = result["figures"]["matched"], result["figures"]["unmatched"]
    sent = bool(matched) and rolling.automatic and not _is_edited(context, wanted)
    wanted.state = RoundState.SENT if sent else RoundState.PREVIEW if matched else RoundState.CLOSED
    uow = context.begin()
    if sent:
        uow.publish(PairingRoundSent(wanted.programme_id, wanted.round_id), aggregate=wanted)
    else:
        uow.publish(PairingPreviewed(wanted.programme_id, wanted.round_id, matched, alone), aggregate=wanted)
    to_confirm = 0 if sent else matched
    if to_confirm or long:
        uow.publish(WeeklyPairsFound(wanted.programme_id, wanted.round_id, to_confirm, alone, long), aggregate=wanted)
    return uow


def _is_edited(context: Context, wanted: Round) -> bool:
    """Return whether an organizer has a preview of another round: sending this one would take its places."""
    others = newest_first(context, wanted.programme_id)
    return any(one.state == RoundState.PREVIEW and not one.weekly for one in others)


def _tell(context: Context, wanted: Round, rolling: Rolling, unmatched: Iterable[dict[str, Any]]) -> int:
    """Tell the mentees who have waited for long, once in so many weeks; return how many this round told."""
    alone = [one for one in unmatched if one["role"] == MENTEE]
    return sum(_tell_some(context, wanted, rolling, some) for some in batched(alone, TOLD_TOGETHER))


@retrying
def _tell_some(context: Context, wanted: Round, rolling: Rolling, alone: Sequence[dict[str, Any]]) -> int:
    """Tell some of them in one transaction; a repetition tells nobody, and counts those who were told."""
    programme_id, now = wanted.programme_id, clock.parse(wanted.requested_at)
    causes = {one["participant_id"]: one["cause"] for one in alone}
    keys = [kind.key(programme_id, one) for one in causes for kind in (Participant, Seats)]
    read = context.store.get_many(Item, keys)
    seats = {one.participant_id: one for one in read if isinstance(one, Seats)}
    uow, told = context.step(), 0
    for person in [one for one in read if isinstance(one, Participant)]:
        own = store.seats_among(seats, person)
        if own.told_at == wanted.requested_at:
            told += 1
            continue
        weeks = rolling.waits_long(clock.parse(waits_since(person, own)), now)
        if not weeks or (own.told_at and not rolling.waits_long(clock.parse(own.told_at), now)):
            continue
        own.told_at = wanted.requested_at
        uow.save(own)
        cause = causes[person.participant_id]
        uow.publish(MenteeWaitsLong(programme_id, person.participant_id, weeks, cause), aggregate=own)
        told += 1
    if uow:
        uow.commit()
    return told


def waits_since(person: Participant, seats: Seats | None) -> str:
    """Return since when a mentee without a pair waits for one: the acceptance, or the end of the last pair."""
    return max(person.accepted_at, (seats.alone_since if seats is not None else "") or "")
