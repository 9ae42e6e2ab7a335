"""The numbers by which a programme's pairs are watched: what is usual, and what organizers may choose instead.

They are kept in `Programme.rules`, and only those that differ from the usual; monitoring judges pairs by them
(domain.md §2.6).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Limits:
    """What a number usually is, and between which it may be chosen; days, unless its name says otherwise."""

    usual: float
    least: float
    most: float

    @property
    def whole(self) -> bool:
        """Return whether it counts days; a share of a rhythm may be any number."""
        return float(self.usual).is_integer()


LIMITS: Mapping[str, Limits] = {
    "first_meeting_nudge": Limits(7, 1, 90),
    "first_meeting_alert": Limits(14, 1, 180),
    "silence_nudge": Limits(30, 7, 365),
    "silence_factor": Limits(1.5, 1, 5),
    "silence_alert": Limits(45, 7, 540),
    "silence_suggest": Limits(60, 7, 730),
    "contract_nudge": Limits(14, 1, 180),
    "contract_alert": Limits(21, 1, 365),
    "survey_nudge": Limits(5, 1, 60),
    "survey_again": Limits(10, 1, 120),
    "onboarding_nudge": Limits(7, 1, 365),
}
"""`silence_factor` is how many times its agreed interval a pair may be silent."""
ORDER = (
    ("first_meeting_nudge", "first_meeting_alert"),
    ("silence_nudge", "silence_alert"),
    ("silence_alert", "silence_suggest"),
    ("contract_nudge", "contract_alert"),
    ("survey_nudge", "survey_again"),
)
"""What can't come after what: nobody hears of a matter before the two had their reminder."""
UNKNOWN = N_("There is no such rule.")
OUTSIDE = N_("This number is outside of its limits.")
TOO_EARLY = N_("This can't come before the step above it.")


def full(given: Mapping[str, float]) -> dict[str, float]:
    """Return all numbers: those given, and the usual ones."""
    return {name: given.get(name, limits.usual) for name, limits in LIMITS.items()}


def problems(given: Mapping[str, float]) -> dict[str, str]:
    """Return why numbers can't be chosen, by name; a number that isn't given is the usual one."""
    found = {name: UNKNOWN for name in given if name not in LIMITS}
    known = {name: value for name, value in given.items() if name in LIMITS}
    found |= {name: OUTSIDE for name, value in known.items() if not LIMITS[name].least <= value <= LIMITS[name].most}
    all_of_them = full(known)
    found |= {
        later: TOO_EARLY
        for earlier, later in ORDER
        if {earlier, later} & known.keys() - found.keys() and all_of_them[earlier] > all_of_them[later]
    }
    return found


def checked(given: Mapping[str, float]) -> dict[str, float]:
    """Return the numbers that differ from the usual ones, as they are stored; raise `Invalid` at `/rules/…`."""
    wrong = problems(given)
    if wrong:
        raise Invalid(fields={f"/rules/{name}": why for name, why in wrong.items()})
    return {name: value for name, value in given.items() if value != LIMITS[name].usual}


def sound(kept: Mapping[str, float]) -> dict[str, float]:
    """Return stored numbers without those that can't be chosen any more."""
    wrong = problems(kept)
    return {name: value for name, value in kept.items() if name not in wrong}


SHOWN = tuple(name for name in LIMITS if name != "onboarding_nudge")
"""What organizers choose on the page of rules; the days of onboarding are chosen with its list."""
NO_NUMBER = N_("Type a number.")
TYPED = re.compile(r"[0-9]{1,4}(?:[.,][0-9]{1,2})?")


def typed(given: Mapping[str, str]) -> tuple[dict[str, float], dict[str, str]]:
    """Return the numbers of a form, and why others can't be chosen, both by name; what isn't there isn't asked for."""
    texts = {name: given[name].strip() for name in SHOWN if name in given}
    read = {
        name: float(text.replace(",", "."))
        for name, text in texts.items()
        if TYPED.fullmatch(text) and (text.isdecimal() or not LIMITS[name].whole)
    }
    missing = dict.fromkeys(texts.keys() - read.keys(), NO_NUMBER)
    return read, problems(read) | missing
