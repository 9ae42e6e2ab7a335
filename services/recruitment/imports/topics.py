"""Topics in one cell → a list: a programme's own topics hold together, whatever signs are in them. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring import letters
from mentoring.letters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MONTHS = "sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paz|lis|gru|jan|feb|apr|may|jun|jul|aug|sep|oct|nov|dec"
_SPREADSHEET = re.compile(
    r"=.*|#\w+[!?/]?\w*|\d+([.,]\d+)?|\d{1,2}:\d{2}(:\d{2})?"
    r"|\d{1,4}[-./]\d{1,2}([-./]\d{1,4})?( \d{1,2}:\d{2}(:\d{2})?)?"
    rf"|\d{{1,2}}[-. ](?:{_MONTHS})\w*\.?(?:[-. ]\d{{2,4}})?"
)


def is_spoilt(topic: str) -> bool:
    """Return whether a topic looks like what a spreadsheet makes of one: a date, a number, a formula, an error."""
    return _SPREADSHEET.fullmatch(plain(topic)) is not None


def split(raw: str, known: Sequence[str] = ()) -> list[str]:
    """Return the topics of a text, without repetitions.

    Semicolons and line ends divide; so do commas outside of brackets where there is no semicolon. A `known` topic is
    taken whole wherever it stands as an item, and in its own spelling.
    """
    text = letters.lines(raw)
    signs = ";\n" if _outside(text, ";") else ",\n"
    own = sorted({letters.line(one): None for one in known if letters.line(one)}, key=len, reverse=True)
    found: list[str] = []
    place = 0
    while place < len(text):
        name, end = _known(text, place, own, signs)
        if not name:
            end = _end(text, place, signs)
            name = letters.line(text[place:end])
        if name:
            found.append(name)
        place = end + 1
    spelt = {plain(one): one for one in own}
    return list(dict.fromkeys(spelt.get(plain(one), one) for one in found))


def joined(topics: Iterable[str]) -> str:
    """Return topics as one text that `split` reads the same."""
    told = list(topics)
    if any(set(",;\n") & set(one) for one in told):
        return "; ".join(told) + (";" if len(told) == 1 else "")
    return ", ".join(told)


def _known(text: str, place: int, own: Sequence[str], signs: str) -> tuple[str, int]:
    begin = place + len(text[place:]) - len(text[place:].lstrip())
    for one in own:
        end = begin + len(one)
        after = text[end:].lstrip(" \t")
        if plain(text[begin:end]) == plain(one) and (not after or after[0] in ",;\n" + signs):
            return one, len(text) - len(after)
    return "", place


def _end(text: str, place: int, signs: str) -> int:
    depth = 0
    for position in range(place, len(text)):
        letter = text[position]
        depth = max(0, depth + (letter in "([") - (letter in ")]"))
        if letter in signs and (not depth or letter == "\n" or not _closes(text, position)):
            return position
    return len(text)


def _closes(text: str, place: int) -> bool:
    """Return whether a bracket that is open at a place is closed behind it, on the same line."""
    line = text[place:].partition("\n")[0]
    return ")" in line or "]" in line


def _outside(text: str, sign: str) -> bool:
    """Return whether a sign stands outside of brackets."""
    depth = 0
    for letter in text:
        depth = max(0, depth + (letter in "([") - (letter in ")]"))
        if letter == sign and not depth:
            return True
    return False
