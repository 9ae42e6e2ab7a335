"""Text that was typed or copied: only letters people can see stay."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mentoring import letters

HIDDEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad\u202a\u202e\u2066\u2069\u061c\u180e\u3164\ufe0f\u034f"
TEXTS = st.text(max_size=40) | st.text(HIDDEN + "aąe\u0301\u0338=@ \n\t\r\u2028\x85\x00😀👩💻क\u094dष", max_size=20)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Jan\u202e", "Jan"),
        ("Sęk\u00ad", "Sęk"),
        ("\u200bJan\ufeff \u2066Sęk\u2069", "Jan Sęk"),
        ("Jan\nBcc: zly@zly.example", "Jan Bcc: zly@zly.example"),
        ("Jan\u2028Sęk\x85\x00\x1b[31m", "Jan Sęk [31m"),
        ("  Anna\u00a0Maria \t Nowak ", "Anna Maria Nowak"),
        ("Z\u0307ak", "Żak"),
        ("Ola 👩‍💻 ❤️‍🔥", "Ola 👩‍💻 ❤️‍🔥"),
        ("نامه‌ای", "نامه‌ای"),
        ("Ja\u200dn", "Jan"),
        ("Dąbek-O’Connor", "Dąbek-O’Connor"),
    ],
)
def test_given_a_name_as_it_is_copied_when_taken_then_only_visible_letters_on_one_line_stay(
    typed: str, kept: str
) -> None:
    assert letters.line(typed) == kept


def test_given_text_of_several_lines_when_taken_then_its_lines_and_tabs_stay() -> None:
    assert (
        letters.lines("\ufeffCel:\r\n\t1.\u00a0plan\u202e\r2. \x07ludzie\u2029 ") == "Cel:\n\t1.\u00a0plan\n2. ludzie"
    )


def test_given_json_when_cleaned_then_only_its_strings_change() -> None:
    assert letters.cleaned({"a": ["x\u200b", 1, None, {"b": " y\x00\r\n"}], "c": True}) == {
        "a": ["x", 1, None, {"b": " y\n"}],
        "c": True,
    }


@given(TEXTS)
@example("A\x08\u0300")
def test_given_any_text_when_taken_then_nothing_hidden_is_left_and_again_changes_nothing(text: str) -> None:
    for taken, take in (
        (letters.visible(text), letters.visible),
        (letters.bare(text), letters.bare),
        (letters.line(text), letters.line),
        (letters.lines(text), letters.lines),
    ):
        assert take(taken) == taken
        hidden = {letter for letter in taken if unicodedata.category(letter) == "Cf"}
        assert hidden <= set(letters.JOINERS)
    assert "Cc" not in {unicodedata.category(letter) for letter in letters.line(text)}


@given(
    st.text(st.characters(categories=["L", "N", "P", "S"]), max_size=40).map(
        lambda one: unicodedata.normalize("NFC", one)
    )
)
def test_given_visible_text_when_taken_then_it_stays(text: str) -> None:
    shown = "".join(letter for letter in text if letter not in "\u115f\u1160\u3164\uffa0")
    assert letters.visible(text) == unicodedata.normalize("NFC", shown)
