"""PDF reports of processes and certificates, drawn with xhtml2pdf from templates; pure: facts in, bytes out.

xhtml2pdf prints a box for a character its font lacks without an error, so our own font is embedded in both weights,
text it can't print is removed before, and every warning of the library is a failure. Nothing is ever loaded from
outside, because the template contains users' text.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from babel.numbers import format_decimal
from markupsafe import Markup
from pypdf import PdfWriter
from pypdf.generic import NameObject, TextStringObject
from reportlab import rl_config  # type: ignore[import-untyped]
from reportlab.pdfbase.ttfonts import TTFontFile  # type: ignore[import-untyped]
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from mentoring import clock, i18n, palettes, templating
from mentoring.clauses import CLAUSES
from mentoring.errors import N_
from mentoring.tables.vocabulary import Colour, GatheringKind, GoalState, MeetingOutcome, ProgrammeStage
from mentoring.values import dataclass
from reporting.figures import shares

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Environment

    from reporting.domain import Certificate, ProcessReport, ProgrammeReport

rl_config.invariant = 1  # no clock and no randomness: a document drawn again has the same bytes

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
POLICY = ResourceAccessPolicy.server(FONTS, allow_remote=False)
"""Reads our fonts whatever the working directory, and nothing else."""
REGULAR = FONTS / "IBMPlexSans-Regular.ttf"
LONG_WORD = re.compile(r"(\S{40})(?=\S)")
SLOTS = 52
"""Slots of the timeline: weeks, for a process of a year."""

OUTCOMES = {
    MeetingOutcome.HELD: N_("held"),
    MeetingOutcome.CANCELLED_EARLY: N_("called off in time"),
    MeetingOutcome.CANCELLED_LATE: N_("called off at the last moment"),
    MeetingOutcome.NO_SHOW_MENTOR: N_("the mentor didn't come"),
    MeetingOutcome.NO_SHOW_MENTEE: N_("the mentee didn't come"),
    MeetingOutcome.TECHNICAL: N_("technical trouble"),
}
GOALS = {
    GoalState.DRAFT: N_("not agreed"),
    GoalState.AGREED: N_("agreed"),
    GoalState.IN_PROGRESS: N_("in progress"),
    GoalState.ACHIEVED: N_("achieved"),
    GoalState.PARTLY: N_("partly achieved"),
    GoalState.CHANGED: N_("we changed course"),
    GoalState.DROPPED: N_("not this time"),
}
SIGNS = {Colour.GREEN: "✓", Colour.AMBER: "!", Colour.RED: "!!"}
"""Colour → what says it without colour."""
STEPS = {
    "applied": N_("applied"),
    "accepted": N_("accepted"),
    "paired": N_("paired"),
    "contract": N_("contract signed"),
    "goal": N_("goal agreed"),
    "half": N_("half of the meetings held"),
    "closed": N_("completed"),
}
"""What becomes of those who apply, step by step (`figures.FUNNEL`)."""
FIGURES = {
    "matters": N_("waiting for the organizers"),
    "pairs": N_("pairs"),
    "active": N_("pairs on their way"),
    "green": N_("on track"),
    "amber": N_("to watch"),
    "red": N_("needs a person"),
    "meetings_held": N_("meetings held"),
    "completed": N_("processes completed"),
    "closed_early": N_("processes closed early"),
}
STAGES = {
    ProgrammeStage.DRAFT: N_("Draft"),
    ProgrammeStage.RECRUITING: N_("Recruiting"),
    ProgrammeStage.MATCHING: N_("Pairing"),
    ProgrammeStage.RUNNING: N_("Running"),
    ProgrammeStage.CLOSING: N_("Closing"),
    ProgrammeStage.CLOSED: N_("Closed"),
    ProgrammeStage.ERASED: N_("Erased"),
}
TOOK_PART = {
    GatheringKind.OPENING: N_("took part in the opening"),
    GatheringKind.WORKSHOP: N_("took part in the workshop"),
    GatheringKind.INTERVISION: N_("took part in the intervision"),
    GatheringKind.NETWORKING: N_("took part in the networking"),
    GatheringKind.CLOSING: N_("took part in the closing"),
}


class PdfFailed(Exception):
    """The library reported a problem; the document can't be trusted."""


@dataclass(frozen=True)
class Pdf:
    """A document."""

    content: bytes
    pages: int


def render(report: ProcessReport, locale: str) -> Pdf:
    """Return the report as a PDF; raise `PdfFailed` on any warning of the library."""

    def day(instant: datetime) -> str:
        return i18n.format_date(i18n.in_zone(instant, report.zone).date(), locale)

    title = f"{report.mentee} \N{EN DASH} {report.mentor}: {report.programme}"
    return _drawn(
        "process.html",
        locale,
        report.accent,
        title,
        report.closed_at,
        report=report,
        day=day,
        when=lambda instant: i18n.format_datetime(instant, locale, report.zone),
        hours=format_decimal(round(report.minutes / 60, 1), locale=locale),
        timeline=report.timeline(SLOTS),
        outcomes=OUTCOMES,
        goal_states=GOALS,
        clause_names={name: clause.title for name, clause in CLAUSES.items()},
    )


def programme(report: ProgrammeReport, locale: str) -> Pdf:
    """Return the report of a programme as a PDF; raise `PdfFailed` on any warning of the library."""

    def day(instant: datetime) -> str:
        return i18n.format_date(i18n.in_zone(instant, report.zone).date(), locale)

    say = i18n.translations("reporting", locale).gettext
    return _drawn(
        "programme_report.html",
        locale,
        report.accent,
        f"{report.programme}: {day(report.made_at)}",
        report.made_at,
        report=report,
        day=day,
        day_of=lambda text: day(clock.parse(text)),
        bar=lambda one: shares({name: int(one[name]) for name in SIGNS}),
        signs=SIGNS,
        steps=[(name, say(label)) for name, label in STEPS.items()],
        names=[(name, say(label)) for name, label in FIGURES.items()],
        stage_names=STAGES,
    )


def certificate(one: Certificate, locale: str) -> Pdf:
    """Return a certificate of attendance as a PDF of one page; raise `PdfFailed` on any warning of the library."""
    return _drawn(
        "certificate.html",
        locale,
        one.accent,
        f"{one.name}: {one.title}",
        one.ends_at,
        one=one,
        took_part=TOOK_PART[one.what],
        day=i18n.format_date(i18n.in_zone(one.starts_at, one.zone).date(), locale),
        from_to="\N{EN DASH}".join(i18n.format_time(at, locale, one.zone) for at in (one.starts_at, one.ends_at)),
        city=i18n.zone_city(one.zone, locale),
        hours=one.minutes // 60,
        minutes=one.minutes % 60,
    )


def _drawn(template: str, locale: str, accent: str, title: str, at: datetime, **values: Any) -> Pdf:
    palette = palettes.of(accent)
    fonts = Markup(FONTS)  # noqa: S704 - our own path, no text of anybody
    html = (
        environment(locale)
        .get_template(template)
        .render(locale=locale, fonts=fonts, accent=palette.accent, soft=palette.soft, title=title, **values)
    )
    out = io.BytesIO()
    with _Complaints() as complaints:
        status: Any = pisa.CreatePDF(
            html, dest=out, encoding="utf-8", link_callback=_only_fonts, resource_policy=POLICY
        )
    if status.err or complaints.heard:
        raise PdfFailed("; ".join(complaints.heard) or f"{status.err} errors")
    return _finished(out, title, locale, at)


def _finished(drawn: io.BytesIO, title: str, locale: str, at: datetime) -> Pdf:
    """Return the document with title and language (ISO 32000-1 §14.9.2), which xhtml2pdf leaves out.

    Its date is the end of what it is about, not the time of drawing: drawn again after a fault a report must have the
    same bytes, because its key in the bucket is their hash.
    """
    writer = PdfWriter(clone_from=drawn)
    dated = f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"
    writer.add_metadata({"/Title": title, "/Creator": "Tandem", "/CreationDate": dated, "/ModDate": dated})
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


def printable(value: object) -> object:
    """Return text that our font and page can show.

    Emoji are removed, characters of other scripts become «?», and words too long for a line (mostly addresses) get
    spaces.
    """
    if not isinstance(value, str):
        return value
    kept = [one if ord(one) in _letters() else _instead(one) for one in unicodedata.normalize("NFC", value)]
    text = "".join(kept)
    return type(value)(text) if isinstance(value, Markup) else LONG_WORD.sub(r"\1 ", text)


def _instead(letter: str) -> str:
    if letter.isspace():
        return " "
    return "?" if unicodedata.category(letter).startswith(("L", "N")) else ""


@cache
def _letters() -> frozenset[int]:
    return frozenset(TTFontFile(str(REGULAR)).charToGlyph)


class _Complaints(logging.Handler):
    """Collects what xhtml2pdf logs as a warning or worse while it draws a document."""

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
def environment(locale: str) -> Environment:
    """Return the Jinja environment of documents in a language."""
    folders = (HERE / "templates" / "pdf",)
    return templating.environment("reporting", locale, folders, "pdf", finalize=printable)
