"""Texts of reasons, for colours and alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.causes import UNMATCHED
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Worry

if TYPE_CHECKING:
    from gettext import NullTranslations

    from mentoring.tables.monitoring import Alert
    from monitoring.use_cases.organizers import Watched

PLAIN = {
    "planned": N_("the next meeting is planned"),
    "met": N_("they met not long ago"),
    "begun": N_("they began not long ago"),
    Worry.GOAL: N_("three meetings held and no goal agreed"),
    Worry.SURVEY: N_("a survey waits for an answer"),
    Worry.RATING: N_("a survey says it may not be a good pair"),
    Worry.HELP: N_("one of them asked for help"),
    Worry.PAUSE: N_("one of them asked for a pause"),
    Worry.END: N_("one of them wants to end the process"),
    Worry.PAUSED: N_("paused"),
    Worry.CLOSED: N_("the process is closed"),
    Worry.OVER: N_("the programme is closed"),
    Worry.UNMATCHED: N_("no mentor is left to suggest"),
}


def alert(one: Alert, locale: str) -> str:
    """Return why an alert was raised, in a language."""
    said = reason(one.rule, one.days, locale)
    return (
        f"{said}: {translations('monitoring', locale).gettext(UNMATCHED[one.cause])}"
        if one.cause in UNMATCHED
        else said
    )


def colour(one: Watched, locale: str) -> str:
    """Return why a pair has its colour, in a language; for pairs on track too."""
    calm = "planned" if one.ahead else "met" if one.facts.held else "begun"
    return reason(one.verdict.rule or calm, one.days, locale)


def reason(rule: str, days: int, locale: str) -> str:
    """Return the text of a rule in a language; `days` since it began to apply."""
    catalogue = translations("monitoring", locale)
    counted = _counted(catalogue, rule, days)
    return counted % {"days": days} if counted else catalogue.gettext(PLAIN[rule])


def _counted(catalogue: NullTranslations, rule: str, days: int) -> str:
    match rule:
        case Worry.SILENCE:
            return catalogue.ngettext(
                "no meeting for %(days)s day and nothing planned",
                "no meeting for %(days)s days and nothing planned",
                days,
            )
        case Worry.FIRST_MEETING:
            return catalogue.ngettext(
                "no first meeting arranged for %(days)s day", "no first meeting arranged for %(days)s days", days
            )
        case Worry.CONTRACT:
            return catalogue.ngettext(
                "contract not signed %(days)s day after the first meeting",
                "contract not signed %(days)s days after the first meeting",
                days,
            )
        case _:
            return ""
