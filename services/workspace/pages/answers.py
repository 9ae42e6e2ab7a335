"""The page that links in mails lead to: it has three purposes, and each token is valid for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import http, links, web
from mentoring.errors import N_, Stale
from workspace import domain
from workspace.pages import clauses
from workspace.pages.base import GOAL_NAMES, PAGES, Html, ReadForm, VersionForm
from workspace.pages.goals import AnswerForm
from workspace.use_cases import contracts, goals, rooms, summaries

if TYPE_CHECKING:
    from mentoring.context import Context

router = http.PageRouter("/rooms/answer/<token>")

GOAL_CHANGED = N_("The goal changed while you were reading. Read it again, then decide.")


def _link(token: str) -> links.Link:
    now = http.context().clock()
    for purpose in ("contract", "goal", "goal_end", "summary"):
        try:
            return links.read(purpose, token, now)
        except links.LinkInvalid:
            continue
    raise links.LinkInvalid


@router.get("/rooms/answer/<token>")
def answer_page(token: str) -> Html:
    """Show what is to be signed, agreed or approved, and one button."""
    return _answer(token)


def _answer(token: str, status: int = 200, problem: str = "") -> Html:
    link = _link(token)
    context = http.context().acting_as(link.person_id)
    pair_id = link.claims.get("pair_id", link.subject)
    pair, found = rooms.room(context, pair_id)
    contract = contracts.text_of(found.contract) if found.contract else None
    locale = http.context().locale
    return PAGES.render(
        "answer.html",
        http.context(),
        status,
        problem=problem,
        purpose=link.purpose,
        token=token,
        pair=pair,
        me=link.person_id,
        contract=contract,
        fixed=clauses.fixed(contract, locale) if contract else [],
        own=clauses.own(contract, locale) if contract else [],
        goal=next((one for one in found.goals if one.goal_id == link.subject), None),
        goal_names=GOAL_NAMES,
        partner=pair.partner_name(link.person_id),
        summary=found.summary,
        summary_hash=summaries.hash_of(found.summary) if found.summary else "",
    )


@router.post("/rooms/answer/<token>")
def answer(token: str) -> Html:
    """Sign, agree or approve."""
    link = _link(token)
    context = http.context().acting_as(link.person_id)
    try:
        if link.purpose == "contract":
            contracts.sign_contract(context, link.subject, web.form(ReadForm).sha256)
        elif link.purpose == "goal":
            _agree(context, link.claims["pair_id"], link.subject)
        elif link.purpose == "goal_end":
            sent = web.form(AnswerForm)
            goals.answer_end(context, link.claims["pair_id"], link.subject, sent.answer, sent.version)
        else:
            summaries.approve_summary(context, link.subject, web.form(ReadForm).sha256)
    except domain.TextChanged as error:
        return _answer(token, error.status, error.message)
    except Stale as error:
        return _answer(token, error.status, GOAL_CHANGED)
    except (domain.GoalEnded, domain.NothingProposed) as error:
        return _answer(token, error.status, error.message)
    return web.redirect(f"/rooms/answer/{token}", flash=N_("Done. Thank you."))


def _agree(context: Context, pair_id: str, goal_id: str) -> None:
    """Agree on a goal as it was read; a second click on an old page changes nothing."""
    try:
        goals.agree_goal(context, pair_id, goal_id, web.form(VersionForm).version)
    except Stale:
        if not goals.has_agreed(context, pair_id, goal_id):
            raise
