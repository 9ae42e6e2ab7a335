"""Whether pairing's events are still true: proposals, suggestions, pairs and their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.pairing import Proposal, ProposalSide, Round, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import OPEN_PROPOSALS, PROGRAMME_ENDING, ProposalState, RoundState
from notifications.truth import pairs

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import (
        MenteeLeftUnmatched,
        MenteeWaitsLong,
        MentorsSuggested,
        PairAgreed,
        PairClosed,
        PairPaused,
        PairProposed,
        PairStageChanged,
        ProposalDeclined,
        ProposalExpired,
        ProposalReminded,
        WeeklyPairsFound,
    )


def proposal_waits(context: Context, event: Event[PairProposed | ProposalReminded]) -> bool:
    """It can still be answered; the recipe leaves out people who have answered."""
    one = _proposal(context, event.data.programme_id, event.data.proposal_id)
    return one is None or (one.state in OPEN_PROPOSALS and _is_pairing(context, event.data.programme_id))


def declined(context: Context, event: Event[ProposalDeclined]) -> bool:
    """It was declined."""
    one = _proposal(context, event.data.programme_id, event.data.proposal_id)
    return one is None or one.state == ProposalState.DECLINED


def expired(context: Context, event: Event[ProposalExpired]) -> bool:
    """It expired, for this reason."""
    one = _proposal(context, event.data.programme_id, event.data.proposal_id)
    return one is None or (one.state == ProposalState.EXPIRED and one.why in ("", event.data.why))


def mentee_waits(context: Context, event: Event[MenteeLeftUnmatched | MenteeWaitsLong | MentorsSuggested]) -> bool:
    """The mentee still takes part, has no mentor, and the programme forms pairs."""
    programme_id, mentee_id = event.data.programme_id, event.data.mentee_id
    one = context.store.get(Participant, *Participant.key(programme_id, mentee_id))
    seats = context.store.get(Seats, *Seats.key(programme_id, mentee_id))
    paired = seats is not None and seats.taken > 0
    return not (one is not None and one.withdrawn_at) and not paired and _is_pairing(context, programme_id)


def weekly_pairs_wait(context: Context, event: Event[WeeklyPairsFound]) -> bool:
    """Its pairs still wait for an organizer's word, or it only told of people who wait, in a programme that pairs."""
    data = event.data
    one = context.store.get(Round, *Round.key(data.programme_id, data.round_id))
    waits = one is None or one.state == RoundState.PREVIEW or not data.matched
    return waits and _is_pairing(context, data.programme_id)


def nobody_is_left(context: Context, event: Event[MenteeLeftUnmatched | MenteeWaitsLong]) -> bool:
    """As `mentee_waits`, and there has been no proposal since."""
    return mentee_waits(context, event) and not _has_open_proposal(
        context, event.data.programme_id, event.data.mentee_id
    )


def goes_on(context: Context, event: Event[PairAgreed]) -> bool:
    """The process hasn't ended."""
    return pairs.goes_on(context, event.data.pair_id)


def closing(context: Context, event: Event[PairStageChanged]) -> bool:
    """The pair is still in that stage."""
    one = pairs.pair(context, event.data.pair_id)
    return one is None or (one.stage == event.data.to_stage and not one.outcome)


def rests(context: Context, event: Event[PairPaused]) -> bool:
    """The process rests until then, or goes on again, as the event says, and hasn't ended."""
    one, until = pairs.pair(context, event.data.pair_id), event.data.until
    if one is None:
        return True
    passed = bool(until) and clock.parse(until) <= context.clock()
    return not one.outcome and not passed and (one.paused_until or "") == until


def ended(context: Context, event: Event[PairClosed]) -> bool:
    """It ended, as the event says."""
    one = pairs.pair(context, event.data.pair_id)
    return one is None or one.outcome == event.data.outcome


def _has_open_proposal(context: Context, programme_id: str, participant_id: str) -> bool:
    sides = context.store.query(ProposalSide, *ProposalSide.of(programme_id, participant_id))
    keys = [Proposal.key(programme_id, one.proposal_id) for one in sides]
    return any(one.state in OPEN_PROPOSALS for one in (context.store.get_many(Proposal, keys) if keys else []))


def _proposal(context: Context, programme_id: str, proposal_id: str) -> Proposal | None:
    return context.store.get(Proposal, *Proposal.key(programme_id, proposal_id))


def _is_pairing(context: Context, programme_id: str) -> bool:
    one = context.store.get(Programme, *Programme.key(programme_id))
    return one is None or one.stage not in PROGRAMME_ENDING
