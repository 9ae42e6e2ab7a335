"""Two versions of a text, line by line."""

from __future__ import annotations

import difflib


def compared(old: str, new: str) -> list[tuple[str, str]]:
    """Return the lines of two versions of a text as (`same` | `gone` | `new`, line)."""
    marks = {" ": "same", "-": "gone", "+": "new"}
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return [(marks[one[0]], one[2:]) for one in lines if one[0] in marks]
