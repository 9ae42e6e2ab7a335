"""Jinja environments of pages, mails and documents, with everything that can be compiled before.

A template is compiled when its artefact is built (infra/precompiled.py); in a source tree, when a process first needs
it. Either way another language or colour compiles nothing again: what differs is taken at run time.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, ModuleLoader, StrictUndefined

from mentoring import i18n

if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from pathlib import Path
    from types import CodeType

    from jinja2 import BaseLoader, Template

COMPILED = "compiled"
"""The folder beside templates with what was made from them, in one folder for each way they are compiled."""


def environment(service: str, locale: str, folders: tuple[Path, ...], way: str, **options: Any) -> Environment:
    """Return an environment whose templates lie in the folders, the first that has one.

    `way` names how they are compiled («pages»): environments that share it have the same options, those of Jinja.
    """
    made = Environment(  # noqa: S701 - all but plain texts are escaped
        **{"autoescape": True} | options,
        loader=_loader(folders, way),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["signed"] = i18n.signed
    made.install_gettext_translations(i18n.translations(service, locale), newstyle=True)  # type: ignore[attr-defined]
    return made


@cache
def _loader(folders: tuple[Path, ...], way: str) -> BaseLoader:
    compiled = [one / COMPILED / way for one in folders]
    return ModuleLoader(compiled) if any(one.is_dir() for one in compiled) else _CompilingOnce(folders)


class _CompilingOnce(FileSystemLoader):
    """Compiles each template once for all environments that share it."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(folders)
        self._codes: dict[str, CodeType] = {}

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002
    ) -> Template:
        """See `BaseLoader.load`."""
        if name not in self._codes:
            source, filename, _ = self.get_source(environment, name)
            self._codes[name] = environment.compile(source, name, filename)
        return environment.template_class.from_code(environment, self._codes[name], globals or {})
