"""A contract in the reader's language, and what a programme gives to it. The room, reports and mails need it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mentoring.clauses import CLAUSES, FIXED_CLAUSES, ON_DAY, Answer, Texts
from mentoring.i18n import LOCALES, format_date, translations

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme


def chosen(name: str, answer: Answer, locale: str) -> str:
    """Return what was chosen in the answer to the clause of this name, in a language, without the free words."""
    options = [_option(name, answer, code, locale) for code in answer.codes]
    counted = [] if answer.number is None else [_counted(name, answer.number, locale)]
    return "; ".join(one for one in (", ".join(options), *counted) if one)


def _option(name: str, answer: Answer, code: str, locale: str) -> str:
    if code == ON_DAY and answer.day:
        return format_date(date.fromisoformat(answer.day), locale)
    return translations("mentoring", locale).gettext(dict(CLAUSES[name].options).get(code, code))


def said(name: str, answer: Answer, locale: str) -> str:
    """Return the whole answer to the clause of this name in a language."""
    return " – ".join(one for one in (chosen(name, answer, locale), answer.text) if one)


def proposed(programme: Programme) -> dict[str, Answer]:
    """Return what a new contract proposes, by the name of the clause: the programme's rhythm, and what suits most."""
    return {
        "frequency": Answer(number=programme.interval_days),
        "length": Answer(number=programme.meeting_minutes),
        "number": Answer(number=programme.planned_meetings),
        "camera": Answer(("usually",)),
        "contact": Answer(("room",), number=2),
        "cancelling": Answer(number=24),
        "notes": Answer(("own", "unrecorded")),
        "feedback": Answer(("each",)),
        "review": Answer(("third",)),
    }


def every(days: int, locale: str) -> str:
    """Return how often something happens: «every 3 weeks», «every 10 days»."""
    catalogue = translations("mentoring", locale)
    if days % 7 == 0:
        weeks = days // 7
        return catalogue.ngettext("every week", "every %(num)s weeks", weeks) % {"num": weeks}
    return catalogue.ngettext("every day", "every %(num)s days", days) % {"num": days}


def _counted(name: str, number: int, locale: str) -> str:
    """Return the number in the answer to a clause in words."""
    ngettext = translations("mentoring", locale).ngettext
    match name:
        case "frequency":
            return every(number, locale)
        case "length":
            said = ngettext("%(num)s minute", "%(num)s minutes", number)
        case "number":
            said = ngettext("%(num)s meeting", "%(num)s meetings", number)
        case "contact":
            said = ngettext("we answer within %(num)s working day", "we answer within %(num)s working days", number)
        case _:
            said = ngettext("%(num)s hour before at the latest", "%(num)s hours before at the latest", number)
    return said % {"num": number}


def counted(name: str, locale: str) -> list[tuple[int, str]]:
    """Return the numbers that a clause offers, each in words."""
    return [(number, _counted(name, number, locale)) for number in CLAUSES[name].numbers]


def fixed_by(programme: Programme) -> list[Texts]:
    """Return the clauses of a programme, or those for programmes without their own, in all their languages."""
    own = own_of(programme)
    return own or [{one: translations("mentoring", one).gettext(text) for one in LOCALES} for text in FIXED_CLAUSES]


def own_of(programme: Programme) -> list[Texts]:
    """Return the clauses an organizer wrote; those from before they had languages are in the programme's first."""
    if programme.fixed is not None:
        return [dict(one) for one in programme.fixed]
    language = next(iter(programme.languages), LOCALES[0])
    return [{language: text} for text in programme.clauses]
