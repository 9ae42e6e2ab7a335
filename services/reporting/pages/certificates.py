"""Certificates of attendance: which somebody has, and each as a PDF."""

from __future__ import annotations

from mentoring import http, web
from mentoring.gatherings import title
from mentoring.i18n import LOCALES, in_zone
from reporting.drawing import draw_certificate
from reporting.pages.base import PAGES, Html
from reporting.use_cases import certificates
from reporting.use_cases.reports import PDF

router = http.PageRouter()


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
    return web.attachment(draw_certificate(one, locale), PDF, name)
