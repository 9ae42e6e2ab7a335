"""The starter lists of onboarding, in plain words: what a programme's organizers find, and change as they like.

A step is a pair of files, `<name>.pl.md` and `<name>.en.md`: a heading, which is the title, and the text in Markdown.
In a quiz (`quiz-…`) the text is followed by its questions: a heading, the answers as `- [ ]`, the right one as `- [x]`,
and behind `>` why.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from gatherings.domain.onboarding import Checklist, Question, Step
from mentoring import ids
from mentoring.i18n import LOCALES
from mentoring.tables.vocabulary import OnboardingKind, Role

HERE = Path(__file__).parent
OPTIONAL = frozenset({"tour"})
"""Steps that nobody has to take."""
SETS = {
    Role.MENTOR: ("what", "role-mentor", "ethics", "remote", "first-meeting-mentor", "tour", "quiz-mentor"),
    Role.MENTEE: ("what", "role-mentee", "ethics", "remote", "first-meeting-mentee", "tour", "quiz-mentee"),
}
"""Role → the steps of its list, in order."""


def checklist(programme_id: str, role: Role) -> Checklist:
    """Return the list a programme begins with; its steps have the same ids each time."""
    return Checklist(tuple(_step(ids.derived("starter-step", programme_id, role, name), name) for name in SETS[role]))


def _step(step_id: str, name: str) -> Step:
    read = {locale: _read(name, locale) for locale in LOCALES}
    texts = {locale: {"title": title, "text": text} for locale, (title, text, _) in read.items()}
    required = name not in OPTIONAL
    asked = zip(*(questions for _, _, questions in read.values()), strict=True)
    questions = tuple(
        Question(dict(zip(LOCALES, (told for told, _ in each), strict=True)), each[0][1]) for each in asked
    )
    kind = OnboardingKind.QUIZ if questions else OnboardingKind.READING
    return Step(step_id, kind, required, texts, questions=questions)


Asked = tuple[dict[str, str | list[str]], int]
"""A question in one language, and the number of its right answer."""


@cache
def _read(name: str, locale: str) -> tuple[str, str, tuple[Asked, ...]]:
    """Return title, text and questions of a file."""
    heading, _, rest = (HERE / f"{name}.{locale}.md").read_text("utf-8").partition("\n")
    text, *asked = rest.split("\n## ") if name.startswith("quiz-") else (rest,)
    return heading.removeprefix("# ").strip(), text.strip(), tuple(_question(one) for one in asked)


def _question(text: str) -> Asked:
    question, *lines = (line.strip() for line in text.strip().splitlines())
    answers = [line for line in lines if line.startswith("- [")]
    why = " ".join(line.removeprefix("> ") for line in lines if line.startswith(">"))
    right = next(number for number, line in enumerate(answers) if line.startswith("- [x]"))
    return {"question": question, "choices": [line[6:] for line in answers], "why": why}, right
