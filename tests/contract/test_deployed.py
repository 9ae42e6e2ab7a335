"""What Lambda gets, as `sam build` makes it: other people's packages included, for the runtime's Python and platform."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from packaging.version import Version

from infra import build, lock
from infra.layers.trim import size
from infra.template import functions
from tests.contract.artefacts import LOCKS, OURS, imports, layers_of, together

if TYPE_CHECKING:
    from pathlib import Path

LIMIT, TARGET = 262_144_000, 215_000_000
"""Bytes of a function with all its layers, unzipped: what Lambda takes (AWS Lambda quotas), and what we allow."""

GLIBC = Version("2.34")
"""Of Amazon Linux 2023, which Lambda runs Python 3.13 on (AWS Lambda runtimes)."""

RUNTIME = build.runtime()


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Given: every artefact as a folder: what `sam build` made (TANDEM_BUILT names it), or what its makefiles make now.

    Where the runtime's Python is missing, byte-code is this one's: as large.
    """
    if "TANDEM_BUILT" in os.environ:
        return {name: build.ROOT / os.environ["TANDEM_BUILT"] / name for name in (*functions(), OURS, *LOCKS)}
    compiler = {"COMPILER": RUNTIME or sys.executable}
    zips = build.build(tmp_path_factory.mktemp("deployed"), build.LOCAL | compiler)
    return {name: path.with_suffix("") for name, path in zips.items()} | build.kept_layers(compiler)


@pytest.mark.parametrize("function", functions())
def test_given_a_function_with_its_layers_when_unpacked_then_lambda_takes_it(
    deployed: dict[str, Path], function: str
) -> None:
    whole = sum(size(deployed[one]) for one in (function, *layers_of(function)))
    assert whole <= TARGET < LIMIT, f"{function}: {whole / 1e6:.1f} MB"


@pytest.mark.parametrize("layer", LOCKS)
def test_given_a_layer_when_its_wheels_are_read_then_the_runtime_takes_every_one(
    deployed: dict[str, Path], layer: str
) -> None:
    wheels = list((deployed[layer] / "python").glob("*.dist-info/WHEEL"))
    assert len(wheels) == len(lock.locked(LOCKS[layer]))
    for wheel in wheels:
        tags = re.findall(r"^Tag: (\S+)$", wheel.read_text("utf-8"), re.MULTILINE)
        assert any(_runs(tag) for tag in tags), f"{wheel.parent.name}: {tags}"


def _runs(tag: str) -> bool:
    """Return whether CPython 3.13 on x86-64 Linux with glibc 2.34 takes a wheel of this tag (PEP 425, PEP 600)."""
    python, abi, platform = tag.split("-")
    glibc = re.fullmatch(r"manylinux_(\d+)_(\d+)_x86_64", platform)
    here = platform in ("any", "manylinux1_x86_64", "manylinux2010_x86_64", "manylinux2014_x86_64") or (
        glibc is not None and Version(".".join(glibc.groups())) <= GLIBC
    )
    pure = python in ("py3", "py2.py3") and abi == "none"
    compiled = python == "cp313" and abi in ("cp313", "abi3", "none")
    stable = abi == "abi3" and python.startswith("cp3") and int(python[3:]) <= 13
    return here and (pure or compiled or stable)


@pytest.mark.parametrize("layer", LOCKS)
def test_given_a_layer_when_its_libraries_are_read_then_none_wants_a_newer_glibc(
    deployed: dict[str, Path], layer: str
) -> None:
    for library in deployed[layer].rglob("*.so*"):
        wanted = {Version(one.decode()) for one in re.findall(rb"GLIBC_(\d+\.\d+(?:\.\d+)?)\x00", library.read_bytes())}
        assert not [one for one in wanted if one > GLIBC], f"{library.name}: glibc {max(wanted)}"


def test_given_the_layers_when_looked_through_then_what_no_function_needs_is_gone(deployed: dict[str, Path]) -> None:
    packages = deployed["DependenciesLayer"] / "python"
    assert {path.stem for path in (packages / "babel/locale-data").glob("*.dat")} == {"root", "en", "pl"}
    assert not list((deployed["NumericsLayer"] / "python").rglob("tests"))
    assert not [path for path in (packages / "botocore/data").iterdir() if path.name in ("ec2", "iam")]


@pytest.mark.parametrize("layer", LOCKS)
def test_given_a_layer_when_looked_through_then_nothing_in_it_depends_on_who_built_it(
    deployed: dict[str, Path], layer: str
) -> None:
    packages = deployed[layer] / "python"
    assert not (packages / "bin").exists()
    assert not list(packages.glob("*.dist-info/RECORD"))


@pytest.mark.skipif(RUNTIME is None, reason="NO PYTHON 3.13 HERE: artefacts can't be imported as Lambda would do it")
@pytest.mark.parametrize("alike", together(), ids=" ".join)
def test_given_a_handler_when_it_has_only_its_artefact_and_layers_then_the_runtime_imports_it(
    deployed: dict[str, Path], alike: tuple[str, ...]
) -> None:
    _, *layers = alike
    names = together()[alike]
    assert RUNTIME
    imports(RUNTIME, names, [deployed[names[0]], *(deployed[layer] / "python" for layer in layers)])


SEALED = """
import sys
sys.path.extend(sys.argv[1:])
from mentoring.store.keys import EncryptionSdk
place = {"place": "item", "name": "text"}
sealed = EncryptionSdk().seal(bytes(32), b"words", place)
print(EncryptionSdk().open(bytes(32), sealed, place).decode(), len(sealed))
"""


@pytest.mark.skipif(RUNTIME is None, reason="NO PYTHON 3.13 HERE: artefacts can't be run as Lambda would do it")
def test_given_the_layers_of_a_function_that_opens_when_words_are_sealed_then_the_runtime_can(
    deployed: dict[str, Path],
) -> None:
    """The library comes with the first value, not with the handler, and holds machine code."""
    assert RUNTIME
    paths = [str(deployed[layer] / "python") for layer in layers_of("WorkspaceApi")]
    run = subprocess.run(
        [RUNTIME, "-I", "-S", "-c", SEALED, *paths], env={}, capture_output=True, text=True, check=False
    )
    assert run.stdout.startswith("words "), run.stderr


def test_given_no_python_of_the_runtime_when_built_then_one_line_says_what_to_do(tmp_path: Path) -> None:
    build.compile_templates()
    run = subprocess.run(
        ["make", "--silent", "-C", str(build.ROOT / "shared"), f"build-{OURS}", f"ARTIFACTS_DIR={tmp_path}", "COMPILER="],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode != 0
    assert "byte-code for Python 3.13 can't be made" in run.stderr
    assert "BYTECODE=no" in run.stderr


def test_given_byte_code_is_left_out_when_built_then_it_is_said(tmp_path: Path) -> None:
    build.compile_templates()
    run = subprocess.run(
        ["make", "--silent", "-C", str(build.ROOT / "shared"), f"build-{OURS}", f"ARTIFACTS_DIR={tmp_path}", "BYTECODE=no"],  # noqa: S607
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "byte-code is left out" in run.stderr
    assert not list(tmp_path.rglob("*.pyc"))
