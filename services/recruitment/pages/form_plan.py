"""What the application form asks: own questions and the usual fields, for organizers, with a preview."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Invalid, NotFound, Stale
from mentoring.http.fields import Version
from mentoring.i18n import LOCALES
from mentoring.questions import COUNTING, RULES, Option, Question
from mentoring.tables.vocabulary import FieldUse, QuestionKind, QuestionRule, Role
from recruitment.answers import LABELS
from recruitment.domain import form as asking
from recruitment.pages import forms
from recruitment.pages.base import Html, of_programme
from recruitment.use_cases import form_plan

if TYPE_CHECKING:
    from mentoring.tables.recruitment import FormPlan, Programme

router = http.PageRouter()

KIND_NAMES = {
    QuestionKind.SHORT: N_("short text"),
    QuestionKind.LONG: N_("long text"),
    QuestionKind.CHOICE: N_("one of several answers"),
    QuestionKind.CHOICES: N_("any of several answers"),
    QuestionKind.SCALE: N_("scale from 1 to 5"),
    QuestionKind.YES_NO: N_("yes or no"),
}
RULE_NAMES = {
    QuestionRule.SAME: N_("only who answers the same is paired"),
    QuestionRule.OVERLAP: N_("only who has an answer in common is paired"),
    QuestionRule.NOT_JUNIOR: N_("the mentor's answer is never lower than the mentee's"),
}
USE_NAMES = {
    FieldUse.OPTIONAL: N_("may stay empty"),
    FieldUse.REQUIRED: N_("required"),
    FieldUse.HIDDEN: N_("not asked"),
}


class QuestionForm(http.Model):
    """A question as its organizer types it; options have one a line, the same line in both languages."""

    version: Version = ""
    kind: QuestionKind = QuestionKind.SHORT
    roles: list[Role] = Field(default_factory=list)
    text_pl: str = ""
    text_en: str = ""
    to_mentors_pl: str = ""
    to_mentors_en: str = ""
    options_pl: str = ""
    options_en: str = ""
    low_pl: str = ""
    low_en: str = ""
    high_pl: str = ""
    high_en: str = ""
    required: Literal["yes", ""] = ""
    weight: float = Field(0, allow_inf_nan=False)
    rule: QuestionRule = QuestionRule.NONE

    def question(self, question_id: str, before: tuple[Option, ...] = ()) -> Question:
        """Return the question; raises `Invalid` where the options of two languages don't fit together."""
        return Question(
            id=question_id,
            kind=self.kind,
            roles=tuple(one for one in Role if one in self.roles),
            text=self._texts("text"),
            to_mentors=self._texts("to_mentors"),
            required=self.required == "yes",
            options=asking.options(before, self._options()) if self.kind in asking.WITH_OPTIONS else (),
            low=self._texts("low"),
            high=self._texts("high"),
            weight=self.weight,
            rule=self.rule,
        )

    def _texts(self, name: str) -> dict[str, str]:
        return {one: text for one in LOCALES if (text := " ".join(getattr(self, f"{name}_{one}").split()))}

    def _options(self) -> list[dict[str, str]]:
        lines = {one: [line.strip() for line in getattr(self, f"options_{one}").splitlines()] for one in LOCALES}
        told = {one: [line for line in found if line] for one, found in lines.items()}
        written = {one: found for one, found in told.items() if found}
        if len({len(found) for found in written.values()}) > 1:
            raise Invalid(fields=dict.fromkeys(("/options_pl", "/options_en"), UNPAIRED))
        return [dict(zip(written, texts, strict=True)) for texts in zip_longest(*written.values())]


UNPAIRED = N_("Both languages need the same number of lines: the first one is the same answer in both, and so on.")


def _shown(one: Question) -> dict[str, Any]:
    """Return the values of the fields for a question."""
    found: dict[str, Any] = {
        f"{name}_{language}": getattr(one, name).get(language, "")
        for name in ("text", "to_mentors", "low", "high")
        for language in LOCALES
    }
    found |= {
        f"options_{language}": "\n".join(option.text[language] for option in one.open if language in option.text)
        for language in LOCALES
    }
    beside = {"roles": [str(role) for role in one.roles], "required": "yes" if one.required else ""}
    return found | beside | {"weight": f"{one.weight:g}", "rule": one.rule, "kind": one.kind}


class MoveForm(http.Model):
    """A question is asked earlier or later."""

    version: Version = ""
    by: Literal["up", "down"]


class VersionForm(http.Model):
    """The version of the form that is changed."""

    version: Version = ""


@router.get("/organizer/programmes/<programme_id>/form")
def form_page(programme_id: str) -> Html:
    """Show what the form asks."""
    return _form(*form_plan.organized(http.context(), programme_id))


def _form(programme: Programme, plan: FormPlan, status: int = 200, **values: object) -> Html:
    form = form_plan.form_of(plan)
    uses = {
        role: [(name, LABELS[name], form.use(role, name), _choices(name)) for name in asking.fields_of(role)]
        for role in Role
    }
    beside = {"kinds": KIND_NAMES, "rules": RULE_NAMES, "locale_names": LOCALES}
    return of_programme(programme, "form_plan.html", status, plan=plan, form=form, uses=uses, **beside, **values)


def _choices(name: str) -> list[tuple[str, str]]:
    return [
        (use, text) for use, text in USE_NAMES.items() if use != FieldUse.REQUIRED or name not in asking.NEVER_REQUIRED
    ]


@router.get("/organizer/programmes/<programme_id>/form/preview/<role>")
def preview(programme_id: str, role: str) -> Html:
    """Show the form as an applicant sees it."""
    programme, plan = form_plan.organized(http.context(), programme_id)
    if role not in tuple(Role):
        raise NotFound
    return forms.preview(programme, form_plan.form_of(plan), role)


@router.get("/organizer/programmes/<programme_id>/form/questions")
def new_question(programme_id: str) -> Html:
    """Ask for a new question of a kind."""
    programme, plan = form_plan.organized(http.context(), programme_id)
    kind = http.request().query_string_parameters.get("kind", "")
    if kind not in tuple(QuestionKind):
        raise NotFound
    return _question(programme, plan, kind, typed={"roles": [str(role) for role in Role], "weight": "0"})


@router.post("/organizer/programmes/<programme_id>/form/questions")
def add_question(programme_id: str) -> Html:
    """Ask one more question."""
    context = http.context()
    try:
        sent = web.form(QuestionForm)
        form_plan.add(context, programme_id, sent.question(form_plan.new_id()), sent.version)
    except (Invalid, Stale) as error:
        return _again(programme_id, error)
    return _done(programme_id, N_("The question is added."))


@router.get("/organizer/programmes/<programme_id>/form/questions/<question_id>")
def question_page(programme_id: str, question_id: str) -> Html:
    """Show a question to be changed."""
    programme, plan = form_plan.organized(http.context(), programme_id)
    one = form_plan.form_of(plan).question(question_id)
    return _question(programme, plan, one.kind, question=one, typed=_shown(one))


@router.post("/organizer/programmes/<programme_id>/form/questions/<question_id>")
def change_question(programme_id: str, question_id: str) -> Html:
    """Change a question; answers to it stay."""
    context = http.context()
    _, plan = form_plan.organized(context, programme_id)
    before = form_plan.form_of(plan).question(question_id)
    try:
        sent = web.form(QuestionForm)
        wanted = sent.model_copy(update={"kind": before.kind}).question(question_id, before.options)
        form_plan.change(context, programme_id, wanted, sent.version)
    except (Invalid, Stale) as error:
        return _again(programme_id, error, before)
    return _done(programme_id, N_("The question is changed. Answers that were given stay."))


def _again(programme_id: str, error: Invalid | Stale, before: Question | None = None) -> Html:
    """Show a question again as it was typed, with what is wrong."""
    programme, plan = form_plan.organized(http.context(), programme_id)
    kept = web.kept(error)
    wrong = {{"text": "text_pl", "options": "options_pl"}.get(name, name): why for name, why in kept["errors"].items()}
    errors = wrong or {"text_pl": error.message}
    sent = str(kept["typed"].get("kind", ""))
    kind = before.kind if before else QuestionKind(sent if sent in tuple(QuestionKind) else QuestionKind.SHORT)
    typed = kept["typed"] | {"roles": web.typed().get("roles", [])}
    return _question(programme, plan, kind, int(error.status), question=before, typed=typed, errors=errors)


def _question(programme: Programme, plan: FormPlan, kind: str, status: int = 200, **values: Any) -> Html:
    shown: dict[str, Any] = {
        "kind": kind,
        "kinds": KIND_NAMES,
        "question": None,
        "counts": kind in COUNTING,
        "rules": [(one, RULE_NAMES[one]) for one in RULES.get(QuestionKind(kind), ())],
    }
    return of_programme(programme, "question.html", status, plan=plan, **shown | values)


@router.post("/organizer/programmes/<programme_id>/form/questions/<question_id>/move")
def move_question(programme_id: str, question_id: str) -> Html:
    """Ask a question earlier or later."""
    sent = web.form(MoveForm)
    by = -1 if sent.by == "up" else 1
    return _changed(programme_id, lambda: form_plan.move(http.context(), programme_id, question_id, by, sent.version))


@router.post("/organizer/programmes/<programme_id>/form/questions/<question_id>/remove")
def remove_question(programme_id: str, question_id: str) -> Html:
    """Ask a question no more."""
    version = web.form(VersionForm).version
    done = N_("The question isn't asked any more. Answers that were given stay.")
    return _changed(programme_id, lambda: form_plan.remove(http.context(), programme_id, question_id, version), done)


@router.post("/organizer/programmes/<programme_id>/form/questions/<question_id>/restore")
def restore_question(programme_id: str, question_id: str) -> Html:
    """Ask a question again."""
    version = web.form(VersionForm).version
    done = N_("The question is asked again.")
    return _changed(programme_id, lambda: form_plan.restore(http.context(), programme_id, question_id, version), done)


@router.post("/organizer/programmes/<programme_id>/form/fields/<role>")
def settle_fields(programme_id: str, role: str) -> Html:
    """Say which of the usual fields a role may leave empty, has to fill in, or isn't asked."""
    if role not in tuple(Role):
        raise NotFound
    version = web.form(VersionForm).version
    uses = {name: found[-1] for name, found in web.typed().items() if name in asking.ADJUSTABLE and found}
    done = N_("The form is changed.")
    known = {name: use for name, use in uses.items() if use in tuple(FieldUse)}
    return _changed(programme_id, lambda: form_plan.settle(http.context(), programme_id, role, known, version), done)


def _changed(programme_id: str, change: Any, done: str = "") -> Html:
    """Change the form, or show it as it is now with why it can't be changed."""
    try:
        change()
    except (Invalid, Stale) as error:
        errors = web.kept(error)["errors"] or {"form": error.message}
        return _form(*form_plan.organized(http.context(), programme_id), int(error.status), errors=errors)
    return _done(programme_id, done)


def _done(programme_id: str, flash: str) -> Html:
    return web.redirect(f"/organizer/programmes/{programme_id}/form", flash=flash)
