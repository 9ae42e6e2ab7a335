"""The organizer's settings for a pairing, from a TOML file; `settings.toml` beside this module explains each key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from infra.pair import Refused, toml
from mentoring import addresses, levels
from mentoring.weights import FULL, GOOD, PARTS, Weights, WeightsUseless

if TYPE_CHECKING:
    from collections.abc import Mapping

MODES = ("most_served", "best_quality")
START, END = date(2026, 3, 2), date(2026, 11, 30)
"""A programme's default dates; fixed, so that a file gives the same pairs on every day."""
FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""The range of years with known clock changes."""
KEYS: dict[str, type] = {
    "mode": str,
    "threshold": int,
    "must_cross": bool,
    "no_juniors": bool,
    "start": date,
    "end": date,
    "weights": dict,
    "levels": dict,
    "locked": list,
    "forbidden": list,
}

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Settings:
    """Like `given.Input`, but `locked` and `forbidden` are (mentee address, mentor address)."""

    mode: str = MODES[0]
    threshold: int = GOOD
    must_cross: bool = False
    no_juniors: bool = False
    start: date = START
    end: date = END
    weights: Weights = field(default_factory=Weights)
    levels: Mapping[str, int] = field(default_factory=dict)
    locked: tuple[Pair, ...] = ()
    forbidden: tuple[Pair, ...] = ()


def settings_of(table: Mapping[str, Any], place: str) -> Settings:
    """Return the settings of a TOML document over the defaults; `place` is its name in what `Refused` says."""
    dates = {key: _date(table[key], f"{place}: `{key}`") for key in ("start", "end") if key in table}
    toml.known({**table, **dates}, KEYS, place)
    given = {**table, **dates}
    if "weights" in table:
        given["weights"] = _weights(table["weights"], f"{place}: [weights]")
    if "levels" in table:
        given["levels"] = _levels(table["levels"], f"{place}: [levels]")
    for key in ("locked", "forbidden"):
        if key in table:
            given[key] = tuple(_pair(one, f"{place}: `{key}`[{nth}]") for nth, one in enumerate(table[key]))
    chosen = replace(Settings(), **given)
    if chosen.mode not in MODES:
        raise Refused(f"{place}: `mode` must be {' or '.join(MODES)}, not {chosen.mode!r}")
    if not 0 <= chosen.threshold <= FULL:
        raise Refused(f"{place}: `threshold` must be from 0 to {FULL}, not {chosen.threshold}")
    if not FIRST <= chosen.start <= LAST or not FIRST <= chosen.end <= LAST:
        raise Refused(f"{place}: `start` and `end` must lie between {FIRST} and {LAST}")
    if chosen.end < chosen.start:
        raise Refused(f"{place}: `end` ({chosen.end}) lies before `start` ({chosen.start})")
    return chosen


def _date(value: object, place: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value) if isinstance(value, str) else "")
    except ValueError as error:
        raise Refused(f"{place} must be a date such as 2026-03-02, not {value!r}") from error


def _weights(table: Mapping[str, Any], place: str) -> Weights:
    for part, value in table.items():
        if part not in PARTS:
            raise Refused(f"{place}: unknown key `{part}`; known are {', '.join(PARTS)}")
        if type(value) not in (int, float):
            raise Refused(f"{place}: `{part}` must be a number, not {value!r}")
    try:
        chosen = Weights.of(dict(table))
        chosen.points()
    except (WeightsUseless, OverflowError) as error:
        raise Refused(f"{place}: weights are numbers from 0 up, and at least one must be more than 0") from error
    return chosen


def _levels(table: Mapping[str, Any], place: str) -> dict[str, int]:
    if wrong := [word for word, level in table.items() if type(level) is not int]:
        raise Refused(f"{place}: the level of {wrong[0]!r} must be a whole number from 0 to {levels.HIGHEST}")
    try:
        return levels.checked(table)
    except levels.LevelsUseless as error:
        raise Refused(f"{place}: {error.message}") from error


def _pair(value: object, place: str) -> Pair:
    both = 2
    if not isinstance(value, list) or len(value) != both or not all(isinstance(one, str) for one in value):
        raise Refused(f"{place} must be [mentee address, mentor address], not {value!r}")
    try:
        return addresses.clean(value[0]), addresses.clean(value[1])
    except addresses.AddressRefused as error:
        raise Refused(f"{place} ({', '.join(value)}): {error}") from error
