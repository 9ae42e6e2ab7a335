"""The reason behind a colour, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_
from mentoring.i18n import translations

if TYPE_CHECKING:
    from collections.abc import Mapping

REASONS = {
    "": N_("on track"),
    "silence": N_("no meeting for %(days)s days and nothing planned"),
    "first_meeting": N_("no first meeting arranged for %(days)s days"),
    "contract": N_("contract not signed %(days)s days after the first meeting"),
    "goal": N_("three meetings held and no goal agreed"),
    "survey": N_("a survey waits for an answer"),
    "rating": N_("a survey says it may not be a good pair"),
    "help": N_("one of them asked for help"),
    "paused": N_("paused"),
}


def reason(given: Mapping[str, object], locale: str) -> str:
    """Return the words of `{rule, days}` in a language."""
    said = translations("monitoring", locale).gettext(REASONS.get(str(given.get("rule", "")), REASONS[""]))
    return said % given if "%(" in said else said
