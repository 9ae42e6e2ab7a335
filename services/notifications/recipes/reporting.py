"""Reports of a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import links
from mentoring.events.reporting import ReportPrepared
from mentoring.tables.vocabulary import Edition
from notifications import people
from notifications.recipes.base import make, tells
from notifications.truth import reporting as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail


def report_ready(context: Context, data: ReportPrepared) -> list[Mail]:
    """Tell the pair that its report is ready."""
    if data.edition != Edition.PAIR:
        return []
    found = people.of_pair(context, data.pair_id)
    link = links.url(f"/reports/pair/{data.pair_id}")
    return [make("report_ready", to, found.programme, link, other=found.other(to.key).name) for to in found.both]


TOLD = (tells(ReportPrepared, holds.report_is_the_last, report_ready),)
