"""No module needs itself: nowhere do imports run in a circle, not even those that only types need."""

from __future__ import annotations

import graphlib
import tomllib
from typing import TYPE_CHECKING

import grimp

from infra.template import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["root_packages"]


def circle(*packages: str) -> list[str]:
    """Return the modules of a circle, the first again at its end; empty when there is none."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    try:
        graphlib.TopologicalSorter(
            {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
        ).prepare()
    except graphlib.CycleError as found:
        return [str(one) for one in found.args[1]]
    return []


def test_given_all_modules_when_their_imports_are_followed_then_none_leads_back() -> None:
    assert circle(*PACKAGES, "infra") == []


def test_given_a_circle_that_only_types_need_when_imports_are_followed_then_it_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "ring_of_three"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    for one, next_one in (("a", "b"), ("b", "c"), ("c", "a")):
        only_types = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    "
        (package / f"{one}.py").write_text(f"{only_types}import ring_of_three.{next_one}\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert {"ring_of_three.a", "ring_of_three.b", "ring_of_three.c"} == set(circle("ring_of_three"))
