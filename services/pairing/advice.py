"""Why somebody stayed without a pair, and the smallest change that would help, in words."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, language_name, translations, weekday_name
from pairing.domain import MENTEE, Person
from pairing.scoring import RULES
from pairing.terms import bit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pairing.terms import Values

LOOKED_AT = 200
"""People whose times are looked at for somebody without a pair."""
NAMED = 3
"""Suitable mentors named to somebody for whom there was no place."""

CAUSES = {
    "seats": N_("There are fewer free places than people: %(count)s more places with suitable mentors would help."),
    "free": N_("No mentee needed this place; it stays as a reserve."),
    "nobody": N_("Nobody applied on the other side."),
    "capacity": N_("No suitable mentor has a free place."),
    "exclusion": N_("Every otherwise suitable person is excluded by a wish of one side."),
    "manager": N_("The only otherwise suitable person is the line manager."),
    "language": N_("No suitable person speaks the same language; add a language you could work in."),
    "time": N_("No suitable person is free at the same time; add weekly times or choose «flexible»."),
    "mode": N_("Suitable people meet only online or only in person; choosing «both» would help."),
    "department": N_("Every otherwise suitable person is of the same department."),
    "forbidden": N_("Every suitable person was proposed before, or the organizers ruled the pair out."),
    "quality": N_("No possible pair reaches the quality this programme asks for."),
    "several": N_("Several rules together leave nobody: language, time, way of meeting or exclusions."),
}
HELP = {
    "time": N_("Most of all would help: %(day)s, %(hour)s (people free then: %(opens)s)."),
    "language": N_("Most of all would help: %(language)s (people who speak it: %(opens)s)."),
}


def alone(one: Person, role: str, line: Values, others: Sequence[Person], short: int, start: date) -> dict[str, Any]:
    """Return somebody without a pair: `cause`, what `helps`, both in `words` by language.

    `line` are the cells of this person with `others`, `short` is how many people lack only a place.
    """
    cause, opens = _cause(line, "seats" if role == MENTEE else "free")
    helps: dict[str, Any] = {"opens": opens}
    if cause == "seats":
        best = np.argsort(-line, kind="stable")[:NAMED]
        helps |= {"places": short, "mentor_ids": [others[place].id for place in best if line[place] >= 0]}
    near = [others[place] for place in np.flatnonzero(line == -bit(RULES, cause))[:LOOKED_AT]] if cause in HELP else []
    if cause == "language":
        spoken = Counter(language["code"] for other in near for language in other.profile["languages"])
        code, opens = min(spoken.items(), key=lambda entry: (-entry[1], entry[0]))
        helps |= {"language": code, "opens": opens}
    if cause == "time":
        (weekday, hour), opens = best_hour(one, near, start)
        helps |= {"weekday": weekday, "hour": hour, "opens": opens}
    words = {locale: _words(cause, helps, short, locale) for locale in LOCALES}
    return {"participant_id": one.id, "role": role, "cause": cause, "helps": helps, "words": words}


def _cause(line: Values, possible: str) -> tuple[str, int]:
    """Return what binds one person, and for how many of the others nothing else does.

    `possible` when somebody would do, else the rule that alone forbids the most.
    """
    if not len(line):
        return "nobody", 0
    if (line >= 0).any():
        return possible, int((line >= 0).sum())
    only = {rule: int((line == -bit(RULES, rule)).sum()) for rule in RULES}
    rule = max(only, key=lambda name: (only[name], name))
    return (rule, only[rule]) if only[rule] else ("several", 0)


def best_hour(one: Person, others: Sequence[Person], start: date) -> tuple[tuple[int, int], int]:
    """Return weekday (0 = Monday) and hour by this person's clock at which most of the others are free, and how many.

    In the programme's first week, whose Monday is that of `start`.
    """
    ours, monday = ZoneInfo(one.profile["zone"]), start - timedelta(days=start.weekday())
    free = Counter(hour for other in others for hour in set(_hours(other, ours, monday)))
    hour, opens = min(free.items(), key=lambda entry: (-entry[1], entry[0]))
    return hour, opens


def _hours(other: Person, ours: ZoneInfo, monday: date) -> list[tuple[int, int]]:
    """Return when somebody's free hours begin by another clock, as weekday and hour."""
    found = []
    for slot in other.profile["availability"]:
        begin = datetime.combine(
            monday + timedelta(days=slot["weekday"]), time(slot["start"]), ZoneInfo(other.profile["zone"])
        )
        for nth in range(slot["end"] - slot["start"]):
            there = (begin.astimezone(UTC) + timedelta(hours=nth)).astimezone(ours)
            found.append((there.weekday(), there.hour))
    return found


def _words(cause: str, helps: dict[str, Any], short: int, locale: str) -> str:
    gettext = translations("pairing", locale).gettext
    values: dict[str, Any] = {"count": short, "opens": helps["opens"]}
    if cause == "time":
        values |= {"day": weekday_name(helps["weekday"], locale), "hour": f"{helps['hour']}:00"}
    if cause == "language":
        values |= {"language": language_name(helps["language"], locale)}
    return " ".join(gettext(text) % values for text in (CAUSES[cause], HELP.get(cause, "")) if text)


def only(topic: str) -> Person:
    """Return a mentor who offers one topic and told nothing else, so that no rule stands in anybody's way."""
    told = {"topics": [topic], "zone": "UTC"} | dict.fromkeys(("position", "department", "city", "style", "mode"), "")
    told |= {"manager_email": "", "languages": [], "availability": [], "choices": [], "not_with": []}
    return Person(f"only {topic}", "", 1, told)
