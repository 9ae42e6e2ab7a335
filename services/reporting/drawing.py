"""Drawing reports and certificates, with what it takes loaded when there is something to draw: xhtml2pdf is large."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reporting.domain import Certificate, ProcessReport, ProgrammeReport


def draw(report: ProcessReport, locale: str) -> tuple[bytes, int]:
    """Return the PDF of a report and its number of pages."""
    from reporting import pdf  # noqa: PLC0415 - see above

    drawn = pdf.render(report, locale)
    return drawn.content, drawn.pages


def draw_programme(report: ProgrammeReport, locale: str) -> bytes:
    """Return the PDF of the report of a programme."""
    from reporting import pdf  # noqa: PLC0415 - see above

    return pdf.programme(report, locale).content


def draw_certificate(one: Certificate, locale: str) -> bytes:
    """Return the PDF of a certificate of attendance."""
    from reporting import pdf  # noqa: PLC0415 - see above

    return pdf.certificate(one, locale).content
