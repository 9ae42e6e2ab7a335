"""Texts that organizers write in one language or in both: which of them a reader gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring.errors import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = dict[str, dict[str, str]]
"""Language → what is written in it, by name."""
ONLY = {
    "pl": N_("The organizers wrote this in Polish only."),
    "en": N_("The organizers wrote this in English only."),
}
"""Language → what a reader of the other one is told."""


def language(texts: Mapping[str, Any], locale: str) -> str:
    """Return the language in which somebody reads texts: theirs, or the one there is."""
    return locale if locale in texts else next(iter(texts), locale)
