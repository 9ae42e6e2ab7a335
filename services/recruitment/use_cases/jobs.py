"""Work in the background: asked for by an organizer, done in parts by the worker, told in one mail when it is over.

A job of any kind is a `Job` item and a folder in the bucket: what was given, and what came of it. Its task
(`Tasks`, put together in `worker`) does one part a delivery, with `mentoring.work`. Every transaction of a task saves
the job with what it did (`step`), so a part that was killed, or comes twice, goes on behind what is done.
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
from mentoring.tables.vocabulary import JobState, JobTask

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork

Work = Callable[["Context", Job], None]
Tasks = Mapping[JobTask, Work]

QUIET = timedelta(minutes=15)
"""A job that was not heard of for so long stands still; whoever asked for it can let it go on."""
SHOWN = 10
"""Jobs that a page lists."""
UNEXPECTED = N_(
    "Something went wrong that we didn't expect. What was done until then stays; doing it once more does no harm."
)


class FilesGone(NotFound):
    """What a job was given lies there no more."""

    code = "file-gone"
    message = N_("What this was about is no longer kept. Begin anew: what is done stays as it is.")


class StillGoing(Conflict):
    """The job goes on by itself."""

    code = "job-still-going"
    message = N_("This is still being worked on, or is over.")


def begin(context: Context, programme_id: str, task: JobTask, *, job_id: str = "", **given: Any) -> Job:
    """Let the worker do something; the same `job_id` begins one job. The caller has checked who asks, and for what."""
    job_id = job_id or ids.new()
    before = context.store.get(Job, *Job.key(programme_id, job_id))
    if before is not None:
        return before
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
    uow.publish(JobRequested(job_id, programme_id), aggregate=job)
    uow.commit()
    return job


def get(context: Context, programme_id: str, job_id: str) -> Job:
    """Return a job to the organizers."""
    access.organizer(context, programme_id, also=[Job.key(programme_id, job_id)])
    job = context.store.get(Job, *Job.key(programme_id, job_id))
    if job is None:
        raise NotFound
    return job


def latest(context: Context, programme_id: str) -> list[Job]:
    """Return the newest jobs of a programme; the caller has checked who asks."""
    return context.store.listed_page(Job, Job.listing(programme_id), limit=SHOWN).items


def stands_still(context: Context, job: Job) -> bool:
    """Return whether a job isn't over and hasn't moved for long."""
    return not job.is_over and context.clock() - clock.parse(job.updated_at) > QUIET


@retrying
def go_on(context: Context, programme_id: str, job_id: str) -> Job:
    """Let a job that stands still go on where it stopped."""
    job = get(context, programme_id, job_id)
    if not stands_still(context, job):
        raise StillGoing
    job.updated_at = clock.iso(context.clock())
    uow = context.begin()
    uow.save(job)
    uow.publish(JobRequested(job_id, programme_id), aggregate=job)
    uow.commit()
    return job


# What the worker does ------------------------------------------------------------------------------------------------


def work(context: Context, event: Event[JobRequested], *, tasks: Tasks) -> None:
    """Do a part of a job in the name of who asked for it; what can't be done is said on the job, in words."""
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
    """Within a transaction of a task, note that so many more things are done, what is counted, where it goes on.

    Raises `AlreadyDone` when they are done already: another delivery of the same part is ahead, and goes on.
    """
    fresh = context.store.get(Job, *Job.key(job.programme_id, job.job_id))
    if fresh is None or (fresh.position, fresh.place) != (job.position, job.place) or fresh.is_over:
        raise AlreadyDone
    fresh.position = fresh.position + done
    fresh.place, fresh.counts = place, add(fresh.counts, **counts)
    fresh.updated_at = clock.iso(context.clock())
    uow.save(fresh)


def add(counts: Mapping[str, int], **more: int) -> dict[str, int]:
    """Return counts with more of some."""
    return dict(counts) | {name: int(counts.get(name, 0)) + number for name, number in more.items()}


def reload(context: Context, job: Job) -> Job:
    """Return a job as it is now."""
    fresh = context.store.get(Job, *Job.key(job.programme_id, job.job_id))
    if fresh is None:
        raise NotFound
    return fresh


def start(context: Context, job: Job, total: int, **counts: int) -> Job:
    """Note how much there is to do."""
    job.state, job.total, job.counts = JobState.RUNNING, total, counts
    job.updated_at = clock.iso(context.clock())
    uow = context.step()
    uow.save(job)
    uow.commit()
    return job


def close_part(context: Context, job: Job, after: str) -> None:
    """End a part of a task: let the work go on at `after`, or finish when nothing is left."""
    if not after:
        finish(context, job)
        return
    uow = context.begin()
    work_in_parts.go_on(context, uow, after)
    uow.commit()


def finish(context: Context, job: Job) -> None:
    """Note that a job is done, and let one mail tell it."""
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
