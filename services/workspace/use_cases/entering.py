"""A room as one of the two finds it: the next step, what else there is, and how it all came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.vocabulary import MeetingState, PairOutcome
from mentoring.values import dataclass
from workspace import store
from workspace.timeline import Moment, Step, Timeline, told
from workspace.use_cases import coming, messages, processes, rooms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Arranged, PairCalendar
    from mentoring.tables.pairing import Pair
    from mentoring.tables.recruitment import Programme
    from mentoring.tables.workspace import ThreadHead
    from workspace.next_things import Next, Process
    from workspace.use_cases.coming import Agreed
    from workspace.use_cases.rooms import Contact

MEETINGS = {
    MeetingState.HELD: Step.MEETING_HELD,
    MeetingState.TO_CONFIRM: Step.MEETING_UNTOLD,
    MeetingState.CONFIRMED: Step.MEETING_PLANNED,
    MeetingState.PROPOSED: Step.MEETING_PROPOSED,
}


@dataclass(frozen=True)
class Entered:
    """A room, as a member finds it.

    `contact` is the partner's, until the process ends; `thread` the conversation, None if nobody ever wrote; `ahead`
    the meetings that are still to come, the next one first; `agreed` is the next one on which both agreed.
    """

    pair: Pair
    room: store.Room
    programme: Programme | None
    contact: Contact | None
    process: Process
    next: Next
    timeline: Timeline
    thread: Opened[ThreadHead] | None
    ahead: list[Arranged]
    agreed: Agreed | None

    @property
    def partner(self) -> str:
        """Return the partner's name."""
        return self.contact.name if self.contact else self.process.partner


def enter(context: Context, pair_id: str) -> Entered:
    """Return a pair's room with all that is shown beside it, for its members."""
    pair, room = rooms.room(context, pair_id, with_partner=True)
    meetings = store.calendar(context, pair_id)
    arranged = meetings.arranged() if meetings is not None else []
    process = (
        processes.ended(context, pair)
        if pair.outcome
        else processes.going_on(context, pair, store.glimpsed_in(room, arranged), messages.unread(context, pair_id))
    )
    now = clock.iso(context.clock())
    open_states = (MeetingState.CONFIRMED, MeetingState.PROPOSED)
    return Entered(
        pair=pair,
        room=room,
        programme=rooms.programme_of(context, pair),
        contact=rooms.contact(context, pair),
        process=process,
        next=process.next_in_room(met=bool(pair.meetings_held)),
        timeline=told([*_of_pair(pair), *_of_room(pair, room), *_of_meetings(pair, meetings, now)], now),
        thread=messages.thread_in(context, pair_id, room.key),
        ahead=[] if pair.outcome else [one for one in arranged if one.state in open_states and one.starts_at > now],
        agreed=coming.agreed(context, [pair]).get(pair.pair_id),
    )


def _of_pair(pair: Pair) -> Iterator[Moment]:
    """Yield what the pair itself knows."""
    yield Moment(pair.agreed_at, Step.AGREED)
    yield Moment(pair.closing_at or "", Step.CLOSING)
    completed = pair.outcome == PairOutcome.COMPLETED
    yield Moment(pair.closed_at or "", Step.COMPLETED if completed else Step.CLOSED_EARLY)


def _of_room(pair: Pair, room: store.Room) -> Iterator[Moment]:
    """Yield what the contract, the goals and the summary know."""
    for one in room.contracts:
        if one.number == 1:
            yield Moment(pair.contract_proposed_at or "", Step.CONTRACT_PROPOSED, one.proposed_by or "")
        if one.signed_at:
            yield Moment(
                one.signed_at, Step.CONTRACT_SIGNED if one.number == 1 else Step.CONTRACT_AMENDED, number=one.number
            )
        else:
            for signed in one.signatures:
                yield Moment(signed["at"], Step.CONTRACT_SIGNED_BY_ONE, signed["person_id"], one.number)
    for goal in room.goals:
        if goal.agreed_at:
            yield Moment(goal.agreed_at, Step.GOAL_AGREED, title=goal.title if room.is_readable else "")
        yield Moment(goal.concluded_at or "", Step.GOAL_CONCLUDED, title=goal.title if room.is_readable else "")
    if room.summary is not None:
        yield Moment(room.summary.approved_at or "", Step.SUMMARY_APPROVED)
    yield Moment(room.erased_at, Step.ERASED)


def _of_meetings(pair: Pair, calendar: PairCalendar | None, now: str) -> Iterator[Moment]:
    """Yield what the calendar of the pair knows: nothing for after its end, and none called off before its time."""
    if calendar is None:
        return
    over = pair.closed_at or ""
    for number, one in enumerate(calendar.arranged(), 1):
        if over and one.starts_at > over:
            continue
        by = one.proposed_by if one.state == MeetingState.PROPOSED else ""
        yield Moment(one.starts_at, MEETINGS[one.state], by, number)
    for missed in calendar.missed.values():
        if missed <= (over or now):
            yield Moment(missed, Step.MEETING_MISSED)
