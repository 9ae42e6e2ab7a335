"""JSON routes of reporting and its handler."""

from __future__ import annotations

from mentoring import http
from reporting import pages, routes
from reporting.pages import reports as pages_of_reports
from reporting.pages.base import PAGES
from reporting.use_cases import reports

app = http.create_app("reporting", PAGES)
app.include_router(pages_of_reports.router)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)


class DocumentView(http.View):
    """A report of a process; `url` is where its PDF is."""

    document_id: str
    pair_id: str
    edition: str
    pages: int
    sha256: str
    made_at: str
    url: str


@app.get("/v1/reports/pair/<pair_id>")
def pair_report(pair_id: str) -> DocumentView:
    """Return the report of their process to the two of a pair."""
    _, one = reports.document(http.context(), pair_id)
    return DocumentView.of(one, url=f"/reports/pair/{pair_id}/report.pdf")


@app.get("/v1/reports/<programme_id>/pairs/<pair_id>")
def organizers_report(programme_id: str, pair_id: str) -> DocumentView:
    """Return the report of a process to the programme's organizers: facts only."""
    _, one = reports.organizers_document(http.context(), programme_id, pair_id)
    return DocumentView.of(one, url=f"/reports/{programme_id}/pairs/{pair_id}/report.pdf")


handler = http.handler(app)
