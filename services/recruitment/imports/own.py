"""Answers to the organizers' own questions: what is typed, chosen or stands in a cell ↔ what is kept. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import letters
from mentoring.errors import N_
from mentoring.letters import plain
from mentoring.questions import NO, SCALE, YES, Question, written
from mentoring.tables.vocabulary import QuestionKind
from recruitment.imports import cells, topics
from recruitment.imports.cells import Rejected
from recruitment.imports.titles import TITLES, bare
from recruitment.imports.words import YES_NAMES, agrees

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mentoring.tables.recruitment import Answer
    from mentoring.tables.vocabulary import Role
    from recruitment.domain.form import Form

NO_NAMES = {"pl": "nie", "en": "no"}
UNCLEAR = "own-unclear"
"""Code of a cell that names no option; the organizer may say which it means."""


def read(question: Question, raw: str | list[str]) -> Answer | None:
    """Return the answer in what was chosen, typed or stands in a cell; None where there is none.

    Options are named by their id, or by their text in any language. Raises `Rejected`.
    """
    parts = [raw] if isinstance(raw, str) else raw
    whole = "\n".join(parts).strip()
    if not whole:
        if question.required:
            raise Rejected("missing", N_("Answer this question."))
        return None
    if question.kind == QuestionKind.CHOICES:
        return _options(question, parts)
    return _READERS[question.kind](question, whole)


def _named(question: Question) -> dict[str, str]:
    """Return folded text or id → id of each option, also of those that are gone: who chose one keeps it."""
    ids = [*question.open, *(one for one in question.options if one.gone)]
    found: dict[str, str] = {}
    for one in ids:
        for text in (one.id, *one.text.values()):
            found.setdefault(plain(text), one.id)
    return found


def _option(question: Question, text: str) -> str:
    found = _named(question).get(plain(text))
    if found is None:
        raise Rejected(UNCLEAR, N_("“%(text)s” isn't among the answers to choose from."), text=text[:80])
    return found


def _options(question: Question, parts: Sequence[str]) -> list[str] | None:
    named = _named(question)
    known = [text for one in question.options for text in one.text.values()]
    chosen: set[str] = set()
    unknown = ""
    for part in parts:
        for item in [part] if plain(part) in named else topics.split(part, known):
            found = named.get(plain(item))
            if found is None:
                unknown = unknown or item
            else:
                chosen.add(found)
    ordered = [one.id for one in question.options if one.id in chosen]
    if unknown:
        hint = N_("“%(text)s” isn't among the answers to choose from.")
        raise Rejected(UNCLEAR, hint, understood=ordered or None, text=unknown[:80])
    return ordered or None


def _step(question: Question, text: str) -> int:
    ends = {plain(said): end for texts, end in ((question.low, 1), (question.high, 5)) for said in texts.values()}
    try:
        step = float(text.replace(",", "."))
    except ValueError:
        step = ends.get(plain(text), 0)
    if step not in SCALE:
        raise Rejected("own-scale", N_("Choose a number from 1 to 5."))
    return int(step)


def _yes_no(text: str) -> str:
    said = agrees(text)
    if said is None:
        raise Rejected(UNCLEAR, N_("“%(text)s” is neither yes nor no."), text=text[:80])
    return YES if said else NO


_READERS: Mapping[str, Callable[[Question, str], Answer]] = {
    QuestionKind.SHORT: lambda _, text: str(cells.READERS["department"](text)),
    QuestionKind.LONG: lambda _, text: str(cells.READERS["goal"](text)),
    QuestionKind.CHOICE: _option,
    QuestionKind.SCALE: _step,
    QuestionKind.YES_NO: lambda _, text: _yes_no(text),
}


def text(question: Question, answer: Answer | None, locale: str) -> str:
    """Return an answer as its owner would type it in a language; nothing for none."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return topics.joined(question.option(one, locale) for one in answer)
    match question.kind:
        case QuestionKind.CHOICE:
            return question.option(str(answer), locale)
        case QuestionKind.YES_NO:
            return YES_NAMES[locale] if answer == YES else NO_NAMES[locale]
        case _:
            return str(answer)


def told(profile: Mapping[str, Any], questions: Iterable[Question], locale: str) -> dict[str, str]:
    """Return field → what somebody answered, in words, for each question."""
    given = profile.get("answers", {})
    return {one.name: text(one, given.get(one.id), locale) for one in questions}


def read_all(
    questions: Iterable[Question], raw: Mapping[str, str | list[str]]
) -> tuple[dict[str, Answer], dict[str, Rejected]]:
    """Return id → answer, and field → why one can't be read; what could be understood of it is among the answers."""
    found: dict[str, Answer] = {}
    refused: dict[str, Rejected] = {}
    for one in questions:
        try:
            answer = read(one, raw.get(one.name, ""))
        except Rejected as why:
            refused[one.name], answer = why, why.understood
        if answer is not None:
            found[one.id] = answer
    return found, refused


def of_role(
    form: Form, role: Role, values: Mapping[str, Any], raw: Mapping[str, str]
) -> tuple[dict[str, Answer], dict[str, Rejected]]:
    """Return what a row answers to what a role is asked, and why it has to be asked: also for required fields."""
    found, refused = read_all(form.asks(role), raw)
    missing = (name for name in form.insists(role) - form.hidden(role) if not values.get(name))
    return found, {name: Rejected("missing", N_("This is missing.")) for name in missing} | refused


def titles(questions: Sequence[Question], locale: str) -> dict[str, str]:
    """Return field → the title of its column; one that could mean something else names the field beside it."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for one in questions:
        title = letters.line(one.says(locale))
        if bare(title) in TITLES or plain(title) in taken or not bare(title):
            title = f"{title} [{one.name}]"
        taken.add(plain(title))
        found[one.name] = title
    return found


def by_title(questions: Sequence[Question]) -> dict[str, str]:
    """Return folded title → field: each question as it is asked in any language, and as the export names it."""
    found: dict[str, str] = {}
    for texts in ("text", "to_mentors"):
        for one in questions:
            for said in getattr(one, texts).values():
                for title in (plain(letters.line(said)), bare(said)):
                    if title and title not in TITLES:
                        found.setdefault(title, one.name)
    for locale in ("pl", "en"):
        exported = titles(questions, locale)
        found |= {plain(title): name for name, title in exported.items() if "[" in title or plain(title) not in found}
    return found


def labels(questions: Iterable[Question], locale: str, role: str = "") -> dict[str, str]:
    """Return field → what its question says."""
    return {one.name: one.says(locale, role) for one in questions}


def choosable(question: Question, locale: str) -> list[tuple[str, str]]:
    """Return what words of a file could mean: value and text."""
    if question.kind == QuestionKind.YES_NO:
        return [(YES, YES_NAMES[locale]), (NO, NO_NAMES[locale])]
    return [(one.id, written(one.text, locale)) for one in question.open]
