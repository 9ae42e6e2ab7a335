"""JSON of programmes: create one, read it, change its settings, confirm its contact address."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import ConfigDict, Field

from mentoring import agreement, http, levels
from mentoring.http.fields import AddressOrNone, CallPattern, Day, Line, Text, Website, Weight, Zone
from mentoring.rolling import Rolling, checked
from mentoring.tables.vocabulary import PairingMode, ProgrammeMode, ProgrammeType, Visibility
from mentoring.weights import FULL, Part
from recruitment.domain.faq import MOST_ASKED, MOST_QUESTIONS
from recruitment.routes.organizations import Name
from recruitment.use_cases import contacts, programmes

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme

router = http.Router()

Clause = Annotated[dict[Literal["pl", "en"], Annotated[str, Field(min_length=1, max_length=4000)]], Field(min_length=1)]
Consent = Annotated[str, Field(max_length=20_000)]
Days = Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]


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
        return told | ({"rolling": checked(told["rolling"])} if "rolling" in told else {})


class ProgrammeSettings(ProgrammeSetup):
    """What an organizer may set (domain.md §2.1)."""

    ask_again: list[Literal["rules", "privacy"]] | None = Field(
        None, max_length=2, description="Of which texts everybody who agreed before is asked again."
    )
    contact: AddressOrNone | None = None


class ProgrammeWish(ProgrammeSettings):
    """A new programme."""

    organization_id: str
    name: Name
    slug: str = ""


class ProgrammeChanges(ProgrammeSettings):
    """Changes to a programme."""

    name: Name | None = None


class ProgrammeView(http.Versioned):
    """A programme as its organizers see it."""

    programme_id: str
    organization_id: str
    organization_name: str
    slug: str
    name: str
    stage: str
    purpose: str
    audience: str
    outcomes: str
    type: str
    rolling: dict[str, int | bool] = Field(description="How an ongoing programme pairs people; see its settings.")
    languages: list[str]
    mode: ProgrammeMode
    website: str
    faq: dict[str, list[AskedOften]]
    dates: dict[str, str]
    planned_meetings: int
    meeting_minutes: int
    interval_days: int
    consent_texts: dict[str, dict[str, Any]] = Field(description="Kind → number and date of the current text.")
    topics: list[str]
    own_topics: bool
    pairing_mode: str
    weights: dict[str, float]
    threshold: int
    must_cross: bool
    no_juniors: bool
    levels: dict[str, int]
    rules: dict[str, float]
    clauses: list[dict[str, str]]
    contact: str
    reply_to: str = Field(description="The contact address once it is confirmed; mails carry it as Reply-To.")
    visibility: str
    accent: str
    zone: str
    call_pattern: str

    @classmethod
    def show(cls, programme: Programme) -> ProgrammeView:
        """Return the view of a programme."""
        return cls.of(programme, clauses=agreement.own_of(programme), rolling=asdict(Rolling.of(programme)))


class ContactView(http.View):
    """A contact address and the same as Reply-To, once it is confirmed."""

    contact: str
    reply_to: str


@router.post("/v1/programmes", status=201, location="/v1/programmes/{programme_id}")
def create_programme(body: ProgrammeWish) -> ProgrammeView:
    """Create a programme as a draft."""
    settings = body.given()
    organization_id = settings.pop("organization_id")
    return ProgrammeView.show(programmes.create_programme(http.context(), organization_id, settings))


@router.get("/v1/programmes/<programme_id>")
def read_programme(programme_id: str) -> ProgrammeView:
    """Return a programme to its organizers."""
    return ProgrammeView.show(programmes.looked_at(http.context(), programme_id))


@router.patch("/v1/programmes/<programme_id>")
def change_programme(programme_id: str, body: ProgrammeChanges) -> ProgrammeView:
    """Change settings of a programme."""
    return ProgrammeView.show(programmes.change_programme(http.context(), programme_id, body.given(), http.expected()))


@router.post("/v1/programmes/<programme_id>/contact-requests")
def ask_contact(programme_id: str) -> ContactView:
    """Ask the contact address for confirmation again."""
    return ContactView.of(contacts.ask_again(http.context(), programme_id))
