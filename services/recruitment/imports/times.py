"""Weekly times as people write them: «pn 16:30-18:00», «poniedziałki po 17», «pn-pt 17-19», «środa, 16–18». Pure.

A text is read as days followed by times; words that only join them are passed over. Whatever else it says makes the
whole text one that isn't understood: nothing is guessed. «po 17» means until `EVENING`, «do 10» from `MORNING`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.letters import plain
from recruitment.imports.words import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mentoring.tables.recruitment import Slot

MORNING, EVENING, MIDNIGHT = 8, 21, 24
QUARTERS = 4
FLEXIBLE = frozenset(
    ("", "-", "–", "elastycznie", "elastyczna", "elastyczne", "elastyczny", "dowolnie", "dowolny", "obojetnie",
     "flexible", "any time", "anytime", "any", "kiedykolwiek", "bez ograniczen")
)  # fmt: skip
"""Folded texts that say: whenever suits the other."""

_STEMS = ("poniedzial", "wtor", "srod", "czwart", "piat", "sobot", "niedziel")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {name: day for day, names in enumerate(WEEKDAYS) for name in names} | {
    "pon": 0, "pt": 4, "pia": 4, "niedz": 6, "czw": 3, "tues": 1, "thur": 3, "thurs": 3, "wto": 1,
}  # fmt: skip
_GROUPS = {
    "codziennie": range(7), "daily": range(7), "every day": range(7),
    "robocze": range(5), "w tygodniu": range(5), "weekdays": range(5), "working days": range(5),
    "weekend": range(5, 7), "weekendy": range(5, 7), "weekends": range(5, 7),
}  # fmt: skip
_CLOCK = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?"
_TOKEN = re.compile(
    rf"""
    (?P<range>(?:(?:miedzy|od|from|between|w\ godz\w*)\s*)?
        {_CLOCK}\s*(?:-|–|—|−|\bdo\b|\bto\b|\buntil\b|\ba\b|\band\b)\s*{_CLOCK})
    |(?P<after>(?:po|od|after|from|since)\s*(?:godz\w*\.?\s*)?{_CLOCK}\+?)
    |(?P<before>(?:przed|do|before|until|till)\s*(?:godz\w*\.?\s*)?{_CLOCK})
    |(?P<group>codziennie|daily|every\ day|(?:w\ )?(?:dni\ )?robocze|w\ tygodniu|weekdays|working\ days|weekend(?:y|s)?)
    |(?P<through>\s*[-–—−]\s*(?=[a-z])|\b(?:do|to|through)\b(?=\s+[a-z]))
    |(?P<day>[a-z]+)\.?
    |(?P<joins>[\s,;:/&+()]+)
    """,
    re.VERBOSE,
)
_JOINING = frozenset(
    ("i", "oraz", "and", "lub", "albo", "or", "w", "we", "godz", "godzina", "godziny", "godzinach", "g", "h", "hours",
     "on", "every", "kazdy", "kazda", "kazde", "kazdego", "dni", "od", "from", "at", "the", "tez")
)  # fmt: skip


class NotUnderstood(ValueError):
    """Something in the text is neither a day nor a time."""


def slots(raw: str) -> list[Slot] | None:
    """Return the weekly slots a text tells, none for flexible; None if it isn't understood whole."""
    said = plain(raw.replace("\n", ", ")).strip(" .;,")
    if said in FLEXIBLE:
        return []
    try:
        found = [
            {"weekday": day, "start": _number(begin), "end": _number(end)}
            for days, (begin, end) in _told(_tokens(said))
            for day in days
        ]
    except NotUnderstood:
        return None
    return [one for number, one in enumerate(found) if one not in found[:number]]  # type: ignore[misc]


Times = tuple[float, float]


def _told(tokens: Iterable[list[int] | Times | None]) -> Iterator[tuple[list[int], Times]]:
    """Yield days and a time of each of them; None among the tokens stands for «through», as in «pn-pt»."""
    days: list[int] = []
    through = used = False
    for token in tokens:
        if token is None:
            through = bool(days) and not used
        elif isinstance(token, list):
            days = [] if used else days
            days = [*days, *(range(days[-1] + 1, token[0] + 1) if through and days else token)]
            through = used = False
        elif not days or through or not 0 <= token[0] < token[1] <= MIDNIGHT:
            raise NotUnderstood
        else:
            used = True
            yield days, token
    if not used or through:
        raise NotUnderstood


def _tokens(said: str) -> Iterator[list[int] | Times | None]:
    """Yield days, times, and None for «through»; what joins them is passed over."""
    place = 0
    while place < len(said):
        token = _TOKEN.match(said, place)
        if token is None or token.end() == place:
            raise NotUnderstood
        place = token.end()
        span = _span(token)
        if span is not None:
            yield span
        elif token["through"]:
            yield None
        elif (days := _days(token)) is not None:
            yield days
        elif not token["joins"] and (token["day"] or "") not in _JOINING:
            raise NotUnderstood


def _days(token: re.Match[str]) -> list[int] | None:
    if token["group"]:
        key = next(name for name in _GROUPS if name in token["group"])
        return list(_GROUPS[key])
    word = token["day"] or ""
    if word in _SHORT:
        return [_SHORT[word]]
    for day, (stem, name) in enumerate(zip(_STEMS, _ENGLISH, strict=True)):
        if word.startswith(stem) or word in (name, f"{name}s"):
            return [day]
    return None


def _span(token: re.Match[str]) -> tuple[float, float] | None:
    """Return from when to when a token says, in hours; a span that can't be right for one that can't be read."""
    if not (token["range"] or token["after"] or token["before"]):
        return None
    clocks = re.findall(_CLOCK, token.group())
    if token["range"]:
        (hour, minutes, half), end = clocks
        late = end[2] == "pm" and int(hour) % 12 <= int(end[0]) % 12
        return _hour(hour, minutes, half or ("pm" if late else end[2] and "am")), _hour(*end)
    at = _hour(*clocks[0])
    return (at, max(EVENING, min(at + 1, MIDNIGHT))) if token["after"] else (MORNING, at)


def _hour(hour: str, minutes: str, half: str) -> float:
    """Return a time of day in hours; beyond the day when no clock shows it, or not in quarters."""
    past = int(minutes or 0)
    number = int(hour)
    if half:
        number = number % 12 + (12 if half == "pm" else 0) if 1 <= number <= 12 else MIDNIGHT + 1  # noqa: PLR2004
    whole = past * QUARTERS % 60 == 0 and past < 60  # noqa: PLR2004
    return number + past / 60 if whole else MIDNIGHT + 1


def _number(hours: float) -> float:
    return int(hours) if hours == int(hours) else hours


def text(hours: float) -> str:
    """Return a time of day as it is typed: 16 → «16:00», 16.5 → «16:30»."""
    whole = int(hours)
    return f"{whole}:{round((hours - whole) * 60):02}"
