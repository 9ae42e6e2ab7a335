"""A folder that is filled at once: whoever looks into it finds whole files, or those from before."""

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
    """Give a new folder beside `out`, and move its files there when all went well; otherwise nothing stays of it.

    What else lies in `out` is left alone. The file `last` goes first and comes last: where it is, the others belong to
    it. Raises `Refused` when `out` is no folder.
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
    """Return the rights that new files here don't get: a temporary folder is its owner's alone, a result isn't."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
