"""Pages of plans: several meetings proposed at once, and the one answer to them, also from the mail's link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from meetings import domain
from meetings.domain import Unfit
from meetings.domain import plan as rules
from meetings.pages.arranging import as_shown, both, times
from meetings.pages.base import PAGES, Html
from meetings.pages.mailed import of_reader
from meetings.pages.pair import STATE_NAMES
from meetings.use_cases import plan_answers, planning
from mentoring import http, links, web
from mentoring.errors import N_, Conflict, Invalid
from mentoring.http.fields import Day, Line, WallTime, Zone
from mentoring.i18n import in_zone
from mentoring.tables.vocabulary import PlanState
from mentoring.values import dataclass
from mentoring.walltime import is_shown_twice, moment

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context

router = http.PageRouter("/meetings/plan/<token>")

WHY_NOT = {
    Unfit.SKIPPED: N_("This hour doesn't exist that night: the clocks go forward."),
    Unfit.PAST: N_("This time has passed."),
    Unfit.FAR: N_("This is more than a year away."),
    Unfit.CLOSED: N_("The programme is over by then."),
    Unfit.TAKEN: N_("The two of you already have a meeting, or an open proposal, at this time."),
    Unfit.BUSY: N_("You have another meeting then."),
    Unfit.PARTNER_BUSY: N_("Your partner has another meeting then."),
}


class NothingTicked(Conflict):
    """Somebody says yes to none of the meetings, which is no yes."""

    code = "nothing-ticked"
    message = N_("Tick at least one meeting, or say no to all of them.")


class PlanForm(http.Model):
    """A plan as the browser sends it: `starts_at` is local in `zone`; `dates` are the days that were ticked.

    `shown` says for which wish the dates were shown, so that nobody proposes dates they haven't seen.
    """

    starts_at: WallTime
    every: int = Field(0, ge=0, le=99)
    number: int = Field(0, ge=0, le=99)
    zone: Zone = ""
    dates: list[Day] = Field([], max_length=20)
    shown: str = Field("", max_length=200)
    place: Line = Field("", max_length=500)
    agenda: str = Field("", max_length=4000)
    do: Literal["show", "propose"] = "show"


class PlanAnswerForm(http.Model):
    """One answer to a plan: `meetings` are the ids of those that were ticked."""

    answer: Literal["accept", "decline"]
    meetings: list[str] = Field([], max_length=20)
    note: str = Field("", max_length=1000)
    sequence: int | None = Field(None, ge=0, le=1_000_000)


# Proposing -----------------------------------------------------------------------------------------------------------


@router.get("/meetings/pair/<pair_id>/plan")
def plan_page(pair_id: str) -> Html:
    """Ask for the first date, the rhythm and the number of meetings."""
    return _page(as_shown(http.context()), pair_id)


@dataclass(frozen=True)
class Row:
    """A date of a plan on the page: `day` names it, `words` are both clocks, `why` speaks against it."""

    day: str
    at: datetime | None
    shown: datetime
    words: str
    why: str
    is_possible: bool
    is_ticked: bool
    is_twice: bool


def _page(context: Context, pair_id: str, status: int = 200, **values: Any) -> Html:
    pair, every, number = planning.usual(context, pair_id)
    return PAGES.render(
        "plan_proposing.html",
        context,
        status,
        pair=pair,
        every=every,
        number=number,
        weeks=[(one, one) for one in rules.EVERY],
        numbers=[(one, one) for one in rules.NUMBER],
        **{"rows": [], "shown": "", "changed": False} | values,
    )


@router.post("/meetings/pair/<pair_id>/plan")
def propose_plan(pair_id: str) -> Html:
    """Show the dates of a plan, or propose those that are ticked."""
    context = as_shown(http.context())
    try:
        sent = web.form(PlanForm)
        moment(sent.starts_at, context.zone)
        wish = planning.Wish(sent.starts_at, context.zone, sent.every, sent.number)
        shown = f"{sent.starts_at:%Y-%m-%dT%H:%M} {sent.every} {sent.number} {context.zone}"
        if sent.do == "propose" and sent.shown == shown:
            return _propose(context, pair_id, wish, sent)
        found = planning.dates(context, pair_id, wish)
    except Invalid as error:
        kept = web.kept(error)
        wrong = {"dates" if name == "without" else name: why for name, why in kept["errors"].items()}
        return _page(context, pair_id, 422, **kept | {"errors": wrong}, **_again(context, pair_id))
    typed = {name: values[-1] for name, values in web.forms.typed().items()}
    rows = _rows(context, found, None)
    changed = sent.do == "propose"
    return _page(context, pair_id, rows=rows, shown=shown, typed=typed, changed=changed)


def _propose(context: Context, pair_id: str, wish: planning.Wish, sent: PlanForm) -> Html:
    planning.propose(context, pair_id, wish, only=sent.dates, place=sent.place, agenda=sent.agenda)
    return web.redirect(
        f"/meetings/pair/{pair_id}", flash=N_("Proposed. Your partner is asked by email, once for all.")
    )


def _again(context: Context, pair_id: str) -> dict[str, Any]:
    """Return the dates once more where something else was wrong; none where these can't be known."""
    typed = web.forms.typed()
    if not typed.get("shown", [""])[-1]:
        return {}
    try:
        sent = web.form(PlanForm)
        found = planning.dates(context, pair_id, planning.Wish(sent.starts_at, context.zone, sent.every, sent.number))
    except Invalid:
        return {}
    return {"rows": _rows(context, found, {one.isoformat() for one in sent.dates}), "shown": sent.shown}


def _rows(context: Context, found: planning.Dates, ticked: set[str] | None) -> list[Row]:
    return [
        Row(
            day=(day := one.shown.date().isoformat()),
            at=one.starts_at,
            shown=one.shown,
            words=both(context, one.starts_at, found.partner_zone) if one.starts_at is not None else "",
            why=WHY_NOT.get(one.why, ""),
            is_possible=one.is_possible,
            is_ticked=one.is_possible and (day in ticked if ticked is not None else one.why != Unfit.CLOSED),
            is_twice=one.starts_at is not None and is_shown_twice(in_zone(one.starts_at, context.zone)),
        )
        for one in found.dates
    ]


# Answering -----------------------------------------------------------------------------------------------------------


@router.get("/meetings/pair/<pair_id>/plans/<plan_id>")
def read_plan(pair_id: str, plan_id: str) -> Html:
    """Show a plan to one of the two."""
    return _of_pair(pair_id, plan_id)


def _of_pair(pair_id: str, plan_id: str, status: int = 200, **values: Any) -> Html:
    context = http.context()
    found = plan_answers.plan(context, pair_id, plan_id)
    here = f"/meetings/pair/{pair_id}/plans/{plan_id}"
    return _plan(context, found, f"{here}/answers", status, here=here, **values)


@router.post("/meetings/pair/<pair_id>/plans/<plan_id>/answers")
def answer_plan(pair_id: str, plan_id: str) -> Html:
    """Answer a plan, withdraw it, or call off what is left of it."""
    try:
        _answer(http.context(), pair_id, plan_id)
    except (Conflict, web.FormInvalid) as error:
        return _of_pair(pair_id, plan_id, int(error.status), **_refused(error))
    return web.redirect(f"/meetings/pair/{pair_id}", flash=N_("Done. Your partner knows."))


@router.get("/meetings/plan/<token>")
def plan_of_link(token: str) -> Html:
    """Show a plan to whoever the mail was sent to."""
    return _of_link(token)


def _of_link(token: str, status: int = 200, **values: Any) -> Html:
    link = links.read("plan", token, http.context().clock())
    found = plan_answers.plan_of_link(http.context().acting_as(link.person_id), link.claims["pair_id"], link.subject)
    context = of_reader(link).acting_as(link.person_id)
    return _plan(context, found, f"/meetings/plan/{token}", status, shown_to=http.context(), **values)


@router.post("/meetings/plan/<token>")
def answer_link_of_plan(token: str) -> Html:
    """Answer a plan from the mail's link."""
    link = links.read("plan", token, http.context().clock())
    context = http.context().acting_as(link.person_id)
    try:
        _answer(context, link.claims["pair_id"], link.subject)
    except (Conflict, web.FormInvalid) as error:
        return _of_link(token, int(error.status), **_refused(error))
    return web.redirect(f"/meetings/plan/{token}", flash=N_("Done. Your partner knows."))


def _plan(
    context: Context,
    found: plan_answers.Found,
    action: str,
    status: int,
    *,
    shown_to: Context | None = None,
    **values: Any,
) -> Html:
    me = context.principal.person_id
    plan = found.plan
    waits = plan.state == PlanState.PROPOSED and bool(found.waiting)
    return PAGES.render(
        "plan.html",
        replace(shown_to, zone=context.zone) if shown_to is not None else context,
        status,
        plan=plan,
        meetings=found.meetings,
        waiting=found.waiting,
        times={meeting_id: known[0] for meeting_id, known in _times(context, found).items() if known},
        action=action,
        mine=plan.proposed_by == me,
        partner=found.pair.partner_name(me),
        waits=waits,
        may_end=bool(found.waiting) and not found.pair.outcome,
        state_names=STATE_NAMES,
        **{"problem": "", "taken": frozenset(), "ticked": None} | values,
    )


def _times(context: Context, found: plan_answers.Found) -> dict[str, Any]:
    return times(context, found.pair, [one.item for one in found.meetings])


def _answer(context: Context, pair_id: str, plan_id: str) -> None:
    sent = web.form(PlanAnswerForm)
    if sent.answer == "decline":
        plan_answers.call_off(context, pair_id, plan_id, note=sent.note, sequence=sent.sequence)
        return
    if not sent.meetings:
        raise NothingTicked
    plan_answers.accept(context, pair_id, plan_id, only=sent.meetings, note=sent.note, sequence=sent.sequence)


def _refused(error: Conflict | web.FormInvalid) -> dict[str, Any]:
    """Return what the page needs to show the answer again: beside the field what is wrong with it, else above."""
    taken = error.meetings if isinstance(error, domain.DatesTaken) else frozenset()
    problem = error.message if isinstance(error, Conflict) else ""
    ticked = web.forms.typed().get("meetings", [])
    return {"problem": problem, "taken": taken, "ticked": ticked, **web.kept(error)}
