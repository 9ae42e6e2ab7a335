"""Set-ups: what may be set of a programme, and a programme as a file without people."""

from __future__ import annotations

import json
from dataclasses import asdict, field, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints, ValidationError, model_validator

from mentoring import http, letters, levels, mailing, rolling
from mentoring.errors import N_, Invalid
from mentoring.http.fields import CallPattern, Day, Line, Text, Website, Weight, Zone
from mentoring.http.incoming import MalformedJson, check_json
from mentoring.http.problems import message_of
from mentoring.mailing import Mailing
from mentoring.questions import Option, Question
from mentoring.rolling import Rolling
from mentoring.tables.vocabulary import (
    FieldUse,
    PairingMode,
    ProgrammeMode,
    ProgrammeType,
    QuestionKind,
    QuestionRule,
    Role,
    Visibility,
)
from mentoring.values import dataclass
from mentoring.weights import FULL, Part
from recruitment.domain.faq import MOST_ASKED, MOST_QUESTIONS
from recruitment.domain.form import Form
from recruitment.domain.lines import line_of
from recruitment.use_cases import editions, form_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from recruitment.use_cases.editions import Setup

Name = Annotated[Line, StringConstraints(min_length=1, max_length=200)]
Said = Annotated[dict[Literal["pl", "en"], Annotated[str, Field(min_length=1, max_length=400)]], Field(max_length=2)]
Clause = Annotated[dict[Literal["pl", "en"], Annotated[str, Field(min_length=1, max_length=4000)]], Field(min_length=1)]
Consent = Annotated[str, Field(max_length=20_000)]
Days = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


class MailingWish(http.Model):
    """When organizers get what can wait, in the programme's zone; a new value replaces all of it."""

    digest_hour: int = Field(8, ge=0, le=23, description="Of the digest, once a day at most.")
    report_weekday: int = Field(0, ge=0, le=6, description="Of the weekly report; 0 is Monday.")
    report_hour: int = Field(8, ge=0, le=23, description="Of the weekly report.")


class RollingWish(http.Model):
    """How an ongoing programme pairs people; a new value replaces all of it."""

    weekday: int = Field(0, ge=0, le=6, description="0 is Monday.")
    hour: int = Field(8, ge=0, le=23, description="In the programme's zone.")
    automatic: bool = Field(default=False, description="Whether proposals are sent without an organizer's word.")
    weeks: int = Field(4, ge=1, le=52, description="After so many weeks without a pair people are told why.")
    days: int = Field(180, ge=0, le=1100, description="How long a pair lasts; 0: until somebody ends it.")


class AskedOften(http.Model):
    """A question that people ask, and its answer in Markdown."""

    question: Annotated[Line, Field(min_length=1, max_length=MOST_ASKED)]
    answer: Text


class ProgrammeSetup(http.Model):
    """How a programme is set up, whoever organizes it; everything has a default. A name nobody knows is refused."""

    model_config = ConfigDict(extra="forbid")

    purpose: Text | None = None
    audience: Text | None = None
    outcomes: Text | None = None
    type: ProgrammeType | None = None
    rolling: RollingWish | None = Field(None, description="Of an ongoing programme.")
    mailing: MailingWish | None = Field(None, description="When organizers get their digest and their report.")
    languages: list[Literal["pl", "en"]] | None = Field(None, min_length=1, max_length=2)
    mode: ProgrammeMode | None = Field(None, description="How its people meet; empty: not said.")
    website: Website | None = Field(None, description="The organizers' own page, https; empty for none.")
    faq: dict[Literal["pl", "en"], Annotated[list[AskedOften], Field(max_length=MOST_QUESTIONS)]] | None = Field(
        None, description="Questions and answers of the public page; replaces all. A language may be left out."
    )
    dates: dict[str, Day] | None = None
    planned_meetings: int | None = Field(None, ge=1, le=60)
    meeting_minutes: int | None = Field(None, ge=15, le=240)
    interval_days: int | None = Field(None, ge=1, le=120)
    consent_texts: dict[Literal["rules", "privacy"], dict[Literal["pl", "en"], Consent]] | None = Field(
        None, description="What applicants agree to; a text that differs from the current one becomes the next version."
    )
    topics: list[Name] | None = Field(None, max_length=200)
    own_topics: bool | None = Field(None, description="Whether applicants may add topics that aren't on the list.")
    pairing_mode: PairingMode | None = None
    weights: dict[Part, Weight] | None = None
    threshold: Annotated[int, Field(ge=0, le=FULL)] | None = None
    must_cross: bool | None = None
    no_juniors: bool | None = None
    levels: dict[str, int] | None = Field(None, max_length=levels.MOST)
    rules: dict[str, Days] | None = Field(None, max_length=20)
    clauses: list[Clause | Text] | None = Field(
        None,
        max_length=50,
        description="What every contract begins with; each in its languages, or a text in the programme's first one.",
    )
    visibility: Visibility | None = None
    accent: Literal["forest", "ocean", "plum", "brick", "slate"] | None = None
    zone: Zone | None = None
    call_pattern: CallPattern | None = Field(
        None,
        description="Makes links for pairs that keep none: https with {programme}, {pair}, {meeting}, {secret}.",
    )

    def given(self) -> dict[str, Any]:
        """Return what was sent, as Programme keeps it."""
        told = self.model_dump(mode="json", exclude_none=True)
        kept = {"rolling": rolling.checked, "mailing": mailing.checked}
        return told | {name: check(told[name]) for name, check in kept.items() if name in told}


class Asking(http.View):
    """What an own question says, and how it counts."""

    kind: QuestionKind
    roles: list[Role] = Field(min_length=1, max_length=2)
    text: Said
    to_mentors: Said = Field(default_factory=dict, description="How mentors are asked, where that differs.")
    required: bool = False
    low: Said = Field(default_factory=dict, description="What 1 means on a scale.")
    high: Said = Field(default_factory=dict, description="What 5 means on a scale.")
    weight: float = Field(0, ge=0, le=1000, allow_inf_nan=False)
    rule: QuestionRule = QuestionRule.NONE


SCHEMA = 1
"""The version of the file. It goes up when a reader of the one before can't read the new one any more."""


class NewerSetup(Invalid):
    """The file is of a version that isn't known here yet."""

    code = "newer-setup"

    def __init__(self) -> None:
        newer = N_("A newer version of Tandem wrote this file. Ask whoever runs this installation to update it first.")
        super().__init__(fields={"/schema_version": newer})


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
        told["mailing"] = MailingWish.model_construct(**asdict(Mailing(**told["mailing"])))
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

    def text(self) -> str:
        """Return the file as people download it."""
        return json.dumps(self.model_dump(mode="json", exclude_none=True), ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Fault:
    """What is wrong in a line of a file; `why` is a msgid, `params` what is filled in."""

    line: int
    text: str
    why: str
    params: Mapping[str, Any] = field(default_factory=dict)


class SetupUnreadable(Invalid):
    """A file isn't a set-up, or nothing can be made of it; `faults` say what is wrong, and in which lines."""

    code = "setup-unreadable"

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


NO_SETUP = N_("This file holds no set-up of a programme. Choose the one you downloaded from a programme's page.")
MOST_FAULTS = 50
"""Faults of a file that are listed."""


def read(content: bytes) -> tuple[SetupFile, str]:
    """Return the set-up of a file and its text; raises `SetupUnreadable`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SetupUnreadable([Fault(0, "", NO_SETUP)]) from error
    try:
        told = check_json(text)
    except MalformedJson as error:
        raise SetupUnreadable([_broken(text, error.__cause__)]) from error
    if not isinstance(told, dict):
        raise SetupUnreadable([Fault(0, "", NO_SETUP)])
    try:
        return SetupFile.model_validate(letters.cleaned(told)), text
    except ValidationError as error:
        wrong = [_fault(text, line_of(text, one["loc"]), message_of(one)) for one in error.errors()]
        raise SetupUnreadable(wrong[:MOST_FAULTS]) from error
    except Invalid as error:
        raise refused(text, error) from error


def _broken(text: str, cause: BaseException | None) -> Fault:
    if not isinstance(cause, json.JSONDecodeError):
        return Fault(0, "", NO_SETUP)
    broken = N_("From here on it can't be read: a comma, a quotation mark or a bracket is missing or too many.")
    return _fault(text, cause.lineno, broken)


def refused(text: str, error: Invalid) -> SetupUnreadable:
    """Return what a refusal of settings says of the lines of a file."""
    params = dict(error.params)
    faults = [_fault(text, _line(text, where), why, params) for where, why in error.fields.items()]
    return SetupUnreadable(faults or [Fault(0, "", error.message, params)])


def _line(text: str, pointer: str) -> int:
    path = pointer.strip("/").split("/")
    return max(line_of(text, path), line_of(text, ["programme", *path]))


def _fault(text: str, line: int, why: str, params: Mapping[str, Any] | None = None) -> Fault:
    lines = text.split("\n")
    return Fault(line, lines[line - 1].strip() if line <= len(lines) else "", why, params or {})
