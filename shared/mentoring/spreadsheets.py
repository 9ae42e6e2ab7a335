"""Cells that a spreadsheet shows as they are."""

from __future__ import annotations

_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a formula begins with, also in full width (OWASP, CSV injection)."""


def csv_cell(text: str) -> str:
    """Return text as a cell that is never a formula: what looks like one gets an apostrophe in front."""
    return f"'{text}" if text.lstrip().startswith(_SIGNS) or text[:1] in ("\t", "\r", "\n") else text
