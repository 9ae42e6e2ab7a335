"""A room's key: made with the room, kept when the event comes again, and what holds without one."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.events.pairing import PairAgreed
from mentoring.rooms import KeyMissing
from mentoring.sealing import SealBroken
from mentoring.tables.workspace import Contract, Goal, RoomKey
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PAIR, PROGRAMME, event, everybody
from workspace.use_cases import contracts, goals, rooms, tasks

GOAL = {"title": "Mówię spokojnie", "start_level": 1, "target_level": 9}


def _as(person_id: str, store: MemoryStore) -> Any:
    return context_at(store=store, person_id=person_id, service="workspace")


def _open(store: MemoryStore) -> None:
    contracts.open_room(
        _as("", store), event(PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE), store)
    )


def _key(store: MemoryStore) -> RoomKey:
    found = store.get(RoomKey, *RoomKey.key(PAIR))
    assert found is not None
    return found


@pytest.fixture
def agreed() -> MemoryStore:
    """Given: a pair whose room isn't opened yet."""
    store = MemoryStore()
    store.put(*everybody())
    return store


def test_given_a_pair_without_its_room_when_it_writes_then_it_is_asked_to_wait_and_nothing_is_kept(
    agreed: MemoryStore,
) -> None:
    before = dict(agreed.items)
    for write in (
        lambda: goals.propose_goal(_as(MENTEE, agreed), PAIR, GOAL),
        lambda: tasks.add_task(_as(MENTEE, agreed), PAIR, "Rozdział 3", None, "pair"),
    ):
        with pytest.raises(KeyMissing):
            write()
    assert (agreed.items, agreed.events) == (before, [])
    _open(agreed)
    assert goals.propose_goal(_as(MENTEE, agreed), PAIR, GOAL).title == GOAL["title"]


def test_given_the_event_again_when_the_room_is_there_then_its_key_stays(agreed: MemoryStore) -> None:
    _open(agreed)
    written = goals.propose_goal(_as(MENTEE, agreed), PAIR, GOAL)
    wrapped = _key(agreed).wrapped
    contract = agreed.get(Contract, *Contract.key(PAIR, 1))
    assert contract is not None
    del agreed.items[contract.pk, contract.sk]  # else the transaction clashes before it could change the key
    _open(agreed)
    assert _key(agreed).wrapped == wrapped
    assert goals.read_goal(_as(MENTOR, agreed), PAIR, written.goal_id).title == GOAL["title"]


def test_given_a_key_that_is_deleted_when_anybody_looks_then_no_word_opens_and_facts_stay(agreed: MemoryStore) -> None:
    _open(agreed)
    goals.propose_goal(_as(MENTEE, agreed), PAIR, GOAL)
    key = _key(agreed)
    del agreed.items[key.pk, key.sk]
    _, room = rooms.room(_as(MENTOR, agreed), PAIR)
    (goal,) = room.goals
    assert (goal.state, goal.target_level) == ("draft", 9)
    with pytest.raises(KeyMissing):
        _ = goal.title
    _, seen = rooms.status(_as(ORGANIZER, agreed), PAIR)
    assert [one.state for one in seen.goals] == ["draft"]


def test_given_the_key_of_another_room_when_it_is_put_in_place_of_the_deleted_one_then_no_word_opens(
    agreed: MemoryStore,
) -> None:
    _open(agreed)
    goals.propose_goal(_as(MENTEE, agreed), PAIR, GOAL)
    key = _key(agreed)
    key.wrapped, _ = agreed.keys.new("room", "another")
    agreed.put(key)
    (goal,) = agreed.query(Goal, *Goal.of(PAIR))
    with pytest.raises(SealBroken):
        _ = goals.read_goal(_as(MENTOR, agreed), PAIR, goal.goal_id).title
