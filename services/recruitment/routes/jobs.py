"""JSON of files and of what is done in the background: imports, exports, how far a job is."""

from __future__ import annotations

import base64
from typing import Literal

from pydantic import Field

from mentoring import http
from mentoring.errors import N_, Invalid
from mentoring.tables.recruitment import Job
from mentoring.tables.vocabulary import JobState, JobTask
from recruitment import imports
from recruitment.pages import base
from recruitment.pages.base import LINK_LIFETIME
from recruitment.use_cases import exporting, import_jobs, importing, jobs, telling

router = http.Router()

JOB = "/v1/programmes/{programme_id}/jobs/{job_id}"


class FileMapping(http.Model):
    """Which column means what, by folded title, and what its words mean, by field and folded word."""

    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, dict[str, str]] = Field(default_factory=dict)
    everybody: dict[str, str] = Field(default_factory=dict)


class ImportFile(http.Model):
    """A file of applications."""

    filename: str = ""
    content_base64: str = Field(max_length=6_000_000)
    mapping: FileMapping | None = Field(None, description="As the import page saves it; without it as remembered.")


class RejectedCell(http.View):
    """What is said of a row; `reason` in the reader's language, `value` the beginning of the cell."""

    line: int
    column: str
    code: str
    reason: str
    value: str
    kind: Literal["refused", "asked", "replaced"] = Field(
        description="The row isn't imported; it is, and its person is asked; a later answer of the person counts."
    )


class ImportReport(http.View):
    """How an import went. A row of somebody in both roles gives two applications; `ignored_columns` nobody knows."""

    rows: int
    imported: int
    told: int = Field(description="People who get the first mail now.")
    waiting: int = Field(description="People whose first mail waits for the quota of a new organization.")
    already_there: int
    corrected: int = Field(description="Applications that an exported and edited row changed.")
    rejected_rows: int
    taken_rows: int = Field(description="Rows of which applications are made, or are there already.")
    asked_rows: int = Field(description="Rows that are imported though something isn't understood: people are asked.")
    replaced_rows: int = Field(description="Rows in whose place a later answer of the same person counts.")
    rejected: list[RejectedCell] = Field(description="Everything that is said of rows, by line.")
    ignored_columns: list[str]
    asked_of_all: list[str] = Field(description="Fields without a column in the file: everybody is asked for them.")

    @classmethod
    def show(cls, done: importing.Imported) -> ImportReport:
        """Show an import."""
        rejected = [RejectedCell(**one) for one in base.reasons(done.errors)]
        return cls.of(done, rejected=rejected, ignored_columns=done.ignored, asked_of_all=done.absent)


class JobView(http.View):
    """Work in the background; what came of it is in `report` once it is `done`."""

    job_id: str
    programme_id: str
    task: JobTask
    state: JobState
    position: int = Field(description="So many are done.")
    total: int = Field(description="Of so many; 0 while it waits.")
    created_at: str
    problem: str = Field(description="Why it failed, in the reader's language.")
    report: ImportReport | None = Field(description="Of an import, with the first errors; all are a list of their own.")
    decided: int = Field(description="Of decisions: how many applications changed so far.")
    asked: int = Field(description="Of asking people of an earlier edition: how many got the mail so far.")
    file_url: str | None = Field(description="Of an export: where its file can be got, for five minutes.")
    passed_over: int = Field(description="How many could not be decided so, or asked, any more.")

    @classmethod
    def show(cls, one: Job) -> JobView:
        """Show a job."""
        counts = {name: int(one.counts.get(name, 0)) for name in ("decided", "asked", "passed_over")}
        problem = base.words(one.problem, one.params) if one.problem else ""
        imported = one.task == JobTask.IMPORT and one.state == JobState.DONE
        report = cls._report(one) if imported else None
        return cls.of(one, problem=problem, report=report, file_url=cls._file(one), **counts)

    @classmethod
    def _file(cls, one: Job) -> str | None:
        if one.task != JobTask.EXPORT or one.state != JobState.DONE:
            return None
        return exporting.link(http.context(), one, LINK_LIFETIME)

    @classmethod
    def _report(cls, one: Job) -> ImportReport:
        first = import_jobs.errors(http.context(), one, "", import_jobs.ERRORS).items
        report = ImportReport.show(import_jobs.imported(one))
        return report.model_copy(update={"rejected": [RejectedCell(**cell) for cell in base.reasons(first)]})


class JobErrors(http.View):
    """A page of what was not imported."""

    items: list[RejectedCell]
    next: str | None


class FirstMails(http.View):
    """How many people who were imported got their first mail now, and how many still wait."""

    told: int
    waiting: int


@router.post("/v1/programmes/<programme_id>/imports", later=JobView, location=JOB)
def import_applications(programme_id: str, body: ImportFile) -> ImportReport | JobView:
    """Import applications from a file (CSV, XLSX, ODS): 200 and the report of a short one, 202 and a job otherwise."""
    try:
        content = base64.b64decode(body.content_base64, validate=True)
    except ValueError as error:
        raise Invalid(fields={"/content_base64": N_("This is not base64.")}) from error
    context = http.context()
    columns = None if body.mapping is None else imports.mapping_of(body.mapping.model_dump())
    if import_jobs.is_small(content):
        return ImportReport.show(importing.import_applications(context, programme_id, content, columns))
    return JobView.show(import_jobs.begin(context, programme_id, content, columns))


@router.post("/v1/programmes/<programme_id>/exports", status=202, location=JOB)
def export_applications(programme_id: str) -> JobView:
    """Export all applications as CSV: 202 and the job, which tells in the end where the file is."""
    return JobView.show(exporting.begin(http.context(), programme_id))


@router.get("/v1/programmes/<programme_id>/jobs/<job_id>")
def read_job(programme_id: str, job_id: str) -> JobView:
    """Return how far work in the background is, and in the end what came of it."""
    return JobView.show(jobs.get(http.context(), programme_id, job_id))


@router.get("/v1/programmes/<programme_id>/jobs/<job_id>/errors", paged=True)
def list_errors(programme_id: str, job_id: str) -> JobErrors:
    """Return what an import did not take, page by page."""
    job = jobs.get(http.context(), programme_id, job_id)
    found, following = http.part_of(lambda after, limit: import_jobs.errors(http.context(), job, after, limit))
    return JobErrors(items=[RejectedCell(**one) for one in base.reasons(found)], next=following)


@router.post("/v1/programmes/<programme_id>/first-mails")
def send_first_mails(programme_id: str) -> FirstMails:
    """Send the first mails that wait, as many as may go out now."""
    told, waiting = telling.send_waiting(http.context(), programme_id)
    return FirstMails(told=told, waiting=waiting)
