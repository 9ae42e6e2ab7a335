"""What a gathering is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.texts import language

if TYPE_CHECKING:
    from mentoring.tables.gatherings.gathering import Gathering


def title(item: Gathering, locale: str) -> str:
    """Return what a gathering is called, in the reader's language or in the one there is."""
    return str(item.texts.get(language(item.texts, locale), {}).get("title", ""))
