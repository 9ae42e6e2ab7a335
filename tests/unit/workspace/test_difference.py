"""What changed between two versions of a text, and of a contract as each of the two reads it."""

from __future__ import annotations

import pytest

from mentoring.clauses import Answer
from mentoring.tables.vocabulary import ContractState
from workspace import comparing, domain
from workspace.pages import clauses

OLD_RULE, NEW_RULE = {"pl": "Stara zasada.", "en": "An old rule."}, {"pl": "Nowa zasada.", "en": "A new rule."}
KEPT = {"pl": "Zasada.", "en": "A rule."}


def _contract(fixed: tuple[dict[str, str], ...], **own: Answer) -> domain.Contract:
    return domain.Contract(ContractState.DRAFT, fixed, own)


def test_given_two_versions_when_compared_then_lines_are_marked() -> None:
    assert comparing.compared("a\nb", "a\nc") == [("same", "a"), ("gone", "b"), ("new", "c")]


@pytest.mark.parametrize(
    ("locale", "title", "old", "new", "gone", "come"),
    [
        ("en", "How often", "every 2 weeks", "every 3 weeks", "An old rule.", "A new rule."),
        ("pl", "Jak często", "co 2 tygodnie", "co 3 tygodnie", "Stara zasada.", "Nowa zasada."),
    ],
)
def test_given_two_versions_when_read_then_each_change_has_its_title_and_both_answers_in_the_readers_language(
    locale: str, title: str, old: str, new: str, gone: str, come: str
) -> None:
    first = _contract((KEPT, OLD_RULE), frequency=Answer(number=14), camera=Answer(("always",)))
    second = _contract((KEPT, NEW_RULE), frequency=Answer(number=21), camera=Answer(("always",)))
    found = clauses.difference(first, second, locale)
    assert found == clauses.Difference([clauses.Changed(title, old, new)], [gone], [come])


def test_given_a_clause_that_an_older_contract_has_in_one_language_when_compared_then_it_is_the_same_clause() -> None:
    assert not _contract((KEPT,)).since(_contract(({"": KEPT["pl"]},)))


def test_given_an_answer_that_went_and_one_that_came_when_compared_then_both_are_told() -> None:
    found = _contract((), limits=Answer(text="Polityka firmy.")).since(_contract((), tools=Answer(("zoom",))))
    assert [(one.name, bool(one.old), bool(one.new)) for one in found.changes] == [
        ("tools", True, False), ("limits", False, True),
    ]  # fmt: skip
