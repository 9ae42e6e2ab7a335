"""The colours of programmes, where no stylesheet says them: in mails and documents; `tandem.css` has the same."""

from __future__ import annotations

from mentoring.values import dataclass

USUAL = "forest"


@dataclass(frozen=True)
class Palette:
    """A programme's colour and its soft companion on light paper, and the colour in the dark, as CSS writes them."""

    accent: str
    soft: str
    dark: str


PALETTES = {
    USUAL: Palette("#1f6f5c", "#e3f0eb", "#86d3bb"),
    "ocean": Palette("#1c5d8c", "#e2eef7", "#8fc6ee"),
    "plum": Palette("#7a3b78", "#f4e8f3", "#e2aede"),
    "brick": Palette("#9a3f22", "#f9e9e2", "#f3b097"),
    "slate": Palette("#46535f", "#e9edf0", "#bcc8d2"),
}
"""`Programme.accent` → its colours."""


def of(accent: str) -> Palette:
    """Return the palette of a programme, the usual one for any other name."""
    return PALETTES.get(accent, PALETTES[USUAL])
