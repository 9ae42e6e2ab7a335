"""The clauses of a contract as people read them, choose them and type them, each in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import agreement, numbers
from mentoring.clauses import CLAUSES, ON_DAY, Answer, all_in
from mentoring.errors import N_
from mentoring.i18n import translations
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workspace import domain

MOST_NUMBER = 9_999
FIELDS = {"codes": "-codes", "number": "-other", "day": "-day", "text": ""}
"""Part of an answer → the end of its field's name, after that of the clause."""
COUNTED = {
    "frequency": (N_("How often we meet"), N_("or another number of days")),
    "length": (N_("How long a meeting takes"), N_("or another number of minutes")),
    "number": (N_("How many meetings we plan"), N_("How many meetings we plan")),
    "contact": (N_("We answer"), N_("or within another number of working days")),
    "cancelling": (N_("How long before we cancel or move a meeting at the latest"), N_("or another number of hours")),
}
"""Clause → what its number means beside the offered ones, and beside the field for another one."""
TOLD = ("frequency", "length", "number")
"""Clauses whose number the organizers see once both signed."""


@dataclass(frozen=True)
class Read:
    """An answer as it is read: the clause's name, title and question, what was chosen, and the free words."""

    name: str
    title: str
    question: str
    chosen: str
    text: str


@dataclass(frozen=True)
class Asked:
    """A clause as it is filled in.

    `options` and `offered` are (value, words); `number` is the one that is chosen, `other` one that isn't offered.
    """

    name: str
    title: str
    question: str
    several: bool
    options: tuple[tuple[str, str], ...]
    offered: tuple[tuple[str, str], ...]
    counts: str
    other_counts: str
    low: int
    high: int
    answer: Answer
    number: str
    other: str
    told: bool


@dataclass(frozen=True)
class Changed:
    """A clause that two versions answer differently, both answers in words."""

    title: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """What is different in a later version, in the reader's language."""

    changes: list[Changed]
    gone: list[str]
    new: list[str]


def fixed(contract: domain.Contract, locale: str) -> list[str]:
    """Return the programme's clauses in the reader's language."""
    return all_in(contract.fixed, locale)


def own(contract: domain.Contract, locale: str) -> list[Read]:
    """Return the pair's answers in the reader's language."""
    words = translations("mentoring", locale).gettext
    return [
        Read(name, words(clause.title), words(clause.question), agreement.chosen(name, answer, locale), answer.text)
        for name, clause in CLAUSES.items()
        if (answer := contract.own.get(name))
    ]


def difference(old: domain.Contract, new: domain.Contract, locale: str) -> Difference:
    """Return what is different in the later version, in the reader's language."""
    words = translations("mentoring", locale).gettext
    found = new.since(old)
    return Difference(
        [
            Changed(
                words(CLAUSES[one.name].title),
                agreement.said(one.name, one.old, locale),
                agreement.said(one.name, one.new, locale),
            )
            for one in found.changes
        ],
        all_in(found.gone, locale),
        all_in(found.new, locale),
    )


def asked(contract: domain.Contract, locale: str) -> list[Asked]:
    """Return the clauses with their answers, to be filled in."""
    return [_asked(name, contract.own.get(name, Answer()), locale) for name in CLAUSES]


def _asked(name: str, answer: Answer, locale: str) -> Asked:
    say = translations("workspace", locale).gettext
    clause = CLAUSES[name]
    counts, other = COUNTED.get(name, ("", ""))
    known = answer.number in clause.numbers
    number = "" if answer.number is None else str(answer.number)
    return Asked(
        name,
        say(clause.title),
        say(clause.question),
        clause.several,
        tuple((code, say(text)) for code, text in clause.options),
        tuple((str(number), text) for number, text in agreement.counted(name, locale)),
        say(counts) if counts else "",
        say(other) if other else "",
        clause.low,
        clause.high,
        answer,
        number if known else "",
        "" if known else number,
        name in TOLD,
    )


def typed(sent: Mapping[str, Sequence[str]]) -> dict[str, Answer]:
    """Return the answers in a form; a number out of all bounds stands for what isn't one.

    Where one can choose or type, both may be sent. What was typed counts, unless it is what stood there before
    (`<clause>-was`): then the choice is what was changed.
    """
    return {name: answer for name in CLAUSES if (answer := _typed(name, sent))}


def _typed(name: str, sent: Mapping[str, Sequence[str]]) -> Answer:
    def last(field: str) -> str:
        return next(iter(reversed(sent.get(field, ()))), "").strip()

    def typed_anew(field: str, chosen: object) -> str:
        value = last(field)
        return "" if chosen and value == last(f"{name}-was") else value

    codes = tuple(one for one in sent.get(f"{name}-codes", ()) if one)
    day = last(f"{name}-day")
    if typed_anew(f"{name}-day", codes):
        codes = (ON_DAY,)
    number = typed_anew(f"{name}-other", last(f"{name}-number")) or last(f"{name}-number")
    counted = numbers.whole(number, 0, MOST_NUMBER) if number else None
    return Answer(
        codes,
        -1 if number and counted is None else counted,
        day if ON_DAY in codes else "",
        last(name),
    )


def ticked(sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what is ticked in a form, by field, as its page shows it again."""
    return {f"{name}-codes": list(sent.get(f"{name}-codes", ())) for name, one in CLAUSES.items() if one.several}


def wrong(flaws: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with answers by the field of the form; `flaws` are by pointer, `/own/<clause>/<part>`."""
    found = {}
    for where, why in flaws.items():
        name, part = where.removeprefix("/own/").split("/")
        found[f"{name}{FIELDS[part]}"] = why
    return found
