"""The tables of docs/benchmarks.md: each between a mark with its name and the next end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs/benchmarks.md"
END = "<!-- end -->\n"
Table = Callable[[dict[str, Any]], str]


def between(text: str, name: str) -> str:
    """Return the table of that name; raise ValueError when the page has none."""
    start = text.index(_mark(name)) + len(_mark(name))
    return text[start : text.index(END, start)]


def write(name: str, table: str) -> None:
    """Put a table in the place of the one of that name."""
    text = PAGE.read_text("utf-8")
    old = between(text, name)
    PAGE.write_text(text.replace(_mark(name) + old, _mark(name) + table), "utf-8")


def _mark(name: str) -> str:
    return f"<!-- {name}: written by make bench -->\n"
