"""Many at one instant: a pair has three goals at once, whatever the order in which they were written."""

from __future__ import annotations

from functools import partial
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mentoring.tables.vocabulary import GOAL_ENDS
from mentoring.tables.workspace import Goal
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, world
from tests.fakes.racing import RacingStore, race
from workspace import domain
from workspace.use_cases import goals


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="workspace")


def _goal(number: int) -> dict[str, Any]:
    return {"title": f"Cel {number}", "start_level": 1, "target_level": 8}


def _open(store: MemoryStore) -> list[Goal]:
    return [one for one in store.query(Goal, *Goal.of(PAIR)) if one.state not in GOAL_ENDS]


@given(st.integers(0, 3), st.lists(st.sampled_from([MENTOR, MENTEE]), min_size=2, max_size=6))
def test_given_some_goals_when_more_are_written_at_once_then_there_are_never_more_than_three(
    before: int, writers: list[str]
) -> None:
    store = RacingStore()
    world(store)
    for number in range(before):
        goals.propose_goal(_as(MENTOR, store), PAIR, _goal(number))
    ends = race(
        store,
        [partial(goals.propose_goal, _as(who, store), PAIR, _goal(number)) for number, who in enumerate(writers)],
    )
    fit = min(domain.MOST_GOALS - before, len(writers))
    assert sorted(ends) == ["done"] * fit + ["too-many-goals"] * (len(writers) - fit)
    assert len(_open(store)) == before + fit
