"""Writes the stylesheet of mails into their HTML, as mail programs need it.

`python -m infra.mails` writes `mails/html` from `mails/source`; `--check` writes nothing and reports what is out of
date. Each class of a tag becomes a `style` attribute, as css-inline makes it for that tag; nothing else in the
templates is parsed as HTML, because parsers move `{% if %}` out of tables (docs/decisions/0019-mails-written-once.md).
"""

from __future__ import annotations

import re
import sys

from infra.template import ROOT
from mentoring import palettes

MAILS = ROOT / "services" / "notifications" / "mails"
SOURCE, HTML = MAILS / "source", MAILS / "html"

COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
SELECTOR = re.compile(r"([^{}]+)\{")
TAG = re.compile(r'<(?P<tag>[a-z0-9]+) class="(?P<names>[^"]*)"')
STYLE = re.compile(r'class="probe [^"]*" style="([^"]*)"')
COLOURS = {palettes.of(palettes.USUAL).accent: "accent", palettes.of(palettes.USUAL).dark: "dark"}
"""Colours of the stylesheet that are those of the mail's programme."""
INSIDE = dict.fromkeys(("td", "th"), "<table><tr>{}</tr></table>")


class NotInlined(Exception):
    """Something can't become style attributes."""


def inlined(template: str, css: str) -> str:
    """Return a template with the styles of its tags' classes, and the media queries in its empty <style>.

    Raises `NotInlined` for a class without rules, and for a selector that isn't a single class.
    """
    plain = COMMENT.sub("", css)
    kept = "\n".join(MEDIA.findall(plain))
    rules = MEDIA.sub("", plain)
    for selectors in SELECTOR.findall(rules):
        if wrong := [one.strip() for one in selectors.split(",") if not re.fullmatch(r"\.[a-z]+", one.strip())]:
            raise NotInlined(f"a selector is one class, nothing else: {wrong[0]}")

    def styled(found: re.Match[str]) -> str:
        return f'{found[0]} style="{_style(found["tag"], found["names"], rules)}"'

    made = TAG.sub(styled, template).replace("<style></style>", f"<style>\n{kept}\n</style>")
    for colour, name in COLOURS.items():
        made = made.replace(colour, f"{{{{ colours.{name} }}}}")
    return made


def _style(tag: str, names: str, rules: str) -> str:
    from css_inline import inline  # noqa: PLC0415 - of the development environment

    unknown = [one for one in names.split() if not re.search(rf"\.{one}\b", rules)]
    if unknown:
        raise NotInlined(f"no rules for the class {unknown[0]}")
    probe = f'<{tag} class="probe {names}"></{tag}>'
    page = probe if tag == "body" else f"<body>{INSIDE.get(tag, '{}').format(probe)}</body>"
    made = STYLE.search(inline(f"<html>{page}</html>", extra_css=rules))
    if made is None:
        raise NotInlined(f"<{tag}> took no style")
    return made[1].rstrip(";")


def written() -> dict[str, str]:
    """Return the templates that `html` should contain, by file name."""
    css = (SOURCE / "mail.css").read_text("utf-8")
    return {path.name: inlined(path.read_text("utf-8"), css) for path in sorted(SOURCE.glob("*.jinja"))}


def main(arguments: list[str]) -> int:
    """Write the templates, or only check them."""
    made = written()
    stale = [name for name, text in made.items() if not (HTML / name).exists() or (HTML / name).read_text() != text]
    if "--check" in arguments:
        print("\n".join(f"mails/html/{name} is out of date: run `make mails`" for name in stale) or "mails are inlined")
        return 1 if stale else 0
    HTML.mkdir(exist_ok=True)
    for name in stale:
        (HTML / name).write_text(made[name], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
