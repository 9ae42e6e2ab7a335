"""Events in: jobs, done part by part; consents asked for again; pairs; addresses; what organizers did elsewhere.

What the schedule begins goes on here, too.
"""

from __future__ import annotations

from mentoring import consumers
from mentoring.consumers import on
from mentoring.events.identity import AddressesChanged
from mentoring.events.pairing import PairAgreed, PairClosed
from mentoring.events.recruitment import ConsentsAsked, JobRequested, RecruitmentWorkContinued
from mentoring.tables.vocabulary import JobTask
from recruitment.use_cases import (
    asking_again,
    asking_back,
    decision_jobs,
    elsewhere,
    exporting,
    following,
    hourly,
    import_jobs,
    jobs,
    pairs,
)

TASKS: jobs.Tasks = {
    JobTask.IMPORT: import_jobs.do,
    JobTask.DECIDE: decision_jobs.do,
    JobTask.EXPORT: exporting.do,
    JobTask.ASK_BACK: asking_back.do,
}

handler = consumers.handler(
    "recruitment",
    on(JobRequested, lambda context, event: jobs.work(context, event, tasks=TASKS)),
    on(ConsentsAsked, asking_again.ask_again),
    on(AddressesChanged, following.follow),
    on(PairAgreed, pairs.follow),
    on(PairClosed, elsewhere.follow_end),
    *(on(kind, elsewhere.follow) for kind in elsewhere.TOLD if kind is not PairClosed),
    continued=RecruitmentWorkContinued,
    schedules=hourly.SCHEDULES,
)
