"""One cell → one value of a profile, or the reason why not. The application form and the import read alike.

What can be read in two ways is refused with a hint, and with the part that was understood: a form shows the reason
beside the field, an import takes that part and asks the person.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from mentoring import addresses, clock, languages, letters, phones, zones
from mentoring.errors import N_
from mentoring.i18n import zone_of
from mentoring.letters import plain
from mentoring.tables.vocabulary import Role
from recruitment.imports import times, topics
from recruitment.imports.words import (
    BOTH,
    CONTACTS,
    FORMS,
    LEVEL_OF,
    MODES,
    OWN_DEPARTMENT,
    agrees,
    role_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mentoring.tables.recruitment import Language, Slot

NAME, LINE, TEXT = 100, 200, 4_000
"""Longest name, line and text, in characters."""
MOST_TOPICS = MOST_CHOICES = 5
MOST_CAPACITY = 20
MOST_HOURS = 100


class Rejected(Exception):
    """An invalid cell: a code, and a msgid with its parameters for the person who filled it in.

    `understood` is the part that can be read, where there is one.
    """

    def __init__(self, code: str, message: str, *, understood: Any = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = params
        self.understood = understood


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


def _each(items: Sequence[str], take: Callable[[str], str]) -> list[str]:
    """Return what each item is, once; refused ones raise together, with what the others are."""
    found: dict[str, None] = {}
    refused: Rejected | None = None
    for item in items:
        try:
            found[take(item)] = None
        except Rejected as error:
            refused = refused or error
    if refused is not None:
        raise Rejected(refused.code, refused.message, understood=list(found), **refused.params)
    return list(found)


def _choices(raw: str) -> list[str]:
    choices = _each(_items(raw), address)
    if len(choices) > MOST_CHOICES:
        raise Rejected("choices", N_("Name at most five people."), understood=choices[:MOST_CHOICES])
    return choices


def _not_with(raw: str) -> list[str]:
    own = {plain(name) for name in OWN_DEPARTMENT.values()} | {"moj dzial", "my department"}
    return _each(_items(raw), lambda item: "department" if plain(item) in own else address(item))


def topics_of(raw: str, known: Sequence[str] = ()) -> list[str]:
    """Return the topics of a cell; `known` are the programme's own, which hold together."""
    found = topics.split(_checked(raw, TEXT), known)
    spoilt = [one for one in found if one not in known and topics.is_spoilt(one)]
    if spoilt:
        hint = N_("“%(topic)s” isn't a topic: a spreadsheet made a date, a number or a formula of it. Which one is it?")
        left = [one for one in found if one not in spoilt][:MOST_TOPICS]
        raise Rejected("topic-spoilt", hint, understood=left, topic=spoilt[0])
    if not 1 <= len(found) <= MOST_TOPICS:
        hint = N_("Give from one to five topics, separated by commas.")
        raise Rejected("topics", hint, understood=found[:MOST_TOPICS])
    return [_line(NAME)(topic) for topic in found]


_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-] ?\d{1,2}(?::\d{2})?)")
OFFSETS = {
    "-8": "America/Los_Angeles", "-6": "America/Chicago", "-5": "America/New_York", "-3": "America/Sao_Paulo",
    "+0": "Europe/London", "+1": "Europe/Warsaw", "+2": "Europe/Kyiv", "+3": "Europe/Istanbul", "+4": "Asia/Dubai",
    "+5:30": "Asia/Kolkata", "+8": "Asia/Singapore", "+9": "Asia/Tokyo", "+10": "Australia/Sydney",
}  # fmt: skip
"""Offset → a zone of many that have it in winter, to ask about."""


def _zone(raw: str) -> str:
    name = raw.strip()
    if not name or ("/" in name and zone_of(name) is not None):
        return name
    if (offset := _OFFSET.fullmatch(plain(name))) and (near := OFFSETS.get(offset[1].replace(":00", ""))):
        hint = N_("%(typed)s doesn't say what clocks do in summer; is it %(near)s?")
        raise Rejected("zone", hint, typed=name, near=near)
    found = zones.find(name, clock.now())
    if found.only:
        return found.only
    near = ", ".join(found.zones)
    if len(found.zones) > 1:
        raise Rejected("zone", N_("Several time zones fit; write one of these: %(near)s."), near=near)
    if near:
        raise Rejected("zone", N_("There is no time zone of this name; did you mean %(near)s?"), near=near)
    raise Rejected("zone", N_("There is no time zone of this name; write a larger city nearby."))


_BETWEEN_LANGUAGES = re.compile(r"[,;/\n+&]|\s(?:i|oraz|and)\s")


def _languages(raw: str) -> list[Language]:
    """Read «polski C2, angielski (B2)», «PL, EN», «polski - biegle»; a level that isn't told stays empty."""
    found: list[Language] = []
    wrong = False
    for item in filter(None, (plain(part).strip(" .-–") for part in _BETWEEN_LANGUAGES.split(_checked(raw, TEXT)))):
        name, _, level = (part.strip(" .:-–") for part in re.sub(r"[()\[\]:–—-]+", " ", item).strip().partition(" "))
        code = languages.codes().get(name)
        if code is None or (level and level not in LEVEL_OF) or code in (one["code"] for one in found):
            wrong = True
        else:
            found.append({"code": code, "level": LEVEL_OF.get(level, "")})
    if wrong:
        hint = N_("Write each language once, with its level from A1 to C2 or without: “polski C2, angielski B1”.")
        raise Rejected("languages", hint, understood=found)
    return found


def _hours(raw: str) -> float | None:
    if not raw.strip():
        return None
    from recruitment.imports import amounts  # noqa: PLC0415 - see `_capacity`

    hours = amounts.hours(raw)
    if hours is None or not 0 < hours <= MOST_HOURS:
        raise Rejected("hours", N_("Write hours per month as a number, such as 2 or 2,5."))
    return hours


def _capacity(raw: str) -> int | None:
    from recruitment.imports import amounts  # noqa: PLC0415 - loaded with the first cell, not with the module

    if plain(raw) in amounts.NONE:
        return None
    seats = amounts.seats(raw)
    if seats is None or seats > MOST_CAPACITY:
        raise Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))
    return seats


def _phone(raw: str) -> str:
    try:
        return phones.clean(letters.line(raw))
    except phones.PhoneRefused:
        raise Rejected("phone", phones.PhoneRefused.message) from None


def _slots(raw: str) -> list[Slot]:
    slots = times.slots(_checked(raw, TEXT))
    if slots is None:
        hint = N_("Write weekly times as “pn 16:00-18:00, śr po 17, wt-czw 9:30-11:00”; empty means flexible.")
        raise Rejected("availability", hint)
    return slots


def _role(raw: str) -> str:
    role = role_of(raw)
    if not role:
        raise Rejected("role", N_("Mentor or mentee? This can't be told from what stands here."))
    return role


def _consent(raw: str) -> bool:
    given = agrees(raw) if raw.strip() else None
    if given:
        return True
    if given is None and raw.strip():
        raise Rejected("consent-unclear", N_("Does this mean yes? Write “tak” if it does."), understood=False)
    code, hint = "consent", N_("This consent is not given; without it the application can't be taken.")
    raise Rejected("consent-missing" if given is None else code, hint, understood=False if given is None else None)


READERS: dict[str, Callable[[str], Any]] = {
    "role": _role,
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
    "topics": topics_of,
    "mode": _choice(MODES, "mode", N_("The mode must be online, hybrydowo or stacjonarnie.")),
    "hours_per_month": _hours,
    "availability": _slots,
    "capacity": _capacity,
    "goal": _text,
    "experience": _text,
    "style": _line(LINE),
    "phone": _phone,
    "prefers": _choice(CONTACTS, "prefers", N_("The preferred contact must be email, telefon or empty.")),
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
UNSAID: dict[str, Any] = BLANK | {
    "form": "n", "city": "", "zone": "", "languages": [], "department": "", "position": "", "manager_email": "",
    "mode": "online", "hours_per_month": None, "availability": [], "capacity": 1, "goal": "", "experience": "",
    "style": "", "phone": "", "prefers": "", "choices": [], "not_with": [],
}  # fmt: skip
"""The value of a field that isn't understood, until the person says it: neutral, and one mentee for a mentor."""


def read_cells(raw: Mapping[str, str], known: Sequence[str] = ()) -> tuple[dict[str, Any], dict[str, Rejected]]:
    """Return the values of the valid fields, and the rejections of the others; a missing cell is empty.

    `known` are the programme's own topics.
    """
    values: dict[str, Any] = {}
    refused: dict[str, Rejected] = {}
    for field, reads in READERS.items():
        text = raw.get(field, "")
        try:
            values[field] = topics_of(text, known) if field == "topics" else reads(text)
        except Rejected as error:
            refused[field] = error
    refused |= _capacity_of_role(values)
    return values, refused


def _capacity_of_role(values: Mapping[str, Any]) -> dict[str, Rejected]:
    """Return the rejection of a mentor without seats or of a mentee with some."""
    role, seats = values.get("role"), values.get("capacity", 0)
    if role in (Role.MENTOR, BOTH) and seats is None:
        return {"capacity": Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))}
    if role == Role.MENTEE and seats:
        hint = N_("Only mentors take mentees. Leave this empty, or correct the role.")
        return {"capacity": Rejected("seats", hint, understood=0)}
    return {}
