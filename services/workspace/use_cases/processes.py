"""A pair as one of the two sees it: what its room and its meetings say about what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.vocabulary import ContractState, GoalState, MeetingState
from workspace.next_things import ContractSeen, MeetingSeen, Process, Whose

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Arranged
    from mentoring.tables.pairing import Pair
    from mentoring.tables.workspace import Summary
    from workspace import store


def ended(context: Context, pair: Pair) -> Process:
    """Return a pair of which nothing but the pair is known: enough where its process has ended."""
    me = context.principal.person_id
    return Process(
        pair_id=pair.pair_id,
        partner=pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name,
        stage=pair.stage,
        outcome=pair.outcome,
        rematch=pair.rematch and me == pair.mentee_person_id,
    )


def going_on(context: Context, pair: Pair, found: store.Glimpse, unread: int) -> Process:
    """Return a pair whose process goes on, of whose partner `unread` lines wait."""
    me, now = context.principal.person_id, clock.iso(context.clock())
    meeting, ahead = _meeting(found.meetings, me, now)
    return replace(
        ended(context, pair),
        paused_until=pair.paused_until if pair.paused_until and pair.paused_until > now else "",
        contract=_contract_seen(found, me),
        goal=_goal_seen(found.goals, me),
        summary=_summary_seen(found.summary, me),
        meeting=meeting,
        meeting_id=ahead.meeting_id if ahead else "",
        starts_at=ahead.starts_at if ahead else "",
        unread=unread,
    )


def _contract_seen(found: store.Versions, me: str) -> ContractSeen:
    if found.contract is None:
        return ContractSeen.NONE
    signed = any(one["person_id"] == me for one in found.contract.signatures)
    if found.contract.state in (ContractState.PROPOSED, ContractState.BY_ONE) and not signed:
        return ContractSeen.PROPOSED
    if found.in_force is not None:
        return ContractSeen.SIGNED
    return ContractSeen.MINE_SIGNED if signed else ContractSeen.DRAFT


def _goal_seen(goals: list[store.GoalSeen], me: str) -> Whose:
    drafts = [one for one in goals if one.state == GoalState.DRAFT]
    if any(one.by != me for one in drafts):
        return Whose.THEIRS
    if any(one.agreed for one in goals):
        return Whose.AGREED
    return Whose.MINE if drafts else Whose.NONE


def _summary_seen(summary: Summary | Opened[Summary] | None, me: str) -> Whose:
    if summary is None:
        return Whose.NONE
    return Whose.MINE if me in summary.approved_by else Whose.THEIRS


def _meeting(found: list[Arranged], me: str, now: str) -> tuple[MeetingSeen, Arranged | None]:
    """Return the state of a pair's next meeting, and which one it is."""
    wanted: tuple[tuple[MeetingSeen, Callable[[Arranged], bool]], ...] = (
        (MeetingSeen.ENDED, lambda one: one.state == MeetingState.TO_CONFIRM),
        (
            MeetingSeen.ASKED,
            lambda one: one.state == MeetingState.PROPOSED and one.starts_at > now and one.proposed_by != me,
        ),
        (MeetingSeen.CONFIRMED, lambda one: one.state == MeetingState.CONFIRMED),
        (MeetingSeen.PROPOSED, lambda one: one.state == MeetingState.PROPOSED and one.starts_at > now),
    )
    for name, fits in wanted:
        first = next((one for one in found if fits(one)), None)
        if first is not None:
            return name, first
    return MeetingSeen.NONE, None
