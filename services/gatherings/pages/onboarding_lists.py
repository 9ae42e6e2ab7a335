"""The lists of onboarding at the organizers' desk: their steps, an editor for one, and what holds for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from gatherings.domain.onboarding import MOST_QUESTIONS, Question, Step, TooManySteps
from gatherings.pages.base import PAGES, Html
from gatherings.pages.onboarding import KINDS
from gatherings.use_cases.onboarding import lists as use_cases
from mentoring import http, web
from mentoring.errors import N_, Invalid, NotFound, Stale
from mentoring.http.fields import Line, Version
from mentoring.i18n import LOCALES
from mentoring.tables.vocabulary import OnboardingKind, Role
from mentoring.texts import language

if TYPE_CHECKING:
    from mentoring.errors import DomainError

router = http.PageRouter()

Markdown = Annotated[str, Field(max_length=8_000)]
Short = Annotated[Line, Field(max_length=300)]
Choices = Annotated[str, Field(max_length=2_000)]
"""The answers of a question, one a line."""
Number = Annotated[int, Field(ge=0, le=5)]


class VersionForm(http.Model):
    """What a change is based on."""

    version: Version = ""


class StepForm(VersionForm):
    """A step as typed; answers of questions are lines, the right one is their number from 1."""

    required: bool = False
    title_pl: Short = ""
    text_pl: Markdown = ""
    title_en: Short = ""
    text_en: Markdown = ""
    link: Annotated[Line, Field(max_length=1000)] = ""
    about: Annotated[str, Field(max_length=64)] = ""
    question_1_pl: Short = ""
    choices_1_pl: Choices = ""
    why_1_pl: Choices = ""
    question_1_en: Short = ""
    choices_1_en: Choices = ""
    why_1_en: Choices = ""
    right_1: Number = 0
    question_2_pl: Short = ""
    choices_2_pl: Choices = ""
    why_2_pl: Choices = ""
    question_2_en: Short = ""
    choices_2_en: Choices = ""
    why_2_en: Choices = ""
    right_2: Number = 0
    question_3_pl: Short = ""
    choices_3_pl: Choices = ""
    why_3_pl: Choices = ""
    question_3_en: Short = ""
    choices_3_en: Choices = ""
    why_3_en: Choices = ""
    right_3: Number = 0

    def step(self, what: OnboardingKind) -> Step:
        """Return what was typed as a step of a kind."""
        texts = {one: {name: getattr(self, f"{name}_{one}") for name in ("title", "text")} for one in LOCALES}
        asked = (self._question(number) for number in range(1, MOST_QUESTIONS + 1))
        questions = tuple(one for one in asked if any(any(told.values()) for told in one.texts.values()))
        return Step("", what, self.required, texts, self.link, self.about, questions)

    def _question(self, number: int) -> Question:
        texts: dict[str, dict[str, str | list[str]]] = {
            one: {
                "question": getattr(self, f"question_{number}_{one}"),
                "choices": _lines(getattr(self, f"choices_{number}_{one}")),
                "why": getattr(self, f"why_{number}_{one}"),
            }
            for one in LOCALES
        }
        return Question(texts, int(getattr(self, f"right_{number}")) - 1)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class PlaceForm(VersionForm):
    """Where a step goes; the version is that of its list."""

    to: Literal["up", "down"]


class SettingsForm(VersionForm):
    """What holds for everybody; `given` is the button that gives people their lists."""

    comes_first: bool = False
    remind_after: int = Field(7, ge=1, le=use_cases.MOST_DAYS)
    given: bool = False


def _home(programme_id: str) -> str:
    return f"/onboarding/{programme_id}/lists"


@router.get("/onboarding/<programme_id>/lists")
def lists_page(programme_id: str) -> Html:
    """Show both lists and what holds for everybody."""
    return _lists(programme_id)


def _lists(programme_id: str, error: DomainError | None = None) -> Html:
    context = http.context()
    desk = use_cases.desk(context, programme_id)
    return PAGES.render(
        "onboarding_lists.html",
        context,
        error.status if error else 200,
        here=_home(programme_id),
        desk=desk,
        programme=desk.programme,
        accent=desk.programme.accent,
        home=_home(programme_id),
        kinds=KINDS,
        title=lambda step: step.texts[language(step.texts, context.locale)]["title"],
        only=lambda step: [] if len(step.texts) == len(LOCALES) else list(step.texts),
        problem="" if error is None or error.fields else error.message,
        **(web.kept(error) if error else {}),
    )


@router.post("/onboarding/<programme_id>/lists")
def settle(programme_id: str) -> Html:
    """Say what holds for everybody, or give people their lists."""
    try:
        sent = web.form(SettingsForm)
        use_cases.settle(
            http.context(),
            programme_id,
            sent.version,
            given=sent.given,
            comes_first=sent.comes_first,
            remind_after=sent.remind_after,
        )
    except (Invalid, Stale) as error:
        return _lists(programme_id, error)
    told = N_("People have their lists now. It takes a moment until everybody is in the overview.")
    return web.redirect(_home(programme_id), flash=told if sent.given else N_("Saved."))


@router.get("/onboarding/<programme_id>/lists/<role>/new")
def new_page(programme_id: str, role: str) -> Html:
    """Show the editor for a new step of a kind."""
    return _editor(programme_id, _role(role), None)


def _role(role: str) -> Role:
    if role not in tuple(Role):
        raise NotFound
    return Role(role)


def _kind() -> OnboardingKind:
    asked = http.request().query_string_parameters.get("what", "")
    return OnboardingKind(asked) if asked in tuple(OnboardingKind) else OnboardingKind.READING


@router.post("/onboarding/<programme_id>/lists/<role>/new")
def add(programme_id: str, role: str) -> Html:
    """Add a step."""
    to = _role(role)
    try:
        sent = web.form(StepForm)
        use_cases.add(http.context(), programme_id, to, sent.step(_kind()), sent.version)
    except (Invalid, Stale, TooManySteps) as error:
        return _editor(programme_id, to, None, error)
    return web.redirect(f"{_home(programme_id)}#for-{to}", flash=N_("Added as the last step."))


@router.get("/onboarding/<programme_id>/lists/<role>/<step_id>")
def step_page(programme_id: str, role: str, step_id: str) -> Html:
    """Show the editor of a step, and how it looks."""
    return _editor(programme_id, _role(role), step_id)


def _editor(programme_id: str, role: Role, step_id: str | None, error: DomainError | None = None) -> Html:
    context = http.context()
    desk = use_cases.desk(context, programme_id)
    step = use_cases.found(desk.steps(role), step_id) if step_id is not None else None
    what = step.what if step is not None else _kind()
    pointed = use_cases.to_point_at(context, programme_id, what)
    return PAGES.render(
        "onboarding_editor.html",
        context,
        error.status if error else 200,
        here=f"{_home(programme_id)}/{role}/{step_id or 'new'}",
        desk=desk,
        role=role,
        item=desk.items[role],
        step=step,
        what=what,
        pointed=[(one, titles[language(titles, context.locale)]) for one, titles in pointed],
        written=_written(step),
        asked=[_asked(step, number) for number in range(MOST_QUESTIONS)] if what == OnboardingKind.QUIZ else [],
        locales=LOCALES,
        programme=desk.programme,
        accent=desk.programme.accent,
        home=_home(programme_id),
        kinds=KINDS,
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        **(web.kept(error) if error else {}),
    )


def _written(step: Step | None) -> dict[str, dict[str, str]]:
    """Return the texts of a step in all languages, empty ones for those that aren't written."""
    texts = step.texts if step is not None else {}
    return {locale: texts.get(locale, {"title": "", "text": ""}) for locale in LOCALES}


def _asked(step: Step | None, number: int) -> dict[str, Any]:
    """Return the fields of a question, by their names in the form without its number."""
    question = step.questions[number] if step is not None and number < len(step.questions) else None
    fields: dict[str, Any] = {"right": question.right + 1 if question is not None else ""}
    for locale in LOCALES:
        told = question.texts.get(locale, {}) if question is not None else {}
        fields[locale] = {
            "question": told.get("question", ""),
            "choices": "\n".join(told.get("choices", ())),
            "why": told.get("why", ""),
        }
    return fields


@router.post("/onboarding/<programme_id>/lists/<role>/<step_id>")
def change(programme_id: str, role: str, step_id: str) -> Html:
    """Change a step."""
    of = _role(role)
    try:
        sent = web.form(StepForm)
        use_cases.change(http.context(), programme_id, of, step_id, sent.step(OnboardingKind.READING), sent.version)
    except (Invalid, Stale) as error:
        return _editor(programme_id, of, step_id, error)
    return web.redirect(f"{_home(programme_id)}#for-{of}", flash=N_("Saved."))


@router.post("/onboarding/<programme_id>/lists/<role>/<step_id>/place")
def move(programme_id: str, role: str, step_id: str) -> Html:
    """Move a step up or down."""
    of, sent = _role(role), web.form(PlaceForm)
    try:
        use_cases.move(http.context(), programme_id, of, step_id, -1 if sent.to == "up" else 1, sent.version)
    except Stale as error:
        return _lists(programme_id, error)
    return web.redirect(f"{_home(programme_id)}#for-{of}")


@router.post("/onboarding/<programme_id>/lists/<role>/<step_id>/deletion")
def remove(programme_id: str, role: str, step_id: str) -> Html:
    """Remove a step; who has done it keeps it."""
    of = _role(role)
    try:
        use_cases.remove(http.context(), programme_id, of, step_id, web.form(VersionForm).version)
    except Stale as error:
        return _editor(programme_id, of, step_id, error)
    return web.redirect(f"{_home(programme_id)}#for-{of}", flash=N_("Removed. Whoever has done it keeps it."))
