"""Meetings: proposed, agreed, moved, cancelled, near, over; with calendar parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import agendas, clock, links, rooms, sessions
from mentoring.afar import other_clock
from mentoring.errors import NotFound
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
)
from mentoring.i18n import day_in
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.meetings import STANDING, Meeting, PairCalendar
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, Reminder
from mentoring.tables.workspace import Goal, SessionGuides, Task
from notifications import people
from notifications.recipes import entries
from notifications.recipes.base import make, sign, tells
from notifications.recipes.choices import choices
from notifications.truth import meetings as holds

MOST_CARRIED = 10
"""Homework that a reminder lists."""

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key
    from notifications.mail import Mail, Recipient
    from notifications.people import PairToTell

    About = (
        MeetingProposed
        | MeetingConfirmed
        | MeetingRescheduled
        | MeetingCancelled
        | MeetingDoubted
        | MeetingPlaceChanged
        | MeetingAnswerUnused
        | MeetingReminderDue
        | MeetingEnded
        | MeetingContested
    )


def meeting_invitation(context: Context, data: MeetingProposed | MeetingRescheduled) -> list[Mail]:
    """Ask the partner, with an invitation for their calendar; who moves it gets the new time for theirs, too."""
    meeting, found = _meeting(context, data)
    to, by = found.other(data.by), found.one(data.by)
    asked = entries.added(
        context,
        make(
            "meeting_invitation",
            to,
            found.programme,
            entries.link(context, meeting, to),
            **_about(meeting, found, to),
            choices=choices(context, meeting, found, to, entries.link(context, meeting, to)),
            moved=isinstance(data, MeetingRescheduled),
            by_calendar=bool(entries.answers_to(context, found, to)),
        ),
        meeting,
        found,
    )
    if isinstance(data, MeetingProposed) or by.key in meeting.uninvited:
        return [asked]
    link = entries.link(context, meeting, by)
    values = _about(meeting, found, by) | {"choices": choices(context, meeting, found, by, link)}
    values |= {"adding": entries.by_hand(context, meeting, found, by, attached=True)}
    moved = make("meeting_moved", by, found.programme, link, **values)
    return [asked, entries.added(context, moved, meeting, found)]


def meeting_confirmed(context: Context, data: MeetingConfirmed) -> list[Mail]:
    """Send both the confirmed time for their calendars."""
    meeting, found = _meeting(context, data)
    return [
        entries.added(
            context,
            make(
                "meeting_confirmed",
                to,
                found.programme,
                entries.link(context, meeting, to),
                **_about(meeting, found, to),
                adding=entries.by_hand(context, meeting, found, to, attached=True),
            ),
            meeting,
            found,
        )
        for to in found.both
    ]


def meeting_cancelled(context: Context, data: MeetingCancelled) -> list[Mail]:
    """Tell both, and remove it from the calendars that ever got it; who never got it and calls it off hears nothing.

    If the process has ended, nobody is asked for another time. A time that lapsed isn't «cancelled»: they may have met.
    """
    meeting, found = _meeting(context, data)
    over = bool(found.pair.outcome)
    link = links.url(f"/rooms/{data.pair_id}" if over else f"/meetings/pair/{data.pair_id}")
    return [
        entries.added(
            context,
            make(
                "meeting_lapsed" if data.lapsed else "meeting_cancelled",
                to,
                found.programme,
                link,
                **_about(meeting, found, to),
                over=over,
                several=bool(meeting.options),
                kept=to.key not in meeting.uninvited,
                declined=refused and meeting.proposed_by == to.key,
                withdrawn=refused and meeting.proposed_by == data.by,
            ),
            meeting,
            found,
        )
        for to in found.both
        for refused in (not data.was_confirmed and data.by == found.other(to.key).key,)
        if to.key not in meeting.uninvited or to.key != data.by
    ]


def meeting_doubted(context: Context, data: MeetingDoubted) -> list[Mail]:
    """Tell the partner that somebody answered «maybe»."""
    meeting, found = _meeting(context, data)
    to = found.other(data.by)
    link = links.url(f"/meetings/pair/{data.pair_id}")
    waits = meeting.state == MeetingState.PROPOSED
    mail = make("meeting_doubted", to, found.programme, link, **_about(meeting, found, to), waits=waits)
    return [entries.added(context, mail, meeting, found)]


def meeting_place(context: Context, data: MeetingPlaceChanged) -> list[Mail]:
    """Tell both where they meet now, for their calendars, too; who proposed it and never got it there hears nothing.

    Of a plan's meetings that are together one stands for all.
    """
    meeting, found = _meeting(context, data)
    whole = entries.planned(context, data.pair_id, meeting.plan_id, found) if meeting.together else None
    return [
        entries.added(
            context,
            make(
                "meeting_place",
                to,
                found.programme,
                entries.link_of_plan(context, whole, to) if whole else entries.link(context, meeting, to),
                **_about(meeting, found, to),
                own=to.key == data.by,
                waits=meeting.state == MeetingState.PROPOSED,
                all=whole is not None,
            ),
            meeting,
            found,
        )
        for to in found.both
        if to.key not in meeting.uninvited
    ]


def meeting_answer_unused(context: Context, data: MeetingAnswerUnused) -> list[Mail]:
    """Tell somebody why what their calendar answered changed nothing, and put the calendar right."""
    meeting, found = _meeting(context, data)
    to = found.one(data.person_id)
    values = _about(meeting, found, to) | {"why": data.why, "stands": meeting.state in STANDING}
    values |= {"choices": choices(context, meeting, found, to, entries.link(context, meeting, to))}
    mail = make("meeting_answer_unused", to, found.programme, entries.link(context, meeting, to), **values)
    return [entries.added(context, mail, meeting, found)]


def meeting_reminder(context: Context, data: MeetingReminderDue) -> list[Mail]:
    """Remind both a day and an hour before: agenda, open homework, advice; a day before of overdue goals, too."""
    meeting, found = _meeting(context, data)
    link = links.url(f"/meetings/pair/{data.pair_id}/{data.meeting_id}")
    day_before = data.before == Reminder.DAY
    items: list[Item] = [*context.store.query(Task, *Task.of(data.pair_id))]
    if day_before:
        items += context.store.query(Goal, *Goal.of(data.pair_id))
    guides = _guides(context, data, found) if day_before else {}
    return [
        make(
            "meeting_reminder",
            to,
            found.programme,
            link,
            **_about(meeting, found, to),
            **_carried(context, items, meeting.key, to),
            adding=entries.by_hand(context, meeting, found, to, attached=False),
            before=data.before,
            session=guides.get(to.locale),
        )
        for to in found.both
    ]


def _carried(context: Context, items: list[Item], key: Key, to: Recipient) -> dict[str, Any]:
    """Return what somebody carries into a meeting: open homework, also what only they see, and overdue goals."""
    found = agendas.carried(items, to.key, day_in(context.clock(), to.zone))
    homework = [{"text": Opened(one, key).text, "due_on": one.due_on or ""} for one in found.tasks[:MOST_CARRIED]]
    return {"homework": homework, "goals": [Opened(one, key).title for one in found.goals]}


def _guides(context: Context, data: MeetingReminderDue, found: PairToTell) -> dict[str, dict[str, Any]]:
    """Return what the programme suggests for a meeting, by the languages of the two; nothing where it doesn't."""
    read = context.store.get_many(Item, [PairCalendar.key(data.pair_id), SessionGuides.key(data.programme_id)])
    number = next((one.number_of(data.meeting_id) for one in read if isinstance(one, PairCalendar)), 0)
    own: dict[str, sessions.Texts] = next((one.own for one in read if isinstance(one, SessionGuides)), {})
    planned = found.pair.plans(found.programme)
    said = {to.locale: sessions.for_meeting(own, number, planned, to.locale) for to in found.both if number}
    return {locale: one.stored() | {"number": number} for locale, one in said.items() if one is not None}


def meeting_outcome(context: Context, data: MeetingEnded) -> list[Mail]:
    """Ask both whether it took place."""
    meeting, found = _meeting(context, data)
    return [
        make(
            "meeting_outcome",
            to,
            found.programme,
            links.url("/meetings/outcome", sign(context, "outcome", data.meeting_id, to, pair_id=data.pair_id)),
            **_about(meeting, found, to),
        )
        for to in found.both
    ]


def meeting_contested(context: Context, data: MeetingContested) -> list[Mail]:
    """Ask both once more whether it took place; nothing once they agree."""
    if data.settled:
        return []
    meeting, found = _meeting(context, data)
    held = meeting.outcome.get("by", ())
    return [
        make(
            "meeting_contested",
            to,
            found.programme,
            links.url("/meetings/outcome", sign(context, "outcome", data.meeting_id, to, pair_id=data.pair_id)),
            **_about(meeting, found, to),
            outcome=MeetingOutcome.HELD if to.key in held else MeetingOutcome.NONE,
        )
        for to in found.both
    ]


def _meeting(context: Context, data: About) -> tuple[Opened[Meeting], PairToTell]:
    """Return a meeting and its pair; of an erased room it has no place and no agenda, and is told all the same."""
    one = context.store.get(Meeting, *Meeting.key(data.pair_id, data.meeting_id))
    if one is None:
        raise NotFound
    return Opened(one, rooms.for_facts(context, data.pair_id)), people.of_pair(context, data.pair_id)


def _about(meeting: Opened[Meeting], found: PairToTell, to: Recipient) -> dict[str, Any]:
    return {
        "other": found.other(to.key).name,
        "starts_at": meeting.starts_at,
        "clocks": other_clock(clock.parse(meeting.starts_at), to.locale, to.zone, found.other(to.key).zone),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "agenda": meeting.agenda,
    }


TOLD = (
    tells(MeetingProposed, holds.time_waits, meeting_invitation, opens=True),
    tells(MeetingConfirmed, holds.confirmed, meeting_confirmed, opens=True),
    tells(MeetingRescheduled, holds.time_waits, meeting_invitation, opens=True),
    tells(MeetingCancelled, holds.cancelled, meeting_cancelled, opens=True),
    tells(MeetingDoubted, holds.doubted, meeting_doubted, opens=True),
    tells(MeetingPlaceChanged, holds.place_stands, meeting_place, opens=True),
    tells(MeetingAnswerUnused, holds.answered_lately, meeting_answer_unused, opens=True),
    tells(MeetingReminderDue, holds.meeting_is_near, meeting_reminder, opens=True),
    tells(MeetingEnded, holds.outcome_waits, meeting_outcome, opens=True),
    tells(MeetingContested, holds.contested, meeting_contested, opens=True),
)
