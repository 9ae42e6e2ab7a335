"""Why a pair needs somebody: texts of monitoring's rules, for pages, mails and reports."""

from __future__ import annotations

from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.tables.vocabulary import Worry

PLAIN: dict[str, str] = {
    Worry.GOAL: N_("three meetings held and no goal agreed"),
    Worry.SURVEY: N_("a survey waits for an answer"),
    Worry.ONBOARDING: N_("onboarding isn't finished"),
    Worry.RATING: N_("a survey says it may not be a good pair"),
    Worry.UNMATCHED: N_("no mentor is left to suggest"),
    Worry.UNREACHABLE: N_("email to one of them comes back"),
    Worry.HELP: N_("one of them asked for help"),
    Worry.PAUSE: N_("one of them asked for a pause"),
    Worry.END: N_("one of them wants to end the process"),
    Worry.ENDED: N_("one of them ended the process early"),
    Worry.PAUSED: N_("paused"),
    Worry.CLOSED: N_("the process is closed"),
    Worry.OVER: N_("the programme is closed"),
}


def reason(rule: str, days: int, locale: str) -> str:
    """Return the text of a rule in a language; `days` since it began to apply. Raises KeyError for others."""
    catalogue = translations("mentoring", locale)
    match rule:
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
            return catalogue.gettext(PLAIN[rule])
    return said % {"days": days}
