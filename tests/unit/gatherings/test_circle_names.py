"""Names on a case card: found in whatever case, and not where a word only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatherings.domain.circle_names import found

PEOPLE = (
    "Anna Kowalska", "Marek Zieliński", "Ewa Wilk", "Piotr Mróz", "Katarzyna Nowak-Lis", "Maja Róża", "Jan Dąb",
    "Łukasz Żółć", "John O'Neill",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Rozmawiałam z Annie Kowalskiej o planach.", ["Annie", "Kowalskiej"]),
        ("Markowi nie zależy, a Zielińskiemu tak.", ["Markowi", "Zielińskiemu"]),
        ("Z Kasią jest trudno.", ["Kasią"]),
        ("Nowakowi i Lisem", ["Nowakowi", "Lisem"]),
        ("Łukaszem, z Żółcią", ["Łukaszem", "Żółcią"]),
        ("rozmowa z anną kowalską", ["anną", "kowalską"]),
        ("ANNA KOWALSKA", ["ANNA", "KOWALSKA"]),
        ("John said no; O'Neill's too.", ["John"]),
        ("Jana pytałem dwa razy. Jana!", ["Jana"]),
    ],
)
def test_given_a_text_that_names_somebody_when_read_then_the_words_are_found_as_they_are_written(
    text: str, named: list[str]
) -> None:
    assert found(text, PEOPLE)[: len(named)] == named


@pytest.mark.parametrize(
    "text",
    [
        "Ktoś od trzech tygodni odwołuje spotkania.",
        "boi się jak wilk, na dworze mróz, w maju kwitnie róża",
        "Plan, analiza, marzec, katalog.",
        "Mentee nie chce rozmawiać z szefem.",
        "",
    ],
)
def test_given_a_text_that_names_nobody_when_read_then_nothing_is_found(text: str) -> None:
    assert found(text, PEOPLE) == []


@given(st.text(max_size=300), st.lists(st.text(max_size=30), max_size=5))
def test_given_any_text_and_any_names_when_read_then_what_is_found_stands_in_the_text(
    text: str, people: list[str]
) -> None:
    hits = found(text, people)
    assert all(one in text for one in hits)
    assert len(set(hits)) == len(hits)


@given(st.sampled_from(PEOPLE), st.sampled_from(["{} nie przychodzi.", "Nie wiem, czemu {} milczy.", "Jest tu {}"]))
def test_given_a_whole_name_when_it_is_written_anywhere_then_it_is_found(name: str, text: str) -> None:
    assert found(text.format(name), PEOPLE)
