"""JSON of onboarding for those who take part: their steps, doing one, answering a quiz."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from gatherings.domain.onboarding import MOST_QUESTIONS
from gatherings.use_cases.onboarding import mine as use_cases
from mentoring import http
from mentoring.tables.vocabulary import OnboardingKind, OnboardingState, Role
from mentoring.texts import language

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Step
    from gatherings.use_cases.onboarding.mine import Mine, Part

router = http.Router()

HERE = "/v1/onboarding/<programme_id>"


class AnswersWish(http.Model):
    """The answers to a quiz: of each question the number of a choice, from 0."""

    answers: list[Annotated[int, Field(ge=-1, le=5)]] = Field(max_length=MOST_QUESTIONS)


class AskedView(http.View):
    """A question of a quiz, as it is asked."""

    question: str
    choices: list[str]


class MyStepView(http.View):
    """A step as it is for somebody, in their language or the one there is (`language`); `text` in Markdown.

    `about` is the id of a guide or a gathering; `why` is said of a step that was waived, `at` since when it is done.
    """

    step_id: str
    what: OnboardingKind
    required: bool
    state: OnboardingState
    at: str | None
    why: str
    language: str
    title: str
    text: str
    link: str
    about: str
    questions: list[AskedView]


class MyPartView(http.View):
    """Somebody's onboarding in one role; `left` are the required steps that are open."""

    participant_id: str
    role: Role
    total: int
    done: int
    left: int
    steps: list[MyStepView]


class MyOnboardingView(http.View):
    """Somebody's onboarding in a programme, in each of their roles; `comes_first`: before a first meeting."""

    programme_id: str
    comes_first: bool
    items: list[MyPartView]
    next: str | None = None


class AnsweredView(http.View):
    """What became of an answer: `answer` and `right_answer` are numbers of choices, `why` is the explanation."""

    question: str
    answer: int
    right: bool
    right_answer: int
    why: str


class QuizView(http.View):
    """A quiz as it was answered. The answers are not stored."""

    step_id: str
    items: list[AnsweredView]
    next: str | None = None


def _shown(own: Mine) -> MyOnboardingView:
    locale = http.context().locale
    parts = [MyPartView.of(part.item, steps=[_step(part, step, locale) for step in part.steps]) for part in own.parts]
    return MyOnboardingView(programme_id=own.programme.programme_id, comes_first=own.comes_first, items=parts)


def _step(part: Part, step: Step, locale: str) -> MyStepView:
    read = language(step.texts, locale)
    mark = part.item.marks.get(step.step_id, {})
    asked = [AskedView.model_validate(dict(one.texts[read])) for one in step.questions]
    beside = {"state": part.state(step), "at": mark.get("at"), "why": mark.get("why", ""), "language": read}
    return MyStepView.of(step, questions=asked, **beside, **step.texts[read])


@router.get(HERE)
def my_onboarding(programme_id: str) -> MyOnboardingView:
    """Return the user's onboarding in a programme, where people have one."""
    return _shown(use_cases.mine(http.context(), programme_id))


@router.post(f"{HERE}/steps/<step_id>/done")
def do_step(programme_id: str, step_id: str) -> MyOnboardingView:
    """Mark a step as done; once is as good as often. A quiz is answered, and who was at a gathering its host says."""
    return _shown(use_cases.do(http.context(), programme_id, step_id))


@router.post(f"{HERE}/steps/<step_id>/answers")
def answer_quiz(programme_id: str, step_id: str, body: AnswersWish) -> QuizView:
    """Answer a quiz and learn which answers are right, and why; that makes the step done, whatever they are."""
    context = http.context()
    found = use_cases.answer(context, programme_id, step_id, body.answers)
    read = language(found.step.texts, context.locale)
    items = [
        AnsweredView(
            question=str(one.texts[read]["question"]),
            answer=answer,
            right=right,
            right_answer=one.right,
            why=str(one.texts[read]["why"]),
        )
        for one, answer, right in zip(found.step.questions, found.answers, found.right, strict=False)
    ]
    return QuizView(step_id=step_id, items=items)
