"""Pages of the local stack itself: language, templates, the page that asks to wait."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.core import negotiate_locale
from babel.dates import format_datetime, get_timezone
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from infra.local import clock
from infra.template import ROOT

if TYPE_CHECKING:
    from datetime import datetime

    from infra.local.layout import Layout

FOLDER = Path(__file__).parent
SHARED = ROOT / "shared" / "mentoring"
"""Whose texts aren't translated anew here."""
LOCALES = ("pl", "en")
ZONE = "Europe/Warsaw"
"""The zone in which a mail's and an invitation's time is shown; the mailbox belongs to nobody in particular."""

HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'"
)
WAITING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"


def language(chosen: str | None, accepted: str) -> str:
    """Return the language of a page: chosen, or the browser's most wanted that there is, or Polish."""
    wishes = [chosen or "", *(part.partition(";")[0].strip() for part in accepted.split(","))]
    return negotiate_locale([wish for wish in wishes if wish], LOCALES, sep="-") or LOCALES[0]


def render(name: str, locale: str, layout: Layout, **values: object) -> str:
    """Return a page of the local stack."""
    catalogue = _catalogue(locale)
    return (
        _environment()
        .get_template(name)
        .render(
            _=catalogue.gettext,
            ngettext=catalogue.ngettext,
            locale=locale,
            other="en" if locale == "pl" else "pl",
            public_url=layout.public_url,
            now=moment(clock.now(layout.clock), locale),
            **values,
        )
    )


def waiting(layout: Layout, locale: str) -> str:
    """Return the page shown while the stack starts or stops."""
    return render("waiting.html", locale, layout)


def moment(instant: datetime, locale: str) -> str:
    """Return an instant for a reader: «wtorek, 3 marca 2026 18:00»."""
    pattern = "EEEE, d MMMM y, HH:mm"
    return format_datetime(instant, pattern, get_timezone(ZONE), locale)


@cache
def _catalogue(locale: str) -> gettext.NullTranslations:
    own = gettext.translation("messages", FOLDER / "locales", [locale], fallback=True)
    own.add_fallback(gettext.translation("messages", SHARED / "locales", [locale], fallback=True))
    return own


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined)
