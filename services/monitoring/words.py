"""Reasons in words: behind a colour, and behind an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_
from mentoring.i18n import translations

if TYPE_CHECKING:
    from gettext import NullTranslations

    from mentoring.tables.monitoring import Alert
    from monitoring.use_cases import Watched

PLAIN = {
    "planned": N_("the next meeting is planned"),
    "met": N_("they met not long ago"),
    "begun": N_("they began not long ago"),
    "goal": N_("three meetings held and no goal agreed"),
    "survey": N_("a survey waits for an answer"),
    "rating": N_("a survey says it may not be a good pair"),
    "help": N_("one of them asked for help"),
    "pause": N_("one of them asked for a pause"),
    "end": N_("one of them wants to end the process"),
    "paused": N_("paused"),
    "closed": N_("the process is closed"),
    "over": N_("the programme is closed"),
    "unmatched": N_("no mentor is left to suggest"),
}
CAUSES = {
    "seats": N_("all suitable mentors are taken; one more mentor, or one more place, would help"),
    "capacity": N_("no suitable mentor has a free place; one more mentor, or one more place, would help"),
    "nobody": N_("there is no other mentor"),
    "exclusion": N_("wishes of one side exclude everybody else"),
    "manager": N_("only the line manager would be left"),
    "language": N_("nobody else speaks the same language"),
    "time": N_("nobody else is free at the same time"),
    "mode": N_("the others meet only online or only in person"),
    "forbidden": N_("everybody suitable was suggested before"),
    "quality": N_("no possible pair is good enough for this programme"),
    "junior": N_("the other mentors have a lower position"),
    "unsolved": N_("the calculation failed; somebody has to be found by hand"),
}
"""What stands in the way of a mentee, by the codes of pairing; of several at once, or a new one, nothing is said."""


def alert(one: Alert, locale: str) -> str:
    """Return why an alert was raised, in a language."""
    said = reason(one.rule, int(one.days), locale)
    return f"{said}: {translations('monitoring', locale).gettext(CAUSES[one.cause])}" if one.cause in CAUSES else said


def colour(one: Watched, locale: str) -> str:
    """Return why a pair has its colour, in a language; also what lets a pair be on track."""
    calm = "planned" if one.ahead else "met" if one.facts.held else "begun"
    return reason(one.verdict.rule or calm, one.days, locale)


def reason(rule: str, days: int, locale: str) -> str:
    """Return the words of a rule in a language; `days` since it began to hold."""
    catalogue = translations("monitoring", locale)
    counted = _counted(catalogue, rule, days)
    return counted % {"days": days} if counted else catalogue.gettext(PLAIN[rule])


def _counted(catalogue: NullTranslations, rule: str, days: int) -> str:
    match rule:
        case "silence":
            return catalogue.ngettext(
                "no meeting for %(days)s day and nothing planned",
                "no meeting for %(days)s days and nothing planned",
                days,
            )
        case "first_meeting":
            return catalogue.ngettext(
                "no first meeting arranged for %(days)s day", "no first meeting arranged for %(days)s days", days
            )
        case "contract":
            return catalogue.ngettext(
                "contract not signed %(days)s day after the first meeting",
                "contract not signed %(days)s days after the first meeting",
                days,
            )
        case _:
            return ""
