"""What zones, their cities, countries and times are called, in every language we have (CLDR)."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location, get_timezone_name

from mentoring.i18n import LOCALES
from mentoring.letters import plain
from mentoring.zones.names import current

if TYPE_CHECKING:
    from collections.abc import Iterable

NOWHERE = ("001", "ZZ")
"""CLDR's territories of zones that no country has: UTC and fixed offsets."""
VARIANTS: tuple[Literal["generic", "standard", "daylight"], ...] = ("generic", "standard", "daylight")


@cache
def everywhere() -> dict[str, str]:
    """Return the zones that are the time of a place, with the code of its country."""
    known = get_global("zone_territories").items()
    return {zone: country for zone, country in known if country not in NOWHERE and zone == current(zone)}


@cache
def label(zone: str, locale: str) -> str:
    """Return what a reader calls a zone: «Nowy Jork, Stany Zjednoczone»; the name itself for one without a place."""
    known = current(zone)
    country = everywhere().get(known)
    if country is None:
        return known.removeprefix("Etc/")
    return f"{city(known, locale)}, {Locale.parse(locale).territories.get(country, country)}"


@cache
def city(zone: str, locale: str) -> str:
    """Return the name of a zone's city: «Nowy Jork»."""
    return str(get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True))


@cache
def labels() -> dict[str, str]:
    """Return the zone of each label, folded, in every language."""
    return {plain(label(zone, locale)): zone for locale in LOCALES for zone in everywhere()}


@cache
def cities() -> dict[str, list[str]]:
    """Return the zones of each city that gives a zone its name, folded, in every language."""
    return _by_name((city(zone, locale), zone) for locale in LOCALES for zone in everywhere())


@cache
def countries() -> dict[str, list[str]]:
    """Return the zones of each country, by its folded name in every language."""
    named = [(Locale.parse(locale).territories, locale) for locale in LOCALES]
    return _by_name((names.get(code, code), zone) for names, _ in named for zone, code in everywhere().items())


@cache
def codes() -> dict[str, list[str]]:
    """Return the zones of each country by its codes: «PL», «POL», «USA», «UK»."""
    other = {code: to[0] for code, to in get_global("territory_aliases").items() if len(to) == 1 and code.isalpha()}
    return _by_name(
        (code, zone)
        for zone, country in everywhere().items()
        for code in (country, *(code for code, meant in other.items() if meant == country))
    )


@cache
def times() -> dict[str, list[str]]:
    """Return the zones of each time, by its folded name: «czas środkowoeuropejski», «India Standard Time»."""
    return _by_name(
        (get_timezone_name(ZoneInfo(zone), zone_variant=variant, locale=locale), zone)
        for locale in LOCALES
        for variant in VARIANTS
        for zone in everywhere()
    )


@cache
def abbreviations(year: int) -> dict[str, list[str]]:
    """Return the zones whose clocks go by each abbreviation in a year, winter or summer: «cet», «ist»."""
    moments = (datetime(year, 1, 1, 12), datetime(year, 7, 1, 12))  # noqa: DTZ001 - there, whatever the zone
    found = [
        (moment.replace(tzinfo=ZoneInfo(zone)).tzname() or "", zone) for zone in everywhere() for moment in moments
    ]
    return _by_name((name, zone) for name, zone in found if name.isalpha())


def _by_name(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for name, zone in pairs:
        found.setdefault(plain(name), {})[zone] = None
    return {name: list(zones) for name, zones in found.items()}
