"""Applications from a file: bytes as an organizer's spreadsheet exports them → good rows and reasons for the bad ones.

Pure. Reads UTF-8 (with or without BOM), UTF-16 with BOM and Windows-1250; semicolon, comma or tab; any mix of line
ends; quoted cells over several lines; Polish or English headers in any order. Nothing is guessed silently: what can be
read in two ways is an error with a hint. `line` is the physical line a row starts on, as an editor shows it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from mentoring import clock, ids
from mentoring.errors import N_, DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from mentoring.tables.recruitment import Profile

MENTOR, MENTEE = "mentor", "mentee"
MOST_ROWS = 5_000
CONSENT_VERSION = "2026-01"
"""Version of the texts people agree to."""


class FileUnreadable(DomainError):
    """The file as a whole can't be read; nothing is imported."""

    code = "file-unreadable"
    status = 422
    message = N_("This file can't be read as a table of applications: %(why)s")


class Rejected(Exception):
    """A cell can't be taken: a code and words for the organizer."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row is not imported: physical line, column as the file calls it, code, msgid."""

    line: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A good row."""

    line: int
    role: str
    email: str
    profile: Profile


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds: `rows` data rows in all, the good ones, and the reasons for the others."""

    rows: int
    good: tuple[Row, ...]
    errors: tuple[RowError, ...]


HEADERS: dict[str, tuple[str, ...]] = {
    "role": ("rola", "role"),
    "first_name": ("imie", "first name"),
    "last_name": ("nazwisko", "last name", "surname"),
    "form": ("forma", "preferred form"),
    "email": ("e-mail", "email", "adres e-mail", "email address"),
    "city": ("miasto", "city"),
    "zone": ("strefa czasowa", "time zone", "timezone"),
    "languages": ("jezyki", "languages"),
    "department": ("dzial", "department"),
    "position": ("stanowisko", "position", "job title"),
    "manager_email": ("e-mail przelozonego", "manager's e-mail", "manager email"),
    "topics": ("tematy", "topics"),
    "mode": ("tryb", "mode"),
    "hours_per_month": ("godziny miesiecznie", "hours per month"),
    "availability": ("dostepnosc", "availability"),
    "capacity": ("liczba mentees", "number of mentees", "capacity"),
    "goal": ("cel", "goal"),
    "experience": ("doswiadczenie", "experience"),
    "style": ("styl", "style"),
    "choices": ("wybory", "choices"),
    "not_with": ("nie z", "not with"),
    "rules_consent": ("zgoda na regulamin", "consent: rules"),
    "privacy_consent": ("zgoda rodo", "consent: privacy"),
}
REQUIRED = ("role", "first_name", "last_name", "email", "topics", "rules_consent", "privacy_consent")
"""Columns a file must have; any other may be missing and counts as not told."""

ROLES = {"mentor": MENTOR, "mentorka": MENTOR, "mentee": MENTEE}
FORMS = {"": "n", "z": "f", "k": "f", "f": "f", "m": "m", "n": "n"}
MODES = {
    "online": "online",
    "zdalnie": "online",
    "hybrydowo": "hybrid",
    "hybrid": "hybrid",
    "stacjonarnie": "in_person",
    "in person": "in_person",
}
LANGUAGES = {
    "polski": "pl", "polish": "pl", "angielski": "en", "english": "en", "niemiecki": "de", "german": "de",
    "francuski": "fr", "french": "fr", "hiszpanski": "es", "spanish": "es", "ukrainski": "uk", "ukrainian": "uk",
    "wloski": "it", "italian": "it", "czeski": "cs", "czech": "cs", "portugalski": "pt", "portuguese": "pt",
}  # fmt: skip
WEEKDAYS = {
    "pn": 0,
    "wt": 1,
    "sr": 2,
    "cz": 3,
    "pt": 4,
    "so": 5,
    "sb": 5,
    "nd": 6,
    "mon": 0,
    "tue": 1,
    "wed": 2,
    "thu": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
YES = {"tak", "yes", "t", "y", "1", "true"}
LEVELS = {"A1", "A2", "B1", "B2", "C1", "C2"}

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
_SLOT = re.compile(r"(\w+)\.?\s+(\d{1,2})(?::00)?\s*[-–]\s*(\d{1,2})(?::00)?")


def plain(text: str) -> str:
    """Return the text in lower case without diacritics and doubled spaces: how headers and choices are compared."""
    folded = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "l"))
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).casefold().split())


def read(content: bytes, now: datetime) -> Intake:
    """Return what the file holds; raise `FileUnreadable` when it isn't a table of applications at all."""
    rows = _table(_decode(content))
    try:
        _, header = next(rows)
    except StopIteration:
        raise FileUnreadable(why=N_("it is empty")) from None
    columns = _columns(header)
    good: dict[tuple[str, str], Row] = {}
    errors: list[RowError] = []
    count = 0
    for line, cells in rows:
        count += 1
        if count > MOST_ROWS:
            raise FileUnreadable(why=N_("it has more than 5 000 rows"))
        found, wrong = _row(line, cells, header, columns, clock.iso(now))
        key = (found.role, found.email) if found else ("", "")
        if found and key in good:
            wrong = [
                RowError(
                    line,
                    header[columns["email"]],
                    "duplicate",
                    N_("This person already applies in this role further up in the file."),
                )
            ]
        elif found:
            good[key] = found
        errors += wrong
    return Intake(count, tuple(good.values()), tuple(errors))


def _decode(content: bytes) -> str:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1250"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise FileUnreadable(why=N_("save it as CSV, UTF-8"))


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (physical line, cells) of every row that isn't blank."""
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            start, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                yield start, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise FileUnreadable(why=N_("a quotation mark is opened and never closed")) from error


def _columns(header: list[str]) -> dict[str, int]:
    names = {name: field for field, names in HEADERS.items() for name in names}
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        field = names.get(plain(title))
        if field is not None and field in found:
            raise FileUnreadable(why=N_("a column comes twice"))
        if field is not None:
            found[field] = position
    if any(field not in found for field in REQUIRED):
        raise FileUnreadable(why=N_("columns are missing: role, name, e-mail, topics and both consents are needed"))
    return found


def _row(
    line: int, cells: list[str], header: list[str], columns: dict[str, int], now: str
) -> tuple[Row | None, list[RowError]]:
    if len(cells) != len(header):
        return None, [RowError(line, "", "cells", N_("This row has another number of cells than the header."))]
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    for field, reads in READERS.items():
        raw = cells[columns[field]] if field in columns else ""
        try:
            values[field] = reads(raw)
        except Rejected as error:
            errors.append(
                RowError(line, header[columns[field]] if field in columns else field, error.code, error.message)
            )
    if not errors and values["role"] == MENTOR and values["capacity"] is None:
        errors.append(
            RowError(
                line,
                header[columns.get("capacity", columns["role"])],
                "capacity",
                N_("How many mentees? Write a number from 0 to 20."),
            )
        )
    if errors:
        return None, errors
    return Row(line, values["role"], values["email"], profile_of(values, now)), []


def profile_of(values: dict[str, Any], now: str) -> Profile:
    """Return the profile of the values the readers gave; `now` dates the consents."""
    consents = [
        {"kind": kind, "version": CONSENT_VERSION, "at": now}
        for kind in ("rules", "privacy")
        if values[f"{kind}_consent"]
    ]
    told = {
        name: value
        for name, value in values.items()
        if name not in ("role", "email", "rules_consent", "privacy_consent", "capacity")
    }
    capacity = (values["capacity"] or 0) if values["role"] == MENTOR else 0
    profile: Profile = {**told, "capacity": capacity, "consents": consents}  # type: ignore[typeddict-item]
    return profile


def _choice(options: dict[str, str], code: str, message: str) -> Callable[[str], str]:
    def reads(raw: str) -> str:
        try:
            return options[plain(raw)]
        except KeyError:
            raise Rejected(code, message) from None

    return reads


def _needed(message: str) -> Callable[[str], str]:
    def reads(raw: str) -> str:
        if not raw:
            raise Rejected("missing", message)
        return raw

    return reads


def _text(raw: str) -> str:
    return raw


def address(raw: str) -> str:
    """Return a normalised e-mail address; raise `Rejected` for anything else."""
    if not _ADDRESS.fullmatch(raw.strip()) or ".." in raw:
        raise Rejected("email", N_("This is not an e-mail address."))
    return ids.normalise_address(raw)


def _maybe_address(raw: str) -> str:
    return address(raw) if raw else ""


def _list(raw: str) -> list[str]:
    return [item.strip() for item in raw.split(",") if item.strip()]


def _topics(raw: str) -> list[str]:
    topics = list(dict.fromkeys(_list(raw)))
    if not 1 <= len(topics) <= 5:  # noqa: PLR2004 - domain.md §2.2
        raise Rejected("topics", N_("Give from one to five topics, separated by commas."))
    return topics


def _zone(raw: str) -> str:
    if raw and raw not in available_timezones():
        raise Rejected("zone", N_("There is no such time zone; write it as Europe/Warsaw."))
    return raw or "Europe/Warsaw"


def _languages(raw: str) -> list[dict[str, str]]:
    found = []
    for item in _list(raw):
        name, _, level = item.rpartition(" ")
        if plain(name) not in LANGUAGES or level.upper() not in LEVELS:
            raise Rejected("languages", N_("Write languages with their level, such as «polski C2, angielski B1»."))
        found.append({"code": LANGUAGES[plain(name)], "level": level.upper()})
    return found


def _hours(raw: str) -> float | None:
    if not raw:
        return None
    try:
        hours = float(raw.replace(",", "."))
    except ValueError:
        hours = -1.0
    if not 0 < hours <= 100:  # noqa: PLR2004
        raise Rejected("hours", N_("Write hours per month as a number, such as 2 or 2,5."))
    return hours


def _capacity(raw: str) -> int | None:
    if not raw:
        return None
    if not raw.isdecimal() or int(raw) > 20:  # noqa: PLR2004 - pairing.md: up to 20
        raise Rejected("capacity", N_("How many mentees? Write a number from 0 to 20."))
    return int(raw)


def _slots(raw: str) -> list[dict[str, int]]:
    slots = []
    for item in _list(raw):
        match = _SLOT.fullmatch(item)
        weekday = WEEKDAYS.get(plain(match[1])) if match else None
        start, end = (int(match[2]), int(match[3])) if match else (0, 0)
        if weekday is None or not 0 <= start < end <= 24:  # noqa: PLR2004 - hours of a day
            raise Rejected(
                "availability", N_("Write weekly times as «pn 16:00-18:00, śr 9:00-11:00», full hours from 0 to 24.")
            )
        slots.append({"weekday": weekday, "start": start, "end": end})
    return slots


def _addresses(raw: str) -> list[str]:
    return [address(item) for item in _list(raw)]


def _not_with(raw: str) -> list[str]:
    own_department = {"dzial", "moj dzial", "department", "my department"}
    return ["department" if plain(item) in own_department else address(item) for item in _list(raw)]


def _consent(raw: str) -> bool:
    if plain(raw) not in YES:
        raise Rejected("consent", N_("This consent is not given; without it the application can't be taken."))
    return True


READERS: dict[str, Callable[[str], Any]] = {
    "role": _choice(ROLES, "role", N_("The role must be Mentor, Mentorka or Mentee.")),
    "first_name": _needed(N_("The first name is missing.")),
    "last_name": _needed(N_("The surname is missing.")),
    "form": _choice(FORMS, "form", N_("The form must be ż, m or empty.")),
    "email": address,
    "city": _text,
    "zone": _zone,
    "languages": _languages,
    "department": _text,
    "position": _text,
    "manager_email": _maybe_address,
    "topics": _topics,
    "mode": _choice(MODES | {"": "online"}, "mode", N_("The mode must be online, hybrydowo or stacjonarnie.")),
    "hours_per_month": _hours,
    "availability": _slots,
    "capacity": _capacity,
    "goal": _text,
    "experience": _text,
    "style": _text,
    "choices": _addresses,
    "not_with": _not_with,
    "rules_consent": _consent,
    "privacy_consent": _consent,
}


def as_text(profile: dict[str, Any]) -> dict[str, str]:
    """Return a profile as its owner would type it, field by field: what the form shows again."""
    names = {code: name for name, code in reversed(LANGUAGES.items())}
    days = {number: name for name, number in reversed(WEEKDAYS.items())}
    given = {consent["kind"] for consent in profile["consents"]}
    return {
        **{name: str(value) for name, value in profile.items() if isinstance(value, str)},
        "form": {"f": "f", "m": "m"}.get(profile["form"], ""),
        "languages": ", ".join(f"{names[one['code']]} {one['level']}" for one in profile["languages"]),
        "topics": ", ".join(profile["topics"]),
        "mode": {"hybrid": "hybrydowo", "in_person": "stacjonarnie"}.get(profile["mode"], "online"),
        "hours_per_month": "" if profile["hours_per_month"] is None else f"{profile['hours_per_month']:g}",
        "availability": ", ".join(
            f"{days[one['weekday']]} {one['start']}:00-{one['end']}:00" for one in profile["availability"]
        ),
        "capacity": str(profile["capacity"]),
        "choices": ", ".join(profile["choices"]),
        "not_with": ", ".join(profile["not_with"]),
        **{f"{kind}_consent": "yes" if kind in given else "" for kind in ("rules", "privacy")},
    }
