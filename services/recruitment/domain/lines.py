"""In which line of a JSON text (RFC 8259) something stands, so that whoever wrote it finds what is wrong."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_BLANK = re.compile(r"[ \t\n\r,:]*")
_VALUES = json.JSONDecoder(strict=False)


def line_of(text: str, path: Sequence[str | int]) -> int:
    """Return the line, from 1, of what a path of keys and places leads to; where it ends early, of the last step.

    `text` is valid JSON. Steps that lead nowhere are skipped: a validator names alternatives of a type among them.
    """
    at = found = _skip(text, 0)
    for step in path:
        inside = next((one for one in _members(text, at) if str(one[0]) == str(step)), None)
        if inside is not None:
            _, found, at = inside
    return text.count("\n", 0, found) + 1


def _skip(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def _members(text: str, at: int) -> Iterator[tuple[str | int, int, int]]:
    """Yield of an object or a list: the key or place of each member, where it stands, and where its value begins."""
    opening = text[at : at + 1]
    if opening not in ("{", "["):
        return
    place, at = 0, _skip(text, at + 1)
    while text[at] not in "]}":
        name: str | int = place
        start = at
        if opening == "{":
            name, at = _VALUES.raw_decode(text, at)
            at = _skip(text, at)
        yield name, start, at
        at = _skip(text, _VALUES.raw_decode(text, at)[1])
        place += 1
