"""Nudges to silent pairs, and what organizers hear of pairs and mentees who need a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring import clock, links
from mentoring.agreement import every
from mentoring.errors import NotFound
from mentoring.events.monitoring import MatterRaised, OnboardingOverdue, PairWentInactive
from mentoring.i18n import day_in
from mentoring.ids import address_key
from mentoring.tables.core import Item
from mentoring.tables.gatherings.onboarding import Onboarding, OnboardingProgress
from mentoring.tables.monitoring import Matter
from mentoring.tables.notifications import Mailbox
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import SAME_DAY, AssignmentState, ContractState, GoalState, Worry
from mentoring.tables.workspace import Contract, Goal
from mentoring.values import dataclass
from notifications import people
from notifications.recipes import needing
from notifications.recipes.base import for_organizers, make, sign, tells
from notifications.truth import monitoring as holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from notifications.mail import Mail, Recipient


ANSWERS = {"met": "/meetings/met", "rest": "/pairing/rest", "help": "/monitoring/answer", "end": "/pairing/end"}
"""Where a pair answers a nudge, by what is true for it; the same link proves who answers."""


def nudge(context: Context, data: PairWentInactive) -> list[Mail]:
    """A friendly question to both, with answers that need no signing in; of a survey, to those who haven't answered.

    Its button leads to where the thing is done that is missing, without signing in where that is possible.
    """
    found = people.of_pair(context, data.pair_id)
    both = _reached(context, found.both)
    if data.rule == Worry.SURVEY:
        asked = {to: _open_survey(context, data.pair_id, to) for to in both}
        return [_nudge(context, found, data, to, _survey(context, one, to)) for to, one in asked.items() if one]
    return [_nudge(context, found, data, to, _todo(context, found, data.rule, to)) for to in both]


@dataclass(frozen=True)
class Todo:
    """What the button of a nudge says (a key of its template), and where it leads."""

    button: str
    link: str


def _todo(context: Context, found: people.PairToTell, rule: str, to: Recipient) -> Todo:
    """Return what somebody can do about the reason: sign, agree, or else say how it is."""
    if rule == Worry.CONTRACT:
        return _contract(context, found.pair.pair_id, to)
    if rule == Worry.GOAL:
        return _goal(context, found.pair.pair_id, to)
    return Todo("answer", links.url("/monitoring/answer", sign(context, "nudge", found.pair.pair_id, to, rule=rule)))


def _contract(context: Context, pair_id: str, to: Recipient) -> Todo:
    versions = context.store.query(Contract, *Contract.of(pair_id))
    one = versions[-1] if versions and versions[-1].state in (ContractState.PROPOSED, ContractState.BY_ONE) else None
    page = links.url(f"/rooms/{pair_id}/contract")
    if one is None:
        return Todo("contract", page)
    if to.key in [signature["person_id"] for signature in one.signatures]:
        return Todo("signed", page)
    return Todo("sign", links.url("/rooms/answer", sign(context, "contract", pair_id, to, number=str(one.number))))


def _goal(context: Context, pair_id: str, to: Recipient) -> Todo:
    drafts = [one for one in context.store.query(Goal, *Goal.of(pair_id)) if one.state is GoalState.DRAFT]
    theirs = [one for one in drafts if one.proposed_by != to.key]
    if not theirs:
        return Todo("proposed" if drafts else "goal", links.url(f"/rooms/{pair_id}/goals"))
    newest = max(theirs, key=lambda one: one.proposed_at or "")
    return Todo("agree", links.url("/rooms/answer", sign(context, "goal", newest.goal_id, to, pair_id=pair_id)))


def _survey(context: Context, one: Assignment, to: Recipient) -> Todo:
    token = sign(context, "survey", one.assignment_id, to, programme_id=one.programme_id)
    return Todo("survey", links.url("/surveys/answer", token))


def _reached(context: Context, both: Sequence[Recipient]) -> list[Recipient]:
    """Return those whom mail reaches: a nudge that waited for an address would come too late, and count for nobody."""
    boxes = context.store.get_many(Mailbox, [Mailbox.key(to.email) for to in both])
    lost = {one.mailbox_id for one in boxes if one.unreachable}
    return [to for to in both if address_key(to.email) not in lost]


def _nudge(context: Context, found: people.PairToTell, data: PairWentInactive, to: Recipient, todo: Todo) -> Mail:
    """Return the reminder of one of the two: whom it is about, since when, and which rhythm counts.

    `counted` is the day from which the days are counted where that is later than the last meeting, or the pair.
    """
    pair, about, now = found.pair, found.programme, context.clock()
    token = sign(context, "nudge", pair.pair_id, to, rule=data.rule)
    begun = clock.parse(pair.last_held_at or pair.agreed_at)
    counted = now - timedelta(days=data.days)
    later = data.rule in (Worry.SILENCE, Worry.FIRST_MEETING) and counted > begun + timedelta(days=1)
    return make(
        "nudge",
        to,
        about,
        todo.link,
        rule=data.rule,
        todo=todo.button,
        days=data.days,
        other=found.other(to.key).name,
        last=day_in(clock.parse(pair.last_held_at), to.zone) if pair.last_held_at else "",
        since=day_in(clock.parse(pair.agreed_at), to.zone),
        counted=day_in(counted, to.zone) if later else "",
        agreed=every(pair.interval_days, to.locale) if pair.interval_days else "",
        usual=every(about.interval_days, to.locale),
        answers={name: links.url(place, token) for name, place in ANSWERS.items()},
    )


def onboarding(context: Context, data: OnboardingOverdue) -> list[Mail]:
    """A friendly word to somebody whose onboarding waits: how much is left, and whether it comes first."""
    (one,) = people.participants(context, data.programme_id, [data.participant_id])
    about = people.programme(context, data.programme_id)
    keys = [Onboarding.key(data.programme_id), OnboardingProgress.key(data.programme_id, data.participant_id)]
    read = context.store.get_many(Item, keys)
    left = next((each.left for each in read if isinstance(each, OnboardingProgress)), 0)
    first = any(isinstance(each, Onboarding) and each.comes_first for each in read)
    link = links.url(f"/onboarding/{data.programme_id}")
    return [make("onboarding_reminder", people.of_participant(one), about, link, left=left, first=first)]


def matter(context: Context, data: MatterRaised) -> list[Mail]:
    """Tell the organizers which pair needs somebody, and why, if they hear of it the same day; they act on it there."""
    if data.urgency not in SAME_DAY:
        return []
    item = context.store.get(Matter, *Matter.key(data.programme_id, data.about))
    if item is None:
        raise NotFound
    link = links.url(f"/monitoring/{data.programme_id}/pairs/{data.pair_id}")
    found = people.of_pair(context, data.pair_id)
    (one,) = needing.told(context, [item])
    telling = needing.Telling.of(context, found.programme, [one], context.clock())
    values = {"rule": data.rule, "mentor": found.mentor.name, "mentee": found.mentee.name}
    mails = for_organizers(context, "alert", found.programme, link, **values)
    return [replace(mail, values=mail.values | {"needs": telling.line(one, mail.to)}) for mail in mails]


def _open_survey(context: Context, pair_id: str, to: Recipient) -> Assignment | None:
    theirs = context.store.listed(Assignment, *Assignment.listed(to.key))
    return next((one for one in theirs if one.pair_id == pair_id and one.state == AssignmentState.OPEN), None)


TOLD = (
    tells(PairWentInactive, holds.silence_lasts, nudge),
    tells(OnboardingOverdue, holds.onboarding_waits, onboarding),
    tells(MatterRaised, holds.matter_is_open, matter),
)
