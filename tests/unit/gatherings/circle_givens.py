"""Given: an intervision group of mentors, or a peer circle, in some state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gatherings.domain.circle_meeting import Meeting
from gatherings.store import circles as store
from mentoring import clock
from mentoring.tables.gatherings.circle import Circle, CircleRound
from mentoring.tables.vocabulary import CircleRole, CircleState, Role
from tests.fakes.context import NOON
from tests.fakes.people import ORGANIZER, PROGRAMME

IN_TEN_DAYS = NOON + timedelta(days=10)


def round_of(people: dict[str, str], role: str = "mentor", **told: Any) -> CircleRound:
    """Return a round with one group of these people: person id → participant id."""
    made = CircleRound(
        *CircleRound.key(PROGRAMME, "r"), programme_id=PROGRAMME, round_id="r", role=Role(role), size=5, minutes=90,
        answer_days=5, pattern="https://meet.example/{group}", by=ORGANIZER, made_at=clock.iso(NOON), **told,
    )  # fmt: skip
    made.people = [list(one) for one in people.items()]
    made.groups = [list(range(len(people)))]
    return made


def circle(people: dict[str, str], circle_id: str = "", role: str = "mentor", **told: Any) -> Circle:
    """Return a group that looks for a date."""
    made = store.new(round_of(people, role), 1, [list(one) for one in people.items()], NOON)
    if circle_id:
        made.circle_id = circle_id
        made.pk, made.sk = Circle.key(PROGRAMME, circle_id)
    for name, value in told.items():
        setattr(made, name, value)
    return made


def arranged(people: dict[str, str], circle_id: str = "", roles: dict[str, CircleRole] | None = None) -> Circle:
    """Return a group that meets in ten days."""
    made = circle(people, circle_id)
    given = roles or dict(zip(sorted(people), (*CircleRole, *[CircleRole.CONSULTANT] * 9), strict=False))
    store.keep_meeting(made, Meeting(tuple(sorted(people)), IN_TEN_DAYS, timedelta(minutes=90), given))
    made.state, made.gathering_id, made.until = CircleState.ARRANGED, "ga", None
    return made
