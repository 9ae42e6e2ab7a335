"""Events in: jobs, which the worker does part by part, and changes of addresses, which applications follow."""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.identity import AddressesChanged
from mentoring.events.recruitment import JobRequested, RecruitmentWorkContinued
from mentoring.tables.vocabulary import JobTask
from recruitment.use_cases import decision_jobs, exporting, following, import_jobs, jobs

TASKS: jobs.Tasks = {
    JobTask.IMPORT: import_jobs.do,
    JobTask.DECIDE: decision_jobs.do,
    JobTask.EXPORT: exporting.do,
}

handler = consumers.handler(
    "recruitment",
    on(JobRequested, lambda context, event: jobs.work(context, event, tasks=TASKS)),
    on(AddressesChanged, following.follow),
    continued=RecruitmentWorkContinued,
)
