"""Guides of a programme: their order, whom they are for, what has to be written, and the starter set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import markdown, sessions
from mentoring.errors import Invalid
from mentoring.i18n import LOCALES
from mentoring.tables.vocabulary import Audience, GuideStage, GuideState, PairStage, Role
from workspace import guides, starter
from workspace.guides import Entry, Shelf, TooManyGuides, Written

SAID = {"pl": {"title": "Cel", "text": "Jeden."}}


def entry(guide_id: str, stage: str = "goals", audience: str = "both", state: str = "published") -> Entry:
    return Entry(guide_id, Audience(audience), GuideStage(stage), GuideState(state), {"pl": guide_id})


def shelf(*entries: Entry) -> Shelf:
    return Shelf(entries)


def order(of: Shelf) -> list[str]:
    return [one.guide_id for one in of.entries]


def test_given_guides_of_two_stages_when_one_is_moved_then_it_passes_those_of_its_stage_only() -> None:
    here = shelf(entry("a"), entry("x", "closing"), entry("b"), entry("c"))
    assert order(here.move("b", -1)) == ["b", "x", "a", "c"]
    assert order(here.move("b", 1)) == ["a", "x", "c", "b"]
    assert order(here.move("a", -1)) == order(here.move("c", 1)) == order(here.move("x", 1)) == order(here)


@given(st.lists(st.sampled_from(list(GuideStage)), min_size=1, max_size=12), st.data())
def test_given_any_shelf_when_a_guide_is_moved_down_and_up_again_then_all_is_as_before(
    stages: list[GuideStage], data: st.DataObject
) -> None:
    here = shelf(*(entry(str(number), stage) for number, stage in enumerate(stages)))
    one = data.draw(st.sampled_from(here.entries))
    below = here.move(one.guide_id, 1)
    assert sorted(order(below)) == sorted(order(here))
    assert below == here or below.move(one.guide_id, -1) == here


def test_given_a_full_shelf_when_one_more_is_put_on_it_then_it_is_refused_and_a_change_is_not() -> None:
    full = shelf(*(entry(str(number)) for number in range(guides.MOST_GUIDES)))
    with pytest.raises(TooManyGuides):
        full.put(entry("more"))
    assert order(full.put(entry("3", "closing"))) == order(full)


def test_given_a_mentee_in_the_contract_when_reading_then_its_guides_come_first_and_only_theirs() -> None:
    here = shelf(
        entry("first", "first_meeting"), entry("mentors", "contract", "mentors"), entry("draft", state="draft"),
        entry("always", "always"), entry("contract", "contract"), entry("mentees", "goals", "mentees"),
    )  # fmt: skip
    seen = here.for_readers({Role.MENTEE}, GuideStage.CONTRACT)
    assert [one.guide_id for one in seen] == ["contract", "first", "mentees", "always"]
    assert {one.guide_id for one in here.for_readers({Role.MENTOR}, GuideStage.GOALS)} >= {"mentors"}


@pytest.mark.parametrize(
    ("stages", "now"),
    [
        ([], "first_meeting"), (["active"], "first_meeting"), (["working", "goals"], "goals"),
        (["completed"], "closing"), (["closed_early"], "first_meeting"),
    ],
)  # fmt: skip
def test_given_somebodys_pairs_when_asked_what_helps_now_then_the_least_advanced_counts(
    stages: list[str], now: str
) -> None:
    assert guides.now_at(stages) == now


def test_given_every_stage_of_a_pair_when_asked_what_helps_now_then_there_is_an_answer() -> None:
    assert {guides.now_at([one]) for one in PairStage} == set(GuideStage) - {GuideStage.ALWAYS}


@pytest.mark.parametrize(
    ("texts", "link", "wrong"),
    [
        ({"pl": {"title": "", "text": ""}, "en": {"title": "", "text": ""}}, "", {"/title_pl", "/text_pl"}),
        ({"pl": {"title": "Cel", "text": ""}, "en": {"title": "", "text": ""}}, "", {"/text_pl"}),
        ({**SAID, "en": {"title": "", "text": "One."}}, "", {"/title_en"}),
        (SAID, "javascript:alert(1)", {"/link"}),
        ({}, "", set()),
    ],
)
def test_given_a_guide_that_is_not_whole_when_checked_then_what_is_missing_is_named(
    texts: guides.Texts, link: str, wrong: set[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        Written(Audience.BOTH, GuideStage.GOALS, GuideState.DRAFT, texts, link).checked()
    assert set(refused.value.fields) == wrong


def test_given_one_language_when_checked_then_it_suffices_and_readers_of_the_other_see_it() -> None:
    told = Written(Audience.BOTH, GuideStage.GOALS, GuideState.DRAFT, {**SAID, "en": {"title": "", "text": ""}})
    assert told.checked().texts == SAID
    assert told.checked().entry("g").title("en") == "Cel"


@pytest.mark.parametrize("name", starter.SET)
def test_given_a_starter_guide_when_read_then_both_languages_say_as_much_and_nothing_is_lost_in_html(name: str) -> None:
    texts = starter.guide(name).checked().texts
    assert set(texts) == set(LOCALES)
    shapes = []
    for one in texts.values():
        html = str(markdown.render(one["text"]))
        assert not re.search(r"\*\*|^#|&lt;|<br", html, re.MULTILINE)
        shapes.append([len(re.findall(f"<{tag}>", html)) for tag in ("h3", "li", "strong")])
        assert 900 < len(one["text"]) < 4000
    assert shapes[0] == shapes[1]


def test_given_the_files_of_the_starter_set_when_listed_then_they_are_those_of_the_table() -> None:
    assert {path.name.split(".")[0] for path in starter.HERE.glob("*.md")} == set(starter.SET)


@pytest.mark.parametrize(
    "path", [*starter.HERE.glob("*.pl.md"), *sessions.STARTER.glob("*.pl.md")], ids=lambda one: one.name
)
def test_given_polish_texts_when_read_then_they_have_polish_quotes_and_dashes(path: Path) -> None:
    assert not re.search(r'["“]| - |—', path.read_text("utf-8").replace("\n- ", "\n"))
