"""Pages of background work: progress and results of jobs, exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, web
from mentoring.errors import N_, DomainError
from mentoring.tables.vocabulary import JobState, JobTask
from recruitment.pages.base import LINK_LIFETIME, Html, field_names, of_programme, reasons, words
from recruitment.use_cases import blank, exporting, import_jobs, importing, jobs, programmes, telling

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Job, Programme

router = http.PageRouter()

TASK_NAMES = {
    JobTask.IMPORT: N_("Import from a file"),
    JobTask.DECIDE: N_("Decisions"),
    JobTask.EXPORT: N_("Export"),
    JobTask.ASK_BACK: N_("People of an earlier edition"),
}


def to_job(job: Job) -> Html:
    """Redirect to a job's page."""
    return web.redirect(f"/organizer/programmes/{job.programme_id}/jobs/{job.job_id}")


@router.get("/organizer/programmes/<programme_id>/jobs/<job_id>")
def job_page(programme_id: str, job_id: str) -> Html:
    """Show a job's progress and, at the end, its result."""
    context = http.context()
    job = jobs.get(context, programme_id, job_id)
    programme = programmes.organized(context, programme_id)
    if job.state == JobState.DONE:
        return DONE[job.task](programme, job)
    problem = words(job.problem, job.params) if job.state == JobState.FAILED else ""
    return of_programme(
        programme,
        "job.html",
        job=job,
        name=TASK_NAMES[job.task],
        problem=problem,
        still=jobs.stands_still(context, job),
    )


def _decided(programme: Programme, job: Job) -> Html:
    return of_programme(programme, "decided.html", counts=job.counts, decision=job.given["decision"])


def _imported(programme: Programme, job: Job) -> Html:
    def read(start: int) -> list[dict[str, object]]:
        return reasons(import_jobs.errors(http.context(), job, str(start), import_jobs.ERRORS).items)

    listed = web.paged_from(read, int(job.counts.get("errors", 0)), size=import_jobs.ERRORS)
    return result(programme, import_jobs.imported(job), listed, job=job)


def result(
    programme: Programme, done: importing.Imported, listed: web.Paged[dict[str, object]], job: Job | None = None
) -> Html:
    """Show what became of a file's rows."""
    quota = telling.quota(http.context(), programme)
    names = field_names(http.context().locale)
    absent = [names[name] for name in done.absent if name in names]
    return of_programme(programme, "imported.html", done=done, reasons=listed, quota=quota, job=job, absent=absent)


def _exported(programme: Programme, job: Job) -> Html:
    return of_programme(programme, "exported.html", job=job)


def _asked_back(programme: Programme, job: Job) -> Html:
    return of_programme(programme, "asked_back.html", counts=job.counts)


DONE = {
    JobTask.IMPORT: _imported,
    JobTask.DECIDE: _decided,
    JobTask.EXPORT: _exported,
    JobTask.ASK_BACK: _asked_back,
}
"""What shows a job's result."""


@router.post("/organizer/programmes/<programme_id>/jobs/<job_id>")
def go_on(programme_id: str, job_id: str) -> Html:
    """Continue a job that has stalled."""
    return to_job(jobs.go_on(http.context(), programme_id, job_id))


@router.get("/organizer/programmes/<programme_id>/jobs/<job_id>/report.csv")
def report(programme_id: str, job_id: str) -> Html:
    """Redirect to the list of all rows that weren't imported."""
    job = jobs.get(http.context(), programme_id, job_id)
    if job.state != JobState.DONE or job.task != JobTask.IMPORT or not job.counts.get("errors"):
        raise NoReport
    return web.send_to(import_jobs.report_link(http.context(), job, LINK_LIFETIME))


# Exporting -----------------------------------------------------------------------------------------------------------


def _kind() -> str:
    """Return the kind of file that a path asks for."""
    return exporting.XLSX if http.request().path.endswith(exporting.XLSX) else exporting.CSV


@router.get("/organizer/programmes/<programme_id>/applications.csv")
@router.get("/organizer/programmes/<programme_id>/applications.xlsx")
def export(programme_id: str) -> Html:
    """Export a short list of applications; for a long one, ask whether to prepare it."""
    context, kind = http.context(), _kind()
    content = exporting.now(context, programme_id, kind)
    if content is not None:
        return web.attachment(content, exporting.KINDS[kind], f"applications.{kind}")
    return of_programme(programmes.organized(context, programme_id), "export.html", kind=kind)


@router.post("/organizer/programmes/<programme_id>/applications.csv")
@router.post("/organizer/programmes/<programme_id>/applications.xlsx")
def begin_export(programme_id: str) -> Html:
    """Start the export of a long list."""
    return to_job(exporting.begin(http.context(), programme_id, _kind()))


@router.get("/organizer/programmes/<programme_id>/sample.csv")
@router.get("/organizer/programmes/<programme_id>/sample.xlsx")
def sample(programme_id: str) -> Html:
    """Save a file to begin with."""
    kind = _kind()
    content = blank.file(http.context(), programme_id, kind)
    return web.attachment(content, exporting.KINDS[kind], f"sample.{kind}")


@router.get("/organizer/programmes/<programme_id>/jobs/<job_id>/applications.csv")
def exported_file(programme_id: str, job_id: str) -> Html:
    """Redirect to an exported list."""
    job = jobs.get(http.context(), programme_id, job_id)
    if job.state != JobState.DONE or job.task != JobTask.EXPORT:
        raise NoReport
    return web.send_to(exporting.link(http.context(), job, LINK_LIFETIME))


class NoReport(DomainError):
    """There is no report."""

    code = "no-report"
    status = 404
    message = N_("There is no such file, or it isn't ready yet.")
