"""JSON routes of reporting and its handler."""

from __future__ import annotations

from mentoring import http
from reporting import pages, use_cases

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


@app.get("/v1/reports/pair/<pair_id>")
def pair_report(pair_id: str) -> DocumentView:
    """Return the edition of a process report meant for the user."""
    _, one = use_cases.document(http.context(), pair_id)
    return DocumentView.of(one, url=f"/reports/pair/{pair_id}/report.pdf")


handler = http.handler(app)
