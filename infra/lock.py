"""Locks of the layers: the exact files, by hash, that pip installs into each for Lambda's Python and platform.

`python -m infra.lock` resolves the requirements of pyproject.toml, all layers together, and writes
`infra/layers/*.lock`. The result doesn't depend on the machine, because pip is told the platform.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from infra.template import ROOT

ALONE = frozenset({"passkeys"})
"""Layers whose function has no other but that of all: what a layer before has as well is repeated here."""
LAYERS = ROOT / "infra" / "layers"
HEAD = "# Made by `make lock` from pyproject.toml: what pip puts into the layer, for Python {python} on Linux.\n"


def settings() -> dict[str, str]:
    """Return the `NAME := value` lines of infra/runtime.mk: the Python and platforms of the layers."""
    text = (ROOT / "infra" / "runtime.mk").read_text("utf-8")
    return dict(re.findall(r"^(\w+) := (.+)$", text, re.MULTILINE))


def declared() -> dict[str, list[str]]:
    """Return layer → its requirements in pyproject.toml; those of an earlier layer aren't repeated."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    return {
        "dependencies": project["dependencies"],
        "numerics": extras["pairing"],
        "pdf": extras["reporting"],
        "sealing": extras["sealing"],
        "sheets": extras["sheets"],
        "passkeys": extras["passkeys"],
    }


def lock_of(layer: str) -> Path:
    """Return the path of a layer's lock."""
    return LAYERS / f"{layer}.lock"


def locked(layer: str) -> dict[str, str]:
    """Return normalised name → version of everything in a layer's lock."""
    lines = lock_of(layer).read_text("utf-8").splitlines()
    pinned = (line.split(" ")[0].partition("==") for line in lines if not line.startswith("#"))
    return {name: version for name, _, version in pinned}


def normalised(name: str) -> str:
    """Return a distribution's name in the form that indexes compare (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def resolved(requirements: list[str]) -> dict[str, tuple[str, str, list[str]]]:
    """Return name → (version, SHA-256, requirements) of everything that these requirements need."""
    chosen = settings()
    platforms = [word for one in chosen["PLATFORMS"].split() for word in ("--platform", one)]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--dry-run",
                "--ignore-installed", "--report", str(report), "--target", folder, *platforms, "--implementation", "cp",
                "--python-version", chosen["RUNTIME"], "--only-binary=:all:", *requirements,
            ],
            check=True,
        )  # fmt: skip
        found = json.loads(report.read_text("utf-8"))["install"]
    return {
        normalised(one["metadata"]["name"]): (
            one["metadata"]["version"],
            one["download_info"]["archive_info"]["hashes"]["sha256"],
            one["metadata"].get("requires_dist", []),
        )
        for one in found
    }


def closure(requirements: list[str], found: dict[str, tuple[str, str, list[str]]]) -> set[str]:
    """Return the names of everything these requirements need, from what was resolved."""
    names: set[str] = set()
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        wanted = waiting.pop()
        name = normalised(wanted.name)
        if name not in found or name in names:
            continue
        names.add(name)
        for line in found[name][2]:
            needed = Requirement(line)
            if needed.marker is None or any(needed.marker.evaluate({"extra": one}) for one in {"", *wanted.extras}):
                waiting.append(needed)
    return names


def main() -> None:
    """Write the locks."""
    layers = declared()
    found = resolved([line for lines in layers.values() for line in lines])
    always = closure(layers["dependencies"], found)
    below: set[str] = set()
    for layer, requirements in layers.items():
        names = closure(requirements, found) - (always if layer in ALONE else below)
        below |= names
        lines = [f"{name}=={found[name][0]} --hash=sha256:{found[name][1]}\n" for name in sorted(names)]
        lock_of(layer).write_text(HEAD.format(python=settings()["RUNTIME"]) + "".join(lines), "utf-8")
    left = set(found) - below
    if left:
        raise SystemExit(f"no layer takes {', '.join(sorted(left))}")


if __name__ == "__main__":
    main()
