"""Groups, their meetings and case cards: items ↔ domain."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings.domain.circle_meeting import Meeting
from gatherings.domain.circle_poll import Option, Poll
from gatherings.domain.circle_round import Grouping
from gatherings.domain.circle_steps import Steps
from mentoring import clock, ids
from mentoring.tables.gatherings.circle import CaseCard, Circle, CircleMember, CircleRound, CircleSteps
from mentoring.tables.vocabulary import CaseEnd, CircleRole, CircleState, CircleTheme

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context

WORDS = ("case", "tried", "question")
"""What somebody writes on a case card."""


def load(context: Context, programme_id: str, circle_id: str) -> Circle | None:
    """Return a group."""
    return context.store.get(Circle, *Circle.key(programme_id, circle_id))


def load_round(context: Context, programme_id: str, round_id: str) -> CircleRound | None:
    """Return proposed groups."""
    return context.store.get(CircleRound, *CircleRound.key(programme_id, round_id))


def of_programme(context: Context, programme_id: str) -> list[Circle]:
    """Return a programme's groups, those formed last first."""
    found = context.store.query(Circle, *Circle.of(programme_id))
    return sorted(found, key=lambda one: (one.formed_at, -one.number), reverse=True)


def new(round_: CircleRound, number: int, people: list[list[str]], now: datetime) -> Circle:
    """Return a group of a round, with a poll that begins now; the same for the same number."""
    circle_id = ids.derived("circle", round_.round_id, str(number))
    made = Circle(
        *Circle.key(round_.programme_id, circle_id),
        programme_id=round_.programme_id,
        circle_id=circle_id,
        round_id=round_.round_id,
        role=round_.role,
        number=number,
        people=people,
        minutes=round_.minutes,
        answer_days=round_.answer_days,
        link=round_.pattern.replace("{group}", str(number)),
        formed_at=clock.iso(now),
    )
    return open_poll(made, now)


def member(circle: Circle, person_id: str, participant_id: str) -> CircleMember:
    """Return that somebody is in a group."""
    made = CircleMember(
        *CircleMember.key(circle.circle_id, person_id),
        programme_id=circle.programme_id,
        circle_id=circle.circle_id,
        person_id=person_id,
        participant_id=participant_id,
        role=circle.role,
        number=circle.number,
    )
    made.place()
    return made


def people_of(circle: Circle) -> dict[str, str]:
    """Return person id → participant id."""
    return {str(person_id): str(participant_id) for person_id, participant_id in circle.people}


def read_round(item: CircleRound) -> Grouping:
    """Return the groups of a round, as person ids."""
    people = [str(one) for one, _ in item.people]
    return Grouping(tuple(tuple(people[one] for one in some) for some in item.groups), dict(item.alone))


# The poll -----------------------------------------------------------------------------------------------------------


def open_poll(circle: Circle, now: datetime) -> Circle:
    """Let a group look for a date."""
    circle.state, circle.options, circle.answered = CircleState.POLLING, [], []
    circle.extended = circle.reminded = 0
    circle.until = clock.iso(now + timedelta(days=circle.answer_days))
    circle.set_due(poll(circle).due_at)
    return circle


def poll(circle: Circle) -> Poll:
    """Return the poll of a group."""
    return Poll(
        people=frozenset(people_of(circle)),
        options=tuple(
            Option(one["option_id"], clock.parse(one["at"]), one["by"], frozenset(one["yes"])) for one in circle.options
        ),
        answered=frozenset(circle.answered),
        until=clock.parse(circle.until or circle.formed_at),
        days=circle.answer_days,
        extended=circle.extended,
        reminded=circle.reminded,
    )


def keep_poll(circle: Circle, told: Poll) -> Circle:
    """Put the poll into its group."""
    circle.options = [
        {"option_id": one.option_id, "at": clock.iso(one.at), "by": one.by, "yes": sorted(one.yes)}
        for one in told.options
    ]
    circle.answered, circle.until = sorted(told.answered), clock.iso(told.until)
    circle.extended, circle.reminded = told.extended, told.reminded
    circle.set_due(told.due_at)
    return circle


# The meeting --------------------------------------------------------------------------------------------------------


def meeting(circle: Circle) -> Meeting | None:
    """Return the meeting that a group has arranged, or had last; None while it looks for a date."""
    if not circle.starts_at:
        return None
    return Meeting(
        people=tuple(sorted(people_of(circle))),
        starts_at=clock.parse(circle.starts_at),
        length_booked=timedelta(minutes=circle.minutes),
        roles={one: CircleRole(role) for one, role in circle.roles.items()},
        passed=frozenset(circle.passed),
        away=frozenset(circle.away),
        confirmed=dict(circle.confirmed),
        present=frozenset(circle.present),
        theme=circle.theme,
    )


def keep_meeting(circle: Circle, told: Meeting) -> Circle:
    """Put the meeting into its group; if it is already among those that took place, there too."""
    circle.starts_at = clock.iso(told.starts_at)
    circle.roles = {one: role.value for one, role in told.roles.items()}
    circle.passed, circle.away, circle.present = sorted(told.passed), sorted(told.away), sorted(told.present)
    circle.confirmed, circle.theme = dict(told.confirmed), told.theme
    now = {"present": circle.present, "roles": circle.roles, "theme": circle.theme.value}
    circle.past = [one | now if one["nth"] == circle.nth else one for one in circle.past]
    return circle


def close(circle: Circle, *, took_place: bool) -> Circle:
    """Put the meeting among those that took place, and be ready for another one; once more changes nothing."""
    if circle.state != CircleState.ARRANGED:
        return circle
    if took_place:
        told = {
            "gathering_id": circle.gathering_id, "starts_at": circle.starts_at, "nth": circle.nth,
            "people": sorted(people_of(circle)), "present": list(circle.present), "roles": dict(circle.roles),
            "theme": circle.theme.value,
        }  # fmt: skip
        circle.past = [*circle.past, told]
    circle.state = CircleState.MET if took_place else CircleState.CALLED_OFF
    return circle


def again(circle: Circle, now: datetime) -> Circle:
    """Let a group that met look for its next date."""
    circle.nth += 1
    circle.gathering_id, circle.starts_at = "", None
    circle.roles, circle.confirmed = {}, {}
    circle.passed, circle.away, circle.present = [], [], []
    circle.theme = CircleTheme.NONE
    return open_poll(circle, now)


def history(circles: Iterable[Circle], since: datetime) -> dict[tuple[str, str], int]:
    """Return (person id, role) → how often they had it at meetings since then, in whatever group."""
    had: dict[tuple[str, str], int] = {}
    for circle in circles:
        for one in circle.past:
            if clock.parse(one["starts_at"]) >= since:
                for person_id, role in one["roles"].items():
                    had[person_id, role] = had.get((person_id, role), 0) + 1
    return had


# The steps ----------------------------------------------------------------------------------------------------------


def load_steps(context: Context, circle_id: str) -> CircleSteps | None:
    """Return the clock of a group's steps."""
    return context.store.get(CircleSteps, *CircleSteps.key(circle_id))


def steps(item: CircleSteps | None) -> Steps:
    """Return the clock as a domain object; with no item, as it is before a first meeting."""
    if item is None:
        return Steps()
    return Steps(
        minutes=tuple(int(one) for one in item.minutes),
        state=item.state,
        nth=item.step,
        ends_at=clock.parse(item.ends_at) if item.ends_at else None,
        left=timedelta(seconds=item.left),
    )


def keep_steps(circle: Circle, item: CircleSteps | None, told: Steps, now: datetime) -> CircleSteps:
    """Put the clock into its item, a new one for a group's first meeting."""
    found = item or CircleSteps(
        *CircleSteps.key(circle.circle_id), programme_id=circle.programme_id, circle_id=circle.circle_id
    )
    found.nth, found.minutes, found.state, found.step = circle.nth, list(told.minutes), told.state, told.nth
    found.ends_at = clock.iso(told.ends_at) if told.ends_at is not None else None
    found.left, found.changed_at = round(told.left.total_seconds()), clock.iso(now)
    return found


# Case cards -----------------------------------------------------------------------------------------------------------


def card_id(circle: Circle, author: str) -> str:
    """Return the id of what somebody writes for a meeting."""
    return ids.derived("case", circle.circle_id, str(circle.nth), author)


def new_card(circle: Circle, author: str) -> CaseCard:
    """Return an empty card for the next meeting of a group."""
    one = card_id(circle, author)
    return CaseCard(
        *CaseCard.key(one), card_id=one, programme_id=circle.programme_id, circle_id=circle.circle_id, nth=circle.nth,
        author=author,
    )  # fmt: skip


def erase(card: CaseCard, why: CaseEnd, now: datetime) -> CaseCard:
    """Erase the words of a card and its key; what is left is the proof."""
    card.wrapped = card.case = card.tried = card.question = card.found = None
    card.erased_at, card.why = clock.iso(now), why
    card.set_due(None)
    card.place()
    return card
