"""Words are found whatever their case and accents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workspace import finding


@pytest.mark.parametrize(
    ("asked", "text"),
    [("laka", "Na łące? Łąka!"), ("ŁĄKA", "laka"), ("zolc", "ŻÓŁĆ"), ("strasse", "Straße"), ("cafe", "cafe\u0301"), ("ﬁrma", "firma")],
)  # fmt: skip
def test_given_a_word_when_looked_for_then_case_and_accents_do_not_matter(asked: str, text: str) -> None:
    assert finding.found([text], finding.words(asked)) is not None


def test_given_several_words_when_looked_for_then_all_must_stand_somewhere_in_it() -> None:
    texts = ["Feedback w zespole", "Książka o pytaniach"]
    assert finding.found(texts, finding.words("ksiazka feedback"))
    assert finding.found(texts, finding.words("ksiazka film")) is None
    assert finding.found(texts, finding.words("   ")) is None


def test_given_a_long_text_when_found_then_the_piece_around_it_is_as_it_was_written() -> None:
    text = "x" * 100 + " Zażółć GĘŚLĄ jaźń " + "y" * 100
    before, hit, after = finding.found([text], finding.words("gesla")) or ("", "", "")
    assert (hit, before[0], after[-1]) == ("GĘŚLĄ", "…", "…")
    assert text.find(before[1:] + hit + after[:-1]) > 0


@given(st.text(max_size=60), st.text(min_size=1, max_size=6), st.text(max_size=60))
def test_given_any_text_when_a_word_of_it_is_looked_for_then_it_is_found_where_it_stands(
    before: str, word: str, after: str
) -> None:
    text = before + word + after
    wanted = finding.words(word)
    if not wanted:
        return
    piece = finding.found([text], wanted)
    assert piece is not None
    assert piece.hit in text
