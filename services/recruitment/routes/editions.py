"""JSON of set-ups: a programme as a file without people, a programme made of such a file, and a new edition."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict, Field, model_validator

from mentoring import http
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Day
from mentoring.questions import Option, Question
from mentoring.rolling import Rolling
from mentoring.tables.vocabulary import FieldUse, Role
from recruitment.domain.form import Form
from recruitment.routes.form_plan import Asking, Said
from recruitment.routes.organizations import Name
from recruitment.routes.programmes import AskedOften, ProgrammeSetup, ProgrammeView, RollingWish
from recruitment.use_cases import editions, form_plan

if TYPE_CHECKING:
    from recruitment.use_cases.editions import Setup

router = http.Router()

SCHEMA = 1
"""The version of the file. It goes up when a reader of the one before can't read the new one any more."""


class NewerSetup(Invalid):
    """The file is of a version that isn't known here yet."""

    code = "newer-setup"

    def __init__(self) -> None:
        newer = N_("A newer version of Tandem wrote this file. Ask whoever runs this installation to update it first.")
        super().__init__(fields={"/schema_version": newer})


class EditionWish(http.Model):
    """The next edition of a programme."""

    name: Name
    kick_off: Day = Field(description="All dates move by as many days as the kick-off does.")


class SetupOption(http.View):
    """An answer to choose from."""

    model_config = ConfigDict(extra="forbid")

    text: Said


class SetupQuestion(Asking):
    """An own question of the application form."""

    model_config = ConfigDict(extra="forbid")

    options: list[SetupOption] = Field(default_factory=list, max_length=30)

    def question(self) -> Question:
        """Return the question, as a new one."""
        options = tuple(
            Option(form_plan.new_id(), {str(at): said for at, said in one.text.items()}) for one in self.options
        )
        told = self.model_dump(mode="json", exclude={"options"}) | {"id": form_plan.new_id()}
        return replace(Question.of(told), options=options)


class SetupForm(http.View):
    """What the application form asks: own questions in order, and usual fields where they differ from the usual."""

    model_config = ConfigDict(extra="forbid")

    questions: list[SetupQuestion] = Field(default_factory=list, max_length=40)
    fields: dict[Role, dict[str, FieldUse]] = Field(default_factory=dict)

    def form(self) -> Form:
        """Return the form; raises `Invalid` with the fields that are wrong."""
        uses = {str(role): {name: str(use) for name, use in told.items()} for role, told in self.fields.items()}
        questions = [one.question() for one in self.questions]
        try:
            return Form().settled(uses).become(questions, for_good=True)
        except Invalid as error:
            raise Invalid(fields={f"/form{at}": why for at, why in error.fields.items()}) from error


class SetupFile(http.View):
    """How a programme is set up, in one file: no people, no addresses, no ids."""

    model_config = ConfigDict(extra="forbid")

    schema_version: int = Field(ge=1, description="The version of the file's form; newer ones are refused.")
    name: Name
    programme: ProgrammeSetup
    form: SetupForm = Field(default_factory=SetupForm)

    @model_validator(mode="before")
    @classmethod
    def known(cls, told: Any) -> Any:
        """Refuse a newer file for that alone, and not for each thing in it that isn't known here."""
        version = told.get("schema_version") if isinstance(told, dict) else None
        if isinstance(version, int) and version > SCHEMA:
            raise NewerSetup
        return told

    @classmethod
    def show(cls, setup: Setup) -> SetupFile:
        """Return the file of a set-up. What is kept is shown, whatever the limits for new settings are by now."""
        told = dict(setup.settings)
        told["dates"] = {name: date.fromisoformat(day) for name, day in told["dates"].items()}
        told["rolling"] = RollingWish.model_construct(**asdict(Rolling(**told["rolling"])))
        told["faq"] = {
            one: [AskedOften.model_construct(**each) for each in asked] for one, asked in told["faq"].items()
        }
        return cls.model_construct(
            schema_version=SCHEMA,
            name=setup.name,
            programme=ProgrammeSetup.model_construct(**told | {"languages": told["languages"] or None}),
            form=SetupForm.model_validate({"questions": setup.form.questions, "fields": setup.form.fields}),
        )

    def setup(self) -> Setup:
        """Return the set-up."""
        return editions.Setup(self.name, self.programme.given(), self.form.form())


@router.get("/v1/programmes/<programme_id>/setup")
def read_setup(programme_id: str) -> SetupFile:
    """Return how a programme is set up, as a file of which another one can be made."""
    return SetupFile.show(editions.of(http.context(), programme_id))


@router.post("/v1/programmes/<programme_id>/copies", status=201, location="/v1/programmes/{programme_id}")
def copy_programme(programme_id: str, body: EditionWish) -> ProgrammeView:
    """Make the next edition of a programme as a draft: set up like it, without its people."""
    return ProgrammeView.show(editions.copy(http.context(), programme_id, body.name, body.kick_off))


@router.post("/v1/organizations/<organization_id>/setups", status=201, location="/v1/programmes/{programme_id}")
def make_programme(organization_id: str, body: SetupFile) -> ProgrammeView:
    """Make a programme of a file as a draft."""
    return ProgrammeView.show(editions.make(http.context(), organization_id, body.setup()))
