"""The room of a pair, and the joint summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http, web
from mentoring.errors import N_, Stale
from mentoring.http.fields import Version
from workspace import domain
from workspace.pages.base import CONTRACT_NAMES, GOAL_NAMES, PAGES, SEEN_SHORT, STAGE_NAMES, Html, ReadForm, refused
from workspace.use_cases import contracts, messages, rooms, summaries

if TYPE_CHECKING:
    from mentoring.errors import DomainError
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Summary

router = http.PageRouter()

WRITTEN_MEANWHILE = N_("Your partner saved another text while you were writing. Put the two together and save again.")


class SummaryForm(http.Model):
    """The joint summary as typed: one takeaway or step per line."""

    takeaways: str = Field(max_length=4000)
    helped: str = Field("", max_length=4000)
    hindered: str = Field("", max_length=4000)
    next_steps: str = Field("", max_length=4000)
    thanks: str = Field("", max_length=4000)
    version: Version = ""


@router.get("/rooms/<pair_id>")
def room(pair_id: str) -> Html:
    """Show the pair's room."""
    return _room(pair_id)


def _room(pair_id: str, status: int = 200, **values: object) -> Html:
    context = http.context()
    pair, found = rooms.room(context, pair_id, with_partner=True)
    programme = rooms.programme_of(context, pair)
    planned = programme.planned_meetings if programme else 0
    me = context.principal.person_id
    return PAGES.render(
        "room.html",
        context,
        status,
        pair=pair,
        room=found,
        me=me,
        partner=pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name,
        contact=rooms.contact(context, pair),
        unread=messages.unread(context, pair_id),
        contract=contracts.text_of(found.contract) if found.contract else None,
        summary_hash=summaries.hash_of(found.summary) if found.summary else "",
        written=_written(found.summary),
        stage_names=STAGE_NAMES,
        goal_names=GOAL_NAMES,
        contract_names=CONTRACT_NAMES,
        seen_short=SEEN_SHORT,
        may_close=domain.may_close(pair.stage, pair.meetings_held, planned) and not pair.outcome,
        planned=planned,
        accent=programme.accent if programme else "forest",
        **{"problem": "", "opened": ""} | values,
    )


def _refused(pair_id: str, error: DomainError, words: str = "") -> Html:
    """Show the room again with the form of the summary open: the mistakes or the reason, and what was typed."""
    return _room(pair_id, error.status, **refused("summary", error, words))


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
        return _refused(pair_id, error)
    except Stale as error:
        return _refused(pair_id, error, WRITTEN_MEANWHILE)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("The summary is written. Your partner is asked to approve it."))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


@router.post("/rooms/<pair_id>/summary/approval")
def approve_summary(pair_id: str) -> Html:
    """Approve the joint summary."""
    try:
        summaries.approve_summary(http.context(), pair_id, web.form(ReadForm).sha256)
    except domain.TextChanged as error:
        return _room(pair_id, error.status, problem=error.message)
    return web.redirect(f"/rooms/{pair_id}", flash=N_("Approved. Congratulations on finishing."))
