"""Clauses and answers in words."""

from __future__ import annotations

import pytest

from mentoring.agreement import every, fixed_by, own_of, proposed, said
from mentoring.clauses import CLAUSES, FIXED_CLAUSES, Answer, Rhythm, all_in, text_in
from mentoring.i18n import translations
from mentoring.tables.recruitment import Programme


@pytest.mark.parametrize(
    ("days", "polish", "english"),
    [
        (1, "codziennie", "every day"), (7, "co tydzień", "every week"), (10, "co 10 dni", "every 10 days"),
        (14, "co 2 tygodnie", "every 2 weeks"), (35, "co 5 tygodni", "every 5 weeks"),
        (2, "co 2 dni", "every 2 days"),
    ],
)  # fmt: skip
def test_given_days_when_said_then_whole_weeks_are_weeks(days: int, polish: str, english: str) -> None:
    assert (every(days, "pl"), every(days, "en")) == (polish, english)


@pytest.mark.parametrize("locale", ["pl", "en"])
def test_given_every_choice_when_read_then_there_are_words_for_it(locale: str) -> None:
    for name, clause in CLAUSES.items():
        codes = tuple(code for code, _ in clause.options)
        number = clause.high if clause.counts else None
        answer = Answer(codes, number, "2027-02-01" if clause.dates else "", "Własne słowa.")
        words = said(name, answer, locale)
        assert words.endswith("Własne słowa.")
        assert not any(code in words.split(", ") for code in codes if "_" in code)


def test_given_an_answer_when_kept_then_it_is_read_as_it_was_and_older_ones_are_free_words() -> None:
    answer = Answer(("room",), 2, "", "Pilne: telefon.")
    assert Answer.of(answer.stored()) == answer
    assert Answer.of("co 21 dni") == Answer(text="co 21 dni")
    assert Answer().stored() == {}


def test_given_a_programme_when_a_contract_is_proposed_then_its_rhythm_is_the_programmes() -> None:
    programme = Programme(interval_days=28, planned_meetings=6, meeting_minutes=90)
    own = proposed(programme)
    assert Rhythm.of(own) == Rhythm(28, 6, 90)
    assert [CLAUSES[name].flaws(answer) for name, answer in own.items()] == [{}] * len(own)
    assert Rhythm.of({"frequency": Answer(text="rzadko")}) == Rhythm()


def test_given_a_programme_without_clauses_when_asked_for_them_then_the_usual_ones_are_there_in_both_languages() -> (
    None
):
    texts = fixed_by(Programme(languages=["pl"]))
    assert all_in(texts, "en") == list(FIXED_CLAUSES)
    assert all_in(texts, "pl") == [translations("mentoring", "pl").gettext(one) for one in FIXED_CLAUSES]
    assert set(all_in(texts, "pl")).isdisjoint(FIXED_CLAUSES)


def test_given_clauses_from_before_they_had_languages_when_read_then_they_are_in_the_programmes_first() -> None:
    assert own_of(Programme(languages=["en", "pl"], clauses=["A rule."])) == [{"en": "A rule."}]
    assert own_of(Programme(clauses=["A rule."], fixed=[])) == []


def test_given_a_clause_in_one_language_when_read_in_another_then_it_is_read_as_it_is() -> None:
    assert [text_in(one, "en") for one in ({"pl": "Zasada."}, {"": "Stara."}, {"pl": "Z", "en": "R"})] == [
        "Zasada.", "Stara.", "R",
    ]  # fmt: skip
