"""The PDF report of a process, drawn with xhtml2pdf from a template; pure: facts in, bytes out.

xhtml2pdf prints a box for a letter its font lacks and calls it success, so our own font is embedded in both weights and
every warning of the library is a failure. Nothing is ever loaded from outside: user text stands in the template.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Self

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject
from xhtml2pdf import pisa

from mentoring import i18n
from mentoring.errors import N_
from reporting.domain import ORGANIZER, ProcessReport

HERE = Path(__file__).parent
FONTS = HERE / "fonts"

OUTCOMES = {
    "held": N_("held"),
    "cancelled_early": N_("called off in time"),
    "cancelled_late": N_("called off at the last moment"),
    "no_show_mentor": N_("the mentor didn't come"),
    "no_show_mentee": N_("the mentee didn't come"),
    "technical": N_("technical trouble"),
}
GOALS = {
    "draft": N_("not agreed"),
    "agreed": N_("agreed"),
    "in_progress": N_("in progress"),
    "achieved": N_("achieved"),
    "partly": N_("partly achieved"),
    "changed": N_("changed"),
    "dropped": N_("dropped"),
}


class PdfFailed(Exception):
    """The library complained; the document is not to be trusted."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document."""

    content: bytes
    pages: int


def edition(report: ProcessReport, wanted: str) -> ProcessReport:
    """Return the report as an edition shows it: the organizer's has facts only, nothing the pair wrote."""
    if wanted != ORGANIZER:
        return report
    goals = tuple(replace(goal, title="", evidence="") for goal in report.goals)
    return replace(
        report,
        edition=ORGANIZER,
        own_clauses=(),
        goals=goals,
        takeaways=(),
        helped="",
        hindered="",
        next_steps=(),
        thanks="",
    )


def render(report: ProcessReport, locale: str) -> Pdf:
    """Return the report as a PDF; raise `PdfFailed` on any warning of the library."""
    html = (
        _environment(locale)
        .get_template("process.html")
        .render(
            report=report,
            locale=locale,
            fonts=FONTS.as_uri().removeprefix("file://"),
            day=lambda instant: i18n.format_date(i18n.in_zone(instant, report.zone).date(), locale),
            when=lambda instant: i18n.format_datetime(instant, locale, report.zone),
            outcomes=OUTCOMES,
            goal_states=GOALS,
        )
    )
    out = io.BytesIO()
    with _Complaints() as complaints:
        status: Any = pisa.CreatePDF(html, dest=out, encoding="utf-8", link_callback=_only_fonts)
    if status.err or complaints.heard:
        raise PdfFailed("; ".join(complaints.heard) or f"{status.err} errors")
    return _finished(out, f"{report.mentor} – {report.mentee}: {report.programme}", locale)


def _finished(drawn: io.BytesIO, title: str, locale: str) -> Pdf:
    """Return the document with its title and language set (ISO 32000-1 §14.9.2), which xhtml2pdf leaves open."""
    writer = PdfWriter(clone_from=drawn)
    writer.add_metadata({"/Title": title, "/Creator": "Tandem"})
    writer.root_object[NameObject("/Lang")] = TextStringObject(locale)
    out = io.BytesIO()
    writer.write(out)
    return Pdf(out.getvalue(), len(writer.pages))


def _only_fonts(uri: str, _: str) -> str:
    """Return the path of one of our fonts; nothing else may be loaded."""
    path = Path(uri)
    if path.parent != FONTS:
        raise PdfFailed(f"{uri} would be loaded from outside")
    return str(path)


class _Complaints(logging.Handler):
    """Collects what xhtml2pdf logs as a warning or worse while a document is made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> Self:
        logging.getLogger("xhtml2pdf").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("xhtml2pdf").removeHandler(self)


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(i18n.translations("reporting", locale), newstyle=True)  # type: ignore[attr-defined]
    return environment
