"""The mails that ask people of an earlier edition to come again, as organizers read them before they are sent."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from mentoring.i18n import format_date, translations
from mentoring.wording import AgainWords

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme
    from recruitment.use_cases.asking_back import Found


def of(programme: Programme, found: Found) -> list[tuple[str, int, str, list[str]]]:
    """Return of each language: how many get the mail, its subject, its lines."""
    words, until = AgainWords(), programme.dates.get("recruitment_closes", "")
    told = []
    for locale, number in Counter(one.locale for one in found.asked).most_common():
        say = translations("recruitment", locale).gettext
        lines = [say(words.before) % {"earlier": found.earlier.name}]
        lines += [say(words.until) % {"day": format_date(date.fromisoformat(until), locale)}] if until else []
        lines += [say(one) for one in (words.form, words.no, words.silence)]
        told.append((locale, number, say(words.subject) % {"programme": programme.name}, lines))
    return told
