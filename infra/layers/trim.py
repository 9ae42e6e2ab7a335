"""Removes unneeded files from a layer's packages: a function with its layers may have 262 144 000 bytes.

`python trim.py FOLDER` deletes from FOLDER (a layer's `python/`) what `RULES` name and prints what was saved. It runs
inside `make`, on any Python, so it uses only the standard library.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

RULES: dict[str, str] = {
    "*/tests": "a package's own tests",
    "*/test": "a package's own tests",
    "bin": "commands for people",
    "*.dist-info/RECORD": "hashes of those commands, which name the Python that built the layer",
    "**/*.pyi": "types for checkers",
    "**/*.pyx": "sources of compiled modules",
    "**/*.pxd": "sources of compiled modules",
    "**/*.a": "libraries to link against",
    "**/*.h": "headers to compile against",
    "numpy/**/tests": "numpy's own tests",
    "scipy/**/tests": "scipy's own tests",
    "icalendar/fuzzing": "icalendar's own tests",
}
"""Glob below the folder → why it isn't needed. `KEPT` lists exceptions."""

KEPT: dict[str, frozenset[str]] = {
    "babel/locale-data": frozenset({"root.dat", "en.dat", "pl.dat"}),
    "botocore/data": frozenset(
        {
            "dynamodb",
            "events",
            "kms",
            "s3",
            "sesv2",
            "_retry.json",
            "endpoints.json",
            "partitions.json",
            "sdk-default-configuration.json",
        }
    ),
    "boto3/data": frozenset(),
}
"""Folder → the names in it that stay: the product's languages, the AWS services its functions call."""


def trim(folder: Path) -> int:
    """Delete what no function needs; return how many bytes were saved."""
    before = size(folder)
    for pattern in RULES:
        for path in list(folder.glob(pattern)):
            delete(path)
    for name, kept in KEPT.items():
        for path in list((folder / name).glob("*")):
            if path.name not in kept:
                delete(path)
    return before - size(folder)


def delete(path: Path) -> None:
    """Delete a file, or a folder with everything in it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    target = Path(sys.argv[1])
    saved = trim(target)
    print(f"{target.parent.name}: {size(target) / 1e6:.1f} MB, {saved / 1e6:.1f} MB trimmed")
