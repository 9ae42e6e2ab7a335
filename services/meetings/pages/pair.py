"""Pages of a pair's meetings: the list (a page or part of the room), and answers given there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from meetings import domain, use_cases
from meetings.pages import arranging
from meetings.pages.adding import by_hand
from meetings.pages.arranging import TimesForm, as_shown, times
from meetings.pages.base import PAGES, Html
from meetings.schemas import Outcome, Sequence
from meetings.use_cases import calling
from mentoring import calls, http, web
from mentoring.errors import N_, Invalid
from mentoring.http.fields import Instant, Line, WallTime, Zone
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState
from mentoring.walltime import moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mentoring.context import Context
    from mentoring.tables.attributes import Opened
    from mentoring.tables.meetings import Meeting
    from mentoring.walltime import Moment

router = http.PageRouter()

STATE_NAMES = {
    MeetingState.PROPOSED: N_("waits for an answer"),
    MeetingState.CONFIRMED: N_("confirmed"),
    MeetingState.TO_CONFIRM: N_("did it take place?"),
    MeetingState.HELD: N_("held"),
    MeetingState.NOT_HELD: N_("not held"),
    MeetingState.CANCELLED: N_("called off"),
}
REASON_NAMES = {
    MeetingOutcome.CANCELLED_EARLY: N_("called off in time"),
    MeetingOutcome.CANCELLED_LATE: N_("called off at the last moment"),
    MeetingOutcome.NO_SHOW_MENTOR: N_("the mentor didn't come"),
    MeetingOutcome.NO_SHOW_MENTEE: N_("the mentee didn't come"),
    MeetingOutcome.TECHNICAL: N_("technical trouble"),
}


REFUSED = (domain.MeetingDecided, domain.AlreadyBusy, domain.TimePassed)
"""Why a time can't be had, which is said on the page beside what can be done instead."""


class ProposalForm(TimesForm):
    """Times, and what the meeting is about."""

    place: Line = Field("", max_length=500)
    agenda: str = Field("", max_length=4000)


class AnswerForm(TimesForm):
    """An answer to a proposal: `at` is which of several times is accepted; others are typed."""

    answer: Literal["accept", "decline", "counter"]
    at: Instant | None = None
    sequence: Sequence = None


class PastForm(http.Model):
    """When a meeting took place: local time in `zone`, in which the page was shown."""

    held_at: WallTime
    zone: Zone = ""


class OutcomeForm(http.Model):
    """Whether a meeting took place."""

    outcome: Outcome


@router.get("/meetings/pair/<pair_id>")
def pair_page(pair_id: str) -> Html:
    """Show a pair's meetings."""
    return _pair(pair_id)


def _pair(pair_id: str, status: int = 200, **values: object) -> Html:
    context = as_shown(http.context())
    pair, found = use_cases.meetings(context, pair_id)
    call = calling.call_of(context, pair_id)
    ahead = [one for one in found if one.state in domain.OPEN]
    opened = [use_cases.shown(context, one) for one in ahead]
    over = [one for one in reversed(found) if one.state in (MeetingState.HELD, MeetingState.NOT_HELD)]
    called_off = [one for one in over if one.state == MeetingState.NOT_HELD and not use_cases.has_begun(context, one)]
    return PAGES.render(
        "pair.html",
        context,
        status,
        here=f"/meetings/pair/{pair_id}",
        pair=pair,
        call_host=calls.host(call.link),
        me=context.principal.person_id,
        ahead=[one for one in opened if not _waits_together(one.item)],
        plans=_plans(opened),
        adding={one.meeting_id: by_hand(context, pair, one) for one in opened},
        times=times(context, pair, ahead),
        begun={one.meeting_id for one in ahead if use_cases.has_begun(context, one)},
        asked=[one for one in found if one.state == MeetingState.TO_CONFIRM],
        past=[one for one in over if one not in called_off],
        called_off=called_off,
        state_names=STATE_NAMES,
        reason_names=REASON_NAMES,
        mine={one.meeting_id for one in found if use_cases.may_change(context, one)},
        not_so={one.meeting_id for one in found if use_cases.may_contest(context, one)},
        says_held={one.meeting_id for one in found if use_cases.says_held(context, one)},
        **{"problem": ""} | values,
    )


def _waits_together(item: Meeting) -> bool:
    """Return whether a meeting is answered with the others of its plan."""
    return item.together and item.state == MeetingState.PROPOSED


def _plans(ahead: Iterable[Opened[Meeting]]) -> dict[str, list[Opened[Meeting]]]:
    """Return the meetings that wait for one answer, by the ids of their plans."""
    found: dict[str, list[Opened[Meeting]]] = {}
    for one in ahead:
        if _waits_together(one.item):
            found.setdefault(one.plan_id, []).append(one)
    return found


@router.post("/meetings/pair/<pair_id>")
def propose(pair_id: str) -> Html:
    """Propose a time."""
    context = as_shown(http.context())
    try:
        sent = web.form(ProposalForm)
        wanted = sent.wanted(context.zone)
        first, *more = wanted.starts
        with wanted.at_fields():
            use_cases.propose(context, pair_id, first, context.zone, more=more, place=sent.place, agenda=sent.agenda)
    except Invalid as error:
        return arranging.page(pair_id, 422, **arranging.kept(error))
    return taken(f"/meetings/pair/{pair_id}", N_("Proposed. Your partner is asked by email."), wanted.twice)


def taken(path: str, words: str, at: Moment | None) -> Html:
    """Redirect after a time was taken; if it occurs twice that night, say which one."""
    if at is None or not at.twice:
        return web.redirect(path, flash=words)
    twice = N_("Done. That night the clocks go back and show %(shown)s twice; we took the first one (%(offset)s).")
    return web.redirect(path, flash=twice, params=at.params)


@router.post("/meetings/pair/<pair_id>/past")
def log(pair_id: str) -> Html:
    """Record a meeting that took place."""
    context = as_shown(http.context())
    try:
        sent = web.form(PastForm)
        at = moment(sent.held_at, context.zone)
        meeting = use_cases.log(context, pair_id, at.instant, context.zone)
    except Invalid as error:
        return _pair(pair_id, 422, **_at_field(error, "held_at"))
    words = N_("Noted. What do you take away, and is there homework?")
    return taken(f"/rooms/{pair_id}/takeaways/{meeting.meeting_id}", words, at)


@router.post("/meetings/pair/<pair_id>/<meeting_id>/answers")
def answer(pair_id: str, meeting_id: str) -> Html:
    """Answer a proposed time, or cancel a meeting."""
    try:
        at = take(as_shown(http.context()), pair_id, meeting_id)
    except Invalid as error:
        if "instead" in web.forms.typed():
            return arranging.page(pair_id, 422, instead=meeting_id, **arranging.kept(error))
        return _pair(pair_id, 422, **_at_field(error, f"at-{meeting_id}"))
    except REFUSED as error:
        typed = {f"at-{meeting_id}": web.kept(error)["typed"].get("starts_at", "")}
        return _pair(pair_id, int(error.status), problem=error.message, typed=typed)
    return taken(f"/meetings/pair/{pair_id}", N_("Done. Your partner knows."), at)


@router.post("/meetings/pair/<pair_id>/<meeting_id>/outcome")
def decide(pair_id: str, meeting_id: str) -> Html:
    """Say whether it took place."""
    outcome = web.form(OutcomeForm).outcome
    use_cases.decide(http.context(), pair_id, meeting_id, outcome)
    held = outcome == MeetingOutcome.HELD
    path = f"/rooms/{pair_id}/takeaways/{meeting_id}" if held else f"/meetings/pair/{pair_id}"
    return web.redirect(path, flash=thanks(outcome))


def thanks(outcome: Outcome) -> str:
    """Return what somebody is told who said whether a meeting took place."""
    return (
        N_("Thank you. What do you take away, and is there homework?")
        if outcome == MeetingOutcome.HELD
        else N_("Thank you for telling us.")
    )


def _at_field(error: Invalid, name: str) -> dict[str, object]:
    """Return the error and the input for the field of a form that only asks for a time."""
    typed = web.kept(error)["typed"]
    return {
        "errors": {name: next(iter(web.kept(error)["errors"].values()))},
        "typed": {name: typed.get("held_at") or typed.get("starts_at", "")},
    }


def take(context: Context, pair_id: str, meeting_id: str, told: str = "") -> Moment | None:
    """Accept an answer to the time on the page, or in a mail with sequence `told`; return another time it proposes."""
    sent = web.form(AnswerForm)
    sequence = int(told) if told else sent.sequence
    if sent.answer == "accept":
        use_cases.accept(context, pair_id, meeting_id, sequence, at=sent.at)
    elif sent.answer == "decline":
        use_cases.cancel(context, pair_id, meeting_id, sequence)
    else:
        wanted = sent.wanted(context.zone)
        first, *more = wanted.starts
        with wanted.at_fields():
            use_cases.move(context, pair_id, meeting_id, first, sequence, more=more)
        return wanted.twice
    return None
