"""Reads one cell into a value of a profile, or says why not. The application form and the import share this.

Nothing is guessed: ambiguous input is rejected with a hint. `as_text` turns a profile back into what its owner would
type.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from mentoring import addresses, letters
from mentoring.errors import N_
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mentoring.tables.recruitment import Language, Profile, Slot

MENTOR, MENTEE = Role.MENTOR, Role.MENTEE
CONSENTS = ("rules", "privacy")
CONSENT_VERSION = "2026-01"
PERSON, FILE = "person", "file"
"""Who gave a consent."""
"""Version of the texts that people agree to."""
NAME, LINE, TEXT = 100, 200, 4_000
"""Longest name, line and text, in characters."""
MOST_TOPICS = MOST_CHOICES = 5
MOST_CAPACITY = 20
MOST_HOURS = 100
LAST_HOUR = 24


class Rejected(Exception):
    """An invalid cell: a code, and a msgid with its parameters for the person who filled it in."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params


ROLES = {"mentor": MENTOR, "mentorka": MENTOR, "mentee": MENTEE}
FORMS = {
    "": "n", "n": "n", "neutralna": "n", "neutral": "n",
    "z": "f", "k": "f", "f": "f", "zenska": "f", "feminine": "f",
    "m": "m", "meska": "m", "masculine": "m",
}  # fmt: skip
MODES = {
    "": "online", "online": "online", "zdalnie": "online",
    "hybrydowo": "hybrid", "hybrid": "hybrid",
    "stacjonarnie": "in_person", "in person": "in_person", "in_person": "in_person",
}  # fmt: skip
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
DAY_NAMES = {"pl": ("pn", "wt", "śr", "cz", "pt", "so", "nd"), "en": ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
MODE_NAMES = {
    "pl": {"online": "online", "hybrid": "hybrydowo", "in_person": "stacjonarnie"},
    "en": {"online": "online", "hybrid": "hybrid", "in_person": "in person"},
}
FORM_NAMES = {"pl": {"f": "ż", "m": "m", "n": ""}, "en": {"f": "f", "m": "m", "n": ""}}
OWN_DEPARTMENT = {"pl": "dział", "en": "department"}
YES_NAMES = {"pl": "tak", "en": "yes"}
YES = ("tak", "yes", "t", "y", "1", "true")

_DAYS = {name: day for day, names in enumerate(WEEKDAYS) for name in names}
_SLOT = re.compile("(\\w+)\\.?\\s+(\\d{1,2})(?::00)?\\s*[-\u2013]\\s*(\\d{1,2})(?::00)?")
_HOURS = re.compile(r"\d{1,3}(?:[.,]\d{1,2})?")


def _checked(raw: str, most: int, take: Callable[[str], str] = letters.lines) -> str:
    if any(unicodedata.category(letter) == "Cc" and letter not in "\r\n\t" for letter in raw):
        raise Rejected("letters", N_("This holds characters that can't be shown. Type it again."))
    taken = take(raw)
    if len(taken) > most:
        raise Rejected("too-long", N_("This is too long: at most %(most)s characters."), most=most)
    return taken


def _line(most: int) -> Callable[[str], str]:
    return lambda raw: _checked(raw, most, letters.line)


def _needed(message: str) -> Callable[[str], str]:
    def reads(raw: str) -> str:
        name = _line(NAME)(raw)
        if not name:
            raise Rejected("missing", message)
        return name

    return reads


def _text(raw: str) -> str:
    return _checked(raw, TEXT)


def _choice(options: Mapping[str, str], code: str, message: str) -> Callable[[str], str]:
    def reads(raw: str) -> str:
        if plain(raw) not in options:
            raise Rejected(code, message)
        return options[plain(raw)]

    return reads


def _items(raw: str) -> list[str]:
    """Return the items between commas, semicolons or line ends, without repetitions."""
    parts = (letters.line(part) for part in re.split(r"[,;\n]", _checked(raw, TEXT)))
    return list(dict.fromkeys(part for part in parts if part))


def address(raw: str) -> str:
    """Return an e-mail address in the form that is stored; raise `Rejected` for anything else."""
    try:
        return addresses.clean(raw)
    except addresses.AddressRefused as error:
        raise Rejected(error.code, error.message) from error


def _maybe_address(raw: str) -> str:
    return address(raw) if raw.strip() else ""


def _choices(raw: str) -> list[str]:
    choices = list(dict.fromkeys(address(item) for item in _items(raw)))
    if len(choices) > MOST_CHOICES:
        raise Rejected("choices", N_("Name at most five people."))
    return choices


def _not_with(raw: str) -> list[str]:
    own = {plain(name) for name in OWN_DEPARTMENT.values()} | {"moj dzial", "my department"}
    return list(dict.fromkeys("department" if plain(item) in own else address(item) for item in _items(raw)))


def _topics(raw: str) -> list[str]:
    topics = _items(raw)
    if not 1 <= len(topics) <= MOST_TOPICS:
        raise Rejected("topics", N_("Give from one to five topics, separated by commas."))
    return [_line(NAME)(topic) for topic in topics]


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(raw: str) -> str:
    name = raw.strip()
    if not name or name in _zones():
        return name
    near = difflib.get_close_matches(name, sorted(_zones()), n=1)
    if near:
        raise Rejected("zone", N_("There is no time zone of this name; did you mean %(near)s?"), near=near[0])
    raise Rejected("zone", N_("There is no time zone of this name; write it as Europe/Warsaw."))


@cache
def _language_names(locale: str) -> dict[str, str]:
    """Return ISO 639-1 code → name in a language (Unicode CLDR)."""
    from babel import Locale  # noqa: PLC0415 - reads its data only when somebody names a language

    return {str(code): str(name) for code, name in Locale(locale).languages.items() if len(str(code)) == 2}  # noqa: PLR2004


@cache
def _language_codes() -> dict[str, str]:
    """Return a map from language names in all our languages, and codes, to codes."""
    named = {plain(name): code for locale in LOCALES for code, name in _language_names(locale).items()}
    return {code: code for code in named.values()} | named


def _languages(raw: str) -> list[Language]:
    found: list[Language] = []
    for item in _items(raw):
        name, _, level = item.rpartition(" ")
        code = _language_codes().get(plain(name))
        if code is None or level.upper() not in LEVELS or code in (one["code"] for one in found):
            hint = N_("Write each language once with its level from A1 to C2, such as “polski C2, angielski B1”.")
            raise Rejected("languages", hint)
        found.append({"code": code, "level": level.upper()})
    return found


def _hours(raw: str) -> float | None:
    if not raw.strip():
        return None
    hours = float(raw.replace(",", ".")) if _HOURS.fullmatch(raw.strip()) else 0.0
    if not 0 < hours <= MOST_HOURS:
        raise Rejected("hours", N_("Write hours per month as a number, such as 2 or 2,5."))
    return hours


def _capacity(raw: str) -> int | None:
    if not raw.strip():
        return None
    if not re.fullmatch(r"[0-9]{1,2}", raw.strip()) or int(raw) > MOST_CAPACITY:
        raise Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))
    return int(raw)


def _slots(raw: str) -> list[Slot]:
    slots: list[Slot] = []
    for item in _items(raw):
        match = _SLOT.fullmatch(item)
        weekday = _DAYS.get(plain(match[1])) if match else None
        start, end = (int(match[2]), int(match[3])) if match else (0, 0)
        if weekday is None or not start < end <= LAST_HOUR:
            hint = N_("Write weekly times as “pn 16:00-18:00, śr 9:00-11:00”, full hours from 0 to 24.")
            raise Rejected("availability", hint)
        slots.append({"weekday": weekday, "start": start, "end": end})
    return slots


def _consent(raw: str) -> bool:
    if plain(raw) not in YES:
        raise Rejected("consent", N_("This consent is not given; without it the application can't be taken."))
    return True


READERS: dict[str, Callable[[str], Any]] = {
    "role": _choice(ROLES, "role", N_("The role must be Mentor, Mentorka or Mentee.")),
    "first_name": _needed(N_("The first name is missing.")),
    "last_name": _needed(N_("The surname is missing.")),
    "form": _choice(FORMS, "form", N_("The form must be ż, m, n or empty.")),
    "email": address,
    "city": _line(NAME),
    "zone": _zone,
    "languages": _languages,
    "department": _line(LINE),
    "position": _line(LINE),
    "manager_email": _maybe_address,
    "topics": _topics,
    "mode": _choice(MODES, "mode", N_("The mode must be online, hybrydowo or stacjonarnie.")),
    "hours_per_month": _hours,
    "availability": _slots,
    "capacity": _capacity,
    "goal": _text,
    "experience": _text,
    "style": _line(LINE),
    "choices": _choices,
    "not_with": _not_with,
    "rules_consent": _consent,
    "privacy_consent": _consent,
}
"""Field → its reader, which takes the text of a cell and returns the value or raises `Rejected`."""

BLANK: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "topics": [],
    "rules_consent": False,
    "privacy_consent": False,
}
"""The value of an empty required field in a draft."""


def read_cells(raw: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Rejected]]:
    """Return the values of the valid fields, and the rejections of the others; a missing cell is empty."""
    values: dict[str, Any] = {}
    refused: dict[str, Rejected] = {}
    for field, reads in READERS.items():
        try:
            values[field] = reads(raw.get(field, ""))
        except Rejected as error:
            refused[field] = error
    refused |= _capacity_of_role(values)
    return values, refused


def _capacity_of_role(values: Mapping[str, Any]) -> dict[str, Rejected]:
    """Return the rejection of a mentor without seats or of a mentee with some."""
    role, seats = values.get("role"), values.get("capacity", 0)
    if role == MENTOR and seats is None:
        return {"capacity": Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))}
    if role == MENTEE and seats:
        hint = N_("Only mentors take mentees. Leave this empty, or correct the role.")
        return {"capacity": Rejected("capacity", hint)}
    return {}


def profile_of(values: Mapping[str, Any], now: str, zone: str, *, by: str) -> Profile:
    """Return the profile from the result of `read_cells`; `now` dates the consents, `zone` is the default.

    `by` says who gave the consents: `PERSON` or `FILE`.
    """
    return {
        "first_name": values["first_name"],
        "last_name": values["last_name"],
        "form": values["form"],
        "city": values["city"],
        "zone": values["zone"] or zone,
        "languages": values["languages"],
        "department": values["department"],
        "position": values["position"],
        "manager_email": values["manager_email"],
        "topics": values["topics"],
        "mode": values["mode"],
        "hours_per_month": values["hours_per_month"],
        "availability": values["availability"],
        "capacity": (values["capacity"] or 0) if values["role"] == MENTOR else 0,
        "goal": values["goal"],
        "experience": values["experience"],
        "style": values["style"],
        "choices": values["choices"],
        "not_with": values["not_with"],
        "consents": [
            {"kind": kind, "version": CONSENT_VERSION, "at": now, "by": by}
            for kind in CONSENTS
            if values[f"{kind}_consent"]
        ],
    }


def as_text(profile: Profile, role: str, locale: str) -> dict[str, str]:
    """Return a profile's fields as their owner would type them in a language (`pl` or `en`)."""
    names = _language_names(locale)
    days = DAY_NAMES[locale]
    given = {consent["kind"] for consent in profile["consents"]}
    hours = profile["hours_per_month"]
    return {
        "first_name": profile["first_name"],
        "last_name": profile["last_name"],
        "form": FORM_NAMES[locale][profile["form"]],
        "city": profile["city"],
        "zone": profile["zone"],
        "languages": ", ".join(f"{names[one['code']]} {one['level']}" for one in profile["languages"]),
        "department": profile["department"],
        "position": profile["position"],
        "manager_email": profile["manager_email"],
        "topics": ", ".join(profile["topics"]),
        "mode": MODE_NAMES[locale][profile["mode"]],
        "hours_per_month": "" if hours is None else f"{float(hours):g}".replace(".", "," if locale == "pl" else "."),
        "availability": ", ".join(
            f"{days[one['weekday']]} {one['start']}:00-{one['end']}:00" for one in profile["availability"]
        ),
        "capacity": str(profile["capacity"]) if role == MENTOR else "",
        "goal": profile["goal"],
        "experience": profile["experience"],
        "style": profile["style"],
        "choices": ", ".join(profile["choices"]),
        "not_with": ", ".join(OWN_DEPARTMENT[locale] if one == "department" else one for one in profile["not_with"]),
        "rules_consent": YES_NAMES[locale] if "rules" in given else "",
        "privacy_consent": YES_NAMES[locale] if "privacy" in given else "",
    }
