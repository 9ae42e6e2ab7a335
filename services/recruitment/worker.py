"""Events in: jobs, which the worker does part by part."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.recruitment import JobRequested, RecruitmentWorkContinued
from mentoring.store.bucket import Bucket
from mentoring.tables.recruitment import Task
from recruitment import deciding, exporting, importing, jobs

FILES = Bucket()
TASKS: jobs.Tasks = {
    Task.IMPORT: importing.task(FILES),
    Task.DECIDE: deciding.task(FILES),
    Task.EXPORT: exporting.task(FILES),
}

handler = consumers.handler(
    "recruitment",
    on(JobRequested, lambda context, event: jobs.work(context, event, tasks=TASKS)),
    continued=RecruitmentWorkContinued,
)
