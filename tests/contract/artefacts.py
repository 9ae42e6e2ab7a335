"""What tests of artefacts share: which function has which layers, and importing handlers with nothing but a path."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from infra.template import functions, handlers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OURS = "MentoringLayer"
LOCKS = {
    "DependenciesLayer": "dependencies",
    "NumericsLayer": "numerics",
    "PdfLayer": "pdf",
    "SealingLayer": "sealing",
    "PasskeysLayer": "passkeys",
    "SheetsLayer": "sheets",
}
"""Layer of other people's packages → its lock."""

PROBE = """
import importlib, sys
sys.path.extend(sys.argv[2:])
for name in sys.argv[1].split(","):
    importlib.import_module(name)
"""


def layers_of(function: str) -> list[str]:
    """Return the layers of a function, as SAM merges the globals' with its own."""
    return [OURS, "DependenciesLayer", *(one["Ref"] for one in functions()[function].get("Layers", ()))]


def together() -> dict[tuple[str, ...], list[str]]:
    """Return (service, layers…) → the functions that have both in common."""
    found: dict[tuple[str, ...], list[str]] = {}
    for name, module in handlers().items():
        found.setdefault((module.split(".")[0], *layers_of(name)), []).append(name)
    return found


def imports(python: str, names: list[str], path: Iterable[Path]) -> None:
    """Import the handlers of these functions in a fresh interpreter with nothing but `path`; fail when one can't be."""
    run = subprocess.run(
        [python, "-I", "-S", "-c", PROBE, ",".join(handlers()[name] for name in names), *map(str, path)],
        env={"AWS_REGION": "eu-central-1"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
