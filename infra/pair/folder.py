"""Fills a folder at once: readers see complete files, or those from before."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from infra.pair import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def filled(out: Path, last: str) -> Iterator[Path]:
    """Provide a new folder beside `out`, and move its files there if all went well; otherwise leave nothing of it.

    Other files in `out` are left alone. The file `last` is removed first and added last: if it is there, the others
    belong to it. Raises `Refused` if `out` isn't a folder.
    """
    if out.exists() and not out.is_dir():
        raise Refused(f"{out}: there is a file of this name, a folder is needed")
    place = out.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    try:
        yield fresh
        _move(fresh, place, last)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _move(fresh: Path, place: Path, last: str) -> None:
    if not place.exists():
        fresh.chmod(0o777 & ~_umask())
        fresh.rename(place)
        return
    (place / last).unlink(missing_ok=True)
    for file in sorted(fresh.iterdir(), key=lambda one: one.name == last):
        file.replace(place / file.name)


def _umask() -> int:
    """Return the permissions that new files don't get: a temporary folder is private, the result isn't."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
