"""The artefacts: complete, lean, the same for the same sources; every handler runs on what they declare alone.

What is built here is for this machine, without other people's packages: what the local stack deploys. What Lambda gets
is looked at in test_deployed.py.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from infra import build, lock
from infra.template import ROOT, functions, handlers

if TYPE_CHECKING:
    from collections.abc import Iterable

from tests.contract.artefacts import LOCKS, OURS, imports, together

UNCHECKED_HASH = 0b01
"""Flag of a byte-code file that is trusted without looking at its source (PEP 552)."""


@pytest.mark.parametrize("layer", LOCKS.values())
def test_given_a_layer_when_its_lock_is_read_then_it_holds_what_the_project_asks_for(layer: str) -> None:
    locked = lock.locked(layer)
    for line in lock.declared()[layer]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(locked[lock.normalised(wanted.name)]), f"{line}: run `make lock`"


def test_given_the_locks_when_compared_then_no_function_has_a_package_twice_and_every_file_has_its_hash() -> None:
    names = [name for layer in LOCKS.values() if layer not in lock.ALONE for name in lock.locked(layer)]
    assert len(names) == len(set(names))
    pinned = {(name, version) for layer in LOCKS.values() for name, version in lock.locked(layer).items()}
    assert len(pinned) == len({name for name, _ in pinned}), "the same version in every layer"
    for layer in LOCKS.values():
        lines = [one for one in lock.lock_of(layer).read_text("utf-8").splitlines() if not one.startswith("#")]
        assert all(re.fullmatch(r"[a-z0-9-]+==\S+ --hash=sha256:[0-9a-f]{64}", one) for one in lines)


def test_given_a_python_that_is_a_shim_when_a_layer_is_built_then_pip_is_run_by_the_interpreter_itself(
    tmp_path: Path,
) -> None:
    shim = tmp_path / "python3"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
    shim.chmod(0o755)
    said = subprocess.run(
        [str(shutil.which("make")), "-n", "build-PdfLayer", f"PYTHON={shim}", "ARTIFACTS_DIR=built", "BYTECODE=no"],
        cwd=ROOT / "infra/layers",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert f"{sys.executable} -m pip install" in said
    assert str(shim) not in said


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Given: every artefact for this machine, the layers without what pip brings."""
    return build.build(tmp_path_factory.mktemp("artefacts"), build.LOCAL)


def _unpacked(path: Path) -> Path:
    return path.with_suffix("")


def test_given_the_template_when_built_then_every_function_and_layer_has_an_artefact(built: dict[str, Path]) -> None:
    assert set(built) == set(functions()) | {OURS, *LOCKS}


def test_given_the_same_sources_when_built_again_then_the_bytes_are_the_same(
    built: dict[str, Path], tmp_path: Path
) -> None:
    again = build.build(tmp_path, build.LOCAL)
    assert {name: path.read_bytes() for name, path in again.items()} == {
        name: path.read_bytes() for name, path in built.items()
    }


def test_given_an_artefact_when_opened_then_every_module_has_byte_code_that_needs_no_check(
    built: dict[str, Path],
) -> None:
    for path in {built[name] for name in [*functions(), OURS]}:
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
        (path,) = {*users} or {built[OURS]}
        folder = _unpacked(path) / ("" if users else "python")
        assert folder.joinpath(*inside).with_suffix(".mo").exists(), source


TAKE_ALL = """
import sys
from pathlib import Path
from jinja2 import Environment
def refuse(*_, **__):
    raise AssertionError("compiled again")
Environment.compile = refuse
from mentoring.web import pages
from notifications import composer
from reporting import pdf
taken = 0
for root in map(Path, sys.argv[1:]):
    for folder in sorted(root.glob("*/templates")):
        environment = pages.environment(folder.parent.name, "pl")
        for one in folder.glob("*.html"):
            taken += environment.get_template(one.name) is not None
for medium in ("text", "html"):
    for accent in ("forest", "plum"):
        for one in composer.KINDS.glob("*.jinja"):
            taken += composer.environment("pl", medium, accent).get_template(one.name) is not None
for one in (pdf.HERE / "templates" / "pdf").glob("*.html"):
    taken += pdf.environment("pl").get_template(one.name) is not None
print(taken)
"""


def test_given_all_artefacts_when_their_templates_are_taken_then_each_was_compiled_before(
    built: dict[str, Path],
) -> None:
    services = sorted({_unpacked(built[name]) for name in functions()})
    run = subprocess.run(
        [sys.executable, "-c", TAKE_ALL, *map(str, services)],
        env={
            "AWS_REGION": "eu-central-1",
            "PYTHONPATH": ":".join(map(str, [*services, _unpacked(built[OURS]) / "python"])),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 500


def test_given_what_was_compiled_of_earlier_sources_when_compiled_again_then_only_that_of_today_is_kept() -> None:
    kept = ROOT / ".cache" / "templates"
    earlier = kept / ("0" * build.FINGERPRINT)
    earlier.mkdir(parents=True, exist_ok=True)
    build.compile_templates()
    assert not earlier.exists()
    assert (kept / "current" / "mentoring").is_dir()


def test_given_a_template_newer_than_what_was_compiled_when_built_then_it_is_refused(tmp_path: Path) -> None:
    for name in ("infra/runtime.mk", "services/Makefile"):
        (tmp_path / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / name, tmp_path / name)
    page = tmp_path / "services" / "relay" / "templates" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text("before", "utf-8")
    kept = tmp_path / ".cache" / "templates"
    kept.mkdir(parents=True)

    def make() -> str:
        return subprocess.run(
            [str(shutil.which("make")), "-C", "services", "build-Relay", f"ARTIFACTS_DIR={tmp_path / 'out'}", "BYTECODE=no"],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        ).stderr  # fmt: skip

    assert "run python -m infra.build" in make(), "nothing was compiled"
    (kept / "current").symlink_to("made")
    assert "infra.build" not in make()
    later = page.stat().st_mtime + 60
    os.utime(page, (later, later))
    assert "run python -m infra.build" in make()


def test_given_the_layer_for_aws_when_built_then_it_holds_no_code_that_moves_time(built: dict[str, Path]) -> None:
    shipped = _unpacked(built[OURS]) / "python" / "mentoring" / "clock_offset.py"
    assert shipped.read_bytes() == (ROOT / "shared" / "mentoring" / "clock_offset.py").read_bytes()
    code = ast.parse(shipped.read_text("utf-8"))
    assert {ast.unparse(one) for one in ast.walk(code) if isinstance(one, ast.Call)} == {"timedelta(0)"}


def _linked(names: Iterable[str], folder: Path) -> Path:
    """Make a folder in which exactly these distributions, as they are installed here, can be imported."""
    folder.mkdir()
    for one in map(distribution, names):
        for file in one.files or ():
            top = file.parts[0]
            if top not in ("..", "__pycache__") and not (folder / top).exists():
                (folder / top).symlink_to(Path(str(one.locate_file(top))))
    return folder


@pytest.mark.parametrize("alike", together(), ids=" ".join)
def test_given_a_handler_when_it_has_only_what_is_locked_then_it_can_be_imported(
    built: dict[str, Path], tmp_path: Path, alike: tuple[str, ...]
) -> None:
    _, *layers = alike
    names = together()[alike]
    packages = _linked(
        [name for layer in layers if layer != OURS for name in lock.locked(LOCKS[layer])], tmp_path / "p"
    )
    imports(sys.executable, names, [_unpacked(built[names[0]]), _unpacked(built[OURS]) / "python", packages])


@pytest.mark.parametrize("layer", LOCKS.values())
def test_given_a_lock_when_its_first_line_is_read_then_it_is_what_make_lock_writes_today(layer: str) -> None:
    first = lock.lock_of(layer).read_text("utf-8").splitlines(keepends=True)[0]
    assert first == lock.HEAD.format(python=lock.settings()["RUNTIME"])
