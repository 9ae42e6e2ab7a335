"""The reason why a pair needs a person, in words."""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.i18n import translations

REASONS = {
    "silence": N_("no meeting for %(days)s days and nothing planned"),
    "first_meeting": N_("no first meeting arranged for %(days)s days"),
    "contract": N_("contract not signed %(days)s days after the first meeting"),
    "goal": N_("three meetings held and no goal agreed"),
}


def reason(rule: str, days: int, locale: str) -> str:
    """Return the words of a rule in a language."""
    said = translations("reporting", locale).gettext(REASONS.get(rule, N_("needs a look")))
    return said % {"days": days} if "%(" in said else said
