"""Whole numbers from text that somebody typed."""

from __future__ import annotations


def whole(text: str, low: int, high: int) -> int | None:
    """Return the number the text contains if it is between `low` (0 or more) and `high`, or None.

    Only the ten ASCII digits count: `str.isdigit` also accepts «²» and full-width digits, and `int` fails on a text of
    five thousand digits.
    """
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(high)):
        return None
    number = int(text)
    return number if low <= number <= high else None
