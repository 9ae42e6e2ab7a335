"""JSON of programmes: create one, read it, change its settings, confirm its contact address."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from mentoring import agreement, http
from mentoring.http.fields import AddressOrNone
from mentoring.mailing import Mailing
from mentoring.rolling import Rolling
from mentoring.tables.vocabulary import ProgrammeMode
from recruitment.schemas import AskedOften, Name, ProgrammeSetup
from recruitment.use_cases import contacts, programmes

if TYPE_CHECKING:
    from mentoring.tables.recruitment import Programme

router = http.Router()


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
    mailing: dict[str, int] = Field(description="When organizers get digest and weekly report; see the settings.")
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
        own = {"rolling": asdict(Rolling.of(programme)), "mailing": asdict(Mailing.of(programme))}
        return cls.of(programme, clauses=agreement.own_of(programme), **own)


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
