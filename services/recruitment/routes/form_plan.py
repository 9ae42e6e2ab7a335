"""JSON of what the application form asks: own questions, and which of the usual fields may stay empty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http
from mentoring.questions import Option, Question
from mentoring.tables.vocabulary import FieldUse, Role
from recruitment.schemas import Asking, Said
from recruitment.use_cases import form_plan

if TYPE_CHECKING:
    from mentoring.tables.recruitment import FormPlan

router = http.Router()


class OptionBody(http.View):
    """An answer to choose from; without an id it is a new one."""

    id: str = Field("", max_length=32)
    text: Said
    gone: bool = Field(default=False, description="It can't be chosen any more.")


class QuestionBody(Asking):
    """An own question; without an id it is a new one. The kind of one that exists stays."""

    id: str = Field("", max_length=32)
    options: list[OptionBody] = Field(default_factory=list, max_length=60)
    removed: bool = Field(default=False, description="It isn't asked any more; its answers stay.")

    def question(self) -> Question:
        """Return the question."""
        options = tuple(
            Option(one.id or form_plan.new_id(), {str(at): said for at, said in one.text.items()}, one.gone)
            for one in self.options
        )
        told = self.model_dump(mode="json", exclude={"options"}) | {"id": self.id or form_plan.new_id()}
        return replace(Question.of(told), options=options)


class FormBody(http.Model):
    """All own questions in order, and role → field → whether it may stay empty, where that isn't the usual."""

    questions: list[QuestionBody] = Field(max_length=100)
    fields: dict[Role, dict[str, FieldUse]] = Field(default_factory=dict)


class FormView(http.Versioned):
    """What the application form of a programme asks."""

    questions: list[QuestionBody]
    fields: dict[Role, dict[str, FieldUse]]

    @classmethod
    def show(cls, plan: FormPlan) -> FormView:
        """Return the view of a form."""
        return cls.of(plan)


@router.get("/v1/programmes/<programme_id>/form")
def read_form(programme_id: str) -> FormView:
    """Return what the form asks to the organizers; ones that aren't asked any more come last."""
    return FormView.show(form_plan.organized(http.context(), programme_id)[1])


@router.put("/v1/programmes/<programme_id>/form")
def change_form(programme_id: str, body: FormBody) -> FormView:
    """Change what the form asks; a question that is left out isn't asked any more, and its answers stay."""
    questions = [one.question() for one in body.questions]
    uses = {str(role): {name: str(use) for name, use in told.items()} for role, told in body.fields.items()}
    return FormView.show(form_plan.become(http.context(), programme_id, questions, uses, http.expected()))
