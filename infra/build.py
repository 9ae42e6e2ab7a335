"""Building artefacts as `sam build` does: the makefile target `build-<LogicalId>` of each function and layer.

Functions of one service share one artefact. `build(folder, ...)` returns logical id → zip file. Catalogues of texts are
compiled beside their sources first; `python -m infra.build` does only that (before `sam build`).
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from infra.template import ROOT, functions, resources, template

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

EPOCH = (2020, 1, 1, 0, 0, 0)
"""Every file in a zip has this time, so that the same content gives the same zip."""


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
    """Compile every `messages.po` of the project beside itself when it is newer than its `.mo`."""
    for source in sorted(path for folder in CATALOGUES for path in (ROOT / folder).rglob("messages.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        partial = target.with_suffix(".part")
        with source.open("rb") as text, partial.open("wb") as compiled:
            write_mo(compiled, read_po(text))
        partial.replace(target)


def build(folder: Path, environment: Mapping[str, str] | None = None) -> dict[str, Path]:
    """Build everything into `folder`; return logical id → zip."""
    compile_catalogues()
    source = template()["Globals"]["Function"]["CodeUri"]
    zips: dict[str, Path] = {}
    for artefact, users in artefacts().items():
        out = folder / artefact
        make(users[0], ROOT / layers().get(artefact, source), out, environment or {})
        zips |= dict.fromkeys(users, pack(out, folder / f"{artefact}.zip"))
    return zips


def make(logical_id: str, source: Path, out: Path, environment: Mapping[str, str]) -> None:
    """Run one build target into `out`; raise CalledProcessError with its output when it fails."""
    out.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["make", "--silent", "-C", str(source), f"build-{logical_id}", f"PYTHON={sys.executable}"],  # noqa: S607
        check=True,
        env=os.environ | {"ARTIFACTS_DIR": str(out.resolve())} | dict(environment),
    )


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
    """Return a SHA-256 over names and contents of all files below the folders, caches left out."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    compile_catalogues()
