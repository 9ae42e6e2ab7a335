"""One cell → one value of a profile, or the reason why not. The application form and the import read alike.

Nothing is guessed: what can be read in two ways is refused with a hint.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mentoring import addresses, clock, letters, phones, zones
from mentoring.errors import N_
from mentoring.i18n import zone_of
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role
from recruitment.imports.words import CONTACTS, DAYS, FORMS, LEVELS, MODES, OWN_DEPARTMENT, ROLES, YES, language_codes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mentoring.tables.recruitment import Language, Slot

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


def _zone(raw: str) -> str:
    name = raw.strip()
    if not name or ("/" in name and zone_of(name) is not None):
        return name
    found = zones.find(name, clock.now())
    if found.only:
        return found.only
    near = ", ".join(found.zones)
    if len(found.zones) > 1:
        raise Rejected("zone", N_("Several time zones fit; write one of these: %(near)s."), near=near)
    if near:
        raise Rejected("zone", N_("There is no time zone of this name; did you mean %(near)s?"), near=near)
    raise Rejected("zone", N_("There is no time zone of this name; write a larger city nearby."))


def _languages(raw: str) -> list[Language]:
    found: list[Language] = []
    for item in _items(raw):
        name, _, level = item.rpartition(" ")
        code = language_codes().get(plain(name))
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


def _phone(raw: str) -> str:
    try:
        return phones.clean(letters.line(raw))
    except phones.PhoneRefused:
        raise Rejected("phone", phones.PhoneRefused.message) from None


def _slots(raw: str) -> list[Slot]:
    slots: list[Slot] = []
    for item in _items(raw):
        match = _SLOT.fullmatch(item)
        weekday = DAYS.get(plain(match[1])) if match else None
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
    "phone": _phone,
    "prefers": _choice(CONTACTS, "prefers", N_("The preferred contact must be mail, telefon or empty.")),
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
    if role == Role.MENTOR and seats is None:
        return {"capacity": Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))}
    if role == Role.MENTEE and seats:
        hint = N_("Only mentors take mentees. Leave this empty, or correct the role.")
        return {"capacity": Rejected("capacity", hint)}
    return {}
