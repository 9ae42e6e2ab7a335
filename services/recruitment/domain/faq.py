"""The organizer's own questions and answers on the public page: a list in each language, held by one field. Pure.

In a form a line that begins with `?` is a question, what follows up to the next one is its answer, in Markdown. A line
of an answer that begins with a question mark of its own has a backslash before it, as Markdown has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mentoring.errors import N_, Invalid
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST_QUESTIONS = 20
"""Questions in a language."""
MOST_ASKED = 200
"""Characters of a question."""
MOST_LETTERS = 12_000
"""Characters in a language: the list lies in the programme, which every page of it reads."""

_QUESTION = re.compile(r" {0,3}\?[\s?]*(.*)")
_OF_ANSWER = re.compile(r"^( {0,3}\\*)(?=\?)")
_ESCAPED = re.compile(r"^( {0,3}\\*)\\(?=\?)")

BEFORE = N_("Begin with a question: a line with ? at its beginning. What stands before it belongs to none.")
NO_QUESTION = N_("There is a ? with no question behind it.")
NO_ANSWER = N_("The question “%(question)s” has no answer. Write it in the lines below the question.")
TOO_MANY = N_("There are %(number)s questions; the page takes 20.")
LONG_QUESTION = N_("The question “%(question)s…” is too long. A question has 200 characters at most.")
TOO_LONG = N_("All questions and answers together have %(number)s characters; the page takes 12,000.")


@dataclass(frozen=True)
class Asked:
    """A question, which is one line, and its answer in Markdown."""

    question: str
    answer: str

    @classmethod
    def of(cls, told: Mapping[str, str]) -> Asked:
        """Return what somebody told or what is kept, tidied: the mark of a question is not a part of it."""
        question = " ".join(told["question"].split()).lstrip("? ")
        return cls(question, "\n".join(told["answer"].splitlines()).strip())

    def check(self, where: str) -> None:
        """Raise `Invalid` with the JSON pointer `where` unless there are a question that fits and its answer."""
        if not self.question:
            raise Invalid(fields={where: NO_QUESTION})
        if len(self.question) > MOST_ASKED:
            raise Invalid(fields={where: LONG_QUESTION}, question=self.question[:40])
        if not self.answer:
            raise Invalid(fields={where: NO_ANSWER}, question=self.question)


def checked(told: Iterable[Mapping[str, str]], where: str) -> list[Asked]:
    """Return the questions and answers of a language; raises `Invalid` with the JSON pointer `where`."""
    found = [Asked.of(one) for one in told]
    for one in found:
        one.check(where)
    if len(found) > MOST_QUESTIONS:
        raise Invalid(fields={where: TOO_MANY}, number=len(found))
    letters = sum(len(one.question) + len(one.answer) for one in found)
    if letters > MOST_LETTERS:
        raise Invalid(fields={where: TOO_LONG}, number=letters)
    return found


def typed(text: str, where: str) -> list[Asked]:
    """Return the questions and answers of a field; raises `Invalid` with the JSON pointer `where`."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if question := _QUESTION.fullmatch(line):
            found.append((question[1], []))
        elif found:
            found[-1][1].append(_ESCAPED.sub(r"\1", line))
        elif line.strip():
            raise Invalid(fields={where: BEFORE})
    return checked(({"question": question, "answer": "\n".join(lines)} for question, lines in found), where)


def shown(told: Iterable[Asked]) -> str:
    """Return questions and answers in the form that `typed` reads."""
    return "\n\n".join(f"? {one.question}\n{_escaped(one.answer)}" for one in told)


def _escaped(answer: str) -> str:
    return "\n".join(_OF_ANSWER.sub(r"\1\\", line) for line in answer.split("\n"))
