"""JSON of a programme's stage: what a change would do, and the change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from recruitment.routes.programmes import ProgrammeView
from recruitment.use_cases import stages

if TYPE_CHECKING:
    from recruitment.use_cases.stages import Preview

router = http.Router()


class StageWish(http.Model):
    """A change of stage."""

    to: str
    reason: str = Field("", max_length=2000)


class Counted(http.View):
    """How many of what."""

    what: str
    number: int


class EndingView(http.View):
    """A process that ends, or comes to its end, with the change."""

    pair_id: str
    name: str
    meetings_held: int
    summary: str


class ConsequencesView(http.Versioned):
    """What a change of stage does; where it `asks`, the change needs the ETag of this as If-Match.

    `ending` is how many processes end or come to their end, `first` are 20 of them at most, those that need a person
    before others.
    """

    from_stage: str
    to_stage: str
    asks: bool
    counts: list[Counted]
    mails: list[Counted]
    ending: int
    first: list[EndingView]

    @classmethod
    def show(cls, preview: Preview) -> ConsequencesView:
        """Show what a change does."""
        counts, mails = (
            [Counted(what=what, number=number) for what, number in told]
            for told in (preview.found.counts, preview.found.mails)
        )
        first = [EndingView.of(each, meetings_held=each.held) for each in preview.first]
        return cls.of(preview.found, counts=counts, mails=mails, first=first)


@router.get("/v1/programmes/<programme_id>/stage")
def preview_move(programme_id: str, to: Annotated[str, Query()]) -> ConsequencesView:
    """Return what a change of stage would do: what ends, how many mails go out, 20 of the processes it ends."""
    return ConsequencesView.show(stages.preview_move(http.context(), programme_id, to))


@router.post("/v1/programmes/<programme_id>/stage", expects="optional")
def move_programme(programme_id: str, body: StageWish) -> ProgrammeView:
    """Move a programme to another stage; what ends or mails something needs the ETag of its preview as If-Match."""
    expected = http.expected(optional=True)
    return ProgrammeView.show(stages.move_programme(http.context(), programme_id, body.to, body.reason, expected))
