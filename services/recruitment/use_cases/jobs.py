"""Background work: requested by an organizer, done in parts by the worker, reported in one mail at the end.

Every job is a `Job` item and a folder in the bucket with its input and its result. Its task (`Tasks`, put together in
`worker`) does one part per delivery, with `mentoring.work`. Every transaction of a task saves the job together with
what it did (`step`), so a part that was killed, or comes twice, continues behind what is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring import work as work_in_parts
from mentoring.errors import N_, AlreadyDone, Conflict, DomainError, NotFound
from mentoring.events.recruitment import JobFinished, JobRequested
from mentoring.observability import logger
from mentoring.store import retrying
from mentoring.store.passing import PASSING
from mentoring.tables.recruitment import Job
from mentoring.tables.vocabulary import Act, JobState, JobTask
from recruitment.use_cases import auditing

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork

Work = Callable[["Context", Job], None]
Tasks = Mapping[JobTask, Work]

QUIET = timedelta(minutes=15)
"""A job without progress for so long has stalled; any organizer can continue it."""
SHOWN = 10
"""Jobs listed on a page."""
UNEXPECTED = N_(
    "Something went wrong that we didn't expect. What was done until then stays; doing it once more does no harm."
)


class FilesGone(NotFound):
    """The input of a job no longer exists."""

    code = "file-gone"
    message = N_("What this was about is no longer kept. Begin anew: what is done stays as it is.")


class StillGoing(Conflict):
    """The job is still running."""

    code = "job-still-going"
    message = N_("This is still being worked on, or is over.")


ACTS = {
    JobTask.IMPORT: Act.IMPORTED,
    JobTask.DECIDE: Act.DECIDED_MANY,
    JobTask.EXPORT: Act.EXPORTED,
    JobTask.ASK_BACK: Act.ASKED_BACK,
}


def begin(context: Context, programme_id: str, task: JobTask, *, job_id: str = "", **given: Any) -> Job:
    """Start a job; `job_id` must be a new one. The caller has checked user and input."""
    job_id = job_id or ids.new()
    now = context.clock()
    job = Job(
        *Job.key(programme_id, job_id),
        job_id=job_id,
        programme_id=programme_id,
        task=task,
        by=access.person(context),
        locale=context.locale,
        zone=context.zone,
        created_at=clock.iso(now),
        updated_at=clock.iso(now),
        given=given,
    )
    job.list_pk, job.list_sk = Job.list_key(programme_id, job_id, now)
    uow = context.begin()
    uow.save(job)
    auditing.note(context, uow, auditing.programme(programme_id), ACTS[task], job=job_id)
    uow.publish(JobRequested(job_id, programme_id), aggregate=job)
    uow.commit()
    return job


def get(context: Context, programme_id: str, job_id: str) -> Job:
    """Return a job, for the organizers."""
    access.organizer(context, programme_id, also=[Job.key(programme_id, job_id)])
    job = context.store.get(Job, *Job.key(programme_id, job_id))
    if job is None:
        raise NotFound
    return job


def latest(context: Context, programme_id: str) -> list[Job]:
    """Return the newest jobs of a programme; the caller has checked the user."""
    return context.store.listed_page(Job, Job.listing(programme_id), limit=SHOWN).items


def stands_still(context: Context, job: Job) -> bool:
    """Return whether a job isn't over and has stalled."""
    return not job.is_over and context.clock() - clock.parse(job.updated_at) > QUIET


@retrying
def go_on(context: Context, programme_id: str, job_id: str) -> Job:
    """Continue a stalled job where it stopped."""
    job = get(context, programme_id, job_id)
    if not stands_still(context, job):
        raise StillGoing
    job.updated_at = clock.iso(context.clock())
    uow = context.begin()
    uow.save(job)
    uow.publish(JobRequested(job_id, programme_id), aggregate=job)
    uow.commit()
    return job


# The worker's part ----------------------------------------------------------------------------------------------------


def work(context: Context, event: Event[JobRequested], *, tasks: Tasks) -> None:
    """Do a part of a job on behalf of its requester; a failure is explained on the job."""
    data = event.data
    job = context.store.get(Job, *Job.key(data.programme_id, data.job_id))
    if job is None or job.is_over:
        return
    acting = replace(context.acting_as(job.by), locale=job.locale, zone=job.zone)
    try:
        access.organizer(acting, data.programme_id)
        tasks[job.task](acting, job)
    except AlreadyDone:
        raise
    except DomainError as error:
        if isinstance(error, PASSING):
            raise
        _fail(acting, job, error.message, error.params)
    except PASSING:
        raise
    except Exception:  # noqa: BLE001 - the same input fails the same way: trying again can't help
        logger("recruitment").exception("job failed", extra={"job_id": job.job_id})
        _fail(acting, job, UNEXPECTED, {})


def step(context: Context, uow: UnitOfWork, job: Job, done: int, *, place: str = "", **counts: int) -> None:
    """Within a transaction of a task, record how many more things are done, its counts, and where it continues.

    Raises `AlreadyDone` if they are done already: another delivery of the same part is ahead, and continues.
    """
    fresh = context.store.get(Job, *Job.key(job.programme_id, job.job_id))
    if fresh is None or (fresh.position, fresh.place) != (job.position, job.place) or fresh.is_over:
        raise AlreadyDone
    fresh.position = fresh.position + done
    fresh.place, fresh.counts = place, add(fresh.counts, **counts)
    fresh.updated_at = clock.iso(context.clock())
    uow.save(fresh)


def add(counts: Mapping[str, int], **more: int) -> dict[str, int]:
    """Return counts with some increased."""
    return dict(counts) | {name: int(counts.get(name, 0)) + number for name, number in more.items()}


def reload(context: Context, job: Job) -> Job:
    """Return the current state of a job."""
    fresh = context.store.get(Job, *Job.key(job.programme_id, job.job_id))
    if fresh is None:
        raise NotFound
    return fresh


def start(context: Context, job: Job, total: int, **counts: int) -> Job:
    """Record how much there is to do."""
    job.state, job.total, job.counts = JobState.RUNNING, total, counts
    job.updated_at = clock.iso(context.clock())
    uow = context.step()
    uow.save(job)
    uow.commit()
    return job


def close_part(context: Context, job: Job, after: str) -> None:
    """End a part of a task: continue at `after`, or finish if nothing is left."""
    if not after:
        finish(context, job)
        return
    uow = context.begin()
    work_in_parts.go_on(context, uow, after)
    uow.commit()


def finish(context: Context, job: Job) -> None:
    """Record that a job is done, and send one mail about it."""
    _end(context, job, JobState.DONE)


@retrying
def _fail(context: Context, job: Job, problem: str, params: Mapping[str, object]) -> None:
    fresh = reload(context, job)
    fresh.problem, fresh.params = problem, {name: str(value) for name, value in params.items()}
    _end(context, fresh, JobState.FAILED)


def _end(context: Context, job: Job, state: JobState) -> None:
    job.state, job.updated_at = state, clock.iso(context.clock())
    uow = context.begin()
    uow.save(job)
    uow.publish(JobFinished(job.job_id, job.programme_id), aggregate=job)
    uow.commit()
