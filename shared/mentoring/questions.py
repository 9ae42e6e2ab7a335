"""Organizers' own questions of an application form, and what people answered (`Profile.answers`). Pure.

A question is kept as JSON (`Question.of`, `told`). Its id stays, whatever becomes of its texts, its options or the
question itself, so answers are never lost. Answers by kind: a text; the id of an option; a list of ids of options, in
the order of the options; 1 to 5; `yes` or `no`. Whoever hasn't answered has no entry.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from mentoring.tables.vocabulary import QuestionKind, QuestionRule, Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

Texts = dict[str, str]
YES, NO = "yes", "no"
SCALE = (1, 2, 3, 4, 5)
PREFIX = "q-"
"""How the field of a question is called in forms and files: this and its id."""
COUNTING = (QuestionKind.CHOICE, QuestionKind.CHOICES, QuestionKind.SCALE, QuestionKind.YES_NO)
"""Kinds whose answers can be compared."""
RULES = {
    QuestionKind.CHOICE: (QuestionRule.SAME, QuestionRule.NOT_JUNIOR),
    QuestionKind.CHOICES: (QuestionRule.OVERLAP,),
    QuestionKind.SCALE: (QuestionRule.SAME, QuestionRule.NOT_JUNIOR),
    QuestionKind.YES_NO: (QuestionRule.SAME,),
}
"""Kind → rules that can be made of it; options are in order, the lowest first."""


def written(texts: Mapping[str, str], locale: str) -> str:
    """Return a text in a reader's language, or in the one there is."""
    return texts.get(locale) or next(iter(texts.values()), "")


@dataclass(frozen=True)
class Option:
    """What can be chosen; one that is `gone` can't be any more, and stays readable."""

    id: str
    text: Mapping[str, str]
    gone: bool = False


@dataclass(frozen=True)
class Question:
    """A question; `to_mentors` is how mentors are asked, where that differs; `low` and `high` are ends of a scale.

    `weight` is how much it counts for a score beside `mentoring.weights`, 0 for not at all.
    """

    id: str
    kind: QuestionKind
    roles: tuple[Role, ...]
    text: Mapping[str, str]
    to_mentors: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    options: tuple[Option, ...] = ()
    low: Mapping[str, str] = field(default_factory=dict)
    high: Mapping[str, str] = field(default_factory=dict)
    removed: bool = False
    weight: float = 0
    rule: QuestionRule = QuestionRule.NONE

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Question:
        """Return a question as `told` made it."""
        options = tuple(Option(**one) for one in told.get("options", ()))
        roles = tuple(map(Role, told["roles"]))
        made = {"kind": QuestionKind(told["kind"]), "rule": QuestionRule(told.get("rule", "")), "roles": roles}
        return cls(**{**told, **made, "options": options})

    def told(self) -> dict[str, Any]:
        """Return the question as JSON, without what is empty."""
        options = [
            {"id": one.id, "text": dict(one.text)} | ({"gone": True} if one.gone else {}) for one in self.options
        ]
        found = {
            "id": self.id,
            "kind": str(self.kind),
            "roles": [str(one) for one in self.roles],
            "text": dict(self.text),
            "to_mentors": dict(self.to_mentors),
            "required": self.required,
            "options": options,
            "low": dict(self.low),
            "high": dict(self.high),
            "removed": self.removed,
            "weight": self.weight,
            "rule": str(self.rule),
        }
        return {name: value for name, value in found.items() if value}

    @property
    def name(self) -> str:
        """Return how its field is called."""
        return f"{PREFIX}{self.id}"

    def says(self, locale: str, role: str = "") -> str:
        """Return the question in a reader's language, as a role is asked it."""
        return written(self.to_mentors if role == Role.MENTOR and self.to_mentors else self.text, locale)

    @property
    def open(self) -> tuple[Option, ...]:
        """Return the options that can be chosen."""
        return tuple(one for one in self.options if not one.gone)

    def option(self, option_id: str, locale: str) -> str:
        """Return the text of an option."""
        return next((written(one.text, locale) for one in self.options if one.id == option_id), "")

    def ends(self, locale: str) -> tuple[str, str]:
        """Return what the ends of a scale mean."""
        return written(self.low, locale), written(self.high, locale)

    def place(self, answer: object) -> int | None:
        """Return how high an answer is, from 0; None where it can't be compared, or there is none."""
        if self.kind == QuestionKind.SCALE and isinstance(answer, int):
            return answer - 1
        ids = [one.id for one in self.open]
        return ids.index(str(answer)) if self.kind == QuestionKind.CHOICE and answer in ids else None
