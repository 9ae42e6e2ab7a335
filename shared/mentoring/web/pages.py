"""Rendering: a service's templates in the shared layout, in the reader's language and zone."""

from __future__ import annotations

import hashlib
import importlib.util
from datetime import UTC, date, datetime, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response
from jinja2 import pass_context
from markupsafe import Markup

from mentoring import addresses, clock, i18n, links, markdown, palettes, templating, zones
from mentoring.errors import NotFound
from mentoring.http.current import FLASH, is_fragment, mailed, page, request
from mentoring.http.resent import keyed
from mentoring.web.forms import written
from mentoring.web.responses import ORGANIZES, SECURITY_HEADERS, flash, returning, set_cookie

if TYPE_CHECKING:
    from aws_lambda_powertools.shared.cookies import Cookie
    from jinja2 import Environment
    from jinja2.runtime import Context as TemplateContext

    from mentoring.context import Context
    from mentoring.errors import DomainError
    from mentoring.web.sections import Navigation

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGUAGE_LIFETIME = timedelta(days=365)


class Pages:
    """The pages of one service: `render(template, context, **values)` and `error(error, context)`."""

    def __init__(self, service: str) -> None:
        self.service = service

    def render(self, template: str, context: Context, status: int = 200, **values: Any) -> Response[str]:
        """Return a page, or for htmx only the part inside the layout (`fragment.html`).

        It has the colour of the programme it is about: that of its sections, or the only one that was read for it.
        The value `here` is where the page is, if it may be the answer to a form that stands on a page elsewhere.
        """
        from mentoring import access  # noqa: PLC0415 - as `sections`
        from mentoring.web.sections import navigation  # noqa: PLC0415 - only pages show it

        said = flash()
        sections = None if is_fragment() else navigation(context, request().path)
        if "accent" not in values and not is_fragment():
            about = sections.programme if sections is not None else access.only_programme(context)
            values["accent"] = about.accent if about is not None else palettes.USUAL
        html = _whole(
            environment(self.service, context.locale)
            .get_template(template)
            .render(
                layout="fragment.html" if is_fragment() else "base.html",
                is_fragment=is_fragment(),
                principal=context.principal,
                locale=context.locale,
                zone=context.zone,
                now=context.clock(),
                flash=said,
                path=request().path,
                sections=sections,
                organizes=_organizes(context, sections),
                returning=returning(),
                in_other_language=_in_other_language(context.locale, values.get("here", "")),
                **{"errors": {}, "typed": {}, "current": {}} | values,
            )
        )
        forget = [set_cookie(FLASH, "", lifetime=timedelta(0))] if said else []
        wish = request().query_string_parameters.get("lang")
        keep = [set_cookie(i18n.LANGUAGE_COOKIE, wish, lifetime=LANGUAGE_LIFETIME)] if wish in i18n.LOCALES else []
        return Response(
            status_code=status,
            content_type="text/html; charset=utf-8",
            body=html,
            headers=dict(SECURITY_HEADERS)
            | {"Cache-Control": "private, no-store", "Content-Language": context.locale, "Vary": "HX-Request, Cookie"},
            cookies=[*forget, *keep, *_mailed(context)],
        )

    def error(self, error: DomainError, context: Context) -> Response[str]:
        """Return a page that says what can't be done and what to do instead, and shows again what somebody wrote.

        Nothing is shown of what can't be read (400), nor of what a page of another site sent (403). What isn't the
        reader's looks as if it didn't exist: it has no programme's colour.
        """
        unread = error.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)
        shown: dict[str, Any] = {"texts": [] if unread else written(), "of_mail": bool(links.place_of(request().path))}
        told = i18n.in_words(error.params, context.locale)
        nowhere = {"accent": palettes.USUAL} if error.status == NotFound.status else {}
        page = self.render("error.html", context, status=error.status, error=error, values=told, **shown, **nowhere)
        page.headers.update(error.headers)
        return page


def _mailed(context: Context) -> list[Cookie]:
    """Return the cookie with which whoever opened the link of a mail reads on in its language; none once signed in."""
    told = mailed(request()) if context.principal.anonymous else ""
    known = i18n.cookies(request()).get(i18n.MAILED_COOKIE)
    return [set_cookie(i18n.MAILED_COOKIE, told, lifetime=None)] if told in i18n.LOCALES and told != known else []


def _whole(html: str) -> str:
    """Return a rendered page with what only the whole of it tells: names of wrong fields, and keys of its forms."""
    if "<!-- label -->" in html:  # of a form with mistakes
        from mentoring.web.naming import named  # noqa: PLC0415 - most pages have none

        html = named(html)
    return keyed(html)


def _organizes(context: Context, sections: Navigation | None) -> bool:
    """Return whether the head leads to what the reader organizes: their session says it, or this page, or a cookie.

    The cookie is for who became an organizer since the session was renewed (`responses.organizes_now`).
    """
    return sections is not None or context.principal.organizes or ORGANIZES in i18n.cookies(request())


def _in_other_language(locale: str, here: str) -> str:
    """Return a link to the same page, with all it was asked for, in the other language.

    A page that refuses a form may not be found under the path the form was sent to: then the link leads `here`, or to
    the page the form stands on.
    """
    other = next(one for one in i18n.LOCALES if one != locale)
    if request().http_method == "POST" and (here or page() != request().path):
        here = here or page() or "/"
        return f"{here}{'&' if '?' in here else '?'}lang={other}"
    asked = request().resolved_query_string_parameters
    return "?" + urlencode(asked | {"lang": [other]}, doseq=True, errors="replace")


@cache
def environment(service: str, locale: str) -> Environment:
    """Return the Jinja environment of a service's pages in a language."""
    folders = (_folder(service) / "templates", HERE / "templates")
    made = templating.environment(service, locale, folders, "pages")
    made.filters |= {"date": _date, "time": _time, "datetime": _datetime, "day": _day}
    made.filters |= {
        "number": _number,
        "percent": _percent,
        "mailto": addresses.mailto,
        "markdown": markdown.render,
    }
    made.globals |= {"static": static, "dict": dict, "clocks": _clocks, "zone_city": _zone_city}
    made.globals |= {"zone_label": _zone_label, "zone_choices": _zone_choices, "time_there": _time_there}
    made.globals |= {"dialled": _dialled, "two_clocks": _two_clocks}
    return made


def _folder(service: str) -> Path:
    spec = importlib.util.find_spec(service)
    if spec is None or spec.origin is None:
        raise LookupError(f"no package {service!r}")
    return Path(spec.origin).parent


@cache
def static(name: str) -> str:
    """Return the URL of a static file; it changes with the content, so it may be cached for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


def _instant(value: str | datetime) -> datetime:
    return clock.parse(value) if isinstance(value, str) else value.astimezone(UTC)


def _day_of(value: str | date) -> date:
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


@pass_context
def _datetime(scope: TemplateContext, value: str | datetime) -> Markup:
    """Return an instant in words in the reader's zone, with a machine-readable value beside it."""
    instant = _instant(value)
    words = i18n.format_datetime(instant, scope["locale"], scope["zone"])
    return Markup('<time datetime="{}">{}</time>').format(clock.iso(instant), words)


@pass_context
def _date(scope: TemplateContext, value: str | datetime, zone: str = "") -> Markup:
    """Return the day of an instant in the reader's zone, or in the one in which somebody chose the day."""
    instant = _instant(value)
    words = i18n.format_date(i18n.in_zone(instant, zone or scope["zone"]).date(), scope["locale"])
    return Markup('<time datetime="{}">{}</time>').format(clock.iso(instant), words)


@pass_context
def _time(scope: TemplateContext, value: str | datetime) -> str:
    """Return the time of day of an instant in the reader's zone."""
    return i18n.format_time(_instant(value), scope["locale"], scope["zone"])


@pass_context
def _clocks(scope: TemplateContext, there: str) -> tuple[str, str]:
    """Return the current time for the reader and in another zone."""
    return i18n.clocks(scope["now"], scope["locale"], scope["zone"], there)


@pass_context
def _two_clocks(scope: TemplateContext, value: str | datetime, there: str) -> str:
    """Return what a time is for the reader and for somebody in another zone."""
    from mentoring.afar import two_clocks  # noqa: PLC0415 - only pages of pairs say it

    return two_clocks(_instant(value), scope["locale"], scope["zone"], there)


@pass_context
def _zone_city(scope: TemplateContext, zone: str) -> str:
    """Return the city in a zone's name."""
    return i18n.zone_city(zone, scope["locale"])


@pass_context
def _time_there(scope: TemplateContext, there: str) -> str:
    """Return what time it is in another zone, as the reader is told."""
    from mentoring.afar import time_there  # noqa: PLC0415 - only pages of pairs tell it

    return time_there(scope["now"], scope["locale"], scope["zone"], there)


def _dialled(number: str) -> str:
    """Return a phone number as a link calls it."""
    from mentoring.phones import dialled  # noqa: PLC0415 - only pages of pairs have one

    return dialled(number)


@pass_context
def _zone_label(scope: TemplateContext, typed: str) -> str:
    """Return what the reader calls a zone; text that isn't an IANA name is returned as it is."""
    if "/" not in typed or i18n.zone_of(typed) is None:
        return typed
    return zones.label(typed, scope["locale"])


@pass_context
def _zone_choices(scope: TemplateContext, typed: str) -> list[tuple[str, str, str]]:
    """Return the zones that somebody may mean: IANA name, label, and what time it is there."""
    now, locale = scope["now"], scope["locale"]
    return [
        (one, zones.label(one, locale), i18n.clocks(now, locale, scope["zone"], one)[1])
        for one in zones.find(typed, now).zones
    ]


@pass_context
def _day(scope: TemplateContext, value: str | date) -> str:
    """Return a date (no zone) in words; text that isn't a date is returned as it is, so that the page still opens."""
    try:
        return i18n.format_date(_day_of(value), scope["locale"])
    except ValueError:
        return str(value)


@pass_context
def _number(scope: TemplateContext, value: float) -> str:
    """Return a number with one decimal."""
    return i18n.format_number(value, scope["locale"])


def _percent(value: float) -> str:
    return f"{round(value * 100)} %"
