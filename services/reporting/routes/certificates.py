"""JSON of certificates of attendance."""

from __future__ import annotations

from mentoring import http
from mentoring.gatherings import title
from reporting.use_cases import certificates

router = http.Router()


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


@router.get("/v1/reports/certificates")
def my_certificates() -> CertificateList:
    """Return my certificates of attendance."""
    context = http.context()
    found = certificates.mine(context)
    shown = [
        CertificateView.of(one.gathering, title=title(one.gathering, context.locale), url=one.path) for one in found
    ]
    return CertificateList(items=shown)
