"""JSON of set-ups: a programme as a file without people, a programme made of such a file, and a new edition."""

from __future__ import annotations

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Day
from recruitment.routes.programmes import ProgrammeView
from recruitment.schemas import Name, SetupFile
from recruitment.use_cases import editions

router = http.Router()


class EditionWish(http.Model):
    """The next edition of a programme."""

    name: Name
    kick_off: Day = Field(description="All dates move by as many days as the kick-off does.")


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
