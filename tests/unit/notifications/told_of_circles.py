"""What is told of groups, while it holds, and what makes it untrue."""

from __future__ import annotations

from typing import Any

from mentoring import clock
from mentoring.events import catalogue as events
from mentoring.tables.gatherings.circle import Circle
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, PROGRAMME
from tests.unit.notifications.changes import now
from tests.unit.notifications.givens import GROUP_NEWS


def told(name: str, news: str) -> events.CircleTold:
    """Return what the mentee is told."""
    return events.CircleTold(PROGRAMME, name, MENTEE, "mentee", news, 1)


def circle(name: str) -> tuple[type[Circle], tuple[str, str]]:
    """Return which group it is."""
    return Circle, Circle.key(PROGRAMME, name)


def cases(case: Any) -> list[Any]:
    """Return the cases of `test_truth`, made with its class."""
    others = {"left the group": {"people": [[MENTOR, "mentor"]]}, "the next meeting": {"nth": 2}}
    found = []
    for name, news in GROUP_NEWS:
        untrue = {why: now(*circle(name), **values) for why, values in others.items()}
        untrue["something else by now"] = now(*circle(name), state="met" if name != "polling" else "arranged")
        if news == "to_answer":
            untrue["answered"] = now(*circle(name), answered=[MENTEE])
        if news == "role":
            untrue["passed on again"] = now(*circle(name), roles={MENTOR: "moderator", MENTEE: "consultant"})
        if news == "arranged":
            untrue["can't come"] = now(*circle(name), away=[MENTEE])
            untrue["began"] = now(*circle(name), starts_at=clock.iso(NOON))
        found.append(case(told(name, news), 1, untrue))
    return found
