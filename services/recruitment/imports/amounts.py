"""Numbers as people write them: «2.0», «1-2 osoby», «dwie», «2,5 h». Pure."""

from __future__ import annotations

import re

from mentoring.letters import plain

NONE = frozenset(("", "-", "–", "nd", "n/d", "nie dotyczy", "n/a"))
"""Folded texts that say: no number."""

_HOURS = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)(?: ?(?:h|godz\w*\.?|hours?))?")
_PEOPLE = r"os\.|os|osob\w*|mentees?|people|persons?|par\w*"
_SEATS = re.compile(
    r"(?:(?:max\.?|do|maks\w*\.?|up to) )?(?:(\d{1,2}) ?(?:-|–|do|to|lub|or) ?)?(\d{1,2})(?:[.,]0+)?"
    rf"(?: ?(?:{_PEOPLE}))?"
)
_WORDS = {
    "zero": 0, "nikogo": 0, "jedna": 1, "jedna osoba": 1, "jeden": 1, "one": 1, "dwie": 2, "dwie osoby": 2, "dwoje": 2,
    "two": 2, "trzy": 3, "trzy osoby": 3, "troje": 3, "three": 3,
}  # fmt: skip


def seats(raw: str) -> int | None:
    """Return how many people somebody takes, of several numbers the most; None if it can't be read."""
    said = plain(raw).strip(" .")
    told = _SEATS.fullmatch(said)
    if said in _WORDS or told is None:
        return _WORDS.get(said)
    return int(told[2]) if int(told[1] or 0) <= int(told[2]) else None


def hours(raw: str) -> float | None:
    """Return a number of hours; None if it can't be read."""
    told = _HOURS.fullmatch(plain(raw))
    return float(told[1].replace(",", ".")) if told else None
