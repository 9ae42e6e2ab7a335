"""Texts of reasons for colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import worries
from mentoring.errors import N_
from mentoring.i18n import translations

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair
    from monitoring.use_cases.organizers import Watched

CALM = {
    "planned": N_("the next meeting is planned"),
    "met": N_("they met not long ago"),
    "begun": N_("they began not long ago"),
}
"""Why a pair is on track."""


def colour(one: Watched, locale: str) -> str:
    """Return why a pair has its colour, in a language; for pairs on track too."""
    if one.verdict.rule:
        return worries.reason(one.verdict.rule, one.days, locale)
    calm = "planned" if one.ahead else "met" if one.facts.held else "begun"
    return translations("monitoring", locale).gettext(CALM[calm])


def rhythm(pair: Pair, locale: str) -> str:
    """Return what a pair agreed on in figures, in a language; nothing if it didn't, or not in figures."""
    from mentoring.agreement import every  # noqa: PLC0415 - only where a pair with a contract is shown

    count = translations("mentoring", locale).ngettext("%(num)s meeting", "%(num)s meetings", pair.planned_meetings)
    said = [count % {"num": pair.planned_meetings}] if pair.planned_meetings else []
    return ", ".join([*said, every(pair.interval_days, locale)] if pair.interval_days else said)
