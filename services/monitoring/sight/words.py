"""Texts of what is seen: stages, and what happened to a pair."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mentoring import i18n, worries
from mentoring.errors import N_
from mentoring.tables.vocabulary import Colour, Come, Happened, Lacking, PairStage, Worry

if TYPE_CHECKING:
    from datetime import date, datetime

    from monitoring.domain.moments import Moment

STAGES = {
    PairStage.ACTIVE: N_("just paired"),
    PairStage.CONTRACTING: N_("agreeing a contract"),
    PairStage.GOALS: N_("agreeing goals"),
    PairStage.WORKING: N_("working"),
    PairStage.CLOSING: N_("closing"),
    PairStage.COMPLETED: N_("completed"),
    PairStage.CLOSED_EARLY: N_("closed early"),
}
LINE = (PairStage.ACTIVE, PairStage.CONTRACTING, PairStage.GOALS, PairStage.WORKING, PairStage.CLOSING)
"""The stages on a pair's stage line, before its end."""
COLOURS = {
    Colour.RED: N_("needs a person"),
    Colour.AMBER: N_("to watch"),
    Colour.GREEN: N_("on track"),
    Colour.GREY: N_("paused or closed"),
}
REACHED = {
    Come.APPLIED: N_("applied as mentees"),
    Come.ACCEPTED: N_("were accepted"),
    Come.PAIRED: N_("are or were in a pair"),
    Come.SIGNED: N_("signed their contract"),
    Come.AGREED: N_("agreed on a goal"),
    Come.HALFWAY: N_("held half of their meetings"),
    Come.COMPLETED: N_("completed their process"),
}
"""Steps of the funnel."""
LACKING = {
    Lacking.NOTHING: N_("anything or nothing"),
    Lacking.MEETING: N_("a first meeting"),
    Lacking.PLAN: N_("a planned meeting"),
    Lacking.CONTRACT: N_("the contract"),
    Lacking.GOAL: N_("a goal"),
    Lacking.SURVEY: N_("an answer to a survey"),
}
"""What a pair may lack."""
HAPPENED = {
    Happened.AGREED: N_("They became a pair"),
    Happened.PROPOSED: N_("A contract was proposed"),
    Happened.SIGNED: N_("Both signed the contract"),
    Happened.GOAL: N_("The first goal was agreed"),
    Happened.HELD: N_("They met"),
    Happened.PLANNED: N_("A meeting is planned"),
    Happened.OFF: N_("A meeting planned for this day didn't take place"),
    Happened.RESUMED: N_("They went on after a break"),
    Happened.ASKED: N_("A survey was sent; it waits for an answer"),
    Happened.SUGGESTED: N_("Time to close the process, or to match them again?"),
    Happened.WRITTEN: N_("The organizers wrote to %(name)s"),
    Happened.CLOSING: N_("They began to close their process"),
    Happened.CLOSED: N_("The process ended"),
    Happened.REPORT: N_("The report of their process was made"),
}
"""For what needs no more words than its date, and a name at most."""
REMINDED = N_("Both were reminded by email: %(why)s")
REMINDED_OF_SURVEY = N_("Those who hadn't answered were reminded by email: %(why)s")
ATTENDED_BY_ONE, ATTENDED_BY_BOTH = N_("%(name)s was at “%(title)s”"), N_("Both were at “%(title)s”")
HANDLED_BY_ONE = N_("%(name)s took care of what needed an organizer")
HANDLED_BY_FACTS = N_("What needed an organizer was settled")
CALLED_OFF = N_("The meeting planned for this day was called off")
OVERDUE = N_("A meeting was planned; whether it took place isn't known yet")


def happened(one: Moment, now: datetime, locale: str, zone: str) -> str:
    """Return a moment of the time line in words, with days where the programme is."""
    words = i18n.translations("monitoring", locale)
    why = worries.reason(one.rule, one.days, locale) if one.rule else ""
    match one.what:
        case Happened.NUDGED:
            return words.gettext(REMINDED_OF_SURVEY if one.rule == Worry.SURVEY else REMINDED) % {"why": why}
        case Happened.ALERTED:
            return words.gettext("The organizers were told: %(why)s") % {"why": why}
        case Happened.PAUSED if one.until is not None:
            until = i18n.format_date(i18n.in_zone(one.until, zone).date(), locale)
            return words.gettext("A break was agreed, until %(day)s") % {"day": until}
        case Happened.HANDLED:
            return words.gettext(HANDLED_BY_ONE if one.who else HANDLED_BY_FACTS) % {"name": one.who}
        case Happened.ATTENDED:
            there = words.gettext(ATTENDED_BY_ONE if one.who else ATTENDED_BY_BOTH)
            return there % {"name": one.who, "title": one.text}
        case _:
            late, off = one.what == Happened.PLANNED and one.at <= now, one.what == Happened.OFF and one.at > now
            return words.gettext(OVERDUE if late else CALLED_OFF if off else HAPPENED[one.what]) % {"name": one.who}


def short(at: datetime, locale: str, zone: str) -> str:
    """Return a day in few letters: «2 mar»."""
    return _form(i18n.in_zone(at, zone).date(), "d MMM", locale)


def month(at: datetime, locale: str) -> str:
    """Return a month in few letters: «mar»."""
    return _form(at.date(), "LLL", locale)


@lru_cache(maxsize=2_000)
def _form(day: date, form: str, locale: str) -> str:
    from babel.dates import format_date  # noqa: PLC0415 - only pages need it

    return str(format_date(day, form, locale={"pl": "pl", "en": "en_GB"}[locale]))
