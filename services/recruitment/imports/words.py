"""The words with which people fill in cells, as they are read and as they are shown again."""

from __future__ import annotations

from functools import cache

from mentoring.letters import plain
from mentoring.tables.vocabulary import Role

ROLES = {"mentor": Role.MENTOR, "mentorka": Role.MENTOR, "mentee": Role.MENTEE}
FORMS = {
    "": "n", "n": "n", "neutralna": "n", "neutral": "n",
    "z": "f", "k": "f", "f": "f", "zenska": "f", "feminine": "f",
    "m": "m", "meska": "m", "masculine": "m",
}  # fmt: skip
FORM_NAMES = {"pl": {"f": "ż", "m": "m", "n": ""}, "en": {"f": "f", "m": "m", "n": ""}}
MODES = {
    "": "online", "online": "online", "zdalnie": "online",
    "hybrydowo": "hybrid", "hybrid": "hybrid",
    "stacjonarnie": "in_person", "in person": "in_person", "in_person": "in_person",
}  # fmt: skip
MODE_NAMES = {
    "pl": {"online": "online", "hybrid": "hybrydowo", "in_person": "stacjonarnie"},
    "en": {"online": "online", "hybrid": "hybrid", "in_person": "in person"},
}
CONTACTS = {
    "": "", "mail": "by_mail", "email": "by_mail", "e-mail": "by_mail",
    "telefon": "by_phone", "phone": "by_phone", "by_mail": "by_mail", "by_phone": "by_phone",
}  # fmt: skip
CONTACT_NAMES = {
    "pl": {"": "", "by_mail": "mail", "by_phone": "telefon"},
    "en": {"": "", "by_mail": "mail", "by_phone": "phone"},
}
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
LOCALES = ("pl", "en")
WEEKDAYS = (
    ("pn", "pon", "poniedzialek", "mon", "monday"),
    ("wt", "wto", "wtorek", "tue", "tuesday"),
    ("sr", "sro", "sroda", "wed", "wednesday"),
    ("cz", "czw", "czwartek", "thu", "thursday"),
    ("pt", "pia", "piatek", "fri", "friday"),
    ("so", "sob", "sobota", "sat", "saturday"),
    ("nd", "niedz", "niedziela", "sun", "sunday"),
)
DAYS = {name: day for day, names in enumerate(WEEKDAYS) for name in names}
DAY_NAMES = {"pl": ("pn", "wt", "śr", "cz", "pt", "so", "nd"), "en": ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
OWN_DEPARTMENT = {"pl": "dział", "en": "department"}
YES = ("tak", "yes", "t", "y", "1", "true")
YES_NAMES = {"pl": "tak", "en": "yes"}


@cache
def language_names(locale: str) -> dict[str, str]:
    """Return ISO 639-1 code → name in a language (Unicode CLDR)."""
    from babel import Locale  # noqa: PLC0415 - reads its data only when somebody names a language

    return {str(code): str(name) for code, name in Locale(locale).languages.items() if len(str(code)) == 2}  # noqa: PLR2004


@cache
def language_codes() -> dict[str, str]:
    """Return a map from language names in all our languages, and codes, to codes."""
    named = {plain(name): code for locale in LOCALES for code, name in language_names(locale).items()}
    return {code: code for code in named.values()} | named
