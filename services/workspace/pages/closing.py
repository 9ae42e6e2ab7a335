"""The end of a process: the joint summary, written and approved by both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Stale
from mentoring.http.fields import Version
from workspace import domain
from workspace.pages.base import PAGES, SEEN_SHORT, WRITTEN_MEANWHILE, Html, ReadForm, refused
from workspace.use_cases import summaries

if TYPE_CHECKING:
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Summary

router = http.PageRouter()


class SummaryForm(http.Model):
    """The joint summary as typed: one takeaway or step per line."""

    takeaways: str = Field(max_length=4000)
    helped: str = Field("", max_length=4000)
    hindered: str = Field("", max_length=4000)
    next_steps: str = Field("", max_length=4000)
    thanks: str = Field("", max_length=4000)
    version: Version = ""


@router.get("/rooms/<pair_id>/closing")
def closing(pair_id: str) -> Html:
    """Show the joint summary, or when it will be written."""
    return _closing(pair_id)


def _closing(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    found = summaries.closing(context, pair_id)
    return PAGES.render(
        "closing.html",
        context,
        status,
        pair=found.pair,
        summary=found.summary,
        noted=found.noted,
        seen_short=SEEN_SHORT,
        partner=found.partner,
        me=context.principal.person_id,
        may_close=found.may_close,
        planned=found.planned,
        summary_hash=summaries.hash_of(found.summary) if found.summary else "",
        written=_written(found.summary),
        accent=found.accent,
        **{"problem": "", "opened": ""} | values,
    )


def _written(summary: Opened[Summary] | None) -> dict[str, str]:
    """Return a summary as it is typed: one takeaway or step per line."""
    parts = {name: getattr(summary, name, "") for name in domain.SUMMARY_PARTS}
    return {name: "\n".join(value) if isinstance(value, list) else value for name, value in parts.items()}


@router.post("/rooms/<pair_id>/summary")
def propose_summary(pair_id: str) -> Html:
    """Write the joint summary."""
    try:
        sent = web.form(SummaryForm)
        lines = {name: _lines(getattr(sent, name)) for name in ("takeaways", "next_steps")}
        told = sent.model_dump(exclude={"version"}) | lines
        summaries.propose_summary(http.context(), pair_id, told, sent.version)
    except web.FormInvalid as error:
        return _closing(pair_id, error.status, **refused("summary", error))
    except Stale as error:
        return _closing(pair_id, error.status, **refused("summary", error, WRITTEN_MEANWHILE))
    return web.redirect(
        f"/rooms/{pair_id}/closing", flash=N_("The summary is written. Your partner is asked to approve it.")
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@router.post("/rooms/<pair_id>/summary/approval")
def approve_summary(pair_id: str) -> Html:
    """Approve the joint summary."""
    try:
        summaries.approve_summary(http.context(), pair_id, web.form(ReadForm).sha256)
    except domain.TextChanged as error:
        return _closing(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Approved. Congratulations on finishing."))
