"""JSON of the joint summary: read it, write it, approve it."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from mentoring import http
from mentoring.http.fields import Text
from mentoring.tables.attributes import Opened
from mentoring.tables.workspace import Summary
from workspace.use_cases import summaries

router = http.Router()


class SummaryView(http.Versioned):
    """The joint summary; `sha256` is the hash of its content, to be repeated by an approval."""

    takeaways: list[str]
    helped: str
    hindered: str
    next_steps: list[str]
    thanks: str
    state: str
    approved_by: list[str]
    sha256: str

    @classmethod
    def show(cls, one: Opened[Summary]) -> SummaryView:
        """Return the view of a summary."""
        return cls.of(one, sha256=summaries.hash_of(one))


class ApprovalWish(http.Model):
    """An approval of the summary with this hash."""

    sha256: str


class SummaryWish(http.Model):
    """The joint summary."""

    takeaways: list[Text] = Field(min_length=1, max_length=10)
    helped: Text = ""
    hindered: Text = ""
    next_steps: list[Text] = Field(default_factory=list, max_length=10)
    thanks: Text = ""


@router.get("/v1/rooms/<pair_id>/summary")
def read_summary(pair_id: str) -> SummaryView:
    """Return the joint summary."""
    return SummaryView.show(summaries.read_summary(http.context(), pair_id))


@router.put("/v1/rooms/<pair_id>/summary")
def propose_summary(pair_id: str, body: SummaryWish) -> SummaryView:
    """Write the joint summary: the first one with `If-None-Match: *`, another one with If-Match."""
    told: dict[str, Any] = body.model_dump()
    return SummaryView.show(summaries.propose_summary(http.context(), pair_id, told, http.expected()))


@router.post("/v1/rooms/<pair_id>/summary/approval", expects="text")
def approve_summary(pair_id: str, body: ApprovalWish) -> SummaryView:
    """Approve the joint summary."""
    return SummaryView.show(summaries.approve_summary(http.context(), pair_id, body.sha256))
