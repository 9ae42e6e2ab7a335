"""Exports a programme's applications with the titles that the import knows: a short list at once, a long one as a job.

No cell is ever a formula. Each row says which application it is (`correcting`), so the file can be edited and imported
again. The worker writes a piece for each page it reads and joins them at the end.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mentoring import access, work
from mentoring.errors import N_
from mentoring.files import FileGone
from mentoring.i18n import translations
from mentoring.spreadsheets import csv_file, workbook
from mentoring.tables.recruitment import Application, FormPlan, Job
from mentoring.tables.vocabulary import Act, JobState, JobTask
from recruitment import domain, imports, store
from recruitment.counting import Tally
from recruitment.imports.titles import BESIDE
from recruitment.use_cases import auditing, correcting, form_plan, jobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import timedelta

    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.gatherings.attendance import GatheringRecord
    from recruitment.domain.form import Form

AT_ONCE = 250
"""Applications exported within a request."""
TOGETHER = 100
"""Applications per piece."""
CSV, XLSX = "csv", "xlsx"
KINDS = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Kind of a file → its content type."""
JSON = "application/json"
ATTENDANCE = (N_("Gatherings attended"), N_("Gatherings missed"), N_("Which gatherings"))
"""Columns about gatherings; empty for who has nothing noted."""


def now(context: Context, programme_id: str, kind: str = CSV) -> bytes | None:
    """Return the file for a programme with few applications; None if it has more."""
    access.organizer(context, programme_id, also=[FormPlan.key(programme_id)])
    page = context.store.page(Application, *Application.of(programme_id), limit=AT_ONCE)
    if page.next:
        return None
    uow = context.begin()
    auditing.note(context, uow, auditing.programme(programme_id), Act.EXPORTED, kind=kind)
    uow.commit()
    rows = _rows(context, programme_id, page.items, context.locale)
    return _written(rows, _header(form_plan.of(context, programme_id), context.locale), context.locale, kind)


def begin(context: Context, programme_id: str, kind: str = CSV) -> Job:
    """Start the worker's export of the applications."""
    access.organizer(context, programme_id)
    return jobs.begin(context, programme_id, JobTask.EXPORT, kind=kind)


def link(context: Context, job: Job, lifetime: timedelta) -> str:
    """Return a URL from which a finished export can be downloaded for a while."""
    return context.files.link(_file(job), f"applications.{_kind(job)}", KINDS[_kind(job)], lifetime)


def _kind(job: Job) -> str:
    return str(job.given.get("kind", CSV))


def _written(rows: Iterable[list[str]], header: list[str], locale: str, kind: str) -> bytes:
    say = translations("recruitment", locale).gettext
    if kind == XLSX:
        return workbook([(say("Applications"), _all(rows, header))])
    return csv_file(_all(rows, header), delimiter=_delimiter(locale))


def _all(rows: Iterable[list[str]], header: list[str]) -> Iterator[list[str]]:
    yield header
    yield from rows


def _delimiter(locale: str) -> str:
    return ";" if locale == "pl" else ","


def _header(form: Form, locale: str) -> list[str]:
    from recruitment.imports import own  # noqa: PLC0415 - as in `_rows`

    say = translations("recruitment", locale).gettext
    language = 0 if locale == "pl" else 1
    return [
        *(imports.COLUMNS[name][language] for name in _fields(form)),
        *own.titles(form.questions, locale).values(),
        say("State"),
        BESIDE[imports.COMMENT][language],
        *(say(one) for one in ATTENDANCE),
        BESIDE[imports.KEY][language],
    ]


def _fields(form: Form) -> list[str]:
    """Return the usual fields that have a column: those that somebody is asked."""
    unused = form.unused()
    return [name for name in imports.COLUMNS if name not in unused]


def _rows(context: Context, programme_id: str, applications: list[Application], locale: str) -> list[list[str]]:
    from recruitment.imports import own  # noqa: PLC0415 - the worker has other tasks, too
    from recruitment.use_cases import gathered  # noqa: PLC0415 - as above

    say = translations("recruitment", locale).gettext
    records = gathered.records_of(context, applications)
    titles = gathered.titles(context, programme_id, locale) if records else {}
    form, rows = form_plan.of(context, programme_id), []
    fields = _fields(form)
    for one in applications:
        if not store.application(one).is_shown:
            continue
        told = imports.as_text(one.profile, one.role, locale)
        told |= {"role": one.role.capitalize(), "email": one.email}
        state = say(domain.STATE_NAMES[one.state])
        there = _attendance(records.get(one.application_id), titles)
        answers = own.told(one.profile, form.questions, locale).values()
        row = [*(told[name] for name in fields), *answers]
        rows.append([*row, state, one.comment, *there, correcting.key_of(one)])
    return rows


def _attendance(record: GatheringRecord | None, titles: dict[str, str]) -> list[str]:
    """Return at how many gatherings somebody was, how many they missed, and which they were at."""
    if record is None:
        return ["", "", ""]
    there = [titles[one] for one in titles if one in record.attended]
    return [str(len(record.attended)), str(len(record.missed)), "; ".join(there)]


# The worker's part ----------------------------------------------------------------------------------------------------


def do(context: Context, job: Job) -> None:
    """Do one part of an export."""
    programme_id, locale = job.programme_id, job.locale
    if job.state == JobState.WAITING:
        jobs.start(context, job, Tally.of(context, programme_id).count(), exported=0, pieces=0)
    job = jobs.reload(context, job)
    following = ""

    def read(after: str, limit: int) -> Page[Application]:
        nonlocal following
        page = context.store.page(Application, *Application.of(programme_id), after=after, limit=limit)
        following = page.next
        return page

    def handle(some: list[Application]) -> None:
        nonlocal job
        rows = _rows(context, programme_id, some, locale)
        piece = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
        context.files.put(_piece(job, int(job.counts["pieces"])), piece, JSON)
        uow = context.step()
        jobs.step(context, uow, job, len(rows), place=following or END, exported=len(rows), pieces=1)
        uow.commit()
        job = jobs.reload(context, job)

    after = "" if job.place == END else work.part(context, read, handle, together=TOGETHER, begin=job.place)
    if not after:
        _join(context, job)
    jobs.close_part(context, job, after)


END = "end"
"""The position behind the last application."""


def _join(context: Context, job: Job) -> None:
    """Join the pieces into one file."""
    pieces = (context.files.get(_piece(job, number)) for number in range(int(job.counts["pieces"])))
    try:
        header = _header(form_plan.of(context, job.programme_id), job.locale)
        content = _written((row for piece in pieces for row in json.loads(piece)), header, job.locale, _kind(job))
    except FileGone as error:
        raise jobs.FilesGone from error
    context.files.put(_file(job), content, KINDS[_kind(job)])


def _piece(job: Job, number: int) -> str:
    return f"{job.folder}pieces/{number:05}.json"


def _file(job: Job) -> str:
    return f"{job.folder}applications.{_kind(job)}"
