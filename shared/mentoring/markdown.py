"""Markdown that people typed, as safe HTML for pages (the filter `markdown` of templates).

Markdown is CommonMark with tables, struck-out text and addresses that become links; a line break stays one. Raw HTML is
shown as text, images as links, for nothing of another host may be loaded. What the renderer made is cleaned once more
by an allow-list, so that a mistake in one of the two libraries isn't a hole.

The libraries load with the first text that is rendered, never with a handler.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MOST_BRACKETS = 1_000
"""The parser looks from each opening bracket to the end; a text with more of them is shown as it was typed."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS = frozenset(
    {
        *HEADINGS,
        *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a"),
        *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"),
    }
)
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def render(text: str, top: int = 2) -> Markup:
    """Return Markdown as HTML; its headings begin at level `top`, below those of the page around it."""
    if text.count("[") > MOST_BRACKETS:
        return Markup("<pre>{}</pre>").format(text)
    import nh3  # noqa: PLC0415 - not loaded before a text is shown

    parser = _parser()
    tokens = parser.parse(text)
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[min(len(HEADINGS), int(token.tag[1]) + top - 1) - 1]
    html = parser.renderer.render(tokens, parser.options, {})
    safe = nh3.clean(
        html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=set(SCHEMES), link_rel="noopener noreferrer nofollow"
    )
    return Markup(safe)  # noqa: S704 - this is where text becomes HTML: escaped by the parser, cleaned by nh3


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - not loaded before a text is shown

    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.enable(["table", "strikethrough", "linkify"]).disable("image")
    if parser.linkify is not None:
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    return parser
