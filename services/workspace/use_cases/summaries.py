"""The joint summary at the end of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, rooms
from mentoring.errors import NotFound
from mentoring.events.workspace import SummaryApproved, SummaryProposed
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.vocabulary import PairStage, SummaryState
from mentoring.tables.workspace import RoomKey, Summary
from mentoring.values import dataclass
from workspace import domain, store
from workspace.use_cases.rooms import open_pair
from workspace.use_cases.rooms import room as whole_room

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.pairing import Pair
    from mentoring.tables.workspace import Takeaway


@dataclass(frozen=True)
class Closing:
    """The end of a process as one of the two sees it; `may_close` is whether its summary may be written yet.

    `noted` is what they may see of what was noted after meetings: material for the summary.
    """

    pair: Pair
    partner: str
    summary: Opened[Summary] | None
    noted: list[Opened[Takeaway]]
    may_close: bool
    planned: int
    accent: str


def closing(context: Context, pair_id: str) -> Closing:
    """Return the end of a pair's process, for its members."""
    pair, room = whole_room(context, pair_id, with_partner=True)
    programme = store.programme(context, pair.programme_id)
    planned = pair.plans(programme)
    return Closing(
        pair=pair,
        partner=pair.partner_name(context.principal.person_id),
        summary=room.summary,
        noted=room.takeaways,
        may_close=domain.may_close(pair.stage, pair.meetings_held, planned),
        planned=planned,
        accent=programme.accent if programme else "forest",
    )


def read_summary(context: Context, pair_id: str) -> Opened[Summary]:
    """Return the joint summary of a pair, for its members."""
    access.pair_member(context, pair_id, also=[Summary.key(pair_id), RoomKey.key(pair_id)])
    summary = context.store.get(Summary, *Summary.key(pair_id))
    if summary is None:
        raise NotFound
    return Opened(summary, rooms.key(context, pair_id))


def _may_close(context: Context, pair: Pair) -> bool:
    """Return whether a pair may write its summary; meetings are read only if its stage doesn't say so."""
    if pair.stage == PairStage.CLOSING:
        return True
    planned = pair.plans(store.programme(context, pair.programme_id))
    return domain.may_close(pair.stage, pair.meetings_held, planned)


@retrying
def propose_summary(context: Context, pair_id: str, told: dict[str, Any], expected: str) -> Opened[Summary]:
    """Write the joint summary, or replace the expected version; its author approves it, the partner is asked."""
    pair = open_pair(context, pair_id, also=[Summary.key(pair_id), RoomKey.key(pair_id)])
    if not _may_close(context, pair):
        raise domain.TooEarly
    item = context.store.get(Summary, *Summary.key(pair_id)) or Summary(
        *Summary.key(pair_id), pair_id=pair_id, programme_id=pair.programme_id, state=SummaryState.PROPOSED
    )
    summary = Opened(item, rooms.key(context, pair_id))
    summary.expect(expected)
    if summary.state == SummaryState.APPROVED:
        raise domain.TooEarly
    mine = context.principal.person_id in summary.approved_by
    if mine and all(getattr(summary, name) == value for name, value in told.items()):
        return summary
    after = domain.Summary().approve(context.principal.person_id)
    summary.set(**told, state=after.state, approved_by=list(after.approved_by))
    uow = context.begin()
    uow.save(item)
    uow.publish(SummaryProposed(pair.programme_id, pair_id, context.principal.person_id), aggregate=item)
    uow.commit()
    return summary


@retrying
def approve_summary(context: Context, pair_id: str, text_hash: str) -> Opened[Summary]:
    """Approve the joint summary with this SHA-256; once both have, the process is completed."""
    pair = access.pair_member(context, pair_id, also=[Summary.key(pair_id), RoomKey.key(pair_id)])
    item = context.store.get(Summary, *Summary.key(pair_id))
    if item is None:
        raise NotFound
    summary = Opened(item, rooms.key(context, pair_id))
    before = store.summary(summary)
    after = before.approve(context.principal.person_id)
    if after == before:
        return summary
    if pair.outcome:
        raise domain.ProcessEnded
    if text_hash != store.hash_of(summary):
        raise domain.TextChanged
    item.state, item.approved_by = after.state, list(after.approved_by)
    uow = context.begin()
    uow.save(item)
    if after.state == SummaryState.APPROVED:
        item.approved_at = clock.iso(context.clock())
        uow.publish(SummaryApproved(pair.programme_id, pair_id), aggregate=item)
    uow.commit()
    return summary


def hash_of(summary: Opened[Summary]) -> str:
    """Return the SHA-256 of a summary's content, which an approval repeats."""
    return store.hash_of(summary)
