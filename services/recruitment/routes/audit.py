"""JSON of what organizers did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from mentoring import http
from mentoring.http.fields import Day
from recruitment.use_cases import audited

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.store import Page
    from recruitment.use_cases.audited import Entry

router = http.Router()

By = Annotated[str, Query(description="The id of a person; empty for everybody.")]
What = Annotated[str, Query(description="An act; empty for all.")]
First = Annotated[Day | None, Query(alias="from", description="The first day.")]
Last = Annotated[Day | None, Query(alias="to", description="The last day.")]


class AuditView(http.View):
    """Something an organizer did."""

    act: str
    by: str = Field(description="Person id.")
    name: str = Field(description="What they are called today.")
    at: str
    about: list[str] = Field(
        description=(
            "Ids of applications, people, pairs or guides; for viewers of organizers and guides alone, empty for all "
            "else."
        )
    )
    names: list[str] = Field(description="What the first five of these are called today, if they still exist.")
    facts: dict[str, Any] = Field(
        description="Codes, names of fields, numbers and texts of questions, as the act has them; for viewers no pair."
    )
    why: str = Field(description="As it was typed; empty for viewers.")

    @classmethod
    def show(cls, one: Entry) -> AuditView:
        """Show an entry."""
        return cls.of(one.audit, name=one.by, about=one.ids, names=one.about, facts=one.facts, why=one.why)


class AuditList(http.View):
    """What organizers did, the newest first."""

    items: list[AuditView]
    next: str | None = None


@router.get("/v1/programmes/<programme_id>/audit", paged=True)
def read_audit(programme_id: str, by: By = "", act: What = "", first: First = None, last: Last = None) -> AuditList:
    """Return what organizers did in a programme; days are in its zone."""
    return _list(partial(audited.of_programme, http.context(), programme_id), audited.Wanted(by, act, first, last))


@router.get("/v1/organizations/<organization_id>/audit", paged=True)
def read_audit_of_organization(
    organization_id: str, by: By = "", act: What = "", first: First = None, last: Last = None
) -> AuditList:
    """Return what concerned an organization as a whole; days are in the reader's zone."""
    read = partial(audited.of_organization, http.context(), organization_id)
    return _list(read, audited.Wanted(by, act, first, last))


def _list(read: Callable[[audited.Wanted, str, int], Page[Entry]], wanted: audited.Wanted) -> AuditList:
    found, following = http.part_of(partial(read, wanted), of=wanted.name)
    return AuditList(items=[AuditView.show(one) for one in found], next=following)
