"""Markdown that people typed: what it may become, and what never gets through."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring import markdown

OPENED = re.compile(r"<([a-zA-Z0-9]+)")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**one** *two* ~~three~~", "<p><strong>one</strong> <em>two</em> <s>three</s></p>\n"),
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("", ""),
    ],
)
def test_given_markdown_when_rendered_then_it_is_html(text: str, html: str) -> None:
    assert markdown.render(text) == html


def test_given_headings_when_rendered_then_they_are_below_the_heading_of_the_page() -> None:
    assert markdown.render("# A\n\n## B\n\n###### C") == "<h2>A</h2>\n<h3>B</h3>\n<h6>C</h6>\n"
    assert markdown.render("# A", top=3) == "<h3>A</h3>\n"


def test_given_a_bare_address_when_rendered_then_it_is_a_link_that_tells_the_other_host_nothing() -> None:
    link = '<a href="https://example.org/a?b=1" rel="noopener noreferrer nofollow">https://example.org/a?b=1</a>'
    assert markdown.render("see https://example.org/a?b=1") == f"<p>see {link}</p>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<a href="https://example.org" onclick="x()">x</a>',
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](jAvAsCrIpT:alert(1))",
        "<javascript:alert(1)>",
        "[x](&#106;avascript:alert(1))",
        '[x](https://example.org "a\\" onmouseover=\\"x()")',
        '![x](https://example.org/x.png "y")',
        "```html\n<script>alert(1)</script>\n```",
        "<!-- <img src=x onerror=alert(1)> -->",
        "<style>body{display:none}</style>",
        "<svg/onload=alert(1)>",
    ],
)
def test_given_text_that_would_act_when_rendered_then_nothing_acts_or_loads(text: str) -> None:
    html = str(markdown.render(text))
    tags = re.findall(r"<[^>]*>", html)
    assert {name.lower() for name in OPENED.findall(html)} <= markdown.TAGS
    assert not any(re.search(r'(?:^|[\s"])(?:on\w+|style|src)=', re.sub(r'"[^"]*"', '""', tag)) for tag in tags)
    assert not re.search(r'href="\s*(?:javascript|data|vbscript)', html, re.IGNORECASE)


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()!#*_~`|-:/\\ \nabjdx=1."), max_size=200))
def test_given_any_text_when_rendered_then_only_allowed_tags_come_out(text: str) -> None:
    assert set(OPENED.findall(str(markdown.render(text)))) <= markdown.TAGS


def test_given_deeply_nested_quotes_when_rendered_then_it_ends() -> None:
    assert markdown.render(">" * 5000 + " deep")


@pytest.mark.parametrize("piece", ["[", "*a ", "> ", "`", "- ", "![](", "_a_", "|", "<", "[a](", "~~", "\\", "1. "])
def test_given_the_longest_note_of_what_is_hard_to_read_when_shown_then_it_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    markdown.render(piece * (20_000 // len(piece)))
    assert time.process_time() - begun < 1.5
