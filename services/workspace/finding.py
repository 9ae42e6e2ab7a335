"""Finds words in what a pair wrote: whatever their case and accents, «laka» finds «łąka». Pure."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

AROUND = 60
"""Characters shown on both sides of what was found."""
MOST_WORDS = 8
UNMARKED = str.maketrans("łŁøØđĐ", "lLoOdD")
"""Letters whose stroke is no combining mark."""


class Excerpt(NamedTuple):
    """A piece of a text around what was found."""

    before: str
    hit: str
    after: str


def _folded(text: str) -> tuple[str, list[int]]:
    """Return a text without case and accents, and where each of its letters was."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = unicodedata.normalize("NFKD", letter.translate(UNMARKED))
        for one in "".join(each for each in plain if not unicodedata.combining(each)).casefold():
            letters.append(one)
            places.append(place)
    return "".join(letters), places


def words(asked: str) -> list[str]:
    """Return the words that are looked for, folded, without repetitions."""
    return list(dict.fromkeys(_folded(asked)[0].split()))[:MOST_WORDS]


def found(texts: list[str], wanted: list[str]) -> Excerpt | None:
    """Return where the first wanted word stands, if all of them stand somewhere in these texts."""
    folded = [_folded(text) for text in texts]
    if not wanted or not all(any(word in plain for plain, _ in folded) for word in wanted):
        return None
    for text, (plain, places) in zip(reversed(texts), reversed(folded), strict=True):
        if wanted[0] in plain:
            begin = plain.index(wanted[0])
            return _around(text, places[begin], places[begin + len(wanted[0]) - 1] + 1)
    return None


def _around(text: str, begin: int, end: int) -> Excerpt:
    before, after = text[max(0, begin - AROUND) : begin], text[end : end + AROUND]
    return Excerpt(
        ("…" if begin > AROUND else "") + before, text[begin:end], after + ("…" if end + AROUND < len(text) else "")
    )
