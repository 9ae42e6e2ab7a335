"""Levels of positions: no form of a word counts for more than another, in either language."""

from __future__ import annotations

from datetime import date

import pytest

from mentoring import levels
from mentoring.levels import Levels, LevelsUseless
from mentoring.weights import Weights
from pairing.matching import scoring
from tests.unit.pairing.givens import person

TABLE = Levels()
PAIRS = [
    ("stażysta", "stażystka", 1),
    ("praktykant", "praktykantka", 1),
    ("asystent", "asystentka", 1),
    ("pomocnik", "pomocnica", 1),
    ("referent", "referentka", 1),
    ("specjalista", "specjalistka", 1),
    ("młodszy specjalista", "młodsza specjalistka", 1),
    ("Asystent dyrektora", "Asystentka dyrektorki", 1),
    ("starszy specjalista", "starsza specjalistka", 2),
    ("główny specjalista", "główna specjalistka", 2),
    ("ekspert", "ekspertka", 2),
    ("koordynator", "koordynatorka", 2),
    ("lider zespołu", "liderka zespołu", 2),
    ("brygadzista", "brygadzistka", 2),
    ("mistrz produkcji", "mistrzyni produkcji", 2),
    ("kierownik", "kierowniczka", 3),
    ("z kierownikiem", "z kierowniczką", 3),
    ("menedżer", "menedżerka", 3),
    ("menadżer", "menadżerka", 3),
    ("menager", "menagerka", 3),
    ("manager", "managerka", 3),
    ("Menedżer projektu", "Menedżerka projektu", 3),
    ("naczelnik wydziału", "naczelniczka wydziału", 3),
    ("główny księgowy", "główna księgowa", 3),
    ("zastępca", "zastępczyni", 3),
    ("zastępca kierownika", "zastępczyni kierowniczki", 3),
    ("szef", "szefowa", 3),
    ("dyrektor", "dyrektorka", 4),
    ("zastępca dyrektora", "zastępczyni dyrektorki", 4),
    ("wicedyrektor", "wicedyrektorka", 4),
    ("prokurent", "prokurentka", 4),
    ("dyrektor generalny", "dyrektorka generalna", 5),
    ("prezes", "prezeska", 5),
    ("wiceprezes", "wiceprezeska", 5),
    ("członek zarządu", "członkini zarządu", 5),
    ("przewodniczący", "przewodnicząca", 5),
    ("założyciel", "założycielka", 5),
    ("foreman", "forewoman", 2),
    ("chairman", "chairwoman", 5),
]


@pytest.mark.parametrize(("his", "hers", "level"), PAIRS)
def test_given_two_forms_of_a_position_when_read_or_scored_then_they_are_equal(his: str, hers: str, level: int) -> None:
    assert TABLE.level(his) == TABLE.level(hers) == level
    for written in (hers.upper(), f"{his}/{hers}", f"  {hers} ds. ludzi", levels.folded(hers)):
        assert TABLE.level(written) == level
    mentors = [person("jan", position=his), person("ewa", position=hers)]
    mentees = [person(f"m{nth}", position=position) for nth, position in enumerate(("specjalistka", hers, "", "poeta"))]
    for juniors in (False, True):
        scored = scoring.scoring(
            mentees, mentors, Weights(), date(2026, 3, 2), date(2026, 11, 30), no_juniors=juniors
        ).matrix()
        assert (scored[:, 0] == scored[:, 1]).all()


@pytest.mark.parametrize(
    ("position", "level"),
    [
        ("", 0), ("poeta", 0), ("Engineer", 0), ("kierowca", 0), ("leading", 0), ("internal audit", 0),
        ("Trainee", 1), ("Assistant to the CEO", 1), ("junior specialist", 1), ("Senior Specialist", 2),
        ("Team Lead", 2), ("Team Leader", 2), ("Project Manager", 3), ("Head of Sales", 3), ("Deputy Director", 4),
        ("Director", 4), ("Managing Director", 5), ("CEO", 5), ("Chief Executive Officer", 5), ("Board member", 5),
        ("kierownik(-czka)", 3), ("kierownik_czka", 3), ("specjalist(k)a", 1), ("Z-ca dyrektora", 4),
    ],
)  # fmt: skip
def test_given_a_position_when_read_then_its_highest_word_counts_but_who_assists_is_an_assistant(
    position: str, level: int
) -> None:
    assert TABLE.level(position) == level


def test_given_a_programme_with_words_of_its_own_when_read_then_the_longest_of_them_counts_first() -> None:
    own = Levels.of({"partner*": 5, "junior partner*": 3, "specjalist*": 0, "kierowc*": 1})
    read = ("Partnerka", "Junior Partner", "starszy specjalista", "kierowczyni", "dyrektorka")
    assert [own.level(one) for one in read] == [5, 3, 0, 1, 4]


def test_given_words_as_typed_when_read_and_shown_again_then_they_are_the_same() -> None:
    own = levels.typed("partner* = 5\n\n starszy   kierowca=2 \n")
    assert own == {"partner*": 5, "starszy kierowca": 2}
    assert levels.typed(levels.shown(own)) == own


@pytest.mark.parametrize(
    "text", ["partner", "partner = 6", "partner = -1", "* = 1", " = 1", "a*b = 1", "(a = 1", "a=²"]
)
def test_given_words_that_say_nothing_when_typed_then_refused(text: str) -> None:
    with pytest.raises(LevelsUseless):
        levels.typed(text)
