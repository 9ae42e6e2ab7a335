"""Texts of the weekly report: why a pair needs somebody, stages, colours, the columns of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import worries
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Colour, PairStage, StepKind, Urgency

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reporting.figures import Reason

CLOSE = N_("time to close the process, or to match them again?")
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
URGENCIES = {
    Urgency.HELP: N_("asks for you"),
    Urgency.BAD_FIT: N_("not a good pair"),
    Urgency.UNREACHABLE: N_("unreachable"),
    Urgency.STUCK: N_("stuck"),
    Urgency.ENDED: N_("ended early"),
    Urgency.SILENT: N_("silent"),
    Urgency.OTHER: N_("to look at"),
}
NEEDS, PAIRS = N_("What needs you"), N_("Pairs")
"""The two sheets of the list."""
MATTER_COLUMNS = (N_("Who or what"), N_("Urgency"), N_("Reason"), N_("Since"))
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
    return "; ".join(_reason(one, locale) for one in found)


def _reason(one: Reason, locale: str) -> str:
    if one.rule == StepKind.SUGGEST:
        return say(CLOSE, locale)
    try:
        return worries.reason(one.rule, one.days, locale)
    except KeyError:
        return say(LOOK, locale)
