"""The page behind the link of a mail that asks whether a meeting took place, and what is left to do after it.

Nobody signs in before it is done. What is written there is kept by `workspace`, to which the form is sent on.
"""

from __future__ import annotations

from meetings import use_cases
from meetings.pages.arranging import as_shown, suggestions
from meetings.pages.base import PAGES, Html
from meetings.pages.mailed import of_link
from meetings.pages.pair import REASON_NAMES, STATE_NAMES, OutcomeForm, thanks
from meetings.use_cases import afterwards
from mentoring import http, links, web
from mentoring.errors import N_, Conflict, Invalid
from mentoring.http.fields import Instant
from mentoring.i18n import day_in

router = http.PageRouter("/meetings/outcome/<token>", "/meetings/outcome/<token>/after")

WORDS = ("takeaway", "homework")
"""Fields of what is written; it isn't kept here."""


class NextForm(http.Model):
    """When the two meet next: an instant, or nothing for not now."""

    next: Instant | None = None


@router.get("/meetings/outcome/<token>")
def outcome_page(token: str) -> Html:
    """Ask whether the meeting took place; once that is known, what is taken away, homework and the next time."""
    return _outcome(token)


def _outcome(token: str, status: int = 200, **values: object) -> Html:
    link, context, item = of_link("outcome", token)
    reader = context.acting_as(link.person_id)
    pair = use_cases.pair_of(context, item)
    left = afterwards.afterwards(reader, pair, item)
    return PAGES.render(
        "outcome.html",
        context,
        status,
        meeting=item,
        token=token,
        may_change=use_cases.may_change(reader, item),
        not_so=use_cases.may_contest(reader, item),
        says_held=use_cases.says_held(reader, item),
        state_names=STATE_NAMES,
        reason_names=REASON_NAMES,
        left=left,
        me=link.person_id,
        partner=pair.partner_name(link.person_id),
        today=day_in(context.clock(), context.zone),
        **suggestions(reader, left.offered if left else None),
        **{"problem": ""} | values,
    )


@router.post("/meetings/outcome/<token>")
def outcome_link(token: str) -> Html:
    """Accept the outcome."""
    link, sent = links.read("outcome", token, http.context().clock()), web.form(OutcomeForm)
    context = http.context().acting_as(link.person_id)
    use_cases.decide(context, link.claims["pair_id"], link.subject, sent.outcome)
    return web.redirect(f"/meetings/outcome/{token}", flash=thanks(sent.outcome))


@router.post("/meetings/outcome/<token>/after")
def after_link(token: str) -> Html:
    """Propose the time that was chosen, if any; what was written goes on to the room, with the same form."""
    link = links.read("outcome", token, http.context().clock())
    try:
        sent = web.form(NextForm)
        if sent.next is not None:
            reader = as_shown(http.context()).acting_as(link.person_id)
            use_cases.look_ahead(reader, link.claims["pair_id"], link.subject, link.person_id)
            afterwards.propose_next(reader, link.claims["pair_id"], sent.next)
    except (Invalid, Conflict) as error:
        return _outcome(token, int(error.status), **_kept(error))
    if any(web.forms.typed().get(one, [""])[-1].strip() for one in WORDS):
        return web.redirect(f"/rooms/met/{token}", status=307)
    words = N_("Proposed. Your partner is asked by email.") if sent.next else N_("Thank you.")
    return web.redirect(f"/meetings/outcome/{token}", flash=words)


def _kept(error: Invalid | Conflict) -> dict[str, object]:
    """Return what the page needs to be shown again, with the reason at the times that are offered."""
    why = next(iter(web.kept(error)["errors"].values()), "")
    return {"problem": why or error.message, "typed": web.kept(error)["typed"]}
