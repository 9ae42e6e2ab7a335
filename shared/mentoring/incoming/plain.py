"""HTML of a mail as plain text, with quotes marked as plain text marks them (`>`). Pure.

Only for mails without a text part; the standard library's parser reads any tag soup. Nothing is kept as HTML, so
nothing needs to be made harmless.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

UNSEEN = frozenset({"head", "script", "style", "title", "template"})
APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre"})
LINES = APART | {"div", "tr", "li", "section", "article", "header", "footer", "hr", "dl", "dt", "dd"}
_SPACES = re.compile(r"[ \t\r\n\f]+")
_TAGS = re.compile(r"<[^<>]*>")


class _Text(HTMLParser):
    """Collects lines; `_depth` is how many quotes deep it is."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line = ""
        self._depth = 0
        self._unseen = 0
        self._kept = 0
        self._link: tuple[str, int, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin what a tag begins."""
        if tag in LINES:
            self._break(apart=tag in APART)
        match tag:
            case _ if tag in UNSEEN:
                self._unseen += 1
            case "br":
                self._end()
            case "hr":
                self._line = "_" * 32
                self._end()
            case "li":
                self._line = "- "
            case "td" | "th" if self._line:
                self._line += " "
            case "pre":
                self._kept += 1
            case "blockquote":
                self._depth += 1
            case "a":
                self._link = dict(attrs).get("href") or "", len(self.lines), len(self._line)

    def handle_endtag(self, tag: str) -> None:
        """End what a tag ends."""
        if tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag == "a" and self._link is not None:
            self._name(*self._link)
            self._link = None
        if tag in LINES:
            self._break(apart=tag in APART)
        if tag == "pre":
            self._kept = max(0, self._kept - 1)
        if tag == "blockquote":
            self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        """Take text; white space is one space, but where it is kept."""
        if self._unseen:
            return
        if self._kept:
            *whole, rest = data.split("\n")
            for line in whole:
                self._line += line
                self._end()
            self._line += rest
            return
        text = _SPACES.sub(" ", data)
        self._line += text.lstrip(" ") if not self._line or self._line.endswith(" ") else text

    def ended(self) -> str:
        """Return all lines as text."""
        self._break(apart=False)
        return "\n".join(self.lines).strip("\n")

    def _name(self, address: str, line: int, begins: int) -> None:
        """Write where a link leads behind its words, unless they say so, or go over several lines."""
        words = self._line[begins:].strip() if line == len(self.lines) else ""
        plain = address.partition(":")[2].strip("/") if address.startswith("mailto:") else address.strip("/")
        if address.startswith(("http://", "https://", "mailto:")) and words and plain not in words:
            self._line += f" <{address}>"

    def _break(self, *, apart: bool) -> None:
        """End a line that has begun; `apart`: with an empty one after it."""
        if self._line.strip():
            self._end()
        if apart and self.lines and self.lines[-1].strip("> "):
            self.lines.append(">" * self._depth)
        self._line = ""

    def _end(self) -> None:
        mark = ">" * self._depth + (" " if self._depth else "")
        self.lines.append(f"{mark}{self._line.rstrip()}".rstrip())
        self._line = ""


def text_of(html: str) -> str:
    """Return the text that a reader of this HTML sees."""
    reading = _Text()
    try:
        reading.feed(html)
        reading.close()
    except (AssertionError, ValueError):  # declarations that are none, in older versions of the parser
        return _TAGS.sub(" ", html)
    return reading.ended()
