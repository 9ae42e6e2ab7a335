"""Texts in the languages of a programme: which of them a reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = dict[str, dict[str, str]]
"""Language → what is written in it, by name."""


def language(texts: Mapping[str, object], locale: str) -> str:
    """Return the language in which somebody reads texts: theirs, or the one there is."""
    return locale if locale in texts else next(iter(texts), locale)
