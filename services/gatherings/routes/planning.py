"""JSON of gatherings as organizers plan them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from gatherings.domain import gathering as domain
from gatherings.use_cases import planning, reading
from mentoring import http
from mentoring.http.fields import AddressOrNone, Instant, Line, Zone
from mentoring.tables.vocabulary import (
    GatheringKind,
    GatheringState,
    Invited,
    PhotoConsent,
    Readers,
    Seat,
    SignUpState,
    Venue,
)

router = http.Router()

HERE = "/v1/gatherings/<programme_id>"
PLAN = "/v1/gatherings/{programme_id}/{gathering_id}/plan"
Seats = Annotated[int | None, Field(ge=0, le=domain.MOST_SEATS)]
Markdown = Annotated[str, Field(max_length=domain.MOST_TEXT)]


class GatheringText(http.Model):
    """What is written of a gathering in one language: the agenda, what to read before, what is left afterwards."""

    title: Annotated[Line, Field(max_length=domain.MOST_TITLE)]
    text: Markdown = ""
    before: Markdown = ""
    after: Markdown = ""


class GatheringTexts(http.Model):
    """The texts in both languages; one suffices, and who reads the other one is told."""

    pl: GatheringText | None = None
    en: GatheringText | None = None


class PlanWish(http.Model):
    """A gathering as it is to be.

    `seats_online` and `seats_in_person` are null for as many as come; `chosen` (addresses or participant ids) goes with
    the audience of the same name; `offer_hours` is how long a free seat is kept for who is asked next; `open` gives it
    a page for everybody; `survey`: those who were there are asked how it was; `certificate`: they get
    a certificate of attendance; `photos`: people are asked if photos may show them; `host`
    (address or participant id) holds it beside the organizers, `speaker` is somebody from outside; `before_for` and
    `after_for` say who reads these texts.
    """

    what: GatheringKind
    venue: Venue
    starts_at: Instant
    minutes: int = Field(90, ge=5, le=domain.MOST_MINUTES)
    zone: Zone = "Europe/Warsaw"
    texts: GatheringTexts
    place: Line = Field("", max_length=domain.MOST_PLACE)
    link: Line = Field("", max_length=domain.MOST_PLACE)
    audience: Invited = Invited.EVERYBODY
    chosen: list[Line] = Field(default_factory=list, max_length=domain.MOST_CHOSEN)
    seats_online: Seats = None
    seats_in_person: Seats = None
    sign_up_until: Instant | None = None
    offer_hours: int = Field(domain.OFFER_HOURS, ge=1, le=domain.MOST_OFFER_HOURS)
    open: bool = False
    survey: bool = True
    certificate: bool = True
    photos: bool = False
    host: Line = Field("", max_length=domain.MOST_PLACE)
    speaker: Line = Field("", max_length=domain.MOST_TITLE)
    speaker_email: AddressOrNone = ""
    before_for: Literal[Readers.AUDIENCE, Readers.SIGNED_UP] = Readers.AUDIENCE
    after_for: Readers = Readers.AUDIENCE

    def plan(self) -> domain.Plan:
        """Return it as a plan."""
        told = self.model_dump(exclude={"texts", "chosen"})
        return domain.Plan(**told, texts=self.texts.model_dump(exclude_none=True), chosen=tuple(self.chosen))


class CopyWish(http.Model):
    """A gathering of this or another programme of the organization, to be held at another time."""

    of: str
    gathering_id: str
    starts_at: Instant


class CancelWish(http.Model):
    """Why a gathering is cancelled, for those who would have come."""

    why: str = Field("", max_length=2000)


class PlanView(http.Versioned):
    """A gathering as organizers wrote it; `chosen` and `host` are participant ids."""

    gathering_id: str
    programme_id: str
    what: GatheringKind
    state: GatheringState
    venue: Venue
    starts_at: str
    minutes: int
    zone: str
    texts: GatheringTexts
    place: str
    link: str
    audience: Invited
    chosen: list[str]
    seats_online: int | None
    seats_in_person: int | None
    sign_up_until: str | None
    offer_hours: int
    open: bool
    survey: bool
    certificate: bool
    photos: bool
    host: str
    speaker: str
    speaker_email: str
    before_for: Readers
    after_for: Readers
    sequence: int
    why: str


class ComingView(http.View):
    """Somebody who signed up for a gathering, or did; `photos` whether these may show them, empty: didn't say."""

    participant_id: str
    name: str
    email: str
    role: str
    seat: Seat
    state: SignUpState
    at: str
    offered_until: str | None
    photos: PhotoConsent


class ComingList(http.View):
    """A part of those who signed up for a gathering."""

    items: list[ComingView]
    next: str | None = None


@router.post(HERE, status=201, location=PLAN)
def plan_gathering(programme_id: str, body: PlanWish) -> PlanView:
    """Plan a gathering, which only organizers see until it is announced."""
    return PlanView.of(planning.create(http.context(), programme_id, body.plan()))


@router.post(f"{HERE}/copies", status=201, location=PLAN)
def copy_gathering(programme_id: str, body: CopyWish) -> PlanView:
    """Plan a gathering like another one; chosen people and what was left afterwards are not copied."""
    context = http.context()
    return PlanView.of(planning.copy(context, programme_id, body.of, body.gathering_id, body.starts_at))


@router.get(f"{HERE}/<gathering_id>/plan")
def plan_of_gathering(programme_id: str, gathering_id: str) -> PlanView:
    """Return a gathering as organizers wrote it, for those who may change it."""
    return PlanView.of(planning.to_change(http.context(), programme_id, gathering_id)[1])


@router.put(f"{HERE}/<gathering_id>/plan")
def change_gathering(programme_id: str, gathering_id: str, body: PlanWish) -> PlanView:
    """Change a gathering; who holds it in a calendar is told of another time or place."""
    context = http.context()
    return PlanView.of(planning.change(context, programme_id, gathering_id, body.plan(), http.expected()))


@router.delete(f"{HERE}/<gathering_id>/plan", status=204, expects="required")
def delete_gathering(programme_id: str, gathering_id: str) -> None:
    """Delete a draft."""
    planning.delete(http.context(), programme_id, gathering_id, http.expected())


@router.post(f"{HERE}/<gathering_id>/announcement", expects="required")
def announce_gathering(programme_id: str, gathering_id: str) -> PlanView:
    """Announce a gathering: those whom it is for are invited by mail."""
    return PlanView.of(planning.announce(http.context(), programme_id, gathering_id, http.expected()))


@router.post(f"{HERE}/<gathering_id>/cancellation", expects="required")
def cancel_gathering(programme_id: str, gathering_id: str, body: CancelWish) -> PlanView:
    """Cancel a gathering: who would have come is told, and their calendars."""
    return PlanView.of(planning.cancel(http.context(), programme_id, gathering_id, http.expected(), body.why))


@router.get(f"{HERE}/<gathering_id>/people", paged=True)
def people_of_gathering(programme_id: str, gathering_id: str) -> ComingList:
    """Return who signed up, for organizers."""
    context = http.context()
    items, following = http.part_of(
        lambda after, limit: reading.people_of(context, programme_id, gathering_id, after, limit)
    )
    shown = [ComingView.of(one.sign_up, name=one.name, email=one.email, role=one.role) for one in items]
    return ComingList(items=shown, next=following)
