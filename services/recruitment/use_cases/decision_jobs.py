"""Decisions on any number of applications: a few within the request, many in the background.

Which applications are meant is fixed when the job is requested: the ticked ids, or everybody who had applied by then.
Those that can't be decided so when their turn comes (withdrawn, decided by somebody else) are skipped and counted.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING

from mentoring import ids, work
from mentoring.files import FileGone
from mentoring.tables.recruitment import Job
from mentoring.tables.vocabulary import ApplicationState, JobState, JobTask
from recruitment.use_cases import deciding, jobs, listing
from recruitment.use_cases.deciding import DECIDED_TOGETHER, Remarks, TooManyAtOnce

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Application

JSON = "application/json"


def decide(
    context: Context,
    programme_id: str,
    application_ids: Sequence[str] | None,
    decision: ApplicationState,
    words: Remarks,
) -> list[Application] | Job:
    """Decide as `deciding.decide` does and return what changed; or leave it to the worker and return the job."""
    try:
        return deciding.decide(
            context, programme_id, application_ids, decision, comment=words.comment, message=words.message
        )
    except TooManyAtOnce:
        return begin(context, programme_id, application_ids, decision, words)


def begin(
    context: Context,
    programme_id: str,
    application_ids: Sequence[str] | None,
    decision: ApplicationState,
    words: Remarks,
) -> Job:
    """Leave decisions to the worker and return the job; the caller has checked the user and what is chosen."""
    given = {"decision": decision, "comment": words.comment.strip(), "message": words.message.strip()}
    job_id = ids.new()
    if application_ids is not None:
        _keep(context, Job.folder_of(programme_id, job_id), list(dict.fromkeys(application_ids)))
    given["chosen"] = "all" if application_ids is None else "some"
    return jobs.begin(context, programme_id, JobTask.DECIDE, job_id=job_id, **given)


# The worker's part ----------------------------------------------------------------------------------------------------


def do(context: Context, job: Job) -> None:
    """Do one part of the decisions."""
    programme_id, decision = job.programme_id, ApplicationState(job.given["decision"])
    deciding.check_decision(context, programme_id, decision, job.given["message"])
    words = Remarks(job.given["comment"], job.given["message"])
    try:
        chosen = _begin(context, job) if job.state == JobState.WAITING else _kept(context, job)
    except FileGone as error:
        raise jobs.FilesGone from error
    job = jobs.reload(context, job)

    def handle(some: list[str]) -> None:
        nonlocal job
        deciding.decide_some(context, programme_id, some, decision, words, partial(_note, context, job, len(some)))
        job = jobs.reload(context, job)

    after = work.part(context, work.numbered(chosen), handle, together=DECIDED_TOGETHER, begin=str(job.position))
    jobs.close_part(context, job, after)


def _note(context: Context, job: Job, done: int, uow: UnitOfWork, changed: int) -> None:
    jobs.step(context, uow, job, done, decided=changed, passed_over=done - changed)


def _begin(context: Context, job: Job) -> list[str]:
    """Return the applications that are meant: the given ids, or everybody who had applied when it was requested."""
    if job.given["chosen"] == "some":
        chosen = _kept(context, job)
    else:
        chosen = _all(context, job)
        _keep(context, job.folder, chosen)
    jobs.start(context, job, len(chosen), decided=0, passed_over=0)
    return chosen


def _all(context: Context, job: Job) -> list[str]:
    decision = ApplicationState(job.given["decision"])
    known = listing.of_programme(context, job.programme_id)
    return [one.application_id for one in known if deciding.together(one, decision) and one.at <= job.created_at]


def _keep(context: Context, folder: str, chosen: list[str]) -> None:
    context.files.put(f"{folder}chosen.json", json.dumps(chosen).encode(), JSON)


def _kept(context: Context, job: Job) -> list[str]:
    chosen: list[str] = json.loads(context.files.get(f"{job.folder}chosen.json"))
    return chosen
