"""The page behind the link of a mail that asks whether a meeting took place."""

from __future__ import annotations

from meetings import use_cases
from meetings.pages.base import PAGES, Html
from meetings.pages.mailed import of_link
from meetings.pages.pair import REASON_NAMES, STATE_NAMES, OutcomeForm, thanks
from mentoring import http, links, web

router = http.PageRouter("/meetings/outcome/<token>")


@router.get("/meetings/outcome/<token>")
def outcome_page(token: str) -> Html:
    """Ask whether the meeting took place."""
    link, context, item = of_link("outcome", token)
    return PAGES.render(
        "outcome.html",
        context,
        meeting=item,
        token=token,
        may_change=use_cases.may_change(context.acting_as(link.person_id), item),
        not_so=use_cases.may_contest(context.acting_as(link.person_id), item),
        says_held=use_cases.says_held(context.acting_as(link.person_id), item),
        state_names=STATE_NAMES,
        reason_names=REASON_NAMES,
    )


@router.post("/meetings/outcome/<token>")
def outcome_link(token: str) -> Html:
    """Accept the outcome."""
    link, sent = links.read("outcome", token, http.context().clock()), web.form(OutcomeForm)
    context = http.context().acting_as(link.person_id)
    use_cases.decide(context, link.claims["pair_id"], link.subject, sent.outcome)
    return web.redirect(f"/meetings/outcome/{token}", flash=thanks(sent.outcome))
