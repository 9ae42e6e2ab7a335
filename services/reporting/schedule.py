"""Mondays: the weekly organizer report."""

from __future__ import annotations

from functools import partial

from mentoring import consumers
from mentoring.events.reporting import ReportingWorkContinued
from mentoring.store.bucket import Bucket
from reporting import use_cases

handler = consumers.scheduled(
    "reporting",
    {"weekly": partial(use_cases.weekly, files=Bucket())},
    continued=ReportingWorkContinued,
)
