"""Onboarding: the steps of a role, as organizers write them, and how far somebody is with them. Pure."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import Arrival, OnboardingKind, OnboardingState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from mentoring.texts import Texts

MOST_STEPS = 20
"""Steps of a list, those included that are gone: more than anybody does before a first meeting."""
MOST_QUESTIONS, FEWEST_CHOICES, MOST_CHOICES = 3, 2, 5
SCHEMES = ("https://", "http://")
REQUIRED = N_("This is required.")


class TooManySteps(Conflict):
    """A list has as many steps as it may."""

    code = "too-many-steps"
    message = N_("There are %(most)s steps, which is as many as anybody would take. Remove one first.")


class SaidElsewhere(Conflict):
    """A step that isn't done by saying so."""

    code = "said-elsewhere"
    message = N_("This step is done once you were at the gathering: its host notes who is there.")


class AnswersFirst(Conflict):
    """A quiz that isn't done by saying so."""

    code = "answers-first"
    message = N_("This step is done once you have answered its questions. Wrong answers count, too.")


@dataclass(frozen=True)
class Question:
    """A question of a quiz: `texts` by language are `{question, choices, why}`; `right` is the number of a choice."""

    texts: Mapping[str, Mapping[str, str | list[str]]]
    right: int

    def choices(self, locale: str) -> list[str]:
        """Return what can be answered, in a language."""
        return list(self.texts[locale]["choices"])


@dataclass(frozen=True)
class Step:
    """One thing to read, to do or to be at; `about` is the id of a guide or a gathering.

    A step that is `gone` was removed after people had got it: only who has done it still sees it.
    """

    step_id: str
    what: OnboardingKind
    required: bool
    texts: Texts
    link: str = ""
    about: str = ""
    questions: tuple[Question, ...] = ()
    gone: bool = False

    @property
    def titles(self) -> dict[str, str]:
        """Return its titles by language."""
        return {locale: one["title"] for locale, one in self.texts.items()}

    def checked(self) -> Step:
        """Return it with the languages that are written, without what its kind doesn't have; raise `Invalid`."""
        written = {locale: one for locale, one in self.texts.items() if any(one.values())}
        wrong = {f"/title_{locale}": REQUIRED for locale, one in written.items() if not one["title"]}
        if not written:
            wrong[f"/title_{next(iter(self.texts), 'pl')}"] = REQUIRED
        for locale, one in written.items():
            if self.what == OnboardingKind.READING and not one["text"]:
                wrong[f"/text_{locale}"] = REQUIRED
        link = self.link if self.what in (OnboardingKind.READING, OnboardingKind.PAGE) else ""
        if self.what == OnboardingKind.PAGE and not link:
            wrong["/link"] = REQUIRED
        if link and not link.startswith(SCHEMES):
            wrong["/link"] = N_("A link begins with https://.")
        pointed = self.what in (OnboardingKind.GUIDE, OnboardingKind.GATHERING)
        if pointed and not self.about:
            wrong["/about"] = N_("Choose which one.")
        questions = self.questions if self.what == OnboardingKind.QUIZ else ()
        if self.what == OnboardingKind.QUIZ:
            wrong |= _wrong_questions(questions, list(written))
        if wrong:
            raise Invalid(fields=wrong)
        kept = tuple(replace(one, texts={at: one.texts[at] for at in written}) for one in questions)
        return replace(self, texts=written, link=link, about=self.about if pointed else "", questions=kept)

    def mark(self, answers: Sequence[int]) -> list[bool]:
        """Return of each question whether the answer is right; raise `Invalid` for those without an answer."""
        given = [*answers, *([-1] * len(self.questions))][: len(self.questions)]
        wrong = {
            f"/answer_{number}": N_("Choose an answer; a wrong one does no harm.")
            for number, (one, answer) in enumerate(zip(self.questions, given, strict=True), 1)
            if not 0 <= answer < len(one.choices(next(iter(one.texts))))
        }
        if wrong:
            raise Invalid(fields=wrong)
        return [one.right == answer for one, answer in zip(self.questions, given, strict=True)]


def _wrong_questions(questions: Sequence[Question], locales: Sequence[str]) -> dict[str, str]:
    """Return what is missing: each question has its text, its choices and its explanation in each written language."""
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        return {f"/question_1_{locale}": N_("Ask at least one question, and at most three.") for locale in locales[:1]}
    wrong: dict[str, str] = {}
    for number, one in enumerate(questions, 1):
        counts = set()
        for locale in locales:
            told = one.texts.get(locale, {})
            wrong |= {f"/{name}_{number}_{locale}": REQUIRED for name in ("question", "why") if not told.get(name)}
            choices = list(told.get("choices", ()))
            counts.add(len(choices))
            if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
                wrong[f"/choices_{number}_{locale}"] = N_("Write two to five answers, one per line.")
        if len(counts) > 1:
            wrong[f"/choices_{number}_{locales[-1]}"] = N_(
                "Write the same answers in both languages, in the same order."
            )
        elif not 0 <= one.right < min(counts, default=0):
            wrong[f"/right_{number}"] = N_("Say which of the answers is right.")
    return wrong


@dataclass(frozen=True)
class Checklist:
    """The steps of a role, in the order of the organizers."""

    steps: tuple[Step, ...] = ()

    @property
    def present(self) -> tuple[Step, ...]:
        """Return the steps that aren't gone."""
        return tuple(one for one in self.steps if not one.gone)

    def find(self, step_id: str) -> Step | None:
        """Return a step that isn't gone."""
        return next((one for one in self.present if one.step_id == step_id), None)

    def at(self, gathering_id: str) -> list[Step]:
        """Return the steps that are about being at a gathering."""
        return [one for one in self.present if one.what == OnboardingKind.GATHERING and one.about == gathering_id]

    def put(self, step: Step) -> Checklist:
        """Return the list with a step: in its place, or as the last one; raises `TooManySteps`."""
        if any(one.step_id == step.step_id for one in self.steps):
            return Checklist(tuple(step if one.step_id == step.step_id else one for one in self.steps))
        if len(self.steps) >= MOST_STEPS:
            raise TooManySteps(most=MOST_STEPS)
        return Checklist((*self.steps, step))

    def drop(self, step_id: str, *, kept: bool) -> Checklist:
        """Return the list without a step; `kept` for those who have done it."""
        if not kept:
            return Checklist(tuple(one for one in self.steps if one.step_id != step_id))
        return Checklist(tuple(replace(one, gone=True) if one.step_id == step_id else one for one in self.steps))

    def move(self, step_id: str, by: int) -> Checklist:
        """Return the list with a step one place up (-1) or down (1) among those present; the ends stay ends."""
        places = [place for place, one in enumerate(self.steps) if not one.gone]
        here = next(at for at, place in enumerate(places) if self.steps[place].step_id == step_id)
        if not 0 <= here + by < len(places):
            return self
        moved = list(self.steps)
        one, other = places[here], places[here + by]
        moved[one], moved[other] = moved[other], moved[one]
        return Checklist(tuple(moved))


@dataclass(frozen=True)
class Mark:
    """That a step is done or waived: since when (an instant), why, and by which organizer (a person id)."""

    state: OnboardingState
    at: str
    why: str = ""
    by: str = ""


@dataclass(frozen=True)
class Standing:
    """How far somebody is: `total` steps are theirs, `done` are done or waived, `left` are required and open."""

    total: int
    done: int
    left: tuple[Step, ...]
    following: Step | None

    @property
    def arrival(self) -> Arrival:
        """Return how far that is, in a word."""
        if not self.left:
            return Arrival.SETTLED
        return Arrival.BEGUN if self.done else Arrival.NOT_BEGUN


@dataclass(frozen=True)
class Progress:
    """What somebody has done, by step; nothing takes it away again, but for a host who corrects who was there."""

    marks: Mapping[str, Mark] = field(default_factory=dict)

    def state(self, step_id: str) -> OnboardingState:
        """Return how a step stands."""
        return self.marks[step_id].state if step_id in self.marks else OnboardingState.TODO

    def do(self, step_id: str, at: str) -> Progress:
        """Return it with a step as done; what was waived may be done, what is done keeps its date."""
        if self.state(step_id) == OnboardingState.DONE:
            return self
        return Progress({**self.marks, step_id: Mark(OnboardingState.DONE, at)})

    def undo(self, step_id: str) -> Progress:
        """Return it without a step that was noted as done; one that was waived stays so."""
        if self.state(step_id) != OnboardingState.DONE:
            return self
        return Progress({at: one for at, one in self.marks.items() if at != step_id})

    def waive(self, steps: Iterable[Step], why: str, by: str, at: str) -> Progress:
        """Return it with those of the steps waived that are open."""
        waived = {
            one.step_id: Mark(OnboardingState.WAIVED, at, why, by) for one in steps if one.step_id not in self.marks
        }
        return Progress({**self.marks, **waived})

    def shown(self, checklist: Checklist) -> list[Step]:
        """Return the steps somebody sees: those of the list, and what they did that is no longer on it."""
        return [one for one in checklist.steps if not one.gone or one.step_id in self.marks]

    def standing(self, checklist: Checklist) -> Standing:
        """Return how far somebody is; the next step is a required one, if one is open."""
        shown = self.shown(checklist)
        todo = [one for one in shown if one.step_id not in self.marks]
        left = tuple(one for one in todo if one.required)
        return Standing(len(shown), len(shown) - len(todo), left, next(iter([*left, *todo]), None))


def is_late(since: datetime, days: int, now: datetime) -> bool:
    """Return whether the days people have are over."""
    return now >= since + timedelta(days=days)
