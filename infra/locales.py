"""Translations: extracts texts into `.po` files beside each package and compiles them to `.mo`.

`python -m infra.locales` updates and compiles; `--compile` only compiles; `--check` writes nothing and reports what is
missing, fuzzy, out of date or has other placeholders than its msgid.
"""

from __future__ import annotations

import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from infra.build import compile_catalogues
from infra.template import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOCALE = "pl"
SHARED = ROOT / "shared" / "mentoring"
METHODS = [
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("templates/**.html", "jinja2"),
    ("mails/source/**", "ignore"),
    ("mails/**.jinja", "jinja2"),
]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def packages() -> list[Path]:
    """Return the packages that have texts."""
    return [
        *sorted(path.parent for path in (ROOT / "services").glob("*/__init__.py")),
        SHARED,
        ROOT / "infra" / "local",
    ]


def po_of(package: Path) -> Path:
    """Return the path of a package's Polish texts."""
    return package / "locales" / LOCALE / "LC_MESSAGES" / "messages.po"


def extracted(package: Path) -> Catalog:
    """Return the texts in a package's code and templates, sorted, without line numbers."""
    catalog = Catalog(charset="utf-8")
    options = {
        "**.html": {"encoding": "utf-8", "newstyle_gettext": "true"},
        "mails/**.jinja": {"encoding": "utf-8", "newstyle_gettext": "true", "extensions": "jinja2.ext.do"},
    }
    for filename, _, message, comments, context in extract_from_dir(
        str(package), METHODS, options, KEYWORDS, ("NOTE:",)
    ):
        catalog.add(message, None, [(filename, 0)], auto_comments=comments, context=context)
    return catalog


def _own(package: Path) -> Catalog:
    """Return a package's texts without those of the shared layer, which are translated once."""
    texts = extracted(package)
    if package != SHARED:
        for one in extracted(SHARED):
            if one.id:
                texts.delete(one.id, one.context)
    return texts


def updated(package: Path) -> Catalog:
    """Return a package's Polish catalogue, brought up to date with its texts."""
    path = po_of(package)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, LOCALE)
    else:
        catalog = Catalog(LOCALE, charset="utf-8")
    catalog.update(_own(package), no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    return catalog


def text_of(catalog: Catalog) -> bytes:
    """Return a catalogue as it is stored: sorted, with file names, without dates that change by themselves."""
    out = BytesIO()
    write_po(out, catalog, sort_output=True, omit_header=True, include_lineno=False, width=110)
    header = (
        b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: pl\\n"\n'
        b'"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"\n\n'
    )
    return header + out.getvalue()


def problems(package: Path) -> list[str]:
    """Return what is wrong with a package's Polish texts."""
    path, name = po_of(package), package.name
    catalog = updated(package)
    if not any(message.id for message in catalog):
        return []
    if not path.exists():
        return [f"{name}: there are no Polish texts"]
    wrong = [] if path.read_bytes() == text_of(catalog) else [f"{name}: messages.po is out of date: run `make locales`"]
    for message in catalog:
        if not message.id:
            continue
        given = [str(one or "") for one in (message.string if isinstance(message.string, tuple) else (message.string,))]
        ids = [str(one) for one in (message.id if isinstance(message.id, tuple) else (message.id,))]
        if message.fuzzy:
            wrong.append(f"{name}: the Polish text of {ids[0]!r} is fuzzy, so nobody reads it")
        if not all(given) or (len(ids) > 1 and len(given) != 3):  # noqa: PLR2004 - Polish has three plural forms
            wrong.append(f"{name}: no Polish text for {ids[0]!r}")
        wanted = {holder for one in ids for holder in PLACEHOLDER.findall(one)}
        if any(set(PLACEHOLDER.findall(one)) - wanted for one in given):
            wrong.append(f"{name}: other placeholders in the Polish text of {ids[0]!r}")
    return wrong


def main(arguments: list[str]) -> int:
    """Update and compile, only compile, or only check."""
    if "--check" in arguments:
        found = [problem for package in packages() for problem in problems(package)]
        print("\n".join(found) or "every text is there in Polish")
        return 1 if found else 0
    if "--compile" not in arguments:
        for package in packages():
            catalog = updated(package)
            if any(message.id for message in catalog):
                po_of(package).parent.mkdir(parents=True, exist_ok=True)
                po_of(package).write_bytes(text_of(catalog))
    compile_catalogues()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
