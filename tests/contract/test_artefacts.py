"""The artefacts: complete, lean, the same for the same sources; every handler runs on what they declare alone."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement

from infra import build
from infra.template import ROOT, functions, handlers

if TYPE_CHECKING:
    from collections.abc import Iterable

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

REQUIREMENTS = {
    "MentoringLayer": ROOT / "shared" / "requirements.txt",
    "NumericsLayer": ROOT / "infra" / "layers" / "numerics.txt",
    "PdfLayer": ROOT / "infra" / "layers" / "pdf.txt",
}

UNCHECKED_HASH = 0b01
"""Flag of a byte-code file that is trusted without looking at its source (PEP 552)."""


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("layer", "declared"),
    [
        ("MentoringLayer", PROJECT["dependencies"]),
        ("NumericsLayer", PROJECT["optional-dependencies"]["pairing"]),
        ("PdfLayer", PROJECT["optional-dependencies"]["reporting"]),
    ],
)
def test_given_a_layer_when_its_requirements_are_read_then_they_are_the_project_s(
    layer: str, declared: list[str]
) -> None:
    assert _lines(REQUIREMENTS[layer]) == declared


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Given: every artefact, the layers without what pip brings."""
    return build.build(tmp_path_factory.mktemp("artefacts"), {"DEPENDENCIES": "no"})


def _unpacked(path: Path) -> Path:
    return path.with_suffix("")


def test_given_the_template_when_built_then_every_function_and_layer_has_an_artefact(built: dict[str, Path]) -> None:
    assert set(built) == set(functions()) | set(REQUIREMENTS)


def test_given_the_same_sources_when_built_again_then_the_bytes_are_the_same(
    built: dict[str, Path], tmp_path: Path
) -> None:
    again = build.build(tmp_path, {"DEPENDENCIES": "no"})
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in built.items()
    }


def test_given_an_artefact_when_opened_then_every_module_has_byte_code_that_needs_no_check(
    built: dict[str, Path],
) -> None:
    for path in {built[name] for name in [*functions(), "MentoringLayer"]}:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            modules = [name for name in names if name.endswith(".py")]
            compiled = [name for name in names if name.endswith(".pyc")]
            assert modules
            assert len(modules) == len(compiled)
            assert all(archive.read(name)[4] == UNCHECKED_HASH for name in compiled)
            assert not [name for name in names if name.endswith((".po", ".part")) or "tests" in name]


def test_given_texts_when_built_then_their_catalogues_are_compiled(built: dict[str, Path]) -> None:
    sources = [*ROOT.glob("services/*/locales/**/*.po"), *ROOT.glob("shared/*/locales/**/*.po")]
    assert sources
    for source in sources:
        package, *_ = inside = source.relative_to(ROOT).parts[1:]
        users = [built[name] for name, module in handlers().items() if module.split(".")[0] == package]
        (path,) = {*users} or {built["MentoringLayer"]}
        folder = _unpacked(path) / ("" if users else "python")
        assert folder.joinpath(*inside).with_suffix(".mo").exists(), source


def test_given_the_layer_for_aws_when_built_then_it_holds_no_code_that_moves_time(built: dict[str, Path]) -> None:
    shipped = _unpacked(built["MentoringLayer"]) / "python" / "mentoring" / "shift.py"
    assert shipped.read_bytes() == (ROOT / "shared" / "mentoring" / "shift.py").read_bytes()


def _closure(names: Iterable[str]) -> dict[str, Distribution]:
    """Return the installed distributions that these requirements bring, by normalised name."""
    found: dict[str, Distribution] = {}
    waiting = [(Requirement(name), frozenset(Requirement(name).extras)) for name in names]
    while waiting:
        wanted, extras = waiting.pop()
        key = re.sub(r"[-_.]+", "-", wanted.name).lower()
        try:
            installed = found.setdefault(key, distribution(wanted.name))
        except PackageNotFoundError:
            continue
        for line in installed.requires or ():
            needed = Requirement(line)
            applies = needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in {"", *extras})
            if applies and re.sub(r"[-_.]+", "-", needed.name).lower() not in found:
                waiting.append((needed, frozenset(needed.extras)))
    return found


def _linked(distributions: Iterable[Distribution], folder: Path) -> Path:
    """Make a folder in which exactly these distributions can be imported."""
    folder.mkdir()
    for one in distributions:
        for file in one.files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (folder / top).exists():
                (folder / top).symlink_to(Path(str(one.locate_file(top))))
    return folder


PROBE = """
import importlib, sys
sys.path.extend(sys.argv[2:])
for name in sys.argv[1].split(","):
    importlib.import_module(name)
"""


@pytest.mark.parametrize("service", sorted({module.split(".")[0] for module in handlers().values()}))
def test_given_a_handler_when_it_has_only_what_is_declared_then_it_can_be_imported(
    built: dict[str, Path], tmp_path: Path, service: str
) -> None:
    by_layers: dict[tuple[str, ...], list[str]] = {}
    for name, module in handlers().items():
        if module.split(".")[0] == service:
            own = tuple(layer["Ref"] for layer in functions()[name].get("Layers", ()))
            by_layers.setdefault(("MentoringLayer", *own), []).append(name)
    for number, (layers, names) in enumerate(by_layers.items()):
        declared = _closure(line for layer in layers for line in _lines(REQUIREMENTS[layer]))
        packages = _linked(declared.values(), tmp_path / str(number))
        path = [_unpacked(built[names[0]]), _unpacked(built["MentoringLayer"]) / "python", packages]
        run = subprocess.run(
            [sys.executable, "-I", "-S", "-c", PROBE, ",".join(handlers()[name] for name in names), *map(str, path)],
            env={"AWS_REGION": "eu-central-1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
