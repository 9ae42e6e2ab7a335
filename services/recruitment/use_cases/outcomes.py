"""What became of a file that was imported within the request: told again where its button is pressed again."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mentoring.files import FileGone
from mentoring.tables.recruitment import Job
from recruitment.imports import RowError
from recruitment.use_cases.importing import Imported

if TYPE_CHECKING:
    from mentoring.context import Context


def first(context: Context, programme_id: str, job_id: str, done: Imported) -> Imported:
    """Return what the first import of a stored file did, if this one found all of it done; else keep this one.

    A file is imported anew with every press, because other choices may take rows that were refused before.
    """
    key = f"{Job.folder_of(programme_id, job_id)}done.json"
    told = _written(done)
    if not done.imported and not done.corrected:
        try:
            before = json.loads(context.files.get(key))
        except FileGone:
            before = {}
        if before.get("errors") == json.loads(told)["errors"]:
            return _read(before)
    context.files.put(key, told, "application/json")
    return done


def _written(done: Imported) -> bytes:
    said = {"said": None if done.said is None else dict(done.said)}
    return json.dumps(asdict(done) | said, ensure_ascii=False).encode()


def _read(told: dict[str, Any]) -> Imported:
    lists = {name: tuple(told[name]) for name in ("ignored", "absent")}
    return Imported(**told | lists | {"errors": tuple(RowError(**one) for one in told["errors"])})
