"""The reader's languages, zones and dates: gettext catalogues beside each package, Babel for dates and numbers.

msgids are English; `pl` catalogues are in `<package>/locales/pl/LC_MESSAGES/messages.po`, compiled by `make locales`. A
service's texts are looked up first, then the shared ones; the msgid is the last resort.
"""

from __future__ import annotations

import gettext
import importlib.util
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mentoring.cookies import read as read_cookies
from mentoring.errors import N_
from mentoring.walltime import is_shown_twice, offset_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

__all__ = [
    "DEFAULT_ZONE",
    "LOCALES",
    "N_",
    "browser_zone",
    "cookies",
    "reader_locale",
    "reader_zone",
    "translations",
    "zone_of",
]

LOCALES = ("pl", "en")
DEFAULT_ZONE = "Europe/Warsaw"
LANGUAGE_COOKIE = "tandem_lang"
MAILED_COOKIE = "tandem_mailed"
"""Cookies of the language that a reader chose, and of the mail through which this browser came; that until it ends."""
ZONE_COOKIE = "tandem_zone"


@cache
def translations(service: str, locale: str) -> gettext.NullTranslations:
    """Return the catalogue of a service (a package name) in a locale, falling back to the shared one."""
    own = _catalogue(service, locale)
    if service != "mentoring":
        own.add_fallback(_catalogue("mentoring", locale))
    return own


def _catalogue(package: str, locale: str) -> gettext.NullTranslations:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return gettext.NullTranslations()
    folder = Path(next(iter(spec.submodule_search_locations))) / "locales"
    return gettext.translation("messages", str(folder), [locale], fallback=True)


def reader_locale(event: APIGatewayProxyEvent, authorizer: Mapping[str, Any], mailed: str = "") -> str:
    """Return the reader's language: the one asked for, chosen before, of the account, of the browser, or Polish.

    `mailed` is the language of the mail whose link was opened; it comes before the browser's, and so does that of the
    mail through which they came here: where its page leads on, they read on in its language.
    """
    wishes = (
        event.query_string_parameters.get("lang"),
        cookies(event).get(LANGUAGE_COOKIE),
        authorizer.get("locale"),
        mailed,
        cookies(event).get(MAILED_COOKIE),
        *accepted(event.headers.get("accept-language", "")),
    )
    return next((wish for wish in wishes if wish in LOCALES), LOCALES[0])


def accepted(header: str) -> list[str]:
    """Return the primary languages of an Accept-Language header, most wanted first (RFC 9110 §12.5.4)."""
    ranked = []
    for position, part in enumerate(header.split(",")):
        tag, _, parameters = part.partition(";")
        weight = parameters.strip().removeprefix("q=") if parameters else "1"
        ranked.append((-_weight(weight), position, tag.strip().split("-")[0].lower()))
    return [language for weight, _, language in sorted(ranked) if weight < 0]


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def reader_zone(event: APIGatewayProxyEvent, authorizer: Mapping[str, Any]) -> str:
    """Return the reader's IANA zone: of the account, of the browser, or Warsaw.

    Where both are known and differ, pages ask which one it shall be (`/session/zone`); mails go by the account's.
    """
    wishes = (str(authorizer.get("zone", "")), browser_zone(event))
    return next((wish for wish in wishes if wish and zone_of(wish) is not None), DEFAULT_ZONE)


def browser_zone(event: APIGatewayProxyEvent) -> str:
    """Return the IANA zone that the browser sent, or an empty text."""
    told = cookies(event).get(ZONE_COOKIE, "").replace("%2F", "/")
    return told if told and zone_of(told) is not None else ""


def cookies(event: APIGatewayProxyEvent) -> dict[str, str]:
    """Return the request's cookies."""
    return read_cookies(event.headers.get("cookie", ""))


def zone_of(name: str) -> ZoneInfo | None:
    """Return the zone of an IANA name, or None when there is no such zone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_zone(instant: datetime, zone: str) -> datetime:
    """Return the instant as local time in a zone."""
    return instant.astimezone(zone_of(zone) or ZoneInfo(DEFAULT_ZONE))


def instant_in(day: date, zone: str, at: time = time.min) -> datetime:
    """Return the instant, in UTC, of a time of day (midnight by default) on a day in a zone."""
    return datetime.combine(day, at, zone_of(zone) or ZoneInfo(DEFAULT_ZONE)).astimezone(UTC)


def day_in(instant: datetime, zone: str) -> str:
    """Return the current day in a zone, YYYY-MM-DD."""
    return in_zone(instant, zone).date().isoformat()


def format_datetime(instant: datetime, locale: str, zone: str) -> str:
    """Return day and time in words: «poniedziałek, 2 marca 2026, 13:00»."""
    from babel.dates import format_datetime as form  # noqa: PLC0415 - only pages and mails need forms

    there = in_zone(instant, zone)
    return form(there, _DATETIME[locale], locale=_BABEL[locale]) + _which(there)


def format_date(day: date, locale: str) -> str:
    """Return a day in words: «2 marca 2026»."""
    from babel.dates import format_date as form  # noqa: PLC0415

    return form(day, "long", locale=_BABEL[locale])


def format_short(day: date, locale: str) -> str:
    """Return a day in a form for narrow columns: «2 mar»."""
    from babel.dates import format_date as form  # noqa: PLC0415

    return str(form(day, "d MMM", locale=locale))


def format_month(day: date, locale: str) -> str:
    """Return the month of a day in words: «marzec 2026»."""
    from babel.dates import format_date as form  # noqa: PLC0415

    return form(day, "LLLL y", locale=_BABEL[locale])


def in_words(values: Mapping[str, object], locale: str) -> dict[str, object]:
    """Return the values of a text as people read them: a day in words, all else as it is."""
    return {name: format_date(one, locale) if isinstance(one, date) else one for name, one in values.items()}


def format_time(instant: datetime, locale: str, zone: str) -> str:
    """Return the time of day: «13:00»."""
    from babel.dates import format_time as form  # noqa: PLC0415

    there = in_zone(instant, zone)
    return form(there, "HH:mm", locale=_BABEL[locale]) + _which(there)


def _which(there: datetime) -> str:
    """Return the UTC offset of a time that occurs twice in a night, to tell the two apart; empty for any other time."""
    return f" ({offset_name(there.utcoffset() or timedelta(0))})" if is_shown_twice(there) else ""


def clocks(instant: datetime, locale: str, here: str, there: str) -> tuple[str, str]:
    """Return an instant as local time in two zones; the second with its weekday if that differs."""
    mine, theirs = in_zone(instant, here), in_zone(instant, there)
    day = f"{weekday_name(theirs.weekday(), locale)}, " if theirs.date() != mine.date() else ""
    return format_time(instant, locale, here), day + format_time(instant, locale, there)


def zone_city(zone: str, locale: str) -> str:
    """Return the name of the city in a zone's name: «Nowy Jork»."""
    from babel.dates import get_timezone_location  # noqa: PLC0415

    return get_timezone_location(zone_of(zone) or ZoneInfo(DEFAULT_ZONE), locale=_BABEL[locale], return_city=True)


def format_number(value: float, locale: str) -> str:
    """Return a number with one decimal in the form of the language («1 169,7»)."""
    from babel.numbers import format_decimal as form  # noqa: PLC0415

    return form(value, "#,##0.0", locale=locale)


def signed(number: int) -> str:
    """Return by how much a figure changed: «+3», «−2» with a minus sign; nothing if it didn't."""
    return f"{number:+d}".replace("-", "\N{MINUS SIGN}") if number else ""


def weekday_name(weekday: int, locale: str) -> str:
    """Return the name of a weekday, 0 = Monday."""
    from babel.dates import get_day_names  # noqa: PLC0415

    return str(get_day_names("wide", locale=_BABEL[locale])[weekday])


def language_name(code: str, locale: str) -> str:
    """Return the name of a language by its code (ISO 639), or the code if it has none."""
    from babel import Locale  # noqa: PLC0415

    return str(Locale.parse(_BABEL[locale]).languages.get(code, code))


_BABEL = {"pl": "pl", "en": "en_GB"}
_DATETIME = {"pl": "EEEE, d MMMM y, HH:mm", "en": "EEEE d MMMM y, HH:mm"}
