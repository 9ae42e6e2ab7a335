"""A pair as one of the two sees it: what its room and its meetings say about what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.agendas import is_overdue
from mentoring.i18n import day_in
from mentoring.tables.vocabulary import ContractState, GoalState, MeetingState
from workspace.next_things import Process
from workspace.seen import ContractSeen, MeetingSeen, Whose

NOTED_WITHIN = timedelta(days=3)
"""So long after a meeting somebody is asked what they take away."""

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

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
        partner=pair.partner_name(me),
        stage=pair.stage,
        outcome=pair.outcome,
        rematch=pair.rematch and me == pair.mentee_person_id,
        met=pair.meetings_held > 0,
    )


def going_on(context: Context, pair: Pair, found: store.Glimpse, unread: int) -> Process:
    """Return a pair whose process goes on, of whose partner `unread` lines wait."""
    me, now = context.principal.person_id, clock.iso(context.clock())
    meeting, ahead = _meeting(found.meetings, me, now)
    return replace(
        ended(context, pair),
        paused_until=pair.paused_until or "" if pair.rests(context.clock()) else "",
        contract=_contract_seen(found, me),
        goal=_goal_seen(found.goals, me),
        ends_asked=_ends_asked(found.goals, me),
        overdue=_overdue(found.goals, day_in(context.clock(), context.zone)),
        to_note=_to_note(found, me, context.clock()),
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
    drafts = [one.goal for one in goals if one.goal.state == GoalState.DRAFT]
    if any(one.waits_for(me) for one in drafts):
        return Whose.THEIRS
    if any(one.agreed for one in goals):
        return Whose.AGREED
    return Whose.MINE if drafts else Whose.NONE


def _ends_asked(goals: list[store.GoalSeen], me: str) -> int:
    """Return how many goals somebody is asked to conclude."""
    return sum(one.goal.waits_for(me) for one in goals if one.agreed)


def _overdue(goals: list[store.GoalSeen], today: str) -> int:
    """Return of how many goals the date has passed."""
    return sum(is_overdue(one.goal.state, one.due, today, ending=one.goal.end is not None) for one in goals)


def _to_note(found: store.Glimpse, me: str, now: datetime) -> str:
    """Return the meeting of the last days of which somebody noted nothing yet, or nothing."""
    since = clock.iso(now - NOTED_WITHIN)
    held = [one for one in found.meetings if one.state == MeetingState.HELD and one.starts_at >= since]
    last = held[-1].meeting_id if held else ""
    return "" if last in found.noted.get(me, []) else last


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
            return (MeetingSeen.OFFERED if name == MeetingSeen.ASKED and first.options else name), first
    return MeetingSeen.NONE, None
