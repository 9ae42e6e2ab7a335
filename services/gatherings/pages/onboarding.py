"""One's own onboarding: the steps, one screen each, and a quiz that explains its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.onboarding import MOST_QUESTIONS, AnswersFirst, SaidElsewhere
from gatherings.pages.base import PAGES, Html
from gatherings.use_cases.onboarding import mine as use_cases
from mentoring import http, web
from mentoring.errors import N_, Invalid
from mentoring.tables.vocabulary import OnboardingKind, OnboardingState
from mentoring.texts import language

if TYPE_CHECKING:
    from gatherings.domain.onboarding import Step
    from gatherings.use_cases.onboarding.mine import Answered, Mine
    from mentoring.errors import DomainError

router = http.PageRouter()

KINDS = {
    OnboardingKind.READING: N_("to read"),
    OnboardingKind.PAGE: N_("a page to look at"),
    OnboardingKind.GUIDE: N_("a guide of the programme"),
    OnboardingKind.QUIZ: N_("a short quiz"),
    OnboardingKind.GATHERING: N_("a gathering to be at"),
}
STATES = {
    OnboardingState.TODO: N_("to do"),
    OnboardingState.DONE: N_("done"),
    OnboardingState.WAIVED: N_("not needed"),
}


class AnswersForm(http.Model):
    """The answers to a quiz: of each question the number of a choice, from 0."""

    answer_1: int = -1
    answer_2: int = -1
    answer_3: int = -1


def _home(programme_id: str) -> str:
    return f"/onboarding/{programme_id}"


@router.get("/onboarding/<programme_id>")
def onboarding(programme_id: str) -> Html:
    """Show the user's steps in a programme, and how far they are."""
    context = http.context()
    own = use_cases.mine(context, programme_id)
    return PAGES.render(
        "onboarding.html",
        context,
        mine=own,
        programme=own.programme,
        accent=own.programme.accent,
        home=_home(programme_id),
        kinds=KINDS,
        title=lambda step: _title(step, context.locale),
    )


def _title(step: Step, locale: str) -> str:
    return step.texts[language(step.texts, locale)]["title"]


@router.get("/onboarding/<programme_id>/steps/<step_id>")
def step_page(programme_id: str, step_id: str) -> Html:
    """Show one step."""
    return _step(use_cases.mine(http.context(), programme_id), step_id)


def _step(own: Mine, step_id: str, answered: Answered | None = None, error: DomainError | None = None) -> Html:
    context = http.context()
    part, step = own.find(step_id)
    shown = language(step.texts, context.locale)
    following = part.after(step)
    mark = part.item.marks.get(step_id)
    return PAGES.render(
        "onboarding_step.html",
        context,
        error.status if error else 200,
        here=f"/onboarding/{own.programme.programme_id}/steps/{step_id}",
        mine=own,
        part=part,
        step=step,
        state=part.state(step),
        mark=mark,
        shown=shown,
        text=step.texts[shown],
        questions=[(one.texts[shown], one.right) for one in step.questions],
        answered=answered,
        following=following,
        title=lambda one: _title(one, context.locale),
        programme=own.programme,
        accent=own.programme.accent,
        home=_home(own.programme.programme_id),
        kinds=KINDS,
        states=STATES,
        problem="" if error is None or error.fields else error.message,
        **(web.kept(error) if error else {}),
    )


@router.post("/onboarding/<programme_id>/steps/<step_id>")
def do(programme_id: str, step_id: str) -> Html:
    """Mark a step as done, and go on to the next one."""
    context = http.context()
    try:
        own = use_cases.do(context, programme_id, step_id)
    except (AnswersFirst, SaidElsewhere) as error:
        return _step(use_cases.mine(context, programme_id), step_id, error=error)
    part, step = own.find(step_id)
    following = part.after(step)
    if following is None:
        return web.redirect(_home(programme_id), flash=N_("That was the last step. You are ready to begin."))
    return web.redirect(f"{_home(programme_id)}/steps/{following.step_id}", flash=N_("Done. Here is the next step."))


@router.post("/onboarding/<programme_id>/steps/<step_id>/answers")
def answer(programme_id: str, step_id: str) -> Html:
    """Answer a quiz, and read which answers are right and why. The answers are not stored."""
    context = http.context()
    try:
        sent = web.form(AnswersForm)
        answers = [getattr(sent, f"answer_{number}") for number in range(1, MOST_QUESTIONS + 1)]
        found = use_cases.answer(context, programme_id, step_id, answers)
    except Invalid as error:
        return _step(use_cases.mine(context, programme_id), step_id, error=error)
    return _step(found.mine, step_id, found)
