"""Time zones as people say them: found by a city, a country, a Windows name, an abbreviation; named in two languages.

Names come from CLDR (Babel), rules from tzdata, towns from GeoNames (`cities.LICENSE.txt`). Both languages are looked
through, whatever the reader's is. What a function needs is loaded with its first call: names in two languages and ten
thousand towns take a quarter of a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.zones.finding import Found


def find(typed: str, now: datetime) -> Found:
    """Return the zones that somebody means; of those that show the same time from now on, mostly one."""
    from mentoring.zones import finding  # noqa: PLC0415 - see above

    return finding.find(typed, now)


def label(zone: str, locale: str) -> str:
    """Return what a reader calls a zone, «Nowy Jork, Stany Zjednoczone»; it is found when it is typed."""
    from mentoring.zones import words  # noqa: PLC0415

    return words.label(zone, locale)


def same_rules(one: str, other: str, now: datetime) -> bool:
    """Return whether two zones show the same time in each week of the year from now on."""
    from mentoring.zones import rules  # noqa: PLC0415

    return rules.same_rules(one, other, now)
