"""A name in one cell → first name and surname, the way names are written in Poland and abroad. Pure."""

from __future__ import annotations

import re

from mentoring import letters

_TITLES = re.compile(
    r"(?:(?:dr|prof|mgr|inz|inż|hab|lic|mba|ph\.?d|msc|bsc|mr|mrs|ms|pan|pani|lek|med|adw|r\.pr|arch)\.?,?\s+)+",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r",?\s+(?:ph\.?d\.?|mba|msc|jr\.?|sr\.?|ii|iii|acca|pmp)\s*$", re.IGNORECASE)
_PARTICLES = frozenset(
    ("van", "von", "vom", "der", "den", "de", "del", "della", "da", "dos", "das", "di", "du", "la", "le", "ten", "ter",
     "bin", "ibn", "al", "el", "st", "zu")
)  # fmt: skip
"""With these a surname begins: «Małgorzata van der Berg»."""


def split(raw: str) -> tuple[str, str]:
    """Return first name and surname; the surname is empty where there is one word.

    «Nowak, Anna» and «NOWAK Anna» are turned round; of several words the last is the surname («Anna Maria
    Kowalska-Nowak»), unless one of them begins it («van», «de»). Titles before and after are left out.
    """
    name = letters.line(raw)
    name = _SUFFIX.sub("", _TITLES.sub("", name, count=1) if _TITLES.match(name) else name).strip(" ,")
    last, comma, first = name.partition(",")
    if comma:
        return first.strip(), last.strip()
    words = name.split()
    shouted = [word for word in words if _shouted(word)]
    if shouted and len(shouted) < len(words):
        if _shouted(words[0]):
            count = next(number for number, word in enumerate(words) if not _shouted(word))
            return " ".join(words[count:]), " ".join(words[:count])
        begin = next(number for number, word in enumerate(words) if _shouted(word))
        return " ".join(words[:begin]), " ".join(words[begin:])
    begin = next(
        (number for number, word in enumerate(words) if number and word.lower() in _PARTICLES), max(len(words) - 1, 1)
    )
    return " ".join(words[:begin]), " ".join(words[begin:])


def _shouted(word: str) -> bool:
    """Return whether a word of a name is in capitals, as a surname in a list is; an initial isn't."""
    return word.isupper() and len(word.strip(".")) > 1 and "." not in word
