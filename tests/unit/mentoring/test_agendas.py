"""What is carried into a pair's next meeting."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring import agendas
from mentoring.tables.vocabulary import GoalState, SeenBy, TaskState
from mentoring.tables.workspace import Goal, Task
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME

TODAY = "2026-04-01"
OF_PAIR: dict[str, Any] = {"pair_id": PAIR, "programme_id": PROGRAMME}


@pytest.mark.parametrize(
    ("state", "due_on", "ending", "overdue"),
    [
        (GoalState.AGREED, "2026-03-31", False, True),
        (GoalState.IN_PROGRESS, "2026-03-31", False, True),
        (GoalState.AGREED, "2026-04-01", False, False),
        (GoalState.AGREED, None, False, False),
        (GoalState.AGREED, "", False, False),
        (GoalState.DRAFT, "2026-03-31", False, False),
        (GoalState.AGREED, "2026-03-31", True, False),
        (GoalState.PARTLY, "2026-03-31", True, False),
        (GoalState.PARTLY, "2026-03-31", False, False),
    ],
)
def test_given_a_goal_when_its_date_has_passed_then_it_is_asked_about_until_somebody_says(
    state: GoalState, due_on: str | None, ending: bool, overdue: bool
) -> None:
    assert agendas.is_overdue(state, due_on, TODAY, ending=ending) is overdue


def _task(task_id: str, author: str, **more: Any) -> Task:
    told = {"state": TaskState.OPEN, "visibility": SeenBy.PAIR, "created_at": f"2026-03-0{task_id}"} | more
    return Task(*Task.key(PAIR, task_id), task_id=task_id, author=author, **OF_PAIR, **told)


def test_given_a_room_when_somebody_prepares_then_open_homework_of_both_and_their_own_is_there_in_order() -> None:
    items = [
        _task("1", MENTOR),
        _task("2", MENTEE, due_on="2026-03-20"),
        _task("3", MENTEE, visibility=SeenBy.AUTHOR),
        _task("4", MENTOR, visibility=SeenBy.AUTHOR),
        _task("5", MENTEE, state=TaskState.DONE),
        *(
            Goal(
                *Goal.key(PAIR, each),
                goal_id=each,
                state=state,
                due_on=due_on,
                start_level=1,
                target_level=9,
                **OF_PAIR,
            )
            for each, state, due_on in (
                ("a", GoalState.AGREED, "2026-03-20"),
                ("b", GoalState.AGREED, "2026-04-20"),
                ("c", GoalState.ACHIEVED, "2026-03-20"),
            )
        ),
    ]
    shown = {who: agendas.carried(items, who, TODAY) for who in (MENTOR, MENTEE)}
    assert {who: [one.task_id for one in found.tasks] for who, found in shown.items()} == {
        MENTOR: ["2", "1", "4"],
        MENTEE: ["2", "1", "3"],
    }
    assert [one.goal_id for one in shown[MENTOR].goals] == ["a"]
