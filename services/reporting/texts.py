"""Texts of the weekly report: why a pair needs somebody, stages, colours, the columns of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Colour, PairStage, Worry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from gettext import NullTranslations

    from reporting.domain import Reason

PLAIN = {
    "goal": N_("three meetings held and no goal agreed"),
    "rating": N_("a survey says it may not be a good pair"),
    "help": N_("one of them asked for help"),
    "pause": N_("one of them asked for a pause"),
    "end": N_("one of them wants to end the process"),
    "suggest": N_("time to close the process, or to match them again?"),
}
LOOK = N_("needs a look")
"""For a rule this report doesn't know yet."""
STAGES = {
    PairStage.ACTIVE: N_("just paired"),
    PairStage.CONTRACTING: N_("contract"),
    PairStage.GOALS: N_("goals"),
    PairStage.WORKING: N_("working"),
    PairStage.CLOSING: N_("closing"),
    PairStage.COMPLETED: N_("completed"),
    PairStage.CLOSED_EARLY: N_("closed early"),
}
COLOURS = {
    Colour.GREEN: N_("on track"),
    Colour.AMBER: N_("to watch"),
    Colour.RED: N_("needs a person"),
    Colour.GREY: N_("paused or closed"),
}
COLUMNS = (
    N_("Mentee"),
    N_("Mentor"),
    N_("Stage"),
    N_("Colour"),
    N_("Reason"),
    N_("Meetings held"),
    N_("Last meeting"),
)


def say(text: str, locale: str) -> str:
    """Return a msgid in a language."""
    return translations("reporting", locale).gettext(text)


def reasons(found: Iterable[Reason], locale: str) -> str:
    """Return why a pair needs somebody, in a language."""
    catalogue = translations("reporting", locale)
    return "; ".join(_reason(catalogue, one) for one in found)


def _reason(catalogue: NullTranslations, one: Reason) -> str:
    days = one.days
    match one.rule:
        case Worry.SILENCE:
            said = catalogue.ngettext(
                "no meeting for %(days)s day and nothing planned",
                "no meeting for %(days)s days and nothing planned",
                days,
            )
        case Worry.FIRST_MEETING:
            said = catalogue.ngettext(
                "no first meeting arranged for %(days)s day", "no first meeting arranged for %(days)s days", days
            )
        case Worry.CONTRACT:
            said = catalogue.ngettext(
                "contract not signed %(days)s day after the first meeting",
                "contract not signed %(days)s days after the first meeting",
                days,
            )
        case _:
            return catalogue.gettext(PLAIN.get(one.rule, LOOK))
    return said % {"days": days}
