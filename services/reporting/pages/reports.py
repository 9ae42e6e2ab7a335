"""Reports of processes and weeks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, web
from reporting import domain
from reporting.pages.base import PAGES, Html
from reporting.use_cases import reports, weekly

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.tables.pairing import Pair
    from mentoring.tables.reporting import Document

router = http.PageRouter()


@router.get("/reports/<programme_id>")
def reports_page(programme_id: str) -> Html:
    """Show a programme's reports."""
    context = http.context()
    programme, weeks = weekly.of_programme(context, programme_id)
    closed, following = http.part_of(
        lambda after, limit: reports.closed(context, programme, after, limit), web.paging.SIZE
    )
    return PAGES.render(
        "reports.html",
        context,
        programme=programme,
        accent=programme.accent,
        weekly=weeks,
        closed=closed,
        following=following or "",
    )


@router.get("/reports/<programme_id>/weekly/<week>")
def weekly_list(programme_id: str, week: str) -> Html:
    """Return the complete list of a week: all that needed somebody, and all pairs; of older reports as CSV."""
    report = weekly.weekly_list(http.context(), programme_id, week)
    content = http.context().files.get(report.attachment_key)
    kind, ending = (weekly.XLSX, "xlsx") if report.attachment_key.endswith(".xlsx") else ("text/csv", "csv")
    return web.attachment(content, kind, f"pairs-{report.week}.{ending}")


@router.get("/reports/<programme_id>/weekly/<week>/report.pdf")
def weekly_document(programme_id: str, week: str) -> Html:
    """Return the report of the programme as of a week (PDF)."""
    report = weekly.weekly_list(http.context(), programme_id, week)
    content = weekly.document(http.context(), report)
    return web.attachment(content, reports.PDF, f"report-{report.week}.pdf")


@router.get("/reports/<programme_id>/pairs/<pair_id>")
def organizers_page(programme_id: str, pair_id: str) -> Html:
    """Show organizers where the report of a process is."""
    path = f"/reports/{programme_id}/pairs/{pair_id}/report.pdf"
    return _document(lambda context: reports.organizers_document(context, programme_id, pair_id), path)


@router.get("/reports/<programme_id>/pairs/<pair_id>/report.pdf")
def organizers_pdf(programme_id: str, pair_id: str) -> Html:
    """Return the organizers' PDF."""
    return _pdf(reports.organizers_document(http.context(), programme_id, pair_id)[1])


@router.get("/reports/pair/<pair_id>")
def pair_page(pair_id: str) -> Html:
    """Show the two of a pair where the report of their process is."""
    return _document(lambda context: reports.document(context, pair_id), f"/reports/pair/{pair_id}/report.pdf")


@router.get("/reports/pair/<pair_id>/report.pdf")
def pair_pdf(pair_id: str) -> Html:
    """Return the pair's PDF."""
    return _pdf(reports.document(http.context(), pair_id)[1])


def _document(find: Callable[[Context], tuple[Pair, Document]], path: str) -> Html:
    context = http.context()
    try:
        pair, document = find(context)
    except domain.NothingToReport:
        return PAGES.render("never_met.html", context)
    return PAGES.render("document.html", context, pair=pair, document=document, download=path)


def _pdf(document: Document) -> Html:
    content = reports.pdf(http.context(), document)
    return web.attachment(content, reports.PDF, f"report-{document.edition}.pdf")
