"""Organizers' own questions in a score and as rules: what counts, what is said, and that the optimum stays one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from mentoring.questions import Option, Question
from mentoring.tables.vocabulary import PairingMode, QuestionKind, QuestionRule, Role
from mentoring.weights import FULL, PARTS, Weights
from pairing.domain import Person
from pairing.matching import scoring, solution
from pairing.matching.explain import pair_up
from pairing.matching.given import Input
from tests.unit.pairing.givens import END, START, WEIGHTS, person

BOTH = (Role.MENTEE, Role.MENTOR)
NOTHING = Weights(**dict.fromkeys(PARTS, 0) | {"topics": 1e-9})
OPTIONS = tuple(Option(one, {"pl": one.upper(), "en": f"{one} en"}) for one in "abc")
TRADE = Question("trade", QuestionKind.CHOICE, BOTH, {"pl": "Branża"}, options=OPTIONS)
TOOLS = Question("tools", QuestionKind.CHOICES, BOTH, {"pl": "Narzędzia", "en": "Tools"}, options=OPTIONS)
YEARS = Question("years", QuestionKind.SCALE, BOTH, {"pl": "Staż 100%"})
REMOTE = Question("remote", QuestionKind.YES_NO, BOTH, {"pl": "Zdalnie?"})
ALL = (TRADE, TOOLS, YEARS, REMOTE)
FIRST = np.zeros(1, dtype=np.int64)


def told(name: str, **answers: Any) -> Person:
    one = person(name)
    return replace(one, profile=one.profile | {"answers": {key: value for key, value in answers.items() if value}})


def share(question: Question, ours: Any, theirs: Any) -> float:
    """Return which share of a question's points a pair has, in blocks and one by one alike."""
    asked = replace(question, weight=1)
    mentee, mentor = told("e", **{question.id: ours}), told("m", **{question.id: theirs})
    terms = scoring.scoring([mentee], [mentor], NOTHING, START, END, questions=[asked])
    points = int(terms.parts_of(FIRST, FIRST)[asked.name][0])
    assert abs(int(terms.matrix()[0, 0]) - points) <= 1
    return round(points / FULL, 2)


@pytest.mark.parametrize(
    ("question", "ours", "theirs", "worth"),
    [
        (TRADE, "a", "a", 1), (TRADE, "a", "b", 0), (TRADE, "a", None, 0.5), (TRADE, None, "a", 0.5),
        (TOOLS, ["a", "b"], ["b", "c"], 0.5), (TOOLS, ["a"], ["a", "b", "c"], 1), (TOOLS, ["a"], ["b"], 0),
        (TOOLS, ["a"], None, 0.5), (YEARS, 2, 2, 1), (YEARS, 2, 3, 0.75), (YEARS, 1, 5, 0), (YEARS, None, 5, 0.5),
        (REMOTE, "no", "no", 1), (REMOTE, "yes", "no", 0),
    ],
)  # fmt: skip
def test_given_two_answers_when_scored_then_they_count_by_how_alike_they_are(
    question: Question, ours: Any, theirs: Any, worth: float
) -> None:
    assert share(question, ours, theirs) == worth


SAME, OVERLAP, NOT_JUNIOR = QuestionRule.SAME, QuestionRule.OVERLAP, QuestionRule.NOT_JUNIOR


@pytest.mark.parametrize(
    ("question", "rule", "ours", "theirs", "apart"),
    [
        (TRADE, SAME, "a", "b", True), (TRADE, SAME, "a", "a", False), (TRADE, SAME, "a", None, False),
        (TOOLS, OVERLAP, ["a"], ["b"], True), (TOOLS, OVERLAP, ["a", "b"], ["b"], False),
        (TOOLS, OVERLAP, None, ["b"], False), (YEARS, NOT_JUNIOR, 3, 2, True), (YEARS, NOT_JUNIOR, 3, 3, False),
        (YEARS, NOT_JUNIOR, 3, None, False), (TRADE, NOT_JUNIOR, "b", "a", True), (TRADE, NOT_JUNIOR, "a", "c", False),
        (REMOTE, SAME, "yes", "no", True),
    ],
)  # fmt: skip
def test_given_a_rule_when_two_answers_break_it_then_it_alone_keeps_them_apart(
    question: Question, rule: QuestionRule, ours: Any, theirs: Any, apart: bool
) -> None:
    asked = replace(question, rule=rule)
    mentee, mentor = told("e", **{question.id: ours}), told("m", **{question.id: theirs})
    terms = scoring.scoring([mentee], [mentor], WEIGHTS, START, END, questions=[asked])

    assert solution.broken(int(terms.matrix()[0, 0])) == (["question"] if apart else [])
    ((_, part),) = terms.rules[-1:]
    assert (part.pairs(FIRST, FIRST)[0] > 0) == (part.block(slice(0, 1))[0, 0] > 0)


def test_given_several_rules_when_two_people_break_all_of_them_then_no_other_rule_is_named() -> None:
    asked = [replace(one, rule=rule) for one, rule in ((TRADE, SAME), (TOOLS, OVERLAP), (YEARS, NOT_JUNIOR))]
    mentee, mentor = told("e", trade="a", tools=["a"], years=5), told("m", trade="b", tools=["b"], years=1)

    cells = scoring.scoring([mentee], [mentor], WEIGHTS, START, END, questions=asked).matrix()

    assert solution.broken(int(cells[0, 0])) == ["question"]


def given_of(mentees: list[Person], mentors: list[Person], *asked: Question) -> Input:
    return Input(tuple(mentees), tuple(mentors), WEIGHTS, PairingMode.MOST_SERVED, START, END, questions=asked)


def test_given_answers_in_common_when_paired_then_the_reasons_name_the_question_in_the_readers_words() -> None:
    asked = [replace(one, weight=20) for one in ALL]
    mentee = told("e", trade="a", tools=["a", "b"], years=2, remote="yes")
    mentor = told("m", trade="a", tools=["b", "c"], years=3, remote="yes")

    (pair,) = pair_up(given_of([mentee], [mentor], *asked)).result["pairs"]

    assert sorted(pair["reasons"]["en"]) == [
        "both answered yes to “Zdalnie?”", "close answers to “Staż 100%”", "the same answer to “Branża”: a en",
        "the same answer to “Tools”: b en",
    ]  # fmt: skip
    assert "ta sama odpowiedź na „Narzędzia”: B" in pair["reasons"]["pl"]
    assert sum(pair["parts"].values()) == pair["score"]
    json.dumps(pair)


def test_given_different_answers_when_paired_then_no_reason_speaks_of_them() -> None:
    asked = [replace(one, weight=20) for one in ALL]
    mentee, mentor = told("e", trade="a", tools=["a"], years=1), told("m", trade="b", tools=["b"], years=5)

    (pair,) = pair_up(given_of([mentee], [mentor], *asked)).result["pairs"]

    assert "“" not in " ".join(pair["reasons"]["en"])


def test_given_nobody_suits_by_their_answers_when_paired_then_the_cause_says_so() -> None:
    asked = replace(TRADE, rule=SAME)

    (alone, *_) = pair_up(given_of([told("e", trade="a")], [told("m", trade="b")], asked)).result["unmatched"]

    assert alone["cause"] == "question"
    assert "answers" in alone["words"]["en"]


def test_given_no_questions_when_the_input_is_hashed_then_it_is_the_hash_of_before() -> None:
    usual = given_of([told("e", trade="a")], [told("m")])

    assert usual.fingerprint() == replace(usual, questions=()).fingerprint()
    assert usual.fingerprint() != replace(usual, questions=(replace(TRADE, weight=5),)).fingerprint()


@given(
    st.dictionaries(st.sampled_from(["q-a", "q-b", "q-c"]), st.floats(0.1, 1000), max_size=3),
    st.lists(st.floats(0, 1000), min_size=6, max_size=6).filter(lambda some: sum(some) > 0),
)
def test_given_own_parts_when_weighed_then_all_points_add_up_to_a_full_score(
    own: dict[str, float], usual: list[float]
) -> None:
    weights = Weights(*usual)

    points = weights.points(own)

    assert sum(points.values()) == FULL
    assert min(points.values()) >= 0
    assert list(points) == [*PARTS, *own]
    assert weights.points() == weights.points({})


answered = st.fixed_dictionaries(
    {},
    optional={
        "trade": st.sampled_from("abc"),
        "tools": st.sets(st.sampled_from("abc"), min_size=1).map(sorted),
        "years": st.integers(1, 5),
        "remote": st.sampled_from(["yes", "no"]),
    },
)
asked_any = st.tuples(
    *(
        st.builds(
            lambda one, weight, rule: replace(one, weight=weight, rule=rule),
            st.just(question),
            st.sampled_from([0, 0, 7, 40]),
            st.sampled_from([QuestionRule.NONE, QuestionRule.NONE, rule]),
        )
        for question, rule in ((TRADE, SAME), (TOOLS, OVERLAP), (YEARS, NOT_JUNIOR), (REMOTE, SAME))
    )
)


@given(st.lists(answered, min_size=1, max_size=5), st.lists(answered, min_size=1, max_size=5), asked_any)
@settings(deadline=None, max_examples=80)
def test_given_any_answers_when_solved_then_the_pairs_keep_every_rule_and_are_the_best_there_are(
    ours: list[dict[str, Any]], theirs: list[dict[str, Any]], asked: tuple[Question, ...]
) -> None:
    mentees = [told(f"e{nth}", **one) for nth, one in enumerate(ours)]
    mentors = [told(f"m{nth}", **one) for nth, one in enumerate(theirs)]
    given_ = given_of(mentees, mentors, *asked)

    result = pair_up(given_).result
    again = pair_up(replace(given_, mentees=tuple(reversed(mentees)), mentors=tuple(reversed(mentors)))).result

    cells = solution.scored(given_)[3].astype(float)
    rows, columns = linear_sum_assignment(np.where(cells < 0, -1e6, cells + 1e5), maximize=True)
    best = int((cells[rows, columns] >= 0).sum())
    assert result["figures"]["matched"] == best
    assert result["figures"]["proved_optimal"]
    assert result["figures"] == again["figures"]
    for pair in result["pairs"]:
        assert sum(pair["parts"].values()) == pair["score"]
    terms = solution.terms_of(given_, *given_.sides())
    every = [(row, column) for row in range(len(mentees)) for column in range(len(mentors))]
    pairs = np.array(every, dtype=np.int64).reshape(-1, 2)
    matrix = terms.matrix()
    single = terms.scores_of(pairs[:, 0], pairs[:, 1])
    assert all(matrix[at] in (value, *range(-4096, 0)) for at, value in zip(every, single, strict=True))
