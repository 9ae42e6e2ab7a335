"""Reports: of a process, and of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import links
from mentoring.errors import NotFound
from mentoring.events.reporting import ReportPrepared, WeeklyReportPrepared
from mentoring.tables.reporting import WeeklyReport
from mentoring.tables.vocabulary import Edition
from mentoring.texts import language
from notifications import people
from notifications.mail import Attachment, Mail
from notifications.recipes.base import make, tells
from notifications.truth import reporting as holds

if TYPE_CHECKING:
    from mentoring.context import Context


def report_ready(context: Context, data: ReportPrepared) -> list[Mail]:
    """Tell the pair that its report is ready."""
    if data.edition != Edition.PAIR:
        return []
    found = people.of_pair(context, data.pair_id)
    link = links.url(f"/reports/pair/{data.pair_id}")
    return [make("report_ready", to, found.programme, link, other=found.other(to.key).name) for to in found.both]


def weekly_report(context: Context, data: WeeklyReportPrepared) -> list[Mail]:
    """Send the weekly report, with the full list attached."""
    one = context.store.get(WeeklyReport, *WeeklyReport.key(data.programme_id, data.week))
    if one is None:
        raise NotFound
    about = people.programme(context, data.programme_id)
    files: tuple[Attachment, ...] = ()
    if one.attachment_key:
        files = (Attachment(f"pairs-{data.week}.csv", "text/csv", one.attachment_key),)
    link = links.url(f"/monitoring/{data.programme_id}")
    values = {"made_at": one.made_at, "figures": one.figures, "pairs": one.pairs}
    values["needing"] = one.figures.get("needing", len(one.pairs))
    return [
        Mail(
            "weekly_report",
            to,
            link,
            about.reply_to,
            about.name,
            values | {name: _titled(one.gatherings.get(name, []), to.locale) for name in ("past", "ahead")},
            attachments=files,
        )
        for to in people.organizers(context, about)
    ]


def _titled(lines: list[dict[str, Any]], locale: str) -> list[dict[str, Any]]:
    """Return gatherings of a report with their title in a language, or in the one there is."""
    return [one | {"title": one["titles"][language(one["titles"], locale)]} for one in lines]


TOLD = (
    tells(ReportPrepared, holds.report_is_the_last, report_ready),
    tells(WeeklyReportPrepared, holds.week_is_this, weekly_report),
)
