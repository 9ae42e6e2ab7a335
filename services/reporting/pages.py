"""Pages of reporting."""

from __future__ import annotations

from aws_lambda_powertools.event_handler import Response

from mentoring import access, http, web
from reporting import store, use_cases

PAGES = web.Pages("reporting")
FILES: store.Files = store.BucketFiles()
router = http.PageRouter()


@router.get("/reports/<programme_id>")
def reports_page(programme_id: str) -> Response[str]:
    """Show a programme's reports."""
    context = http.context()
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    weekly, closed = use_cases.reports(context, programme_id)
    return PAGES.render(
        "reports.html", context, programme=programme, accent=programme.accent, weekly=weekly, closed=closed
    )


@router.get("/reports/pair/<pair_id>")
def pair_page(pair_id: str) -> Response[str]:
    """Show where the report of a process is."""
    pair, document = use_cases.document(http.context(), pair_id)
    return PAGES.render("document.html", http.context(), pair=pair, document=document)


@router.get("/reports/pair/<pair_id>/report.pdf")
def pdf(pair_id: str) -> Response[str]:
    """Return the PDF."""
    _, document = use_cases.document(http.context(), pair_id)
    return web.attachment(FILES.get(document.object_key), "application/pdf", f"report-{document.edition}.pdf")
