"""Events in: jobs, which the worker does part by part."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.recruitment import JobRequested, RecruitmentWorkContinued
from mentoring.store.bucket import Bucket
from mentoring.tables.vocabulary import JobTask
from recruitment.use_cases import decision_jobs, exporting, import_jobs, jobs

FILES = Bucket()
TASKS: jobs.Tasks = {
    JobTask.IMPORT: import_jobs.task(FILES),
    JobTask.DECIDE: decision_jobs.task(FILES),
    JobTask.EXPORT: exporting.task(FILES),
}

handler = consumers.handler(
    "recruitment",
    on(JobRequested, lambda context, event: jobs.work(context, event, tasks=TASKS)),
    continued=RecruitmentWorkContinued,
)
