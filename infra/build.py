"""Builds artefacts as `sam build` does: the makefile target `build-<LogicalId>` of each function and layer.

Functions of one service share one artefact. `build(folder, ...)` returns logical id → zip file. Translations are
compiled beside their sources first, templates into `.cache/templates`; `python -m infra.build` does only that (`make
deployable` runs it before `sam build`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from infra.template import ROOT, functions, resources, template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EPOCH = (2020, 1, 1, 0, 0, 0)
"""The time of every file in a zip, so that the same content gives the same zip."""

LOCAL = {"DEPENDENCIES": "no", "COMPILER": sys.executable}
"""Variables of a build for this machine: its interpreter has the packages and reads only byte-code of its own."""

FINGERPRINT = 16
"""Characters of a fingerprint that name a folder in `.cache`."""

CATALOGUES = ("services", "shared", "infra")
"""Folders with texts in several languages."""


def layers() -> dict[str, str]:
    """Return logical id → source folder of all layers."""
    return {name: layer["ContentUri"] for name, layer in resources("AWS::Serverless::LayerVersion").items()}


def artefacts() -> dict[str, list[str]]:
    """Return, for each artefact, the logical ids that use it: one per service, one per layer."""
    by_service: dict[str, list[str]] = {}
    for name, function in functions().items():
        by_service.setdefault(function["Handler"].split(".")[0], []).append(name)
    return by_service | {name: [name] for name in layers()}


def compile_catalogues() -> None:
    """Compile each `messages.po` of the project that is newer than its `.mo`."""
    for source in sorted(path for folder in CATALOGUES for path in (ROOT / folder).rglob("messages.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(".part")
        with source.open("rb") as text, partial.open("wb") as compiled:
            write_mo(compiled, read_po(text))
        partial.replace(target)


def compile_templates() -> None:
    """Compile all templates of these sources (infra/precompiled.py), and let `.cache/templates/current` lead to them.

    What was compiled of earlier sources goes: it is some megabytes each time. The makefiles refuse to build once a
    source is newer than that link.
    """
    made_from = fingerprint(*(ROOT / folder for folder in ("services", "shared")))[:FINGERPRINT]
    kept = _kept(ROOT / ".cache" / "templates" / made_from, _precompile)
    link = Path(tempfile.mkdtemp(dir=kept.parent)) / "current"
    link.symlink_to(kept.name)
    link.rename(kept.parent / "current")
    link.parent.rmdir()
    for earlier in {*kept.parent.glob("[0-9a-f]" * FINGERPRINT)} - {kept}:
        shutil.rmtree(earlier, ignore_errors=True)


def _precompile(folder: Path) -> None:
    path = os.pathsep.join(str(ROOT / one) for one in ("services", "shared"))
    command = [sys.executable, "-m", "infra.precompiled", str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, env=os.environ | {"PYTHONPATH": path})


def _kept(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder; make it first, whole or not at all, if it doesn't exist."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(dir=folder.parent))
        make(partial)
        try:
            partial.rename(folder)
        except OSError:  # another process has made it meanwhile
            shutil.rmtree(partial)
    return folder


def build(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Path]:
    """Build everything into `folder`; return logical id → zip."""
    compile_catalogues()
    compile_templates()
    source = template()["Globals"]["Function"]["CodeUri"]
    zips: dict[str, Path] = {}
    for artefact, users in artefacts().items():
        out = folder / artefact
        make(users[0], ROOT / layers().get(artefact, source), out, environment or {})
        zips |= dict.fromkeys(users, pack(out, folder / f"{artefact}.zip"))
    return zips


def make(logical_id: str, source: Path, out: Path, environment: Mapping[str, str]) -> None:
    """Run one build target into `out`; raise CalledProcessError with its output if it fails."""
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["make", "--silent", "-C", str(source), f"build-{logical_id}", f"PYTHON={sys.executable}"],  # noqa: S607
        check=True,
        env=os.environ | {"ARTIFACTS_DIR": str(out.resolve())} | dict(environment),
    )


def runtime() -> str | None:
    """Return a Python of the version Lambda runs, as infra/runtime.mk finds it on this machine, or None."""
    run = subprocess.run(
        ["make", "--silent", "-C", str(ROOT / "infra/layers"), "compiler", f"PYTHON={sys.executable}"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.strip() or None


def kept_layers(environment: Mapping[str, str]) -> dict[str, Path]:
    """Return logical id → folder of the layers with other people's packages.

    They are built once and stored in `.cache/layers`, under the hash of what they are made from.
    """
    sources = fingerprint(ROOT / "infra" / "layers") + (ROOT / "infra" / "runtime.mk").read_text("utf-8")
    made_from = hashlib.sha256(f"{sources}{sorted(environment.items())}".encode()).hexdigest()[:FINGERPRINT]
    names = [name for name, source in layers().items() if source == "infra/layers/"]

    def install(folder: Path) -> None:
        for name in names:
            make(name, ROOT / "infra" / "layers", folder / name, environment)

    kept = _kept(ROOT / ".cache" / "layers" / made_from, install)
    return {name: kept / name for name in names}


def pack(folder: Path, target: Path) -> Path:
    """Zip a folder, the same bytes for the same content; return the zip's path."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return target


def fingerprint(*folders: Path) -> str:
    """Return a SHA-256 over names and contents of all files below the folders, without caches."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    compile_catalogues()
    compile_templates()
