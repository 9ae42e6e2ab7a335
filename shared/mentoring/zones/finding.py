"""Finds the zones that somebody's words mean."""

from __future__ import annotations

import difflib
import re
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from mentoring.letters import plain
from mentoring.values import dataclass
from mentoring.zones import words
from mentoring.zones.names import current, windows
from mentoring.zones.rules import one_of_each
from mentoring.zones.towns import towns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MOST = 8
"""How many zones are offered at once."""
SHORTEST = 3
"""Letters from which a beginning is looked for."""
NEAR = 0.78
UTC = "UTC"
NAMED = re.compile(r"[A-Za-z_]+/[A-Za-z_/+-]+\d*")
"""An IANA name, in whatever words: «Kraków (Europe/Warsaw)»."""
SHOWN_BY_WINDOWS = re.compile(r"\((?:UTC|GMT)(?:[+-]\d\d:\d\d)?\)\s*(.+)")
OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\u2212-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
BESIDE = re.compile(r"\s*\([^)]*\)")
"""What Windows adds to the name of a time: «Eastern Time (US & Canada)»."""


@dataclass(frozen=True)
class Found:
    """Zones (IANA), best first; not `sure` if the words only resemble their names or begin them."""

    zones: tuple[str, ...] = ()
    sure: bool = True

    @property
    def only(self) -> str:
        """Return the zone that is meant without doubt, or an empty text."""
        return self.zones[0] if self.sure and len(self.zones) == 1 else ""


def find(typed: str, now: datetime) -> Found:
    """Return the zones that somebody means; of those that show the same time from now on, mostly one."""
    exact = next((found for how in EXACTLY if (found := how(typed, now))), [])
    if exact:
        return Found(tuple(exact[:MOST]))
    return Found(tuple(_begun(plain(typed)) or _near(typed))[:MOST], sure=False)


def _iana(typed: str, _: datetime) -> list[str]:
    told = NAMED.search(typed.strip().replace(" ", "_"))
    name = _names().get((told[0] if told else typed.strip()).casefold(), "")
    return [current(name)] if name else []


def _label(typed: str, _: datetime) -> list[str]:
    return [words.labels()[plain(typed)]] if plain(typed) in words.labels() else []


def _windows(typed: str, now: datetime) -> list[str]:
    shown = SHOWN_BY_WINDOWS.fullmatch(typed.strip())
    if shown is None:
        return [zone for name, zone in windows().items() if plain(name) == plain(typed)][:1]
    where = [zone for part in shown[1].split(",") for zone in _place(part, now)]
    return _windows(shown[1], now) or one_of_each(where, now) or _time(BESIDE.sub("", shown[1]), now)


def _abbreviation(typed: str, now: datetime) -> list[str]:
    return one_of_each(words.abbreviations(now.year).get(plain(typed), ()), now)


def _time(typed: str, now: datetime) -> list[str]:
    return one_of_each(words.times().get(plain(typed), ()), now)


def _offset(typed: str, now: datetime) -> list[str]:
    told = OFFSET.fullmatch(typed.strip())
    if told is None:
        return []
    size = timedelta(hours=int(told[2]), minutes=int(told[3] or 0))
    meant = size if told[1] == "+" else -size
    return one_of_each(
        (zone for zone in words.everywhere() if now.astimezone(ZoneInfo(zone)).utcoffset() == meant), now
    )


def _place(typed: str, now: datetime) -> list[str]:
    """Return the zones of a city or country; of «Portland, USA» those of the city in that country."""
    name, _, rest = (plain(part) for part in typed.partition(","))
    found = list(dict.fromkeys([*words.cities().get(name, ()), *_of_city(name)]))
    inside = words.countries().get(rest) or words.codes().get(rest, [])
    found = [zone for zone in found if zone in inside] or found
    return list(dict.fromkeys([*found, *one_of_each(words.countries().get(name, ()), now)]))


def _code(typed: str, now: datetime) -> list[str]:
    code = typed.strip()
    return one_of_each(words.codes().get(plain(code), ()), now) if code.isupper() else []


EXACTLY: tuple[Callable[[str, datetime], list[str]], ...] = (
    _iana, _label, _windows, _abbreviation, _offset, _time, _code, _place,
)  # fmt: skip
"""The ways to find what was typed, in their order; the first that finds something counts."""


@cache
def _names() -> dict[str, str]:
    """Return IANA's names by their lower-case form; of those without a place only UTC («EST» is an abbreviation)."""
    return {name.casefold(): name for name in available_timezones() if "/" in name or name == UTC}


def _of_city(name: str) -> list[str]:
    return [zone for zone, names in towns() if name in names] if name else []


def _begun(start: str) -> list[str]:
    """Return the zones of what has a name that begins like this: cities of zones, countries, then towns."""
    if len(start) < SHORTEST:
        return []
    known = [zone for table in (words.cities(), words.countries()) for zone in _starting(table, start)]
    near = (zone for zone, names in towns() if any(name.startswith(start) for name in names))
    return list(dict.fromkeys([*known, *near]))


def _starting(table: dict[str, list[str]], start: str) -> Iterable[str]:
    return (zone for name, zones in table.items() if name.startswith(start) for zone in zones)


def _near(typed: str) -> list[str]:
    """Return the zones whose names, or whose towns' names, are written much alike."""
    iana = difflib.get_close_matches(typed.strip().casefold(), _names(), 1, NEAR)
    if "/" in typed:
        return [current(_names()[one]) for one in iana]
    known = words.cities() | {names[0]: [zone] for zone, names in reversed(towns())}
    return list(dict.fromkeys(z for one in difflib.get_close_matches(plain(typed), known, 3, NEAR) for z in known[one]))
