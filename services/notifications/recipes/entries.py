"""What mails carry for their recipient's calendar: a meeting, or a plan of several as one recurring event."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mentoring import calendar, clock, links, replies, rooms
from mentoring.errors import NotFound
from mentoring.i18n import translations
from mentoring.replies import Thread
from mentoring.settings import settings
from mentoring.tables.attributes import Opened
from mentoring.tables.meetings import Meeting, Plan, plan_uid
from mentoring.tables.vocabulary import MeetingState, PlanState, ThreadKind
from mentoring.values import dataclass
from notifications import people
from notifications.recipes.base import sign

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail, Recipient
    from notifications.people import PairToTell

WEEK = timedelta(days=7)


def link(context: Context, meeting: Opened[Meeting], to: Recipient) -> str:
    """Return where somebody does what is to be done about a meeting: answers without signing in, or its page."""
    if meeting.state == MeetingState.PROPOSED and meeting.proposed_by != to.key:
        claims = {"pair_id": meeting.pair_id, "sequence": str(meeting.sequence)}
        return links.url("/meetings/answer", sign(context, "meeting", meeting.meeting_id, to, **claims))
    return links.url(f"/meetings/pair/{meeting.pair_id}/{meeting.meeting_id}")


def answers_to(context: Context, found: PairToTell, to: Recipient) -> str:
    """Return the address that takes what somebody's calendar answers, empty where none does."""
    return replies.address(context, Thread(ThreadKind.PAIR, found.pair.pair_id), to.key)


def added(context: Context, mail: Mail, meeting: Opened[Meeting], found: PairToTell) -> Mail:
    """Return a mail with what a meeting is now, for its recipient's calendar; none for who never got it there."""
    if mail.to.key in meeting.uninvited:
        return mail
    if meeting.together:
        return added_plan(context, mail, planned(context, meeting.pair_id, meeting.plan_id, found))
    method, content = calendar.message(entry(context, meeting, found, mail.to))
    return replace(mail, calendar=content, method=method)


def entry(context: Context, meeting: Opened[Meeting], found: PairToTell, to: Recipient) -> calendar.Entry:
    """Return what a meeting is now, for somebody's calendar; one of a plan is told as an exception to that."""
    address, here = answers_to(context, found, to), link(context, meeting, to)
    of_plan = {"zone": meeting.zone, "instead_of": clock.parse(meeting.planned_at)} if meeting.plan_id else {}
    return calendar.Entry(
        uid=meeting.calendar_uid,
        sequence=meeting.sequence,
        status=calendar.status_of(meeting.item),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        summary=calendar.title(found.mentor.name, found.mentee.name, to.locale),
        place=meeting.place,
        description=_description(meeting, to, here),
        organizer=(found.programme.name, address or settings().mail_address),
        attendees=tuple(
            calendar.Attendee(one.name, one.email, calendar.partstat_of(meeting.item, one.key)) for one in found.both
        ),
        stamp=context.clock(),
        link=here,
        locale=to.locale,
        answers=bool(address),
        **of_plan,
    )


def _description(meeting: Opened[Meeting], to: Recipient, link: str, *, all_of_plan: bool = False) -> str:
    """Return what the entry says: the agenda, the call, and where everything about it can be done."""
    words = translations("notifications", to.locale)
    call = calendar.call_in(meeting.place)
    asked = meeting.state == MeetingState.PROPOSED and meeting.proposed_by != to.key
    if all_of_plan:
        said = words.gettext("Answer all of them at once:") if asked else words.gettext("Your meetings:")
    elif asked:
        said = words.gettext("Answer or propose another time:")
    else:
        said = words.gettext("Everything about this meeting:")
    join = words.gettext("Video call:")
    parts = [meeting.agenda, f"{join} {call}" if call else "", f"{said} {link}"]
    return "\n\n".join(part for part in parts if part)


NOWHERE = {"file": "", "google": "", "outlook": ""}


def by_hand(
    context: Context, meeting: Opened[Meeting], found: PairToTell, to: Recipient, *, attached: bool
) -> dict[str, str]:
    """Return where a meeting can be added, by the program; nowhere while several times wait for a choice.

    The file is fetched without signing in; its link says nothing but which meeting, and whose.
    """
    if meeting.is_choice:
        return NOWHERE
    from mentoring import adding  # noqa: PLC0415 - few mails offer it

    coming = adding.Coming(
        title=calendar.title(found.mentor.name, found.mentee.name, to.locale),
        starts_at=clock.parse(meeting.starts_at),
        minutes=meeting.minutes,
        place=meeting.place,
        page=links.url(f"/meetings/pair/{meeting.pair_id}/{meeting.meeting_id}"),
    )
    file = ""
    if not attached:
        token = sign(context, "entry", meeting.meeting_id, to, pair_id=meeting.pair_id)
        file = links.url("/meetings/entry", token)
    one = adding.adding(coming, file)
    return {"file": one.file, "google": one.google, "outlook": one.outlook}


# Plans ---------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Planned:
    """A plan as it is now: its meetings, soonest first, and the two."""

    plan: Opened[Plan]
    meetings: tuple[Opened[Meeting], ...]
    found: PairToTell

    @property
    def together(self) -> tuple[Opened[Meeting], ...]:
        """Return the meetings that nobody changed alone."""
        return tuple(one for one in self.meetings if one.together)

    @property
    def standing(self) -> tuple[Opened[Meeting], ...]:
        """Return the meetings that calendars show."""
        return tuple(one for one in self.meetings if calendar.status_of(one.item) != calendar.Status.CANCELLED)

    def is_held_by(self, person_id: str) -> bool:
        """Return whether somebody ever got it for their calendar: who proposes it doesn't, until it is agreed."""
        return any(person_id not in one.uninvited for one in self.together or self.meetings)


def planned(context: Context, pair_id: str, plan_id: str, found: PairToTell | None = None) -> Planned:
    """Return a plan; of an erased room it has no words, and is told all the same."""
    plan = context.store.get(Plan, *Plan.key(pair_id, plan_id))
    if plan is None:
        raise NotFound
    key = rooms.for_facts(context, pair_id)
    items = sorted(context.store.get_many(Meeting, plan.keys), key=lambda one: one.planned_at)
    meetings = tuple(Opened(one, key) for one in items)
    return Planned(Opened(plan, key), meetings, found or people.of_pair(context, pair_id))


def added_plan(context: Context, mail: Mail, told: Planned) -> Mail:
    """Return a mail with what a plan is now, for its recipient's calendar; nothing for who never got it there."""
    if not told.is_held_by(mail.to.key):
        return mail
    method, content = calendar.message(*_of_plan(context, told, mail.to))
    return replace(mail, calendar=content, method=method)


def link_of_plan(context: Context, told: Planned, to: Recipient) -> str:
    """Return where a plan is answered without signing in, or where its meetings are."""
    plan = told.plan
    if plan.state == PlanState.PROPOSED and plan.proposed_by != to.key:
        return links.url("/meetings/plan", sign(context, "plan", plan.plan_id, to, pair_id=plan.pair_id))
    over = bool(told.found.pair.outcome)
    return links.url(f"/rooms/{plan.pair_id}" if over else f"/meetings/pair/{plan.pair_id}")


def _of_plan(context: Context, told: Planned, to: Recipient) -> list[calendar.Entry]:
    """Return the plan as one recurring event, and those of its meetings that aren't as it says."""
    here = link_of_plan(context, told, to)
    together = [one for one in told.standing if one.together]
    one, plan = (together or told.standing or told.meetings)[0], told.plan
    whole = replace(
        entry(context, one, told.found, to),
        uid=plan_uid(plan.plan_id),
        sequence=plan.sequence,
        starts_at=_local(plan.item, 0).replace(tzinfo=ZoneInfo(plan.zone)),
        minutes=plan.minutes,
        description=_description(one, to, here, all_of_plan=True),
        link=here,
        instead_of=None,
        rule=calendar.Rule(plan.every, plan.number, _without(told)),
    )
    if not told.standing:
        return [replace(whole, status=calendar.Status.CANCELLED)]
    return [whole, *(entry(context, one, told.found, to) for one in told.standing if not one.together)]


def _local(plan: Plan, number: int) -> datetime:
    """Return the local time (naive) of the meeting with a number, counted from 0, as the rule has it."""
    return datetime.fromisoformat(plan.first) + number * plan.every * WEEK


def _without(told: Planned) -> tuple[datetime, ...]:
    """Return the local times at which the rule has a meeting and calendars show none (EXDATE)."""
    zone = ZoneInfo(told.plan.zone)
    stands = {clock.parse(one.planned_at).astimezone(zone).replace(tzinfo=None, fold=0) for one in told.standing}
    return tuple(one for number in range(told.plan.number) if (one := _local(told.plan.item, number)) not in stands)
