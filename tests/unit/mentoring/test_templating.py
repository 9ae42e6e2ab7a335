"""Templates: compiled once, whatever the language and the colour, and taken compiled where an artefact has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jinja2 import TemplateNotFound

from mentoring import templating
from mentoring.templating import COMPILED
from mentoring.web import pages
from notifications import composer

if TYPE_CHECKING:
    from pathlib import Path


def test_given_a_page_in_one_language_when_taken_in_another_then_nothing_is_compiled_again() -> None:
    here, there = (pages.environment("monitoring", locale).get_template("matters.html") for locale in ("pl", "en"))
    assert here.root_render_func.__code__ is there.root_render_func.__code__
    assert here.environment is not there.environment


def test_given_a_mail_in_one_colour_when_taken_in_another_then_nothing_is_compiled_again() -> None:
    here, there = (
        composer.environment("pl", "html", accent).get_template("pair_closed.jinja") for accent in ("forest", "plum")
    )
    assert here.root_render_func.__code__ is there.root_render_func.__code__


def test_given_a_mail_as_text_and_as_html_when_taken_then_only_html_escapes() -> None:
    text, html = (composer.environment("pl", medium, "").from_string("{{ '<' + x }}") for medium in ("text", "html"))
    assert (text.render(x="&"), html.render(x="&")) == ("<&", "&lt;&amp;")


def test_given_compiled_templates_beside_their_sources_when_taken_then_the_source_isnt_read(tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text("{{ _('Sign in') }}\n", "utf-8")
    maker = templating.environment("identity", "en", (tmp_path,), "made")
    maker.compile_templates(tmp_path / COMPILED / "pages", zip=None)
    source.unlink()
    found = templating.environment("identity", "pl", (tmp_path,), "pages")
    assert found.get_template("page.html").render() == "Zaloguj się"
    with pytest.raises(TemplateNotFound):
        found.get_template("another.html")
