"""Templates compiled to Python modules, as `mentoring.templating` finds them beside their sources in an artefact.

`PYTHONPATH=services:shared python -m infra.precompiled <folder>` writes those of all services and of mentoring, below
the name of their package. `infra.build` runs it, in a process of its own: it imports what it compiles for.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import ModuleLoader

from infra.template import ROOT
from mentoring.templating import COMPILED
from mentoring.web import pages
from notifications import composer
from reporting import pdf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

LOCALE = "en"
"""Any would do: what is compiled is the same in every language."""


def environments() -> Iterator[tuple[str, Environment, list[Path]]]:
    """Yield the ways templates are compiled: name, environment, and the folders compiled so."""
    for folder in sorted((ROOT / "services").glob("*/templates")):
        yield "pages", pages.environment(folder.parent.name, LOCALE), [folder]
    yield "pages", pages.environment("identity", LOCALE), [pages.HERE / "templates"]
    for medium in ("text", "html"):
        folders = [composer.FOLDER / medium, composer.KINDS, composer.FOLDER / "parts"]
        yield medium, composer.environment(LOCALE, medium, ""), folders
    yield "pdf", pdf.environment(LOCALE), [pdf.HERE / "templates" / "pdf"]


def package_path(folder: Path) -> Path:
    """Return where a folder of sources lies in an artefact: without `services` and `shared`."""
    return Path(*folder.relative_to(ROOT).parts[1:])


def write(out: Path) -> None:
    """Compile everything; raises TemplateSyntaxError for what can't be."""
    for way, environment, folders in environments():
        for folder in folders:
            target = out / package_path(folder) / COMPILED / way
            target.mkdir(parents=True)
            for source in sorted(one for one in folder.iterdir() if one.is_file()):
                made = environment.compile(
                    source.read_text("utf-8"), source.name, str(package_path(source)), raw=True, defer_init=True
                )
                (target / ModuleLoader.get_module_filename(source.name)).write_text(made, "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
