"""The stylesheet of mails: written into the layout and its pieces, and never by hand."""

from __future__ import annotations

import re

import pytest

from infra import mails
from notifications import composer

CSS = """/* why */ .page { margin: 0; } .sheet { color: #111111; font: 400 16px/1.6 system-ui, 'Segoe UI', sans-serif; }
@media (prefers-color-scheme: dark) { .sheet { color: #eeeeee !important; } }"""


def test_given_the_sources_when_inlined_then_what_is_kept_is_what_they_make() -> None:
    assert mails.main(["--check"]) == 0


def test_given_a_stale_layout_when_checked_then_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mails, "written", lambda: {"layout.jinja": "<p>"})
    assert mails.main(["--check"]) == 1
    assert "mails/html/layout.jinja is out of date" in capsys.readouterr().out


def test_given_a_template_when_inlined_then_each_class_has_its_style_and_nothing_else_changes() -> None:
    template = '<style></style><tr>{% if a > b %}<td class="sheet" align="center">{{ "<b>" }}</td>{% endif %}</tr>'
    made = mails.inlined(template, CSS)
    style = "color: #111111;font: 400 16px/1.6 system-ui, 'Segoe UI', sans-serif"
    media = "@media (prefers-color-scheme: dark) { .sheet { color: #eeeeee !important; } }"
    assert made == template.replace('"sheet"', f'"sheet" style="{style}"').replace(
        "<style></style>", f"<style>\n{media}\n</style>"
    )


@pytest.mark.parametrize("tag", ["body", "table", "td", "h1", "p", "a", "span", "ul"])
def test_given_any_tag_of_a_mail_when_inlined_then_it_takes_the_style_of_its_class(tag: str) -> None:
    assert mails.inlined(f'<{tag} class="page">', CSS) == f'<{tag} class="page" style="margin: 0">'


@pytest.mark.parametrize(
    ("template", "css", "said"),
    [
        ('<p class="unknown">', CSS, "no rules for the class unknown"),
        ('<p class="page">', CSS + "td .page { margin: 1px; }", "a selector is one class"),
        ('<p class="page">', CSS + "p { margin: 1px; }", "a selector is one class"),
    ],
)
def test_given_what_cannot_be_inlined_when_tried_then_it_is_said(template: str, css: str, said: str) -> None:
    with pytest.raises(mails.NotInlined, match=said):
        mails.inlined(template, css)


def test_given_what_people_write_when_read_then_no_style_stands_in_it_and_every_class_got_one() -> None:
    by_hand = [*mails.SOURCE.glob("*.jinja"), *composer.KINDS.iterdir(), *(composer.FOLDER / "text").iterdir()]
    assert [path.name for path in by_hand if "style=" in path.read_text("utf-8")] == []
    for path in mails.HTML.iterdir():
        text = path.read_text("utf-8")
        assert re.findall(r'class="[^"]*"(?! style="[^"]+")', text) == []


def test_given_a_kind_when_read_then_it_is_written_once_in_pieces_that_both_layouts_have() -> None:
    for path in composer.KINDS.iterdir():
        text = path.read_text("utf-8")
        assert re.findall(r"</?[a-z]", text) == [], path.name
    pieces = [
        re.findall(r"macro (\w+)\(", (composer.FOLDER / medium / "pieces.jinja").read_text("utf-8"))
        for medium in ("text", "html")
    ]
    assert pieces[0] == pieces[1]
