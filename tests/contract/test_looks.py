"""What every page template keeps to, so that nobody stumbles over its looks on a phone or deletes by a slip."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from infra import locales
from mentoring import i18n

ROOT = Path(__file__).parents[2]
DOCUMENTS = {"certificate.html", "document_style.html", "process.html", "programme_report.html"}
"""Made into PDF, never seen on a phone."""
PAGES = sorted(
    one
    for one in [*ROOT.glob("services/*/templates/*.html"), *ROOT.glob("shared/mentoring/web/templates/*.html")]
    if one.name not in DOCUMENTS
)
NARROW = {
    "pairing/comparison.html": "two rounds beside each other, a few figures each",
    "recruitment/board.html": "a word and three numbers",
    "monitoring/overview.html": "the numbers of a chart, in a part that scrolls",
}
"""Tables of four columns and more that don't fold on a phone, and why."""
ASKED = {
    "recruitment/added.html": "the page of a link, which asks just that",
    "pairing/alternatives.html": "ruled out, a pair can be allowed again beside it",
    "meetings/answer.html": "the page of a link, which asks just that",
    "recruitment/application.html": "a decision is seen as its preview first",
    "recruitment/applications.html": "a decision is seen as its preview first",
    "pairing/close.html": "the page of this deed, with what it means",
    "pairing/end.html": "the page of this deed, with what it means",
    "workspace/erasure.html": "the page of this deed, with what it means",
    "meetings/plan.html": "an answer to a question, the other one beside it",
    "recruitment/preview.html": "the page that asks",
    "recruitment/removal.html": "the page of this deed, with what it means",
    "pairing/several.html": "the page of this deed, with what it means",
    "recruitment/stage.html": "the page that asks",
    "recruitment/withdraw.html": "the page of a link, which asks just that",
    "pairing/workbench.html": "a calculation that is stopped can be begun again",
}
"""Templates whose dangerous buttons aren't folded away, and why none of them is pressed by a slip."""


def name(page: Path) -> str:
    """Return what a template is called in the lists above."""
    return f"{page.parents[1].name}/{page.name}"


pages = pytest.mark.parametrize("page", PAGES, ids=name)


def wide(text: str) -> list[str]:
    """Return the tables of four columns and more that don't fold."""
    tables = re.findall(r"<table[^>]*>.*?</table>", text, re.DOTALL)
    return [
        one[:80] for one in tables if len(re.findall("<th[ >]", one)) >= 4 and "folding" not in one.split(">", 1)[0]
    ]


def unlabelled(text: str) -> list[str]:
    """Return the cells of folding tables that would stand on a phone without what they are."""
    tables = re.findall(r"<table[^>]*folding[^>]*>.*?</table>", text, re.DOTALL)
    cells = [cell for one in tables for cell in re.findall(r"<td[^>]*>", one)]
    return [
        one
        for one in cells
        if "data-label" not in one and "colspan" not in one and not re.search("tick|whole|all", one)
    ]


def undated(text: str) -> list[str]:
    """Return the headings that may begin with a day or a month, which Polish writes in lower case."""
    headings = re.findall(r"<h[1-4][^>]*>\{\{.*?</h[1-4]>", text)
    dates = re.compile(r"^<h[1-4][^>]*>\{\{ (month|[^}]*\| datetime) \}\}")
    return [one for one in headings if dates.search(one) and 'class="dated"' not in one]


def slips(text: str) -> list[str]:
    """Return the dangerous buttons that are seen at once, so that one press does it."""
    opened = re.sub(r"<details.*?</details>", "", text, flags=re.DOTALL)
    return re.findall(r"[^\n]{0,60}danger[^\n]{0,40}", opened)


def silent(text: str) -> list[str]:
    """Return the empty states that say nothing but that they are empty; of what has ended there is nothing to add."""
    return re.findall(r'ui\.empty\(_\("[^"]*"\)(?:, "")?\)(?! if pair\.outcome)', text)


def nameless(text: str) -> list[str]:
    """Return what a page behind a mail's link is about, if it is the two of a pair and doesn't say whose the other is."""
    about_two = re.search(r"\b(meeting|plan|pair)\.\w+", text) and "{{ token }}" in text
    return [] if not about_two or re.search(r"ui\.of_pair\(|name=partner\b|pair\.mentee_name", text) else ["whose?"]


def ids(text: str) -> list[str]:
    """Return the ids that are shown as words."""
    return re.findall(r">[^<{]*\{\{ [\w.]*_id \}\}[^<]*<", text)


@pages
def test_given_a_table_of_four_columns_when_on_a_phone_then_it_folds(page: Path) -> None:
    assert name(page) in NARROW or not wide(page.read_text("utf-8"))


@pages
def test_given_a_table_that_folds_when_on_a_phone_then_each_cell_says_what_it_is(page: Path) -> None:
    assert not unlabelled(page.read_text("utf-8"))


@pages
def test_given_a_heading_that_begins_with_a_date_when_shown_then_it_begins_with_a_capital(page: Path) -> None:
    assert not undated(page.read_text("utf-8"))


@pages
def test_given_a_deed_that_cant_be_taken_back_when_pressed_once_then_nothing_is_done_yet(page: Path) -> None:
    assert name(page) in ASKED or not slips(page.read_text("utf-8"))


@pages
def test_given_nothing_to_show_when_a_page_says_so_then_also_what_comes_or_what_to_do(page: Path) -> None:
    assert not silent(page.read_text("utf-8"))


@pages
def test_given_a_page_behind_a_link_about_a_pair_when_read_then_it_names_the_other_person(page: Path) -> None:
    """A mentor of two, who comes from a mail, sees which of them it is about."""
    assert not nameless(page.read_text("utf-8"))


@pages
def test_given_a_page_when_read_then_it_shows_nobody_an_id(page: Path) -> None:
    assert not ids(page.read_text("utf-8"))


def test_given_the_reasons_for_exceptions_when_compared_then_each_is_needed() -> None:
    texts = {name(one): one.read_text("utf-8") for one in PAGES}
    assert [one for one in NARROW if not wide(texts[one])] == []
    assert [one for one in ASKED if not slips(texts[one])] == []


@pytest.mark.parametrize(
    ("breach", "text"),
    [
        (wide, "<table><tr><th>1</th><th>2</th><th>3</th><th>4</th></tr></table>"),
        (unlabelled, '<table class="folding"><tr><td>1</td></tr></table>'),
        (undated, "<h2>{{ one.met_at | datetime }}</h2>"),
        (slips, '<p class="actions">{{ ui.button(_("Delete"), kind="danger") }}</p>'),
        (silent, '{{ ui.empty(_("Nothing."), "") }}'),
        (ids, "<p>{{ round.round_id }}</p>"),
        (nameless, '<form action="/meetings/answer/{{ token }}">{{ meeting.place }}</form>'),
    ],
)
def test_given_a_breach_when_looked_for_then_it_is_found(breach: object, text: str) -> None:
    assert callable(breach)
    assert breach(text)


def test_given_a_difference_when_shown_then_its_minus_is_one() -> None:
    """The filter `signed`, in pages, mails and documents; «%+d» writes a hyphen."""
    templates = [one for kind in ("html", "jinja") for one in ROOT.glob(f"services/**/*.{kind}")]
    assert len(templates) > 200
    assert [one.name for one in templates if "%+d" in one.read_text("utf-8")] == []
    assert [i18n.signed(one) for one in (3, 0, -2)] == ["+3", "", "−2"]


@pytest.mark.parametrize("package", locales.packages(), ids=lambda package: package.name)
def test_given_a_text_when_it_quotes_then_by_the_quotes_of_its_language(package: Path) -> None:
    """English “…”, Polish „…”; neither the straight ones of keyboards, nor the other's."""
    wrong = []
    for one in locales.updated(package):
        if not one.id:
            continue
        asked, told = ((text,) if isinstance(text, str) else tuple(text or ()) for text in (one.id, one.string))
        wrong += [text for text in asked if re.search(r'(?<!=)"(?![^<]*>)|[„«»]', text)]
        wrong += [text for text in told if re.search(r'(?<!=)"(?![^<]*>)|[“«»]', text)]
    assert wrong == []


def test_given_the_stylesheet_when_read_then_a_name_for_pictures_is_none_for_anything_else() -> None:
    """`.bar` once was a chart's bar and the line that stays at the bottom: every chart stuck to the screen."""
    sheet = (ROOT / "shared/mentoring/web/static/tandem.css").read_text("utf-8")
    pictures = set(re.findall(r"\bsvg\.([a-z]+)", sheet))
    alone = set(re.findall(r"(?:^|[},])\s*\.([a-z]+)(?=\s*[,{])", sheet, re.MULTILINE))
    assert pictures & alone == set()


def test_given_a_page_in_the_dark_when_printed_then_it_is_black_on_white() -> None:
    sheet = (ROOT / "shared/mentoring/web/static/tandem.css").read_text("utf-8")
    dark = re.findall(r"@media ([^{]*prefers-color-scheme: dark[^{]*)\{", sheet)
    assert dark
    assert [one for one in dark if not one.startswith("screen and")] == []


def dims_all(script: str) -> list[str]:
    """Return the requests of a script that name no source: htmx takes them for the whole page's, and dims it."""
    return [one for one in re.findall(r"htmx\.ajax\([^;]*;", script) if "source:" not in one]


def test_given_a_script_that_asks_for_a_part_when_it_waits_then_only_that_part_is_dimmed() -> None:
    scripts = ROOT.glob("shared/mentoring/web/static/*.js")
    asking = {one.name: one.read_text("utf-8") for one in scripts if one.name != "htmx.min.js"}
    assert any("htmx.ajax(" in one for one in asking.values())
    assert {name: found for name, one in asking.items() if (found := dims_all(one))} == {}
    assert dims_all('htmx.ajax("GET", "/x", { target: asked });')
