"""What is new in an answer: every program's form, and no word of a person lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.incoming.answers import new_text
from tests.unit.mentoring.incoming.written import ANSWERS, Written

WORDS = st.lists(st.text("aąbcćdeęłńóśźż ,.?!()0123456789-", min_size=1, max_size=40), min_size=1, max_size=8)
"""Lines as people write them, dashes at their beginning included."""
MARKS = sorted(
    {one.text.removeprefix(one.new) for one in ANSWERS if one.text.startswith(one.new) and one.text != one.new}
)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: one.program)
def test_given_an_answer_as_a_program_writes_it_when_read_then_what_was_typed_now_is_left(one: Written) -> None:
    assert new_text(one.text) == one.new


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: one.program)
def test_given_windows_line_ends_when_read_then_it_is_the_same(one: Written) -> None:
    assert new_text(one.text.replace("\n", "\r\n")) == one.new


@given(WORDS)
def test_given_words_without_any_mark_when_read_then_all_are_left(lines: list[str]) -> None:
    text = "\n".join(line for line in lines if line.strip() != "--")
    assert _words(new_text(text)) == _words(text)


@given(WORDS, st.sampled_from(MARKS))
def test_given_words_above_a_quote_when_read_then_all_of_them_are_left_and_nothing_of_the_quote(
    lines: list[str], mark: str
) -> None:
    text = "\n".join(line for line in lines if line.strip() != "--")
    if _words(text):
        assert _words(new_text(f"{text}\n\n{mark.lstrip()}")) == _words(text)


@given(WORDS, WORDS)
def test_given_words_above_and_below_a_quote_when_read_then_all_of_both_are_left(
    above: list[str], below: list[str]
) -> None:
    first, last = ("\n".join(line for line in some if line.strip() != "--") for some in (above, below))
    found = _words(new_text(f"{first}\n\n> quoted\n\n{last}"))
    assert [word for word in found if word != "quoted"] == _words(f"{first} {last}") or not _words(first + last)


@given(st.text())
def test_given_any_text_when_read_then_what_is_left_is_of_it(text: str) -> None:
    left = new_text(text)
    assert bool(left) == bool(text.replace("\xa0", " ").strip())
    assert set(left) <= set(text) | {"\n", " "}


@pytest.mark.parametrize(
    "line",
    [
        "Od: x",
        "On " + "1" * 390 + " wrote",
        "W dniu 3 Jan pisze:",
        "> W dniu 3 " + "1 w dniu " * 40 + ":",
        "_" * 40,
        "--",
        "",
    ],
)
def test_given_a_megabyte_made_to_hurt_when_read_then_it_takes_no_time(line: str) -> None:
    begun = time.process_time()
    new_text(f"{line}\n" * (1_000_000 // (len(line) + 1)))
    assert time.process_time() - begun < 10
