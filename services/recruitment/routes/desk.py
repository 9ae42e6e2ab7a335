"""JSON of what organizers do with one application after the decision: correct it, take out, put back, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Line
from recruitment.routes.applications import ApplicationView
from recruitment.use_cases import listing, mending, removing

if TYPE_CHECKING:
    from recruitment.use_cases.removing import Parting

router = http.Router()


class TopicView(http.View):
    """A topic: how many mentees want it, how many mentors offer it with how many places, and how many are short."""

    name: str
    wanted: int
    mentors: int
    places: int
    short: int


class TopicList(http.View):
    """Topics of a programme, those that are short of places first; at most 200."""

    told: list[TopicView]


class EndingPairView(http.View):
    """A pair that ends when one of the two is taken out."""

    pair_id: str
    partner: str
    stage: str
    meetings: int


class PartingView(http.Versioned):
    """What ends when somebody is taken out; its ETag is the If-Match with which that is done."""

    pairs: list[EndingPairView]
    proposals: int
    seats: int
    rematched: bool = Field(description="Whether their mentees are matched again.")

    @classmethod
    def show(cls, found: Parting) -> PartingView:
        """Show what ends."""
        return cls.of(found, pairs=[EndingPairView.of(one) for one in found.pairs])


class ReasonWish(http.Model):
    """Why organizers do something, and what the person reads of it."""

    reason: str = Field(max_length=2000, description="For organizers only; in no mail.")
    message: str = Field("", max_length=2000, description="To the person, in the mail about it.")


class CorrectionWish(http.Model):
    """What organizers correct; what is missing stays. `capacity` is a mentor's number of places."""

    first_name: Line | None = Field(None, max_length=100)
    last_name: Line | None = Field(None, max_length=100)
    department: Line | None = Field(None, max_length=200)
    position: Line | None = Field(None, max_length=200)
    city: Line | None = Field(None, max_length=200)
    capacity: int | None = Field(None, ge=0, le=20)
    reason: str = Field(max_length=2000, description="For organizers only; in no mail.")


@router.get("/v1/programmes/<programme_id>/topics")
def list_topics(programme_id: str) -> TopicList:
    """Return what mentees want and mentors offer; who was rejected or withdrew doesn't count."""
    _, found = listing.topics(http.context(), programme_id)
    return TopicList(told=[TopicView.of(one) for one in found])


@router.patch("/v1/programmes/<programme_id>/applications/<application_id>")
def correct(programme_id: str, application_id: str, body: CorrectionWish) -> ApplicationView:
    """Correct an application, and who takes part with it; pairing and pairs follow."""
    told: dict[str, Any] = body.model_dump(include=set(mending.FIELDS), exclude_none=True)
    words = {"reason": body.reason, "expected": http.expected()}
    return ApplicationView.of(mending.mend(http.context(), programme_id, application_id, told, **words))


@router.get("/v1/programmes/<programme_id>/applications/<application_id>/removal")
def preview_removal(programme_id: str, application_id: str) -> PartingView:
    """Return what ends when somebody is taken out: pairs, open proposals, seats."""
    return PartingView.show(removing.parting(http.context(), programme_id, application_id))


@router.post("/v1/programmes/<programme_id>/applications/<application_id>/removal", expects="required")
def take_out(programme_id: str, application_id: str, body: ReasonWish) -> ApplicationView:
    """Take somebody out who was accepted; they are told by mail."""
    words = {"reason": body.reason, "message": body.message, "tag": http.expected()}
    return ApplicationView.of(removing.take_out(http.context(), programme_id, application_id, **words))


@router.post("/v1/programmes/<programme_id>/applications/<application_id>/reinstatement", expects="required")
def put_back(programme_id: str, application_id: str, body: ReasonWish) -> ApplicationView:
    """Put somebody back whom organizers had taken out; they are told by mail."""
    words = {"reason": body.reason, "message": body.message, "expected": http.expected()}
    return ApplicationView.of(removing.put_back(http.context(), programme_id, application_id, **words))


@router.post("/v1/programmes/<programme_id>/applications/<application_id>/reconsideration", expects="required")
def undo_refusal(programme_id: str, application_id: str, body: ReasonWish) -> ApplicationView:
    """Undo a refusal: the application waits for a decision again."""
    words = {"reason": body.reason, "message": body.message, "expected": http.expected()}
    return ApplicationView.of(removing.undo_refusal(http.context(), programme_id, application_id, **words))
