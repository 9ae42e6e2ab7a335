"""Removes invisible characters from text that somebody typed or copied. Pure.

Zero-width spaces, byte order marks, soft hyphens and marks that change the direction of text come along when it is
copied. Nobody sees them, but they make equal names differ, hide the beginning of a formula, or show a name backwards.
They are removed wherever text comes in. Joiners stay where a script or an emoji needs them («نامه‌ای», «👩‍💻»).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

JOINERS = "\u200c\u200d"
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")
"""Invisible, though not of the category `Cf` (Unicode, Default_Ignorable_Code_Point); without variation selectors."""
_VARIATIONS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_RARE = re.compile(f"[{''.join(sorted(_BLANK))}\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_KEPT = "\n\t"


def visible(text: str) -> str:
    """Return the text without invisible characters, composed (NFC); control characters and white space stay."""
    before = None
    while before != text and not _plain(text):  # removing one may join characters that compose
        before, text = text, _once(text)
    return text


def bare(text: str) -> str:
    """Return the text without any invisible character, joiners included: for addresses and cells."""
    return "".join(letter for letter in text if not _hidden(letter) and letter not in _VARIATIONS)


def line(text: str) -> str:
    """Return a name or a title: one line, single spaces, no control characters, no invisible characters."""
    return " ".join(_clean(text).split())


def lines(text: str) -> str:
    """Return a text of several lines: tabs and line ends (U+000A) stay, other invisible characters go."""
    return _clean(text).strip()


def plain(text: str) -> str:
    """Return the text for comparing words: lower case, no diacritics, no double spaces, no invisible characters."""
    folded = unicodedata.normalize("NFKD", visible(text).replace("ł", "l").replace("Ł", "l"))
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).casefold().split())


def cleaned(value: object) -> object:
    """Return a JSON value whose strings are cleaned as by `lines`, but keep white space at their ends."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, list):
        return [cleaned(one) for one in value]
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items()}
    return value


def _clean(text: str) -> str:
    """Return the text without control and invisible characters; what a removed one kept apart is composed."""
    return visible(_printed(_BREAKS.sub("\n", visible(text))))


def _printed(text: str) -> str:
    """Return the text without control characters but line ends and tabs."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter in _KEPT or unicodedata.category(letter) != "Cc")


def _plain(text: str) -> bool:
    """Return whether there is certainly nothing to remove or compose: a quick check that most texts pass."""
    if text.isascii():
        return True
    shown = text.replace("\n", "").isprintable() and unicodedata.is_normalized("NFC", text)
    return shown and not _RARE.search(text)


def _hidden(letter: str) -> bool:
    return unicodedata.category(letter) == "Cf" or letter in _BLANK


def _once(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    kept = [letter for letter in composed if letter in JOINERS or not _hidden(letter)]
    shown: list[str] = []
    base = ""  # the last letter that isn't a combining mark
    for letter, following in pairwise([*kept, ""]):
        if letter in JOINERS and not (_joins(base) and _joins(following)):
            continue
        if letter in _VARIATIONS and not (shown and unicodedata.category(shown[-1])[0] in "LNPS"):
            continue
        if not unicodedata.category(letter).startswith("M"):
            base = letter
        shown.append(letter)
    return unicodedata.normalize("NFC", "".join(shown))


def _joins(letter: str) -> bool:
    """Return whether joiners have a meaning beside a letter: in scripts without case, and in emoji."""
    return bool(letter) and unicodedata.category(letter) in ("Lo", "So", "Sk")
