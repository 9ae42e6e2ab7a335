"""Generated parts of the documentation: tables that repeat code, and lines of at most 120 characters.

A table begins with a line `<!-- written by make contracts: <name> -->` and ends with `<!-- to here -->`. `make
contracts` writes all of them and breaks lines that are too long; a test fails if it would change anything.
"""

from __future__ import annotations

import inspect
import re
import subprocess
from typing import TYPE_CHECKING

from infra import items
from infra.repeated import services
from infra.template import ROOT, functions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST = 120
"""Longest line in characters; tables, code, pictures and single long words can't be broken."""

PART = re.compile(r"(?ms)^(<!-- written by make contracts: ([a-z ]+) -->\n).*?^(<!-- to here -->\n)")
WORD = re.compile(r"(?:`[^`]*`|\[[^\]]*\]\([^)]*\)|[^\s`\[]|[`\[])+")
OPENING = re.compile(r"(?:[-+*>]|#+|\d+[.)])$")
"""Words that would start a list, a heading or a quotation at the start of a line."""
FIXED = ("|", "```", "<!--", "#", "![")
SENTENCE = (".", ":", ";", "!", "?", ")", "*")
GOES_ON = re.compile(r"\s*(?![-+*|#>`<!]|\d+[.)] )\S")
BULLET = re.compile(r"^(\s*)([-*+] |\d+[.)] )?")


def pages() -> list[Path]:
    """Return every page of the project; texts for participants (`starter`) are none: in them a line is a line."""
    listed = subprocess.run(["git", "ls-files", "-z", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    paths = [ROOT / one for one in listed.stdout.split("\0") if one]
    return sorted(path for path in paths if path.exists() and path.parent.name != "starter")


def broken(text: str) -> str:
    """Return a page whose lines have at most 120 characters where possible."""
    lines: list[str] = []
    in_code, coming = False, text.splitlines()[::-1]
    while coming:
        line = coming.pop()
        in_code ^= line.lstrip().startswith("```")
        if in_code or line.startswith(FIXED) or len(line) <= MOST:
            lines.append(line)
            continue
        while not line.endswith(SENTENCE) and coming and GOES_ON.match(coming[-1]):
            line = f"{line} {coming.pop().lstrip()}"
        lines += _broken(line)
    return "\n".join(lines) + "\n"


def _broken(line: str) -> Iterator[str]:
    indent, bullet = BULLET.match(line).groups()  # type: ignore[union-attr]
    further = indent + " " * len(bullet or "")
    current = indent + (bullet or "")
    begun = False
    rest = line[len(current) :]
    whole = rest.count("`") % 2 == 0  # else a piece of code starts or ends on another line
    for word in WORD.findall(rest) if whole else rest.split():
        if begun and len(current) + 1 + len(word) > MOST and not OPENING.match(word):
            yield current
            current, begun = further, False
        current += f" {word}" if begun else word
        begun = True
    yield current


def keys() -> str:
    """Return the table of partition keys: who writes them, and which items they have."""
    rows = "".join(f"| {' '.join(prefixes)} | {service} | {items} |\n" for service, prefixes, items in _owned())
    return f"| prefix | writer | items (sk) |\n|---|---|---|\n{rows}"


def _owned() -> Iterator[tuple[str, list[str], str]]:
    for service in services():
        made = [(one.__name__, *_key(one)) for one in items.of(service) if "key" in vars(one)]
        prefixes = list(dict.fromkeys(f"`{pk.partition('#')[0]}#`" for _, pk, _ in made))
        if made:
            yield service, prefixes, ", ".join(f"{name} `{sk}`" for name, _, sk in made)


def _key(item: type) -> tuple[str, str]:
    """Return an item's keys with empty values: `MEETING#…`."""
    method = vars(item)["key"].__func__
    parameters = inspect.signature(method).parameters.values()
    pk, sk = method(*(0 if one.annotation == "int" else "…" for one in parameters))
    return pk, re.sub(r"[0-9a-f]{64}|0+$", "…", sk)


def roots() -> str:
    """Return the table of the roots under which API Gateway hands requests to a function."""
    rows = []
    for name, function in functions().items():
        events = function.get("Events", {}).values()
        paths = {event["Properties"]["Path"] for event in events if event["Type"] == "Api"}
        found = sorted({path.removesuffix("/{proxy+}") or "/" for path in paths})
        json, shown = [[one for one in found if one.startswith("/v1") is wanted] for wanted in (True, False)]
        if found:
            rows.append(f"| {name} | {_listed(json)} | {_listed(shown)} |\n")
    return f"| function | JSON | pages |\n|---|---|---|\n{''.join(rows)}"


def _listed(paths: list[str]) -> str:
    return ", ".join(f"`{one}`" for one in paths) or "–"


TABLES: dict[str, Callable[[], str]] = {"keys": keys, "roots": roots}
"""Name of a table → the function that writes it."""


def text_of(text: str) -> str:
    """Return the text that a page should have."""
    own = PART.sub(lambda one: f"{one[1]}{TABLES[one[2]]()}{one[3]}" if one[2] in TABLES else one[0], text)
    return broken(own)


def files(written: dict[Path, str]) -> dict[Path, str]:
    """Return every page with the text it should have; `written`: what others write into some of them."""
    return {page: text_of(written.get(page) or page.read_text("utf-8")) for page in pages()}
