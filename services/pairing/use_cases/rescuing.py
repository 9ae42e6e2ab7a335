"""Finds new mentors for mentees who lost theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import ids
from mentoring.batches import batched
from mentoring.errors import NotFound
from mentoring.events.pairing import MenteeLeftUnmatched, RematchRequested
from mentoring.observability import logger
from mentoring.store import retrying
from mentoring.store.passing import PASSING
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import FORMING, ProposalOrigin
from pairing import store
from pairing.domain import MENTEE
from pairing.matching import rescue as rescuing
from pairing.use_cases.inputs import input_of
from pairing.use_cases.proposing import TOGETHER, Now, proposal_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Proposal, Round

TOLD_TOGETHER = 90
"""Mentees told per transaction that nobody is left: one event each."""
UNSOLVED = "unsolved"
"""The cause for mentees for whom no search was possible."""


@retrying
def rescue(context: Context, event: Event[RematchRequested]) -> None:
    """Propose the best mentors left to mentees who lost theirs, for all of them together; say who gets none.

    Mentees who have a pair or an open proposal by now, or have left, are skipped; everybody else's pairs and proposals
    stay.
    """
    asked = event.data
    programme = context.store.get(Programme, *Programme.key(asked.programme_id))
    if programme is None:
        raise NotFound
    now = Now.of_all(context, asked.programme_id)
    waiting = [one for one in asked.mentee_ids if now.left.get(one, 0) > 0]
    if programme.stage not in FORMING or not waiting:
        return
    last = _last(now.proposals, waiting)
    wanted = _rules(context, programme, asked.rematch_id, last)
    try:
        given = input_of(context, programme, wanted)
        # The round's locks are about pairs that were made, or about one that has just failed.
        given = replace(given, mentees=tuple(one for one in given.mentees if one.id in waiting), locked=())
        result = rescuing.somebody_else(given, {one: each.reserve_id or "" for one, each in last.items()})
    except PASSING:
        raise
    except Exception:  # noqa: BLE001 - the same input fails the same way: a person has to look for somebody
        logger("pairing").exception("rescue failed", extra={"rematch_id": asked.rematch_id})
        alone = [{"participant_id": one, "role": MENTEE, "cause": UNSOLVED} for one in waiting]
        result = {"pairs": [], "unmatched": alone}
    _offer_together(context, now, asked.rematch_id, wanted, result)


def _last(proposals: Sequence[Proposal], mentees: Sequence[str]) -> dict[str, Proposal]:
    """Return the newest proposal of each of the mentees."""
    ordered = sorted(proposals, key=lambda one: (one.sent_at, one.proposal_id))
    return {one.mentee_id: one for one in ordered if one.mentee_id in mentees}


def _rules(context: Context, programme: Programme, rematch_id: str, last: dict[str, Proposal]) -> Round:
    """Return the newest round of the mentees for its settings, or else the programme's own."""
    newest = max(last.values(), key=lambda one: one.sent_at, default=None)
    found = store.round_of(context, programme.programme_id, newest.round_id) if newest is not None else None
    return found or store.by_settings(context, programme, rematch_id)


def _offer_together(context: Context, now: Now, rematch_id: str, wanted: Round, result: dict[str, Any]) -> None:
    """Make the proposals, and tell who stays alone, in as few transactions as possible; the last has the marker.

    After a crash the same event is published again for those who stay alone, and its consumers recognize it.
    """
    alone = [
        MenteeLeftUnmatched(wanted.programme_id, one["participant_id"], one["cause"])
        for one in result["unmatched"]
        if one["role"] == MENTEE
    ]
    wished = [
        proposal_of(context, wanted, one, because_of=rematch_id, origin=ProposalOrigin.RESERVE)
        for one in result["pairs"]
    ]
    for offered in batched(wished, TOGETHER):
        uow = context.step()
        now.offer(uow, offered)
        uow.commit()
    *before, last = list(batched(alone, TOLD_TOGETHER)) or [[]]
    for some in before:
        uow = context.step()
        _tell(uow, rematch_id, some)
        uow.commit()
    uow = context.begin()
    _tell(uow, rematch_id, last)
    uow.commit()


def _tell(uow: UnitOfWork, rematch_id: str, alone: Sequence[MenteeLeftUnmatched]) -> None:
    for one in alone:
        uow.publish(one, event_id=ids.derived("unmatched", rematch_id, one.mentee_id))
