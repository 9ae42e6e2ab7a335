"""Importing a file of any length in the background.

The first part reads the whole file and stores the result in the bucket: good rows and errors, in files small enough for
one request or transaction. The following parts turn the rows into applications. At the end, all errors become one file
to download.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, work
from mentoring.batches import batched
from mentoring.errors import N_, Invalid, NotFound
from mentoring.files import FileGone
from mentoring.i18n import translations
from mentoring.numbers import whole
from mentoring.settings import settings
from mentoring.spreadsheets import csv_file
from mentoring.store import Page
from mentoring.tables.recruitment import Job, Programme
from mentoring.tables.vocabulary import JobState, JobTask
from recruitment import imports, store
from recruitment.imports import Row, RowError
from recruitment.use_cases import form_plan, importing, jobs, organizations, shapes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import timedelta

    from mentoring.context import Context
    from mentoring.files import Upload
    from mentoring.store import UnitOfWork

AT_ONCE = 50
"""Rows imported within the request; more become a job."""
SMALL = 64_000
"""Largest file imported within the request, in bytes."""
THROUGH_THE_API = 4_500_000
"""Largest file in a request, in bytes: 6 MB after base64 (Lambda quotas)."""
LARGEST = 25_000_000
"""Largest file uploaded straight to the bucket, in bytes: the maximum of rows, each with long texts."""
ROWS = 16 * importing.IMPORTED_TOGETHER
"""Good rows per file of a job: one part, in full transactions."""
ERRORS = 100
"""Errors per file of a job: one page."""
MOST_ERRORS = 10_000
"""Errors that are listed; all are counted."""
JSON, CSV, FILE = "application/json", "text/csv; charset=utf-8", "application/octet-stream"
GONE = N_("The file is no longer there. Import it once more: rows that are already there stay as they are.")


class FileTooBig(Invalid):
    """The file is larger than an import accepts."""

    code = "file-too-big"
    message = N_("The file is too big. Divide it and import the parts.")


class ImportedFileGone(NotFound):
    """The file of a job no longer exists."""

    code = "file-gone"
    message = GONE


def is_small(content: bytes) -> bool:
    """Return whether a file can be imported within the request: it is text, with no more rows than lines."""
    return (
        not content.startswith((b"PK", b"\xd0\xcf"))
        and len(content) <= SMALL
        and max(content.count(b"\n"), content.count(b"\r")) <= AT_ONCE
    )


def may(programme: Programme) -> bool:
    """Return whether anything may be imported into the programme where it stands."""
    return store.programme(programme).takes_imports


def check(context: Context, programme_id: str, also: Iterable[access.Key] = ()) -> Programme:
    """Return the programme if the user may import into it now; `also` as in `access.organizer`."""
    programme = access.organizer(context, programme_id, also=also, along=access.organization)
    store.programme(programme).check_import()
    return programme


def begin(context: Context, programme_id: str, content: bytes, columns: imports.Columns | None = None) -> Job:
    """Store a file and start the worker's import; `columns` as in `importing.import_applications`."""
    job_id = keep(context, programme_id, content)
    return begin_arrived(context, programme_id, job_id, columns)


def keep(context: Context, programme_id: str, content: bytes) -> str:
    """Store a file that is to be looked at, or imported, and return the id its job will have."""
    check(context, programme_id)
    job_id = ids.new()
    context.files.put(_file(programme_id, job_id), content, FILE)
    return job_id


def kept(context: Context, programme_id: str, job_id: str) -> bytes:
    """Return a stored file; the caller has checked the user."""
    if not _is_id(job_id):
        raise ImportedFileGone
    try:
        return context.files.get(_file(programme_id, job_id))
    except FileGone as error:
        raise ImportedFileGone from error


def upload(context: Context, programme_id: str, lifetime: timedelta) -> Upload:
    """Return a form that uploads to the bucket and redirects to `arrived`; the caller has checked the user."""
    job_id = ids.new()
    then = f"{settings().public_url}/organizer/programmes/{programme_id}/import/{job_id}"
    return context.files.upload(_file(programme_id, job_id), LARGEST, lifetime, then)


def arrived(context: Context, programme_id: str, job_id: str) -> int:
    """Return the content of an uploaded file."""
    check(context, programme_id)
    size = context.files.size(_file(programme_id, job_id)) if _is_id(job_id) else None
    if size is None:
        raise ImportedFileGone
    return size


def begin_arrived(context: Context, programme_id: str, job_id: str, columns: imports.Columns | None = None) -> Job:
    """Start the worker's import of an uploaded file; a second time it is the same job."""
    programme = check(context, programme_id, [Job.key(programme_id, job_id)])
    arrived(context, programme_id, job_id)
    before = context.store.get(Job, *Job.key(programme_id, job_id))
    if before is not None:
        return before
    organizations.refresh(context, programme.organization_id)
    given = {} if columns is None else {"mapping": columns.told()}
    return jobs.begin(context, programme_id, JobTask.IMPORT, job_id=job_id, **given)


def _is_id(text: str) -> bool:
    return len(text) == len(ids.new()) and text.isalnum() and text.isascii()


def imported(job: Job) -> importing.Imported:
    """Return the current figures of an import."""
    counts = {name: int(number) for name, number in job.counts.items()}
    return importing.Imported(
        rows=counts.get("rows", 0),
        imported=counts.get("made", 0),
        already_there=counts.get("already_there", 0),
        errors=(),
        ignored=tuple(job.given.get("ignored", ())),
        told=counts.get("told", 0),
        taken_rows=counts.get("taken", 0),
        corrected=counts.get("corrected", 0),
        absent=tuple(job.given.get("absent", ())),
        said=counts,
    )


def errors(context: Context, job: Job, after: str, limit: int) -> Page[RowError]:
    """Return errors of a finished import from a position on, at most one file's worth."""
    start, total = whole(after or "0", 0, MOST_ERRORS) or 0, _told(job)
    if start >= total:
        return Page([])
    number, offset = divmod(start, ERRORS)
    found = [RowError(**one) for one in json.loads(context.files.get(_errors(job, number)))[offset : offset + limit]]
    end = start + len(found)
    return Page(found, str(end) if end < total else "")


def _told(job: Job) -> int:
    return int(job.counts.get("errors", 0)) if job.state == JobState.DONE else 0


def report_link(context: Context, job: Job, lifetime: timedelta) -> str:
    """Return the URL of the list of all errors."""
    return context.files.link(_report_key(job), "not-imported.csv", CSV, lifetime)


def _report_key(job: Job) -> str:
    return f"{job.folder}report.csv"


# The worker's part ----------------------------------------------------------------------------------------------------


def do(context: Context, job: Job) -> None:
    """Do one part of an import."""
    programme = check(context, job.programme_id)
    if job.state == JobState.WAITING:
        job = _read(context, job, programme)
    chunks: dict[int, list[Row]] = {}

    def read(after: str, limit: int) -> Page[Row]:
        start = int(after)
        if start >= job.total:
            return Page([])
        number, offset = divmod(start, ROWS)
        if number not in chunks:
            chunks.clear()
            chunks[number] = [Row(**one) for one in json.loads(context.files.get(_rows(job, number)))]
        found = chunks[number][offset : offset + limit]
        end = start + len(found)
        return Page(found, str(end) if end < job.total else "")

    def handle(rows: Sequence[Row]) -> None:
        nonlocal job
        importing.import_rows(context, programme, rows, partial(_note, context, job, rows))
        job = jobs.reload(context, job)

    try:
        together = importing.IMPORTED_TOGETHER
        after = work.part(context, read, handle, together=together, begin=str(job.position))
    except FileGone as error:
        raise ImportedFileGone from error
    if not after:
        _report(context, job)
    jobs.close_part(context, job, after)


def _note(context: Context, job: Job, rows: Sequence[Row], uow: UnitOfWork, done: importing.Part) -> None:
    """Record in the transaction of some rows what became of them; rejections are stored before."""
    if done.refused:
        _put(context, _refused(job, int(job.counts.get("refusals", 0))), [asdict(one) for one in done.refused])
    jobs.step(
        context,
        uow,
        job,
        len(rows),
        made=done.made,
        told=done.told,
        already_there=len(rows) - done.made - len(done.refused) - done.corrected,
        corrected=done.corrected,
        refused=len(done.refused),
        refusals=1 if done.refused else 0,
    )


def _read(context: Context, job: Job, programme: Programme) -> Job:
    """Read the file and store the result; repeatable if it is killed."""
    try:
        content = context.files.get(_file(job.programme_id, job.job_id))
    except FileGone as error:
        raise ImportedFileGone from error
    if len(content) > LARGEST:
        raise FileTooBig
    told = job.given.get("mapping")
    columns = shapes.layout(context, programme, content) if told is None else imports.mapping_of(told)
    form = form_plan.of(context, programme.programme_id)
    taken = importing.read(content, clock.parse(job.created_at), programme, columns, form)
    for number, rows in enumerate(batched(taken.good, ROWS)):
        _put(context, _rows(job, number), [{name: getattr(one, name) for name in Row.__annotations__} for one in rows])
    said = taken.said[:MOST_ERRORS]
    for number, some in enumerate(batched(said, ERRORS)):
        _put(context, _errors(job, number), [asdict(one) for one in some])
    job.given = job.given | {"ignored": list(taken.ignored), "absent": list(taken.absent)}
    counts = imports.counts(taken.said) | {"rows": taken.count, "taken": taken.taken_rows, "errors": len(said)}
    return jobs.start(context, job, len(taken.good), **counts)


def _report(context: Context, job: Job) -> None:
    """Write one file of all errors, those of people who said no at the end; none if there are none."""
    told, total = [], int(job.counts.get("errors", 0))
    for number in range(-(-total // ERRORS)):
        told += json.loads(context.files.get(_errors(job, number)))
    told = told[:total]  # more, if this was killed after it had added the others
    for number in range(int(job.counts.get("refusals", 0))):
        told += json.loads(context.files.get(_refused(job, number)))
    for number, some in enumerate(batched(told, ERRORS)):
        _put(context, _errors(job, number), some)
    job.counts = job.counts | {"errors": len(told)}
    if not told:
        return
    say = translations("recruitment", job.locale).gettext
    rows: list[list[Any]] = [[say("Line"), say("Column"), say("Now there is"), say("Why it can't be taken")]]
    for one in told:
        why = say(one["message"])
        rows.append([one["line"], one["column"], one["value"], why % one["params"] if one["params"] else why])
    context.files.put(_report_key(job), csv_file(rows, delimiter=";" if job.locale == "pl" else ","), CSV)


def _file(programme_id: str, job_id: str) -> str:
    return f"{Job.folder_of(programme_id, job_id)}file"


def _rows(job: Job, number: int) -> str:
    return f"{job.folder}rows/{number:04}.json"


def _errors(job: Job, number: int) -> str:
    return f"{job.folder}errors/{number:04}.json"


def _refused(job: Job, number: int) -> str:
    return f"{job.folder}refused/{number:04}.json"


def _put(context: Context, key: str, content: Any) -> None:
    context.files.put(key, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), JSON)
