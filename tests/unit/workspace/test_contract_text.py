"""The text of a contract that is signed: one for every reader, another one for every other answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mentoring.clauses import CLAUSES, ON_DAY, Answer, Clause
from mentoring.errors import Invalid
from mentoring.tables.vocabulary import ContractState
from workspace import domain
from workspace.pages import clauses

FIXED = ({"pl": "Zasada.", "en": "A rule."},)


@st.composite
def answers(draw: st.DrawFn, clause: Clause) -> Answer:
    """Return an answer that a clause allows."""
    codes = (
        draw(st.lists(st.sampled_from([code for code, _ in clause.options]), unique=True, max_size=9))
        if (clause.options)
        else []
    )
    codes = codes if clause.several else codes[:1]
    assume("codes" not in clause.flaws(Answer(tuple(codes))))
    day = draw(st.dates(date(2026, 1, 1), date(2028, 1, 1))).isoformat() if ON_DAY in codes else ""
    number = draw(st.none() | st.integers(clause.low, clause.high)) if clause.counts else None
    return Answer(tuple(codes), number, day, draw(st.text(max_size=20)))


OWN = st.fixed_dictionaries({}, optional={name: answers(clause) for name, clause in CLAUSES.items()})


def _edited(own: dict[str, Answer], fixed: tuple[Any, ...] = FIXED) -> domain.Contract:
    return domain.Contract(ContractState.DRAFT, fixed, {}).edit(own)


@given(OWN, OWN)
def test_given_two_sets_of_answers_when_written_then_the_texts_are_the_same_only_if_the_answers_are(
    one: dict[str, Answer], other: dict[str, Answer]
) -> None:
    first, second = _edited(one), _edited(other)
    assert (first.text == second.text) == (first.own == second.own)
    assert (first.hash == second.hash) == (first.own == second.own)


@given(OWN, st.sampled_from(list(CLAUSES)), st.text(min_size=1, max_size=9).filter(str.strip))
def test_given_an_answer_with_other_words_when_written_then_it_is_another_text(
    own: dict[str, Answer], name: str, more: str
) -> None:
    before = own.get(name, Answer())
    after = Answer(before.codes, before.number, before.day, before.text.strip() + more.strip())
    assert _edited(own).text != _edited(own | {name: after}).text


@given(OWN)
def test_given_answers_when_sent_in_another_order_or_twice_then_the_text_is_the_same(own: dict[str, Answer]) -> None:
    turned = {name: Answer((*own[name].codes[::-1],), own[name].number, own[name].day, f" {own[name].text} ")
              for name in reversed(own)}  # fmt: skip
    assert _edited(turned).text == _edited(own).text


@given(OWN)
def test_given_answers_when_read_in_any_language_then_the_text_is_the_same(own: dict[str, Answer]) -> None:
    contract = _edited(own)
    before = contract.text
    read = {locale: (clauses.own(contract, locale), clauses.fixed(contract, locale)) for locale in ("pl", "en")}
    assert contract.text == before
    assert [one.name for one in read["pl"][0]] == [one.name for one in read["en"][0]]


@given(OWN, OWN)
def test_given_signatures_when_anything_is_edited_then_they_are_void(
    one: dict[str, Answer], other: dict[str, Answer]
) -> None:
    proposed = _edited(one).propose()
    signed = proposed.sign("anna", "2026-03-01T10:00:00Z", proposed.hash)
    edited = signed.edit(other)
    assert (edited.state, edited.signatures) == (ContractState.DRAFT, ())


@given(OWN)
def test_given_a_proposed_text_when_the_programmes_clauses_change_then_signatures_are_void_and_it_waits_for_new_ones(
    own: dict[str, Answer],
) -> None:
    proposed = _edited(own).propose()
    signed = proposed.sign("anna", "2026-03-01T10:00:00Z", proposed.hash)
    followed = signed.follow([{"pl": "Inna.", "en": "Another."}], 1)
    assert (followed.state, followed.signatures, followed.own) == (ContractState.PROPOSED, (), signed.own)
    with pytest.raises(domain.TextChanged):
        followed.sign("jan", "2026-03-01T10:00:00Z", proposed.hash)
    assert followed.follow([{"pl": "Stara."}], 1) == followed


def test_given_a_signed_contract_when_the_programmes_clauses_change_then_it_keeps_those_it_was_signed_with() -> None:
    signed = _edited({}).propose()
    for who in ("anna", "jan"):
        signed = signed.sign(who, "2026-03-01T10:00:00Z", signed.hash)
    assert signed.follow([{"pl": "Inna."}], 9) == signed
    following = signed.amend([{"pl": "Inna."}], 9)
    assert (following.state, following.fixed, following.fixed_version) == (ContractState.DRAFT, ({"pl": "Inna."},), 9)


def test_given_a_contract_of_free_words_when_read_then_its_text_and_hash_are_what_was_signed() -> None:
    own = {"limits": "Polityka\n firmy. ", "frequency": "co 21 dni", "camera": " "}
    contract = domain.Contract(
        ContractState.SIGNED, ({"": "To zostaje  między nami."},),
        {name: Answer.of(text) for name, text in own.items()}, (), domain.IN_WORDS,
    )  # fmt: skip
    assert contract.text == "* To zostaje między nami.\nfrequency: co 21 dni\nlimits: Polityka firmy.\n"
    assert contract.hash == "d247c5a3e8f9a38f5e12dda4a76fa474b04f1a375c6703763210731bd0ffd2a2"


@pytest.mark.parametrize(
    ("name", "answer", "part"),
    [
        ("camera", Answer(("sometimes",)), "codes"), ("camera", Answer(("always", "free")), "codes"),
        ("camera", Answer(number=3), "number"), ("frequency", Answer(number=0), "number"),
        ("frequency", Answer(number=121), "number"), ("limits", Answer(("online",)), "codes"),
        ("review", Answer((ON_DAY,)), "day"), ("review", Answer((ON_DAY,), day="2026-02-30"), "day"),
        ("review", Answer(("third",), day="2026-03-01"), "day"), ("tools", Answer(text="x" * 4_001), "text"),
    ],
)  # fmt: skip
def test_given_an_answer_that_is_none_when_edited_then_its_part_is_named(name: str, answer: Answer, part: str) -> None:
    with pytest.raises(Invalid) as refused:
        _edited({name: answer, "form": Answer(("online",))})
    assert list(refused.value.fields) == [f"/own/{name}/{part}"]


def test_given_a_clause_nobody_knows_when_edited_then_it_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        _edited({"unknown": Answer()})
    assert list(refused.value.fields) == ["/own/unknown"]


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ({"length-number": ["60"], "length-other": [""], "length-was": [""]}, 60),
        ({"length-number": ["60"], "length-other": ["75"], "length-was": [""]}, 75),
        ({"length-number": [""], "length-other": ["75"], "length-was": ["75"]}, 75),
        ({"length-number": ["60"], "length-other": ["75"], "length-was": ["75"]}, 60),
        ({"length-number": ["60"], "length-other": ["80"], "length-was": ["75"]}, 80),
    ],
)
def test_given_a_chosen_and_a_typed_number_when_read_then_the_one_that_was_changed_counts(
    sent: dict[str, list[str]], number: int
) -> None:
    assert clauses.typed(sent)["length"].number == number


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ({"review-codes": ["third"], "review-day": [""], "review-was": [""]}, Answer(("third",))),
        (
            {"review-codes": ["third"], "review-day": ["2027-02-01"], "review-was": [""]},
            Answer((ON_DAY,), day="2027-02-01"),
        ),
        ({"review-codes": ["third"], "review-day": ["2027-02-01"], "review-was": ["2027-02-01"]}, Answer(("third",))),
        (
            {"review-codes": [ON_DAY], "review-day": ["2027-02-01"], "review-was": ["2027-02-01"]},
            Answer((ON_DAY,), day="2027-02-01"),
        ),
        ({"review-codes": [""], "review-day": ["2027-02-01"], "review-was": [""]}, Answer((ON_DAY,), day="2027-02-01")),
    ],
)
def test_given_a_day_and_another_answer_when_read_then_the_one_that_was_changed_counts(
    sent: dict[str, list[str]], answer: Answer
) -> None:
    assert clauses.typed(sent)["review"] == answer


@pytest.mark.parametrize(("name", "codes"), [("contact", ("room", "none")), ("notes", ("own", "unrecorded", "agreed"))])
def test_given_answers_that_exclude_each_other_when_edited_then_it_is_said(name: str, codes: tuple[str, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        _edited({name: Answer(codes)})
    assert list(refused.value.fields) == [f"/own/{name}/codes"]
