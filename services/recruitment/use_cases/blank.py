"""A file to begin with: the titles, two invented people, and what may stand in each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.spreadsheets import csv_file, workbook
from recruitment import imports
from recruitment.use_cases.exporting import XLSX

if TYPE_CHECKING:
    from mentoring.context import Context

VALUES = {
    "role": N_("Mentor, Mentorka, Mentee, or both: Mentor + Mentee"),
    "first_name": N_("or first name and surname in one column “Full name”"),
    "last_name": "",
    "form": N_("f, m, or empty: how we write to the person"),
    "email": N_("one address that gets email"),
    "city": "",
    "zone": N_("a city or a zone such as Europe/Warsaw; empty: the programme's"),
    "languages": N_("Polish C2, English B1; the level may be left out"),
    "department": "",
    "position": "",
    "manager_email": N_("so that nobody is paired with their own manager"),
    "topics": N_("one to five, the most important first, separated by commas"),
    "mode": N_("online, hybrid, in person"),
    "hours_per_month": N_("a number, such as 2 or 2.5"),
    "availability": N_("mon 16:30-18:00, wed after 17, tue-thu 9-11; empty: flexible"),
    "capacity": N_("mentors only: a number from 0 to 20"),
    "goal": N_("mentees only: one to three sentences"),
    "experience": N_("mentors only"),
    "style": N_("pytający, doradczy, pokazujący"),
    "phone": N_("with the country code, such as +48 600 100 200"),
    "prefers": N_("email, phone, or empty"),
    "choices": N_("mentees only: addresses of up to five mentors"),
    "not_with": N_("addresses, or “department” for the person's own department"),
    "rules_consent": N_("yes; empty: we ask the person by email"),
    "privacy_consent": N_("yes; empty: we ask the person by email"),
}
"""Field → what may stand in its column."""
PEOPLE = {
    "pl": (
        {"role": "Mentorka", "first_name": "Anna", "last_name": "Przykładowa", "form": "ż", "languages": "polski C2",
         "email": "anna.przykladowa@firma.example", "topics": "delegowanie", "availability": "pn po 16:30, śr 9-11",
         "capacity": "2", "experience": "Dziesięć lat prowadzenia zespołów"},
        {"role": "Mentee", "first_name": "Jan", "last_name": "Przykładowy", "form": "m",
         "languages": "polski C2, angielski B2",
         "email": "jan.przykladowy@firma.example", "topics": "delegowanie, negocjacje", "availability": "pn-pt 17-19",
         "goal": "Chcę oddawać zadania bez obaw."},
    ),
    "en": (
        {"role": "Mentor", "first_name": "Anna", "last_name": "Example", "form": "f", "languages": "English C2",
         "email": "anna.example@company.example", "topics": "delegating", "availability": "mon after 16:30, wed 9-11",
         "capacity": "2", "experience": "Ten years of leading teams"},
        {"role": "Mentee", "first_name": "John", "last_name": "Example", "form": "m",
         "languages": "English C2, Polish B2",
         "email": "john.example@company.example", "topics": "delegating, negotiating", "availability": "mon-fri 17-19",
         "goal": "I want to hand over tasks without worrying."},
    ),
}  # fmt: skip
"""People who don't exist, in their own languages."""


def file(context: Context, programme_id: str, kind: str) -> bytes:
    """Return a file to fill in; a workbook tells on a second sheet what may stand in each column."""
    programme = access.organizer(context, programme_id)
    locale = context.locale
    say = translations("recruitment", locale).gettext
    language = 0 if locale == "pl" else 1
    titles = {name: known[language] for name, known in imports.COLUMNS.items()}
    rows = [list(titles.values()), *([one.get(name, "") for name in titles] for one in PEOPLE[locale])]
    if kind != XLSX:
        return csv_file(rows, delimiter=";" if locale == "pl" else ",")
    told = [[title, say(VALUES[name]) if VALUES[name] else ""] for name, title in titles.items()]
    own = [[titles["topics"], one] for one in programme.topics]
    values = [[say("Column"), say(N_("What may stand there"))], *told, *own]
    return workbook([(say("Applications"), rows), (say(N_("Values")), values)])
