"""The organizer's questions and answers: how one field holds them, and what is said of a mistake."""

from __future__ import annotations

from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring.errors import Invalid
from recruitment.domain import faq

TYPED = """
? Kto może się zgłosić?
Każda osoba w firmie, **bez wyjątku**.

- nowa też
\\? Tak, nowa też.
?Ile to trwa
Pół roku.
"""
LINES = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" \\?-"), max_size=20)
QUESTIONS = LINES.map(lambda text: " ".join(text.lstrip("? ").split())).filter(bool)
ANSWERS = st.lists(LINES, min_size=1, max_size=4).map(lambda lines: "\n".join(lines).strip()).filter(bool)


def test_given_questions_in_a_field_when_read_then_they_come_in_order_with_their_answers() -> None:
    first, second = faq.typed(TYPED, "/faq_pl")

    assert first.question == "Kto może się zgłosić?"
    assert first.answer == "Każda osoba w firmie, **bez wyjątku**.\n\n- nowa też\n? Tak, nowa też."
    assert second == faq.Asked("Ile to trwa", "Pół roku.")
    assert faq.typed(" \n", "/faq_pl") == []


@given(st.lists(st.builds(faq.Asked, QUESTIONS, ANSWERS), max_size=faq.MOST_QUESTIONS))
def test_given_any_questions_when_shown_in_a_field_and_read_then_they_are_the_same(told: list[faq.Asked]) -> None:
    assert faq.typed(faq.shown(told), "/faq_en") == told
    assert faq.checked(map(asdict, told), "/faq/en") == told


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Kto?\nWszyscy.", faq.BEFORE),
        ("?\nWszyscy.", faq.NO_QUESTION),
        ("? Kto?\n\n? Kiedy?\nJutro.", faq.NO_ANSWER),
        ("? Kto?\nWszyscy.\n" * 21, faq.TOO_MANY),
        (f"? {'k' * 201}\nWszyscy.", faq.LONG_QUESTION),
        (f"? Kto?\n{'w' * faq.MOST_LETTERS}", faq.TOO_LONG),
    ],
)
def test_given_a_mistake_when_read_then_it_is_said_at_its_field(typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        faq.typed(typed, "/faq_pl")
    assert refused.value.fields == {"/faq_pl": why}
