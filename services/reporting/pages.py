"""Pages of reporting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from mentoring import http, web
from reporting import domain, use_cases

if TYPE_CHECKING:
    pass

PAGES = web.Pages("reporting")
router = http.PageRouter()

Html = Response[str]


@router.get("/reports/<programme_id>")
def reports_page(programme_id: str) -> Html:
    """Show a programme's reports."""
    context = http.context()
    programme, weekly = use_cases.reports(context, programme_id)
    closed, following = http.part_of(
        lambda after, limit: use_cases.closed(context, programme, after, limit), web.paging.SIZE
    )
    return PAGES.render(
        "reports.html",
        context,
        programme=programme,
        accent=programme.accent,
        weekly=weekly,
        closed=closed,
        following=following or "",
    )


@router.get("/reports/<programme_id>/weekly/<week>")
def weekly_list(programme_id: str, week: str) -> Html:
    """Return the complete list of a week (CSV)."""
    report = use_cases.weekly_list(http.context(), programme_id, week)
    content = http.context().files.get(report.attachment_key)
    return web.attachment(content, "text/csv; charset=utf-8", f"pairs-{report.week}.csv")


@router.get("/reports/pair/<pair_id>")
def pair_page(pair_id: str) -> Html:
    """Show the link to the report of a process."""
    context = http.context()
    try:
        pair, document = use_cases.document(context, pair_id)
    except domain.NothingToReport:
        return PAGES.render("never_met.html", context)
    return PAGES.render("document.html", context, pair=pair, document=document)


@router.get("/reports/pair/<pair_id>/report.pdf")
def pdf(pair_id: str) -> Html:
    """Return the PDF."""
    _, document = use_cases.document(http.context(), pair_id)
    return web.attachment(
        http.context().files.get(document.object_key), "application/pdf", f"report-{document.edition}.pdf"
    )
