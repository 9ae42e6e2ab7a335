"""JSON routes of reporting and its handler."""

from __future__ import annotations

from mentoring import http
from mentoring.gatherings import title
from reporting import pages
from reporting.use_cases import certificates, reports

app = http.create_app("reporting", pages.PAGES)
app.include_router(pages.router)


class DocumentView(http.View):
    """A report of a process; `url` is where its PDF is."""

    document_id: str
    pair_id: str
    edition: str
    pages: int
    sha256: str
    made_at: str
    url: str


class CertificateView(http.View):
    """A certificate of attendance of mine; its PDF is at `url`, with `?locale=pl` or `?locale=en`."""

    programme_id: str
    gathering_id: str
    title: str
    starts_at: str
    url: str


class CertificateList(http.View):
    """My certificates, the last one first."""

    items: list[CertificateView]
    next: str | None = None


@app.get("/v1/reports/certificates")
def my_certificates() -> CertificateList:
    """Return my certificates of attendance."""
    context = http.context()
    found = certificates.mine(context)
    shown = [
        CertificateView.of(one.gathering, title=title(one.gathering, context.locale), url=one.path) for one in found
    ]
    return CertificateList(items=shown)


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
