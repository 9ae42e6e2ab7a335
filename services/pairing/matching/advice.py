"""Why somebody has no pair, and the smallest change that would help, in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from mentoring.errors import N_
from mentoring.i18n import LOCALES, language_name, translations, weekday_name
from mentoring.tables.vocabulary import Role
from mentoring.values import dataclass
from pairing.domain import MENTEE, Person
from pairing.matching.common_time import HOURS, with_more_time
from pairing.matching.rules import RULES
from pairing.matching.score_parts import FLEXIBLE, bit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from gettext import NullTranslations

    from numpy.typing import NDArray

    from pairing.matching.score_parts import Index, Scoring, Values

NAMED = 3
"""How many suitable mentors are named to somebody for whom there was no place."""
CHANGEABLE = ("language", "time", "mode", "capacity", "quality")
"""Causes that people, then organizers, can change: these win among causes that count alike."""

CAUSES = {
    "free": N_("No mentee needed this place; it stays as a reserve."),
    "nobody": N_("Nobody applied on the other side."),
    "capacity": N_("No suitable mentor has a free place."),
    "exclusion": N_("Otherwise suitable people are excluded by a wish of one side."),
    "language": N_("No suitable person speaks the same language; add a language you could work in."),
    "time": N_("No suitable person is free at the same time; add weekly times or choose “flexible”."),
    "mode": N_("Suitable people meet only online or only in person; choosing “both” would help."),
    "department": N_("Otherwise suitable people are of the same department."),
    "junior": N_(
        "In otherwise suitable pairs the mentor's position is lower; the programme's settings could allow that."
    ),
    "forbidden": N_("Suitable people were proposed before, or the organizers ruled the pair out."),
    "question": N_("Otherwise suitable people are ruled out by their answers to the organizers' own questions."),
    "quality": N_("No possible pair reaches the quality this programme asks for."),
    "several": N_("Several rules together leave nobody: language, time, way of meeting or exclusions."),
}
"""By cause; `seats` and `manager` have texts with a number."""
ONLY_ONESELF = N_("Nobody else is on the other side: this person applied in both roles.")
MORE_TIMES = N_("No suitable person is free at the same time; more weekly times would help.")
HELP = {
    "time": N_("Most of all would help: %(day)s, %(hour)s (people free then: %(opens)s)."),
    "language": N_("Most of all would help: %(language)s (people who speak it: %(opens)s)."),
}


@dataclass(frozen=True)
class Side:
    """The people of one role as they see the others.

    `cells` ours × others as scoring.Scoring.matrix tells them of `terms`; `mondays` are those of its weeks; `least` is
    the score below which nobody is paired, 0–10 000. `selves` are the places among the others, by the place among ours,
    of people who are on both sides.
    """

    role: str
    people: Sequence[Person]
    others: Sequence[Person]
    cells: Values
    terms: Scoring
    mondays: Sequence[date]
    least: int
    selves: Mapping[int, Sequence[int]]


def alone(side: Side, place: int, short: int) -> dict[str, Any]:
    """Return the explanation for somebody without a pair: `cause`, what `helps`, both in `words` by language.

    `short` is how many people lack only a place. `opens` counts the people with whom a pair becomes possible if only
    the cause goes away; for an hour or a language, if only that is added.
    """
    line = side.cells[place]
    cause, near = _cause(side, place)
    helps: dict[str, Any] = {"opens": len(near)}
    text = CAUSES.get(cause, "")
    if cause == "exclusion" and not len(near):
        text = ONLY_ONESELF
    if cause == "seats":
        best = np.argsort(-line, kind="stable")[:NAMED]
        helps |= {"places": short, "mentor_ids": [side.others[other].id for other in best if line[other] >= 0]}
    if cause == "language":
        code, opens = _best_language([side.others[other] for other in near])
        helps |= {"language": code, "opens": opens}
    if cause == "time":
        opened = _with_more_time(side, place, near)
        helps = _best_hour(opened[:HOURS].sum(axis=1))
        text = text if opened[-1].any() else MORE_TIMES
    words = {locale: _words(text, cause, side.role, helps, locale) for locale in LOCALES}
    return {"participant_id": side.people[place].id, "role": side.role, "cause": cause, "helps": helps, "words": words}


def _cause(side: Side, place: int) -> tuple[str, Index]:
    """Return the cause for one person, and the positions of the others for whom nothing else is in the way.

    `seats` or `free` if somebody would do, else the rule that alone forbids the most. `exclusion` without anybody means
    that the person is alone on the other side.
    """
    line = side.cells[place]
    if len(line) == len(side.selves.get(place, ())):
        return "exclusion" if len(line) else "nobody", np.zeros(0, dtype=np.int64)
    if (line >= 0).any():
        return "seats" if side.role == MENTEE else "free", np.flatnonzero(line >= 0)
    near = {rule: _near(side, place, rule) for rule in (*CHANGEABLE, *RULES)}
    rule = max(near, key=lambda name: len(near[name]))
    return (rule, near[rule]) if len(near[rule]) else ("several", near[rule])


def _near(side: Side, place: int, rule: str) -> Index:
    """Return the others whom only this rule keeps apart from somebody, never themselves."""
    kept = side.cells[place] == -bit(RULES, rule)
    kept[list(side.selves.get(place, ()))] = False
    others = np.flatnonzero(kept)
    if rule == "time" and side.least and len(others):
        return others[_with_more_time(side, place, others)[HOURS:].any(axis=0)]
    return others


def _with_more_time(side: Side, place: int, others: Index) -> NDArray[np.bool_]:
    """Return who could be paired with somebody if only time is in the way and they were free more often.

    Rows: one for each hour of the week (0 = Monday 00:00 by their own clock) added to their times, one for all of them
    added, and last «flexible». Columns: `others`. Common time counts as in scoring, in every week of the programme.
    """
    common = with_more_time(side.people[place], 1 if side.role == MENTEE else 0, others, side.terms.time, side.mondays)
    hours, apart = common.block(slice(0, HOURS + 1))
    hours = np.vstack([hours, np.full(len(others), FLEXIBLE, dtype=np.uint8)])
    apart = np.vstack([apart, np.zeros(len(others), dtype=bool)])
    own = np.full(len(others), place)
    pairs = (own, others) if side.role == MENTEE else (others, own)
    rest = side.terms.scores_of(*pairs) - side.terms.by_hours[side.terms.hours_of(*pairs)]
    enough: NDArray[np.bool_] = ~apart & (rest + side.terms.by_hours[hours] >= side.least)
    return enough


def _best_hour(opens: Index) -> dict[str, Any]:
    """Return the first hour of the week that opens the most pairs, as a number; none if no hour opens any."""
    hour = int(opens.argmax())
    if not opens[hour]:
        return {"opens": 0}
    return {"weekday": hour // 24, "hour": hour % 24, "opens": int(opens[hour])}


def _best_language(others: Sequence[Person]) -> tuple[str, int]:
    """Return the code of the language that most of the others speak, and how many do."""
    spoken = Counter(code for one in others for code in {language["code"] for language in one.profile["languages"]})
    return min(spoken.items(), key=lambda entry: (-entry[1], entry[0]))


def _words(text: str, cause: str, role: str, helps: dict[str, Any], locale: str) -> str:
    catalogue = translations("pairing", locale)
    number = helps.get("places", helps["opens"])
    values: dict[str, Any] = {"num": number, "opens": helps["opens"]}
    told = [catalogue.gettext(text) if text else _counted(catalogue, cause, role, number)]
    if "weekday" in helps:
        values |= {"day": weekday_name(helps["weekday"], locale), "hour": f"{helps['hour']}:00"}
    if "language" in helps:
        values |= {"language": language_name(helps["language"], locale)}
    if "weekday" in helps or "language" in helps:
        told.append(catalogue.gettext(HELP[cause]))
    return " ".join(one % values for one in told)


def _counted(catalogue: NullTranslations, cause: str, role: str, number: int) -> str:
    """Return the text of a cause that has a number."""
    match cause, role:
        case "seats", _:
            return catalogue.ngettext(
                "Suitable mentors have no place left: %(num)s more place would help.",
                "Suitable mentors have no place left: %(num)s more places would help.",
                number,
            )
        case _, Role.MENTEE:
            return catalogue.ngettext(
                "%(num)s mentor would be suitable, but one of the two is the other's line manager.",
                "%(num)s mentors would be suitable, but in each of these pairs one is the other's line manager.",
                number,
            )
        case _:
            return catalogue.ngettext(
                "%(num)s mentee would be suitable, but one of the two is the other's line manager.",
                "%(num)s mentees would be suitable, but in each of these pairs one is the other's line manager.",
                number,
            )


def only(topic: str) -> Person:
    """Return a mentor who offers one topic and said nothing else, so that no rule is in the way."""
    told = {"topics": [topic], "zone": "UTC"} | dict.fromkeys(("position", "department", "city", "style", "mode"), "")
    told |= {"manager_email": "", "languages": [], "availability": [], "choices": [], "not_with": []}
    return Person(f"only {topic}", "", 1, told)
