"""JSON of a group to those who are in it: dates, roles, steps. Organizers have no route here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from gatherings.domain.breakout import MOST_LINK
from gatherings.domain.circle_poll import MOST_OPTIONS
from gatherings.domain.circle_steps import STEPS
from gatherings.use_cases.circle import meeting, ours, polling
from mentoring import clock, http
from mentoring.errors import NotFound
from mentoring.http.fields import Instant, Line
from mentoring.tables.vocabulary import (
    BreakoutState,
    CircleRole,
    CircleState,
    CircleStep,
    CircleTheme,
    Role,
    RoundPress,
)

if TYPE_CHECKING:
    from gatherings.use_cases.circle.ours import Ours

router = http.Router()

HERE = "/v1/circles/<programme_id>/<circle_id>"
Id = Annotated[Line, Field(min_length=1, max_length=64)]


class CirclePersonView(http.View):
    """Somebody in the group; `role` is null while no meeting is arranged."""

    person_id: str
    name: str
    zone: str
    role: CircleRole | None
    answered: bool
    confirmed: bool
    present: bool


class CircleTimeView(http.View):
    """A time that the group can choose, by whom it was proposed, and whom it suits (person ids)."""

    option_id: str
    at: str
    by: str
    yes: list[str]


class CircleView(http.View):
    """A group to one of its people.

    While it looks for a date: `times`, and `until` when it is fixed at the latest. Once it has one: `gathering_id`,
    `starts_at`, my role, and whether I promised confidentiality. `nth` is its meeting, from 1.
    """

    circle_id: str
    programme_id: str
    number: int
    role: Role
    state: CircleState
    nth: int
    people: list[CirclePersonView]
    times: list[CircleTimeView]
    until: str | None
    gathering_id: str
    starts_at: str | None
    minutes: int
    link: str
    my_role: CircleRole | None
    confirmed: bool
    theme: CircleTheme


class CircleInShortView(http.View):
    """One of my groups."""

    programme_id: str
    circle_id: str
    number: int
    role: Role


class CircleList(http.View):
    """My groups."""

    items: list[CircleInShortView]
    next: str | None = None


class CircleAnswer(http.Model):
    """Which times suit me (all others don't), and others that I propose."""

    yes: list[Id] = Field(default_factory=list, max_length=MOST_OPTIONS)
    times: list[Instant] = Field(default_factory=list, max_length=MOST_OPTIONS)


class CirclePromise(http.Model):
    """That what is said in the group stays there."""

    confidential: bool


class CircleRoleWish(http.Model):
    """A role to take."""

    role: CircleRole


class CircleThemeWish(http.Model):
    """A word for what the case was about."""

    theme: CircleTheme


class CircleLinkWish(http.Model):
    """Where the group meets online."""

    link: Annotated[Line, Field(max_length=MOST_LINK)] = ""


class CircleStepView(http.View):
    """A step of the method, and its minutes."""

    step: CircleStep
    minutes: int


class CircleStepsView(http.Versioned):
    """The steps that all follow together: `nth` is the one that comes or runs, from 1.

    Seconds are from when this was answered; ask again after `asks_again` seconds, 0 for never.
    """

    state: BreakoutState
    nth: int
    step: CircleStep | None
    seconds_left: int
    time_is_up: bool
    asks_again: int
    steps: list[CircleStepView]


class CircleClock(http.Model):
    """What the clock does; `minutes` for `add`."""

    do: RoundPress
    minutes: int = Field(1, ge=1, le=60)


class CircleMinutes(http.Model):
    """The minutes of each step, in the order of the steps."""

    minutes: list[int] = Field(min_length=len(STEPS), max_length=len(STEPS))


def _shown(programme_id: str, circle_id: str) -> CircleView:
    found = ours.whole(http.context(), programme_id, circle_id)
    item, met, poll = found.item, found.meeting, found.poll
    return CircleView.of(
        item,
        people=[
            CirclePersonView(
                person_id=one.person_id,
                name=one.name,
                zone=one.zone,
                role=met.roles.get(one.person_id) if met is not None else None,
                answered=one.person_id in poll.answered,
                confirmed=met is not None and one.person_id in met.confirmed,
                present=met is not None and one.person_id in met.present,
            )
            for one in found.parts
        ],
        times=[
            CircleTimeView(option_id=one.option_id, at=clock.iso(one.at), by=one.by, yes=sorted(one.yes))
            for one in poll.options
        ],
        until=item.until if item.state == CircleState.POLLING else None,
        my_role=found.my_role if met is not None else None,
        confirmed=found.is_confirmed,
    )


def _steps(found: Ours) -> CircleStepsView:
    if not found.is_confirmed or found.clock is None:
        raise NotFound
    now, steps = http.context().clock(), found.steps
    return CircleStepsView.of(
        found.clock,
        nth=min(steps.nth + 1, steps.parts),
        step=steps.step,
        seconds_left=round(steps.time_left(now).total_seconds()),
        time_is_up=steps.is_up(now),
        asks_again=ours.asks_again_of(found, now),
        steps=[CircleStepView(step=one, minutes=minutes) for one, minutes in zip(STEPS, steps.minutes, strict=True)],
    )


@router.get("/v1/circles")
def mine() -> CircleList:
    """Return my groups."""
    return CircleList(items=[CircleInShortView.of(one) for one in ours.of_mine(http.context())])


@router.get(HERE)
def circle(programme_id: str, circle_id: str) -> CircleView:
    """Return a group, to those who are in it."""
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/answers")
def answer(programme_id: str, circle_id: str, body: CircleAnswer) -> CircleView:
    """Say which times suit me, and propose others; the last answer fixes the date."""
    polling.answer(http.context(), programme_id, circle_id, body.yes, body.times)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/polls")
def meet_again(programme_id: str, circle_id: str) -> CircleView:
    """Look for the next date, once the group has met or found none."""
    polling.meet_again(http.context(), programme_id, circle_id)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/entries")
def enter(programme_id: str, circle_id: str, body: CirclePromise) -> CircleView:
    """Promise confidentiality, and from half an hour before the start be there."""
    meeting.enter(http.context(), programme_id, circle_id, confidential=body.confidential)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/roles/passing")
def pass_on(programme_id: str, circle_id: str) -> CircleView:
    """Pass my role on; a case card that I wrote for this meeting is erased."""
    meeting.pass_on(http.context(), programme_id, circle_id)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/roles")
def take(programme_id: str, circle_id: str, body: CircleRoleWish) -> CircleView:
    """Take a role that is free, or whose holder is missing after the start."""
    meeting.take(http.context(), programme_id, circle_id, body.role)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/themes")
def name_theme(programme_id: str, circle_id: str, body: CircleThemeWish) -> CircleView:
    """Say in a word what the case was about: organizers see it."""
    meeting.name_theme(http.context(), programme_id, circle_id, body.theme)
    return _shown(programme_id, circle_id)


@router.post(f"{HERE}/links")
def change_link(programme_id: str, circle_id: str, body: CircleLinkWish) -> CircleView:
    """Change where the group meets online; calendars are told."""
    meeting.change_link(http.context(), programme_id, circle_id, body.link)
    return _shown(programme_id, circle_id)


@router.get(f"{HERE}/steps")
def steps(programme_id: str, circle_id: str) -> CircleStepsView:
    """Return the steps, to those who promised confidentiality."""
    return _steps(ours.ours(http.context(), programme_id, circle_id))


@router.post(f"{HERE}/steps", expects="required")
def press(programme_id: str, circle_id: str, body: CircleClock) -> CircleStepsView:
    """Begin, pause, prolong or end a step, as moderator or time keeper."""
    found = meeting.press(http.context(), programme_id, circle_id, body.do, body.minutes, http.expected())
    return _steps(found)


@router.put(f"{HERE}/steps")
def change_minutes(programme_id: str, circle_id: str, body: CircleMinutes) -> CircleStepsView:
    """Change the minutes of steps that haven't begun, as moderator or time keeper."""
    return _steps(meeting.change_minutes(http.context(), programme_id, circle_id, body.minutes, http.expected()))
