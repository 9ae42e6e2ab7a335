"""Plans of meetings: proposed, agreed, called off; each mail holds the whole plan as one recurring event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.afar import two_clocks
from mentoring.events.meetings import PlanAgreed, PlanAnswerUnused, PlanCalledOff, PlanDoubted, PlanProposed
from mentoring.tables.vocabulary import MeetingState, PlanState
from notifications.recipes.base import make, tells
from notifications.recipes.entries import Planned, added_plan, answers_to, link_of_plan, planned
from notifications.truth import meetings as holds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Meeting
    from notifications.mail import Mail, Recipient

    About = PlanProposed | PlanAgreed | PlanCalledOff | PlanDoubted | PlanAnswerUnused

WEEK = timedelta(days=7)


def plan_proposed(context: Context, data: PlanProposed) -> list[Mail]:
    """Ask the partner about all meetings at once."""
    told = planned(context, data.pair_id, data.plan_id)
    to = told.found.other(data.by)
    by_calendar = bool(answers_to(context, told.found, to))
    return [_mail(context, "plan_proposed", told, to, _ahead(context, told), by_calendar=by_calendar)]


def plan_agreed(context: Context, data: PlanAgreed) -> list[Mail]:
    """Send both all meetings that are agreed, and say which were left out."""
    told = planned(context, data.pair_id, data.plan_id)
    agreed = [one for one in told.standing if one.state == MeetingState.CONFIRMED]
    off = [one for one in told.together if one.called_off]
    return [
        _mail(context, "plan_agreed", told, to, agreed, left_out=_dates(told, off, to), note=_note(told, data.by, to))
        for to in told.found.both
    ]


def plan_called_off(context: Context, data: PlanCalledOff) -> list[Mail]:
    """Tell both what was declined or called off; who never got the plan and withdraws it hears nothing."""
    told = planned(context, data.pair_id, data.plan_id)
    off = [one for one in told.meetings if one.meeting_id in data.meeting_ids]
    return [
        _mail(
            context,
            "plan_called_off",
            told,
            to,
            off,
            over=bool(told.found.pair.outcome),
            kept=told.is_held_by(to.key),
            agreed=data.was_agreed,
            declined=not data.was_agreed
            and data.by == told.found.other(to.key).key
            and told.plan.proposed_by == to.key,
            note=_note(told, data.by, to),
        )
        for to in told.found.both
        if told.is_held_by(to.key) or to.key != data.by
    ]


def plan_doubted(context: Context, data: PlanDoubted) -> list[Mail]:
    """Tell the partner that somebody answered «maybe» to all of it."""
    told = planned(context, data.pair_id, data.plan_id)
    to = told.found.other(data.by)
    waits = told.plan.state == PlanState.PROPOSED
    return [_mail(context, "plan_doubted", told, to, _ahead(context, told), waits=waits)]


def plan_answer_unused(context: Context, data: PlanAnswerUnused) -> list[Mail]:
    """Tell somebody why what their calendar answered to the whole plan changed nothing, and put the calendar right."""
    told = planned(context, data.pair_id, data.plan_id)
    to = told.found.one(data.person_id)
    return [_mail(context, "plan_answer_unused", told, to, _ahead(context, told), why=data.why)]


def _ahead(context: Context, told: Planned) -> list[Opened[Meeting]]:
    now = clock.iso(context.clock())
    return [one for one in told.standing if one.together and one.starts_at > now]


def _mail(
    context: Context, kind: str, told: Planned, to: Recipient, about: Iterable[Opened[Meeting]], **values: Any
) -> Mail:
    """Return a mail that lists meetings, with the plan for its recipient's calendar if that holds it."""
    found, one = told.found, told.meetings[0]
    facts = {
        "other": found.other(to.key).name,
        "planned": _dates(told, about, to),
        "minutes": told.plan.minutes,
        "every": told.plan.every,
        "place": one.place,
        "agenda": one.agenda,
    }
    mail = make(kind, to, found.programme, link_of_plan(context, told, to), **facts | values)
    return added_plan(context, mail, told)


def _dates(told: Planned, about: Iterable[Opened[Meeting]], to: Recipient) -> list[dict[str, str]]:
    """Return when meetings are: `starts_at` (an instant), and `words` on both clocks where these differ."""
    there = told.found.other(to.key).zone
    return [
        {
            "starts_at": one.starts_at,
            "words": two_clocks(clock.parse(one.starts_at), to.locale, to.zone, there) if to.zone != there else "",
        }
        for one in about
    ]


def _note(told: Planned, by: str, to: Recipient) -> str:
    """Return what the one who answered added in words, for the other one."""
    return told.plan.note if told.plan.note_by == by != to.key else ""


TOLD = (
    tells(PlanProposed, holds.plan_waits, plan_proposed, opens=True),
    tells(PlanAgreed, holds.plan_agreed, plan_agreed, opens=True),
    tells(PlanCalledOff, holds.plan_called_off, plan_called_off, opens=True),
    tells(PlanDoubted, holds.plan_doubted, plan_doubted, opens=True),
    tells(PlanAnswerUnused, holds.answered_lately, plan_answer_unused, opens=True),
)
