"""Whether reporting's events are still true: the latest report, the current week."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import DailyDigest, Document, WeeklyReport
from mentoring.tables.vocabulary import PROGRAMME_OVER

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.reporting import DigestPrepared, ReportPrepared, WeeklyReportPrepared

REPORT_LIVES = timedelta(days=7)
"""After that there is the next weekly report."""


def report_is_the_last(context: Context, event: Event[ReportPrepared]) -> bool:
    """There is no newer report, which has its own event."""
    one = context.store.get(Document, *Document.key(event.data.pair_id, event.data.edition))
    return one is not None and one.document_id == event.data.document_id


def digest_is_newest(context: Context, event: Event[DigestPrepared]) -> bool:
    """There is no newer digest, and the programme goes on; what of it is still so, the mail looks up itself."""
    one = context.store.get(DailyDigest, *DailyDigest.key(event.data.programme_id))
    about = context.store.get(Programme, *Programme.key(event.data.programme_id))
    over = about is not None and about.stage in PROGRAMME_OVER
    return one is None or (not over and one.told_on == event.data.day)


def week_is_this(context: Context, event: Event[WeeklyReportPrepared]) -> bool:
    """Neither the next week's report nor the programme's end has come."""
    one = context.store.get(WeeklyReport, *WeeklyReport.key(event.data.programme_id, event.data.week))
    about = context.store.get(Programme, *Programme.key(event.data.programme_id))
    over = about is not None and about.stage in PROGRAMME_OVER
    return one is None or (not over and context.clock() <= event.meta.occurred_at + REPORT_LIVES)
