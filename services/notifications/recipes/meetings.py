"""Meetings: proposed, agreed, moved, cancelled, near, over; with calendar parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import calendar, clock, links, rooms, sessions
from mentoring.errors import NotFound
from mentoring.events.meetings import (
    MeetingCancelled,
    MeetingConfirmed,
    MeetingEnded,
    MeetingProposed,
    MeetingReminderDue,
    MeetingRescheduled,
)
from mentoring.i18n import translations
from mentoring.settings import settings
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.meetings import Meeting, PairCalendar
from mentoring.tables.vocabulary import Reminder, SeenBy, TaskState
from mentoring.tables.workspace import SessionGuides, Task
from notifications import people
from notifications.recipes.base import make, sign, tells
from notifications.truth import meetings as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail, Recipient
    from notifications.people import PairToTell

    About = (
        MeetingProposed | MeetingConfirmed | MeetingRescheduled | MeetingCancelled | MeetingReminderDue | MeetingEnded
    )


def meeting_invitation(context: Context, data: MeetingProposed | MeetingRescheduled) -> list[Mail]:
    """Ask the partner, with an invitation for their calendar."""
    meeting, found = _meeting(context, data)
    to = found.other(data.by)
    claims = {"pair_id": data.pair_id, "sequence": str(data.sequence)}
    link = links.url("/meetings/answer", sign(context, "meeting", data.meeting_id, to, **claims))
    values = _about(meeting, found, to) | {"starts_at": data.starts_at, "moved": data.sequence > 0}
    entry = calendar.invitation(_entry(context, meeting, found, to, data.sequence))
    return [_with_calendar(make("meeting_invitation", to, found.programme, link, **values), entry, calendar.REQUEST)]


def meeting_confirmed(context: Context, data: MeetingConfirmed) -> list[Mail]:
    """Send both the confirmed time for their calendars."""
    meeting, found = _meeting(context, data)
    link = links.url(f"/meetings/pair/{data.pair_id}/{data.meeting_id}")
    return [
        _with_calendar(
            make("meeting_confirmed", to, found.programme, link, **_about(meeting, found, to)),
            calendar.invitation(_entry(context, meeting, found, to, data.sequence)),
            calendar.REQUEST,
        )
        for to in found.both
    ]


def meeting_cancelled(context: Context, data: MeetingCancelled) -> list[Mail]:
    """Tell both, and remove it from their calendars; only the proposer if nobody had accepted.

    If the process has ended, nobody is asked for another time.
    """
    meeting, found = _meeting(context, data)
    over = bool(found.pair.outcome)
    link = links.url(f"/rooms/{data.pair_id}" if over else f"/meetings/pair/{data.pair_id}")
    content = [(to, calendar.cancellation(_entry(context, meeting, found, to, data.sequence))) for to in found.both]
    return [
        _with_calendar(
            make("meeting_cancelled", to, found.programme, link, **_about(meeting, found, to), over=over),
            entry,
            calendar.CANCEL,
        )
        for to, entry in content
        if data.was_confirmed or to.key != data.by
    ]


def meeting_reminder(context: Context, data: MeetingReminderDue) -> list[Mail]:
    """Remind both a day and an hour before: agenda, last homework, advice for the remote session."""
    meeting, found = _meeting(context, data)
    tasks = [
        one
        for one in context.store.query(Task, *Task.of(data.pair_id))
        if one.visibility == SeenBy.PAIR and one.state == TaskState.OPEN
    ]
    last = max(tasks, key=lambda one: one.created_at, default=None)
    link = links.url(f"/meetings/pair/{data.pair_id}/{data.meeting_id}")
    homework = Opened(last, meeting.key).text if last else ""
    values = {"homework": homework, "before": data.before}
    guides = _guides(context, data, found) if data.before == Reminder.DAY else {}
    return [
        make(
            "meeting_reminder",
            to,
            found.programme,
            link,
            **_about(meeting, found, to),
            **values,
            session=guides.get(to.locale),
        )
        for to in found.both
    ]


def _guides(context: Context, data: MeetingReminderDue, found: PairToTell) -> dict[str, dict[str, Any]]:
    """Return what the programme suggests for a meeting, by the languages of the two; nothing where it doesn't."""
    read = context.store.get_many(Item, [PairCalendar.key(data.pair_id), SessionGuides.key(data.programme_id)])
    number = next((one.number_of(data.meeting_id) for one in read if isinstance(one, PairCalendar)), 0)
    own: dict[str, sessions.Texts] = next((one.own for one in read if isinstance(one, SessionGuides)), {})
    said = {
        to.locale: sessions.for_meeting(own, number, found.programme.planned_meetings, to.locale)
        for to in found.both
        if number
    }
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


def _meeting(context: Context, data: About) -> tuple[Opened[Meeting], PairToTell]:
    one = context.store.get(Meeting, *Meeting.key(data.pair_id, data.meeting_id))
    if one is None:
        raise NotFound
    return Opened(one, rooms.key(context, data.pair_id)), people.of_pair(context, data.pair_id)


def _entry(
    context: Context, meeting: Opened[Meeting], found: PairToTell, to: Recipient, sequence: int
) -> calendar.Entry:
    words = translations("notifications", to.locale).gettext("Mentoring: %(mentor)s and %(mentee)s")
    return calendar.Entry(
        uid=meeting.uid,
        sequence=sequence,
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        summary=words % {"mentor": found.mentor.name, "mentee": found.mentee.name},
        place=meeting.place,
        description=meeting.agenda,
        organizer=settings().mail_from,
        attendees=tuple((one.name, one.email) for one in found.both),
        stamp=context.clock(),
    )


def _about(meeting: Opened[Meeting], found: PairToTell, to: Recipient) -> dict[str, Any]:
    return {
        "other": found.other(to.key).name,
        "starts_at": meeting.starts_at,
        "minutes": meeting.minutes,
        "place": meeting.place,
        "agenda": meeting.agenda,
    }


def _with_calendar(mail: Mail, content: bytes, method: str) -> Mail:
    return replace(mail, calendar=content, method=method)


TOLD = (
    tells(MeetingProposed, holds.time_waits, meeting_invitation, opens=True),
    tells(MeetingConfirmed, holds.confirmed, meeting_confirmed, opens=True),
    tells(MeetingRescheduled, holds.time_waits, meeting_invitation, opens=True),
    tells(MeetingCancelled, holds.cancelled, meeting_cancelled, opens=True),
    tells(MeetingReminderDue, holds.meeting_is_near, meeting_reminder, opens=True),
    tells(MeetingEnded, holds.outcome_waits, meeting_outcome, opens=True),
)
