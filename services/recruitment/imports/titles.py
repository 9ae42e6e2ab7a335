"""Titles of columns → fields, by what they mean: our own titles, and those that people give their forms. Pure.

A title is compared without case, diacritics, invisible letters, line breaks, hints in brackets and signs at its end.
What isn't one of the known titles is looked through for the words that tell what a question is about.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from mentoring.letters import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS: dict[str, tuple[str, ...]] = {
    "role": ("Rola", "Role"),
    "first_name": ("Imię", "First name", "Imiona", "Given name"),
    "last_name": ("Nazwisko", "Last name", "Surname", "Family name"),
    "form": ("Forma", "Preferred form", "Form"),
    "email": ("E-mail", "E-mail address", "Email", "Email address", "Adres e-mail", "Adres email", "Mail", "Username",
              "Nazwa użytkownika", "Adres poczty elektronicznej"),
    "city": ("Miasto", "City", "Miejscowość", "Lokalizacja", "Location"),
    "zone": ("Strefa czasowa", "Time zone", "Timezone"),
    "languages": ("Języki", "Languages", "Język", "Language"),
    "department": ("Dział", "Department", "Zespół", "Team", "Organizacja", "Organization", "Organisation", "Firma",
                   "Company", "Pion", "Jednostka"),
    "position": ("Stanowisko", "Position", "Job title", "Funkcja"),
    "manager_email": ("E-mail przełożonego", "Line manager's e-mail", "Manager's e-mail", "Manager email"),
    "topics": ("Tematy", "Topics", "Temat", "Obszary", "Areas"),
    "mode": ("Tryb", "Mode"),
    "hours_per_month": ("Godziny miesięcznie", "Hours per month"),
    "availability": ("Dostępność", "Availability"),
    "capacity": ("Liczba mentees", "Number of mentees", "Capacity", "Liczba miejsc"),
    "goal": ("Cel", "Goal"),
    "experience": ("Doświadczenie", "Experience"),
    "style": ("Styl", "Style"),
    "phone": ("Telefon", "Phone", "Phone number", "Numer telefonu", "Tel"),
    "prefers": ("Woli kontakt", "Preferred contact"),
    "choices": ("Wybory", "Choices"),
    "not_with": ("Nie z", "Not with"),
    "rules_consent": ("Zgoda na regulamin", "Consent to the rules"),
    "privacy_consent": ("Zgoda RODO", "Consent to data processing"),
}  # fmt: skip
"""Field → its titles: Polish, English, other spellings. Order, case and diacritics don't matter."""
FULL_NAME = "full_name"
"""First name and surname in one column."""
KEY = "key"
"""Which application a row is, and what it said when it was exported."""
COMMENT = "comment"
"""What organizers note for each other."""
BESIDE: dict[str, tuple[str, ...]] = {
    FULL_NAME: ("Imię i nazwisko", "Full name", "Name and surname", "Nazwisko i imię", "Name", "Imię nazwisko",
                "First name and surname", "First and last name", "Twoje imię i nazwisko", "Uczestnik", "Osoba"),
    KEY: ("Klucz (nie zmieniaj)", "Key (leave as it is)"),
    COMMENT: ("Komentarz dla osób organizujących", "Comment for organizers"),
}  # fmt: skip
"""Columns that aren't fields, and their titles."""
PASSED: dict[str, tuple[str, ...]] = {
    "sent": ("Sygnatura czasowa", "Timestamp", "Znacznik czasu", "Data wypełnienia", "Data przesłania", "Start time",
             "Completion time", "Godzina rozpoczęcia", "Godzina ukończenia", "Submitted at", "Id", "Identyfikator"),
    "state": ("Stan", "State"),
    "attended": ("Wydarzenia: obecność", "Gatherings attended"),
    "missed": ("Wydarzenia: nieobecność", "Gatherings missed"),
    "gatherings": ("Na których wydarzeniach", "Which gatherings"),
}  # fmt: skip
"""Columns that are known and not read."""
ENOUGH = ("role", "email")
"""Columns without which there is no application; a name is the third."""

_MEANINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("manager_email", (r"(?=.*(?:przelozon|manager|kierownik|szef|supervisor))(?=.*(?:mail|adres))",)),
    ("rules_consent", (r"regulamin", r"\brules\b", r"terms", r"zasad\w* (?:programu|uczestnictwa|udzialu)")),
    ("privacy_consent", (
        r"\brodo\b", r"\bgdpr\b", r"przetwarzani\w* (?:\w+ )*danych", r"dan\w+ osobow\w+", r"personal data",
        r"data processing", r"polityk\w* prywatnosci", r"privacy policy",
    )),
    (FULL_NAME, (
        r"imi\w+ (?:i|oraz|/|\+|,)? ?nazwisk", r"nazwisk\w+ (?:i|oraz|/|,)? ?imi", r"full name", r"your name",
        r"first name (?:and|&|/) (?:last ?name|surname)",
    )),
    ("email", (r"e-?mail", r"adres pocztowy", r"poczta")),
    ("phone", (r"telefon", r"phone")),
    ("capacity", (
        r"(?:ile|ilu|ilom|iloma)\b.*(?:osob|mentee|podopiecz|par\b)", r"how many .*(?:mentees|people|persons)",
        r"liczba (?:mentee|osob|podopiecz|miejsc)", r"number of (?:mentees|people)",
    )),
    ("role", (
        r"w (?:jakiej|ktorej) roli", r"jako:?$", r"in (?:which|what) role", r"\brola\b", r"\brole\b",
        r"chce\w* (?:byc|zostac|wziac udzial).*(?:jako|mentor)", r"mentor(?:em)?\b.* czy .*mentee", r"as a mentor or",
    )),
    ("languages", (r"jezyk", r"language")),
    ("topics", (
        r"temat", r"topic", r"obszar\w*", r"zagadnien", r"kompetencj", r"umiejetnosci", r"areas? of", r"skills",
    )),
    ("availability", (
        r"kiedy\b.*(?:spotyk|spotka|moze|masz|dostepn)", r"dostepnos", r"availab", r"when (?:can|could|are) you",
        r"terminy", r"pory spotkan",
    )),
    ("hours_per_month", (r"godzin\w* (?:w miesiacu|miesieczn|na miesiac)", r"hours (?:a|per|each) month")),
    ("zone", (r"strefa", r"time ?zone")),
    ("mode", (
        r"(?:tryb|forma|sposob)\w* spotkan", r"online czy", r"how (?:do|would) you (?:want|like|prefer) to meet",
        r"mode of",
    )),
    ("prefers", (
        r"(?:preferowan|wol)\w* (?:\w+ )?kontakt", r"preferred contact", r"how .*(?:reach|contact) you",
    )),
    ("form", (
        r"form\w* (?:grammat|gramat|zwracania)", r"jak (?:mamy |mozemy )?sie do (?:ciebie|pani|pana)", r"zaimki",
        r"pronouns", r"\bplec\b", r"gender",
    )),
    ("choices", (
        r"(?:wybran|wymarzon|preferowan)\w* mentor", r"z kim chc", r"which mentor", r"preferred mentor",
        r"mentor\w* (?:of choice|you would like)",
    )),
    ("not_with", (
        r"z kim nie", r"nie chc\w* (?:byc )?(?:\w+ )?z\b", r"not .*(?:paired|matched) with", r"wyklucz", r"exclusion",
    )),
    ("goal", (r"\bcel\b", r"\bcele\b", r"\bcelu\b", r"\bgoals?\b", r"osiagnac", r"want to achieve", r"oczekiwan")),
    ("experience", (
        r"doswiadczen", r"experience", r"w czym (?:mozesz )?pom", r"o sobie", r"about (?:you|yourself)", r"\bbio\b",
    )),
    ("style", (r"\bstyl\b", r"\bstyle\b")),
    ("department", (
        r"\bdzial\b", r"departament", r"department", r"\bzespol\b", r"\bteam\b", r"jednostk", r"business unit",
        r"\bpion\b",
    )),
    ("position", (r"stanowisk", r"position", r"job title", r"\bfunkcj")),
    ("city", (
        r"\bmiast", r"miejscowosc", r"\bcity\b", r"where (?:do you live|are you based)", r"gdzie mieszkasz",
        r"lokalizacj",
    )),
    ("first_name", (r"\bimie\b", r"\bimiona\b", r"first name", r"given name")),
    ("last_name", (r"nazwisk", r"surname", r"last name", r"family name")),
)  # fmt: skip
"""Field → what in a folded title tells it; the first that fits counts."""
_FITS = tuple((name, re.compile("|".join(signs))) for name, signs in _MEANINGS)
_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")

NEAR = 0.87
"""From how much alike on a title is a known one with a slip."""
EXACT, MEANT = 2, 1
"""How sure it is which field a title means."""


def bare(title: str) -> str:
    """Return a title folded, without hints in brackets and signs around it."""
    return plain(_HINT.sub(" ", title)).strip(" *:?.!;,-–_#")


TITLES: dict[str, str] = {}
"""Folded title → its field."""
for _fields in (COLUMNS, BESIDE, PASSED):
    for _name, _titles in _fields.items():
        TITLES |= {bare(title) or plain(title): _name for title in _titles}


@lru_cache(maxsize=1024)
def meaning(title: str) -> tuple[str, int]:
    """Return the field a title means and how sure that is; no field and 0 where nobody can tell."""
    folded = bare(title)
    if folded in TITLES:
        return TITLES[folded], EXACT
    near = get_close_matches(folded, TITLES, 1, NEAR)
    if near:
        return TITLES[near[0]], MEANT
    whole = plain(title)
    for text in (folded, whole):
        for name, pattern in _FITS:
            if text and pattern.search(text):
                return name, MEANT
    return "", 0


def guessed(header: Sequence[str]) -> dict[int, str]:
    """Return position → field for the columns of a header whose meaning is known; a field only once.

    Of two columns that mean the same the surer counts, then the first. One column for the whole name gives way to two
    of their own.
    """
    found = [(*meaning(title), position) for position, title in enumerate(header) if title]
    taken: dict[str, int] = {}
    for name, _, position in sorted((one for one in found if one[0]), key=lambda one: (-one[1], one[2])):
        taken.setdefault(name, position)
    if {"first_name", "last_name"} <= taken.keys():
        taken.pop(FULL_NAME, None)
    elif FULL_NAME in taken:
        taken = {name: place for name, place in taken.items() if name not in ("first_name", "last_name")}
    return {position: name for name, position in taken.items() if name not in PASSED}


def is_known(title: str) -> bool:
    """Return whether a title has a meaning here, also one that isn't read."""
    return bool(meaning(title)[0])
