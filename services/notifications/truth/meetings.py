"""Whether meetings' events are still true: the time of a meeting, whether it is ahead or over; answers to plans."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.tables.meetings import Meeting, Plan
from mentoring.tables.vocabulary import MeetingState, PlanState, Reminder

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.meetings import (
        MeetingAnswerUnused,
        MeetingCancelled,
        MeetingConfirmed,
        MeetingContested,
        MeetingDoubted,
        MeetingEnded,
        MeetingPlaceChanged,
        MeetingProposed,
        MeetingReminderDue,
        MeetingRescheduled,
        PlanAgreed,
        PlanAnswerUnused,
        PlanCalledOff,
        PlanDoubted,
        PlanProposed,
    )

    AboutTime = MeetingProposed | MeetingConfirmed | MeetingRescheduled | MeetingCancelled
    AboutPlan = PlanProposed | PlanAgreed | PlanCalledOff | PlanDoubted
    About = AboutTime | MeetingDoubted | MeetingPlaceChanged | MeetingReminderDue | MeetingEnded | MeetingContested

HOUR = timedelta(hours=1)
CHANGED_WITHIN = timedelta(hours=72)
"""How long two who differ may change their answers (`meetings.domain`)."""
LATELY = timedelta(days=2)
"""How long somebody is told what became of an answer."""
REMINDERS = {Reminder.DAY: (HOUR, timedelta(hours=24)), Reminder.HOUR: (timedelta(0), HOUR)}
"""A reminder's window before the meeting: after the first, not after the second."""
SLACK = timedelta(minutes=10)
"""Tolerance for a schedule that runs early."""


def time_waits(context: Context, event: Event[MeetingProposed | MeetingRescheduled]) -> bool:
    """This time, or one of several, is still proposed and ahead."""
    one = _meeting(context, event.data)
    return one is None or (_same(one, event.data, "proposed") and context.clock() < clock.parse(one.last_start))


def confirmed(context: Context, event: Event[MeetingConfirmed]) -> bool:
    """This time is still confirmed and ahead; those of a plan are told together (`PlanAgreed`)."""
    if event.data.plan_id:
        return False
    one = _meeting(context, event.data)
    return one is None or (_same(one, event.data, "confirmed") and context.clock() < clock.parse(one.starts_at))


def cancelled(context: Context, event: Event[MeetingCancelled]) -> bool:
    """The meeting is cancelled; calendars remove it whatever became of the pair."""
    one = _meeting(context, event.data)
    return one is None or _same(one, event.data, "cancelled") or _same(one, event.data, "not_held")


def doubted(context: Context, event: Event[MeetingDoubted]) -> bool:
    """The one who said «maybe» to this time hasn't said anything else since."""
    one, data = _meeting(context, event.data), event.data
    ahead = one is None or context.clock() < clock.parse(one.starts_at)
    return one is None or (ahead and _since(one) <= data.sequence and data.by in one.unsure)


def place_stands(context: Context, event: Event[MeetingPlaceChanged]) -> bool:
    """The meeting is still open and ahead, and nothing was changed since that another mail tells."""
    one, data = _meeting(context, event.data), event.data
    return one is None or (
        one.state in (MeetingState.PROPOSED, MeetingState.CONFIRMED)
        and one.sequence == data.sequence
        and context.clock() < clock.parse(one.last_start) + timedelta(minutes=one.minutes)
    )


def answered_lately(context: Context, event: Event[MeetingAnswerUnused | PlanAnswerUnused]) -> bool:
    """Its author still knows which answer is meant."""
    return context.clock() < event.meta.occurred_at + LATELY


def meeting_is_near(context: Context, event: Event[MeetingReminderDue]) -> bool:
    """The meeting is confirmed, and as near as the reminder says."""
    one = _meeting(context, event.data)
    if one is None:
        return True
    latest, earliest = REMINDERS[Reminder(event.data.before)]
    ahead = clock.parse(one.starts_at) - context.clock()
    return one.state == MeetingState.CONFIRMED and latest < ahead <= earliest + SLACK


def outcome_waits(context: Context, event: Event[MeetingEnded]) -> bool:
    """Nobody has said yet whether it took place."""
    one = _meeting(context, event.data)
    return one is None or one.state == MeetingState.TO_CONFIRM


def contested(context: Context, event: Event[MeetingContested]) -> bool:
    """The two still differ, and may still change their answers."""
    one = _meeting(context, event.data)
    return one is None or (one.contested and context.clock() < event.meta.occurred_at + CHANGED_WITHIN)


def _meeting(context: Context, about: About) -> Meeting | None:
    return context.store.get(Meeting, *Meeting.key(about.pair_id, about.meeting_id))


def _same(one: Meeting, about: AboutTime, state: str) -> bool:
    """Return whether it is in this state at this time; another place gives it another SEQUENCE, too."""
    return one.state == state and _since(one) <= about.sequence


def _since(one: Meeting) -> int:
    """Return the SEQUENCE with which its present time was first told."""
    return one.sequence if one.since is None else one.since


# Plans ---------------------------------------------------------------------------------------------------------------


def plan_waits(context: Context, event: Event[PlanProposed]) -> bool:
    """The plan still waits for an answer, and one of its meetings is ahead."""
    plan = _plan(context, event.data)
    if plan is None:
        return True
    return _is_so(plan, event.data, PlanState.PROPOSED) and any(one.together for one in _ahead(context, plan))


def plan_agreed(context: Context, event: Event[PlanAgreed]) -> bool:
    """The plan is agreed as it was, and one of its meetings is ahead."""
    plan = _plan(context, event.data)
    return plan is None or (_is_so(plan, event.data, PlanState.AGREED) and bool(_ahead(context, plan)))


def plan_called_off(context: Context, event: Event[PlanCalledOff]) -> bool:
    """The plan is called off; calendars remove it whatever became of the pair."""
    plan = _plan(context, event.data)
    return plan is None or _is_so(plan, event.data, PlanState.CALLED_OFF)


def plan_doubted(context: Context, event: Event[PlanDoubted]) -> bool:
    """Nobody has answered the plan since, and who said «maybe» hasn't said anything else of one that is ahead."""
    plan, data = _plan(context, event.data), event.data
    if plan is None:
        return True
    unsure = [one for one in _ahead(context, plan) if one.together and data.by in one.unsure]
    return plan.since == data.sequence and bool(unsure)


def _is_so(plan: Plan, about: AboutPlan, state: PlanState) -> bool:
    return plan.state == state and plan.since == about.sequence


def _plan(context: Context, about: AboutPlan) -> Plan | None:
    return context.store.get(Plan, *Plan.key(about.pair_id, about.plan_id))


def _ahead(context: Context, plan: Plan) -> list[Meeting]:
    """Return the meetings of a plan that are proposed or confirmed, and ahead."""
    now, open_ = clock.iso(context.clock()), (MeetingState.PROPOSED, MeetingState.CONFIRMED)
    found = context.store.get_many(Meeting, plan.keys)
    return [one for one in found if one.state in open_ and one.starts_at > now]
