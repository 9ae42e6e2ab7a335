"""The page of a group for those who are in it: finding a date, roles, and the steps that all follow together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from gatherings.domain.breakout import MOST_LINK
from gatherings.domain.circle_poll import MOST_OPTIONS
from gatherings.domain.circle_steps import MOST_MINUTES, STEPS
from gatherings.pages.base import PAGES, Html
from gatherings.pages.circle_words import ROLES, STEP_NAMES, STEP_TEXTS, THEMES
from gatherings.use_cases.circle import cards, meeting, ours, polling
from mentoring import http, web
from mentoring.afar import other_clock
from mentoring.errors import N_, Conflict, DomainError, Invalid, NotFound, Stale
from mentoring.http import conditional
from mentoring.http.fields import Line, Version, WallTime, Zone
from mentoring.tables.vocabulary import CircleRole, CircleTheme, RoundPress
from mentoring.walltime import moment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from gatherings.use_cases.circle.ours import Ours

router = http.PageRouter()

HERE = "/circles/<programme_id>/<circle_id>"
NAMES: dict[str, Any] = {"role_names": ROLES, "step_names": STEP_NAMES, "step_texts": STEP_TEXTS, "theme_names": THEMES}
MORE = (1, 2, 5)
"""Minutes that can be added at once."""


@router.get("/circles")
def circles() -> Html:
    """Show the user their groups, and the case cards that they wrote."""
    context = http.context()
    found = ours.of_mine_whole(context)
    return PAGES.render("circles.html", context, groups=found, cards=cards.of_mine(context), **NAMES)


@router.get(HERE)
def circle(programme_id: str, circle_id: str) -> Html:
    """Show a group to those who are in it."""
    return page(programme_id, circle_id)


def page(programme_id: str, circle_id: str, error: DomainError | None = None, form: str = "") -> Html:
    """Show a group; after an error with what was typed into one of its forms."""
    context = http.context()
    found = ours.whole(context, programme_id, circle_id)
    return PAGES.render(
        "circle.html",
        context,
        error.status if error else 200,
        programme=found.programme,
        accent=found.programme.accent if found.programme is not None else "",
        found=found,
        item=found.item,
        poll=found.poll,
        met=found.meeting,
        arranged=ours.arranged(found),
        words={one.option_id: _clocks(found, one.at) for one in found.poll.options},
        clocks=_clocks(found, found.meeting.starts_at) if found.meeting is not None else "",
        is_open=found.meeting is not None and found.meeting.is_open(context.clock()),
        ended=found.meeting is not None and found.meeting.has_ended(context.clock()),
        free=_free(found, context.clock()),
        card=cards.opened(context, found),
        own=cards.own(context, found),
        presents=found.my_role == CircleRole.PRESENTER,
        here=f"/circles/{programme_id}/{circle_id}",
        problem="" if error is None or error.fields else error.message,
        problem_values=error.params if error else {},
        **_steps(found),
        **NAMES,
        **(web.kept(error, form) if error else {}),
    )


def _clocks(found: Ours, at: datetime) -> str:
    """Return what time it is then for those of the group elsewhere: «your 15:00 = 09:00 in New York»."""
    context = http.context()
    others = dict.fromkeys(one.zone for one in found.parts if one.person_id != found.me)
    words = (other_clock(at, context.locale, context.zone, zone) for zone in others)
    return "; ".join(dict.fromkeys(one for one in words if one))


def _free(found: Ours, now: datetime) -> Iterable[CircleRole]:
    """Return the roles that the user can take now."""
    met = found.meeting
    if met is None:
        return []
    return [role for role in ROLES if role != CircleRole.CONSULTANT and met.can_take(found.me, role, now)]


def _steps(found: Ours) -> dict[str, Any]:
    """Return what the part of the page that all follow shows."""
    context = http.context()
    now, steps = context.clock(), found.steps
    return {
        "clock": found.clock,
        "steps": steps,
        "each": list(zip(STEPS, steps.minutes, strict=True)),
        "seconds": round(steps.time_left(now).total_seconds()),
        "is_up": steps.is_up(now),
        "leads": found.meeting is not None and found.meeting.leads(found.me),
        "more": MORE,
        "most_minutes": MOST_MINUTES,
        "tag": _tag(found, now),
        "wait": ours.asks_again_of(found, now),
    }


def _tag(found: Ours, now: datetime) -> str:
    """Return what changes with the clock, and with who came or has which role."""
    rounds = found.clock.tag if found.clock is not None else "0"
    return f"{found.item.tag}.{rounds}.{http.context().locale}{'u' if found.steps.is_up(now) else ''}"


@router.get(f"{HERE}/now")
def now(programme_id: str, circle_id: str) -> Html:
    """Show the part of the page that all follow, to those who promised confidentiality; 304 if nothing has changed."""
    context = http.context()
    found = ours.ours(context, programme_id, circle_id)
    if not found.is_confirmed:
        raise NotFound
    tag, wait = _tag(found, context.clock()), ours.asks_again_of(found, context.clock())
    headers = {"ETag": f'W/"{tag}"', "Retry-After": str(wait)}
    if conditional.has(tag):
        return Response(status_code=304, headers=headers | {"Cache-Control": "private, no-store"}, body="")
    found = ours.named(context, found)
    values: dict[str, Any] = {
        "found": found,
        "item": found.item,
        "met": found.meeting,
        "here": f"/circles/{programme_id}/{circle_id}",
    }
    shown = PAGES.render("_steps.html", context, **values, **_steps(found), **NAMES)
    shown.headers.update(headers)
    return shown


class AnswerForm(http.Model):
    """Which times suit, and others as typed: local times in `zone`, in which the page was shown."""

    yes: list[str] = Field(default_factory=list, max_length=MOST_OPTIONS)
    time_1: WallTime | None = None
    time_2: WallTime | None = None
    time_3: WallTime | None = None
    zone: Zone = "Europe/Warsaw"

    def times(self) -> list[datetime]:
        """Return the instants; raises `NoSuchTime` at the field of a time that a clock change skips."""
        named = (("time_1", self.time_1), ("time_2", self.time_2), ("time_3", self.time_3))
        return [moment(at, self.zone, f"/{name}").instant for name, at in named if at is not None]


@router.post(f"{HERE}/answers")
def answer(programme_id: str, circle_id: str) -> Html:
    """Take an answer to the poll."""
    try:
        sent = web.form(AnswerForm)
        found = polling.answer(http.context(), programme_id, circle_id, sent.yes, sent.times())
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "answer")
    if ours.arranged(found):
        return _back(programme_id, circle_id, N_("The date is fixed. The invitation for your calendar is on its way."))
    return _back(programme_id, circle_id, N_("Saved. You can change it until the date is fixed."))


def _back(programme_id: str, circle_id: str, flash: str) -> Html:
    return web.redirect(f"/circles/{programme_id}/{circle_id}", flash=flash)


@router.post(f"{HERE}/polls")
def meet_again(programme_id: str, circle_id: str) -> Html:
    """Look for the next date."""
    try:
        polling.meet_again(http.context(), programme_id, circle_id)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "polls")
    return _back(programme_id, circle_id, N_("Propose times for your next meeting."))


class PromiseForm(http.Model):
    """The promise."""

    confidential: Literal["", "yes"] = ""


@router.post(f"{HERE}/entries")
def enter(programme_id: str, circle_id: str) -> Html:
    """Take the promise of confidentiality, and note who is there."""
    try:
        promised = web.form(PromiseForm).confidential == "yes"
        meeting.enter(http.context(), programme_id, circle_id, confidential=promised)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "entry")
    return _back(programme_id, circle_id, N_("Thank you. What is said here stays here."))


class RoleForm(http.Model):
    """A role to take; empty to pass one's own on."""

    role: CircleRole | None = None


@router.post(f"{HERE}/roles")
def change_role(programme_id: str, circle_id: str) -> Html:
    """Take a role, or pass one's own on."""
    try:
        role = web.form(RoleForm).role
        if role is None:
            meeting.pass_on(http.context(), programme_id, circle_id)
        else:
            meeting.take(http.context(), programme_id, circle_id, role)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "role")
    words = N_("Your role is passed on.") if role is None else N_("The role is yours.")
    return _back(programme_id, circle_id, words)


class ClockForm(http.Model):
    """What the clock does; `add` has the minutes in its value."""

    do: RoundPress = RoundPress.ADD
    minutes: int = Field(1, ge=1, le=MOST_MINUTES)
    version: Version = ""


@router.post(f"{HERE}/steps")
def press(programme_id: str, circle_id: str) -> Html:
    """Begin, pause, prolong or end a step."""
    try:
        sent = web.form(ClockForm)
        meeting.press(http.context(), programme_id, circle_id, sent.do, sent.minutes, sent.version)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "clock")
    return _back(programme_id, circle_id, N_("Everybody's page follows."))


class MinutesForm(http.Model):
    """The minutes of each step, in their order."""

    minutes: list[int] = Field(default_factory=list, max_length=len(STEPS))
    version: Version = ""


@router.post(f"{HERE}/minutes")
def change_minutes(programme_id: str, circle_id: str) -> Html:
    """Change how long the steps are."""
    try:
        sent = web.form(MinutesForm)
        meeting.change_minutes(http.context(), programme_id, circle_id, sent.minutes, sent.version)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "minutes")
    return _back(programme_id, circle_id, N_("Saved."))


class ThemeForm(http.Model):
    """A word for what it was about."""

    theme: CircleTheme = CircleTheme.NONE


@router.post(f"{HERE}/themes")
def name_theme(programme_id: str, circle_id: str) -> Html:
    """Say in a word what the case was about."""
    try:
        meeting.name_theme(http.context(), programme_id, circle_id, web.form(ThemeForm).theme)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "theme")
    return _back(programme_id, circle_id, N_("Saved."))


class LinkForm(http.Model):
    """Where the group meets online."""

    link: Annotated[Line, Field(max_length=MOST_LINK)] = ""


@router.post(f"{HERE}/links")
def change_link(programme_id: str, circle_id: str) -> Html:
    """Change where the group meets online."""
    try:
        meeting.change_link(http.context(), programme_id, circle_id, web.form(LinkForm).link)
    except (Conflict, Invalid, Stale) as error:
        return page(programme_id, circle_id, error, "link")
    return _back(programme_id, circle_id, N_("Saved. Calendars are told."))
