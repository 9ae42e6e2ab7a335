"""JSON of attendance: the host's list, the code, and people who confirm that they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from gatherings.domain.attendance import MOST_AROUND, MOST_AT_ONCE
from gatherings.use_cases import attending
from mentoring import clock, http, links
from mentoring.http.fields import Line
from mentoring.tables.vocabulary import Role

if TYPE_CHECKING:
    from gatherings.use_cases.attended import Hosted

router = http.Router()

HERE = "/v1/gatherings/<programme_id>/<gathering_id>"


class AttendeeView(http.View):
    """Somebody on the host's list; `present` is null while nothing is noted, `noted` says how it is known."""

    participant_id: str
    person_id: str
    name: str
    role: Role
    signed_up: bool
    present: bool | None
    noted: str


class AttendanceList(http.View):
    """Who signed up to a gathering, or was added, by name."""

    items: list[AttendeeView]
    next: str | None = None


class Marks(http.Model):
    """Participants who are present, or aren't."""

    participant_ids: list[Annotated[Line, Field(min_length=1, max_length=64)]] = Field(
        min_length=1, max_length=MOST_AT_ONCE
    )
    present: bool


class CheckInView(http.View):
    """How people confirm that they are there: the code, where it is used, and when (minutes around, instants)."""

    code: str
    url: str
    before: int
    after: int
    opens_at: str
    closes_at: str
    present: int


class CheckInWish(http.Model):
    """Minutes before the start and after the end; `renew` for another code."""

    before: int = Field(ge=0, le=MOST_AROUND)
    after: int = Field(ge=0, le=MOST_AROUND)
    renew: bool = False


class Confirmation(http.Model):
    """The code on the screen."""

    code: Annotated[Line, Field(min_length=1, max_length=40)]


class HereView(http.View):
    """Whether it is noted that the user is at a gathering."""

    gathering_id: str
    present: bool


def _shown(found: Hosted) -> AttendanceList:
    return AttendanceList(
        items=[
            AttendeeView.of(
                one.part,
                signed_up=one.signed_up is not None,
                present=one.noted.present if one.noted is not None else None,
                noted=one.noted.noted if one.noted is not None else "",
            )
            for one in found.rows
        ]
    )


@router.get(f"{HERE}/attendance")
def attendance(programme_id: str, gathering_id: str) -> AttendanceList:
    """Return who signed up to a gathering and who is there, to an organizer who decides."""
    return _shown(attending.attendance_of(http.context(), programme_id, gathering_id))


@router.post(f"{HERE}/attendance")
def mark(programme_id: str, gathering_id: str, body: Marks) -> AttendanceList:
    """Note participants as present or absent; anybody of the programme can be noted."""
    return _shown(
        attending.mark(http.context(), programme_id, gathering_id, body.participant_ids, present=body.present)
    )


def _check_in(programme_id: str, gathering_id: str) -> CheckInView:
    found = attending.attendance_of(http.context(), programme_id, gathering_id)
    window = found.window
    return CheckInView(
        code=found.code,
        url=links.url(f"/gatherings/{programme_id}/{gathering_id}/here/{found.code}"),
        before=window.before,
        after=window.after,
        opens_at=clock.iso(window.opens_at),
        closes_at=clock.iso(window.closes_at),
        present=len(found.present),
    )


@router.get(f"{HERE}/check-in")
def check_in(programme_id: str, gathering_id: str) -> CheckInView:
    """Return the code with which people confirm that they are there."""
    return _check_in(programme_id, gathering_id)


@router.post(f"{HERE}/check-in")
def change_check_in(programme_id: str, gathering_id: str, body: CheckInWish) -> CheckInView:
    """Change when people can confirm that they are there, or the code."""
    attending.change_check_in(http.context(), programme_id, gathering_id, body.before, body.after, renew=body.renew)
    return _check_in(programme_id, gathering_id)


@router.get(f"{HERE}/here")
def here(programme_id: str, gathering_id: str) -> HereView:
    """Return whether it is noted that the user is there."""
    found = attending.here(http.context(), programme_id, gathering_id)
    return HereView(gathering_id=gathering_id, present=found.present)


@router.post(f"{HERE}/here")
def confirm(programme_id: str, gathering_id: str, body: Confirmation) -> HereView:
    """Note that the user is there; a second time changes nothing."""
    attending.check_in(http.context(), programme_id, gathering_id, body.code)
    return HereView(gathering_id=gathering_id, present=True)
