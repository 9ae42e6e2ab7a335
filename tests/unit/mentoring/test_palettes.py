"""Programmes have the same colours in mails, documents and on pages, and all can be read."""

from __future__ import annotations

import re

import pytest

from infra.template import ROOT
from mentoring import palettes

CSS = (ROOT / "shared/mentoring/web/static/tandem.css").read_text("utf-8")
LIGHT, DARK = CSS.split("@media screen and (prefers-color-scheme: dark)", 1)
PAPER, CARD, INK, DARK_CARD, DARK_INK = "#faf8f4", "#ffffff", "#ffffff", "#1c2321", "#10201b"
READABLE = 4.5
"""Least contrast of text (WCAG 2.2, 1.4.3)."""


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def told(css: str, accent: str) -> dict[str, str]:
    """Return the colours that the stylesheet has for a palette."""
    place = ":root" if accent == palettes.USUAL else rf'\[data-accent="{accent}"\]'
    (found,) = re.findall(rf"{place} \{{([^}}]*)\}}", css)[:1]
    return dict(re.findall(r"--(accent(?:-soft)?): (#\w+)", found))


@pytest.mark.parametrize("accent", palettes.PALETTES)
def test_given_a_palette_when_compared_with_the_stylesheet_then_its_colours_are_the_same(accent: str) -> None:
    one = palettes.of(accent)
    assert told(LIGHT, accent) == {"accent": one.accent, "accent-soft": one.soft}
    assert told(DARK, accent)["accent"] == one.dark


def test_given_the_stylesheet_when_its_palettes_are_counted_then_none_is_missing() -> None:
    assert {palettes.USUAL, *re.findall(r'data-accent="(\w+)"', CSS)} == set(palettes.PALETTES)
    assert palettes.of("unknown") == palettes.of(palettes.USUAL)


@pytest.mark.parametrize("accent", palettes.PALETTES)
def test_given_a_palette_when_text_stands_on_it_or_in_it_then_it_can_be_read(accent: str) -> None:
    one = palettes.of(accent)
    pairs = [(one.accent, INK), (one.accent, PAPER), (one.accent, CARD), (one.dark, DARK_INK), (one.dark, DARK_CARD)]
    assert min(contrast(*pair) for pair in pairs) >= READABLE


def test_given_the_bars_of_a_mail_when_numbers_stand_on_them_then_they_can_be_read_in_the_light_and_in_the_dark() -> (
    None
):
    css = (ROOT / "services/notifications/mails/source/mail.css").read_text("utf-8")
    found = re.findall(r"\.(good|fair|poor) \{[^}]*background: (#\w{6})[^;]*;[^}]*?color: (#\w{6})", css)
    assert [name for name, *_ in found] == ["good", "fair", "poor"] * 2
    assert min(contrast(ground, ink) for _, ground, ink in found) >= READABLE
