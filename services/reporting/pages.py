"""Pages of reporting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response

from mentoring import http, web
from mentoring.gatherings import title
from mentoring.i18n import LOCALES, in_zone
from reporting import domain
from reporting.drawing import draw_certificate
from reporting.use_cases import certificates, reports

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.tables.pairing import Pair
    from mentoring.tables.reporting import Document

PAGES = web.Pages("reporting")
router = http.PageRouter()

Html = Response[str]


@router.get("/reports/certificates")
def certificates_page() -> Html:
    """Show my certificates of attendance."""
    context = http.context()
    attended = [(one, title(one.gathering, context.locale)) for one in certificates.mine(context)]
    return PAGES.render("certificates.html", context, attended=attended)


@router.get("/reports/certificates/<programme_id>/<gathering_id>/certificate.pdf")
def certificate_pdf(programme_id: str, gathering_id: str) -> Html:
    """Return my certificate for a gathering, drawn now, in the language that is asked for, or in the reader's."""
    context, asked = http.context(), http.request().query_string_parameters.get("locale", "")
    locale = asked if asked in LOCALES else context.locale
    one = certificates.certificate(context, programme_id, gathering_id, locale)
    name = f"certificate-{in_zone(one.starts_at, one.zone):%Y-%m-%d}.pdf"
    return web.attachment(draw_certificate(one, locale), reports.PDF, name)


@router.get("/reports/<programme_id>")
def reports_page(programme_id: str) -> Html:
    """Show a programme's reports."""
    context = http.context()
    programme, weekly = reports.of_programme(context, programme_id)
    closed, following = http.part_of(
        lambda after, limit: reports.closed(context, programme, after, limit), web.paging.SIZE
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
    report = reports.weekly_list(http.context(), programme_id, week)
    content = http.context().files.get(report.attachment_key)
    return web.attachment(content, "text/csv; charset=utf-8", f"pairs-{report.week}.csv")


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
