"""What calendars answer to invitations, by mail: yes, maybe, no, another time.

An answer counts when it comes to an address of the pair from an address of that very person, is about one of the pair's
meetings, about its present time, and newer than what this person's calendar said before. All else changes nothing;
where that leaves a calendar with something untrue, its owner gets a short mail that puts it right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from meetings import domain, store
from meetings.domain import Unused
from meetings.domain import plan as rules
from meetings.use_cases import arranging, plan_answers
from meetings.use_cases.reading import meeting_of_link
from mentoring import clock, incoming, people
from mentoring.errors import DomainError, NotFound
from mentoring.events.meetings import MeetingAnswerUnused
from mentoring.files import INBOUND, FileGone
from mentoring.incoming import Automatic, Ours, calendars
from mentoring.incoming.calendars import Answer, Said
from mentoring.settings import settings
from mentoring.store import retrying
from mentoring.tables.meetings import Meeting as Item
from mentoring.tables.meetings import Plan, plan_uid
from mentoring.tables.vocabulary import MeetingState, PlanState, ThreadKind
from mentoring.tables.workspace import ReplyAddress
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.notifications import MailReceived

MOST = rules.NUMBER.stop
"""How many answers of one mail are taken: one to all of a plan, and one to each of its meetings."""
USED = "used"
NOBODYS = (Automatic.OWN, Automatic.REPORT, Automatic.LIST)
"""Machines whose mails are no answers. Calendars are machines, too, and some say so («Auto-Submitted»)."""


@dataclass(frozen=True)
class Taken:
    """What became of a mail, for the log: `used`, `unused` or `not ours`, why, and which meeting it was about."""

    outcome: str
    why: str = ""
    meeting_id: str = ""


def take_answer(context: Context, event: Event[MailReceived]) -> Taken:
    """Read the mail an event tells of, and do what a calendar answers in it."""
    known = context.store.get(ReplyAddress, *ReplyAddress.key(event.data.reply_id))
    if known is None or known.thread_kind != ThreadKind.PAIR:
        return Taken("not ours", "no address of a pair")
    try:
        raw = context.files.get(f"{INBOUND}{event.data.mail_id}")
    except FileGone:
        return Taken("not ours", "gone")
    mail = incoming.read(raw, Ours(settings().inbound_domain, settings().mail_address))
    found = calendars.answers(mail)
    if not found:
        return Taken("not ours", "no answer of a calendar")
    if mail.automatic in NOBODYS:
        return Taken("unused", "a machine wrote it")
    if not mail.sender or people.person_id_of(context, mail.sender) != known.person_id:
        return Taken("unused", "not from an address of this person")
    about = [one for one in found if one.uid == found[0].uid][:MOST]
    taken = [answer(context.acting_as(known.person_id), known.thread_id, one) for one in about]
    return next((one for one in taken if one.outcome == USED), taken[0])


def answer(context: Context, pair_id: str, said: Answer) -> Taken:
    """Do what the calendar of the user answers about a meeting of a pair, or about a plan of it."""
    plan = _plan(context, pair_id, said.uid)
    if plan is None:
        return _about_one(context, pair_id, said)
    meeting_id = _one_of(context, plan, said)
    if meeting_id:
        item = store.load(context, pair_id, meeting_id)
        return _about_one(context, pair_id, replace(said, uid=item.uid if item is not None else ""))
    return _about_all(context, plan, said)


def _about_one(context: Context, pair_id: str, said: Answer) -> Taken:
    item = _soonest(context, pair_id) if said.said == Said.UNREADABLE and not said.uid else None
    item = item or _meeting(context, pair_id, said.uid)
    if item is None:
        return Taken("unused", "no meeting of this pair")
    if why := _foreign(context, item, said):
        return Taken("unused", why, item.meeting_id)
    stamp = clock.iso(said.stamp or context.clock())
    try:
        if not _do(context, pair_id, item, said, stamp):
            return Taken("unused", said.said, item.meeting_id)
    except (domain.AnswerKnown, NotFound) as error:
        return Taken("unused", error.code, item.meeting_id)
    except DomainError as error:
        why = _unused(item, said, error)
        return Taken("unused", _tell(context, pair_id, item.meeting_id, why, stamp) or why, item.meeting_id)
    return Taken(USED, said.said, item.meeting_id)


def _foreign(context: Context, item: Item, said: Answer) -> str:
    """Return why an answer can't be one to what we sent this person, or an empty text."""
    if said.sequence > item.sequence:
        return "a sequence nobody was told"
    other = said.attendee and people.person_id_of(context, said.attendee) != context.principal.person_id
    return "in somebody else's name" if other else ""


def _meeting(context: Context, pair_id: str, uid: str) -> Item | None:
    """Return the meeting of a pair with this UID (RFC 5545 §3.8.4.7), or None."""
    item = store.load(context, pair_id, uid.partition("@")[0]) if uid else None
    return item if item is not None and item.uid == uid else None


def _soonest(context: Context, pair_id: str) -> Item | None:
    """Return the next meeting of a pair that can be answered: an answer that can't be read is most likely about it."""
    known = store.known(store.calendar(context, pair_id)).items()
    ahead = [(one.starts_at, meeting_id) for meeting_id, one in known if one.state in domain.OPEN]
    return store.load(context, pair_id, min(ahead)[1]) if ahead else None


# A whole plan --------------------------------------------------------------------------------------------------------


def _plan(context: Context, pair_id: str, uid: str) -> Plan | None:
    """Return the plan of a pair that has this UID in calendars, or None."""
    plan = store.load_plan(context, pair_id, uid.partition("@")[0]) if uid else None
    return plan if plan is not None and plan_uid(plan.plan_id) == uid else None


def _one_of(context: Context, plan: Plan, said: Answer) -> str:
    """Return the id of the meeting of a plan that an answer names, or an empty text."""
    if said.of is None and said.day is None:
        return ""
    items = context.store.get_many(Item, plan.keys)
    zone = ZoneInfo(plan.zone)
    planned = {clock.parse(one.planned_at): one.meeting_id for one in items}
    if said.of is not None:
        return planned.get(said.of, "")
    return next((one for at, one in planned.items() if at.astimezone(zone).date() == said.day), "")


def _about_all(context: Context, plan: Plan, said: Answer) -> Taken:
    """Do what is answered about all of a plan."""
    if said.sequence > plan.sequence:
        return Taken("unused", "a sequence nobody was told", plan.plan_id)
    if said.attendee and people.person_id_of(context, said.attendee) != context.principal.person_id:
        return Taken("unused", "in somebody else's name", plan.plan_id)
    stamp = clock.iso(said.stamp or context.clock())
    try:
        if not _do_all(context, plan, said, stamp):
            return Taken("unused", said.said, plan.plan_id)
    except (domain.AnswerKnown, NotFound) as error:
        return Taken("unused", error.code, plan.plan_id)
    except DomainError as error:
        why = next((why for kinds, why in WHY if isinstance(error, kinds)), Unused.OVER)
        untold = plan_answers.tell_again(context, plan.pair_id, plan.plan_id, why, stamp)
        return Taken("unused", untold or why, plan.plan_id)
    return Taken(USED, said.said, plan.plan_id)


def _stands(context: Context, plan: Plan) -> bool:
    """Return whether a calendar shows any meeting of a plan as part of it."""
    return any(one.together and not one.called_off for one in context.store.get_many(Item, plan.keys))


def _do_all(context: Context, plan: Plan, said: Answer, stamp: str) -> bool:
    where = (context, plan.pair_id, plan.plan_id)
    if said.vague or said.of is not None or said.day is not None:
        raise _Unreadable  # it names one that is none of the plan's, or one that can't be told
    match said.said:
        case Said.ACCEPTED if plan.state == PlanState.PROPOSED and plan.proposed_by == context.principal.person_id:
            return False
        case Said.ACCEPTED:
            plan_answers.accept(*where, stamp=stamp)
        case Said.TENTATIVE:
            plan_answers.doubt(*where, stamp)
        case Said.DECLINED if plan.state == PlanState.CALLED_OFF and not _stands(context, plan):
            return False
        case Said.DECLINED:
            plan_answers.call_off(*where, stamp=stamp)
        case Said.COUNTER:
            raise _AllAtOnce
        case Said.UNREADABLE:
            raise _Unreadable
        case _:
            return False
    return True


# One meeting ---------------------------------------------------------------------------------------------------------


class _AllAtOnce(DomainError):
    """Another time for a whole plan."""


class _Unreadable(DomainError):
    """An answer that can't be read."""


def _do(context: Context, pair_id: str, item: Item, said: Answer, stamp: str) -> bool:
    """Do what is answered; return whether it says anything. Raises what the use cases raise."""
    where = (context, pair_id, item.meeting_id)
    match said.said:
        case Said.ACCEPTED if _stands_anyway(context, item, said):
            return False
        case Said.ACCEPTED:
            arranging.accept(*where, said.sequence, stamp)
        case Said.TENTATIVE:
            arranging.doubt(*where, said.sequence, stamp)
        case Said.DECLINED if item.called_off:
            return False
        case Said.DECLINED:
            arranging.cancel(*where, said.sequence, stamp)
        case Said.COUNTER if said.starts_at is not None:
            arranging.move(*where, said.starts_at, said.sequence, stamp)
        case Said.UNREADABLE:
            raise _Unreadable
        case _:
            return False
    return True


def _stands_anyway(context: Context, item: Item, said: Answer) -> bool:
    """Return whether a «yes» is to one's own proposal, which says nothing new."""
    meeting = store.read(item)
    mine = meeting.state == MeetingState.PROPOSED and meeting.proposed_by == context.principal.person_id
    return mine and meeting.since <= said.sequence


WHY: tuple[tuple[tuple[type[DomainError], ...], Unused], ...] = (
    ((_Unreadable,), Unused.UNREADABLE),
    ((_AllAtOnce,), Unused.TIME),
    ((domain.HasBegun, domain.TimePassed), Unused.BEGUN),
    ((domain.AlreadyBusy,), Unused.BUSY),
    ((domain.WhichTime,), Unused.MOVED),
    ((domain.OwnProposal,), Unused.OWN),
    ((domain.OnboardingFirst,), Unused.ONBOARDING),
)
"""What each refusal of a use case is to somebody whose calendar answered."""


def _unused(item: Item, said: Answer, error: DomainError) -> Unused:
    """Return why an answer changed nothing, as its author is told."""
    known = next((why for kinds, why in WHY if isinstance(error, kinds)), None)
    if known is not None:
        return known
    if not isinstance(error, domain.MeetingDecided):
        return Unused.TIME
    moved = item.state in domain.OPEN and said.sequence < store.read(item).since
    return Unused.MOVED if moved else Unused.OVER


@retrying
def _tell(context: Context, pair_id: str, meeting_id: str, why: Unused, stamp: str) -> str:
    """Ask for a mail that says so and puts the calendar right; return why not, if not."""
    item = meeting_of_link(context, pair_id, meeting_id)
    if item.together:
        return plan_answers.tell_again(context, pair_id, item.plan_id, why, stamp, meeting_id)
    by, now = context.principal.person_id, clock.iso(context.clock())
    if not item.hear(by, stamp):
        return "known, or older than what is"
    told = item.refuse(by, now[:10])
    uow = context.begin()
    uow.save(item)
    if told:
        uow.publish(MeetingAnswerUnused(item.programme_id, pair_id, meeting_id, by, why), aggregate=item)
    uow.commit()
    return "" if told else "told often enough today"
