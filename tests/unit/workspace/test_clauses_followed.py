"""The organizers change a programme's clauses: contracts that aren't signed by both take the new ones."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.clauses import Answer
from mentoring.events.pairing import PairAgreed
from mentoring.events.recruitment import ClausesChanged
from mentoring.tables.core import ANY
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import ContractState
from mentoring.tables.workspace import Contract
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import MENTEE, MENTOR, PAIR, PROGRAMME, event, world
from workspace import store
from workspace.use_cases import contracts, rooms

NEW_RULE = {"pl": "Nowa zasada.", "en": "A new rule."}


def _as(person_id: str, memory: MemoryStore) -> Any:
    return context_at(store=memory, person_id=person_id, service="workspace")


@pytest.fixture
def room() -> MemoryStore:
    """Given: a pair with its room."""
    memory = world()
    agreed = PairAgreed(PROGRAMME, PAIR, "p", "mentor", "mentee", MENTOR, MENTEE)
    contracts.open_room(_as("", memory), event(agreed, memory))
    return memory


def _changed(memory: MemoryStore) -> None:
    """Given: the organizers changed the clauses, and everybody is told."""
    programme = memory.get(Programme, *Programme.key(PROGRAMME))
    assert programme is not None
    programme.fixed, programme.fixed_version = [NEW_RULE], programme.fixed_version + 1
    memory.put(programme)
    changed = ClausesChanged(PROGRAMME, programme.fixed_version)
    contracts.follow_clauses(_as("", memory), event(changed, memory))


def _contract(memory: MemoryStore) -> Any:
    item = rooms.room(_as(MENTOR, memory), PAIR)[1].contract
    assert item is not None
    return item


def test_given_the_consumer_when_it_follows_then_it_opens_nothing_that_a_pair_wrote(room: MemoryStore) -> None:
    contracts.edit_contract(_as(MENTOR, room), PAIR, {"limits": Answer(text="Polityka.")}, ANY, propose=True)
    opened = room.keys.opened
    _changed(room)
    assert room.keys.opened == opened
    after = store.read(_contract(room))
    assert (after.state, after.fixed, after.own) == (
        ContractState.PROPOSED, (NEW_RULE,), {"limits": Answer(text="Polityka.")},
    )  # fmt: skip


def test_given_an_older_contract_of_free_words_when_it_follows_then_its_words_stay_and_it_can_be_signed(
    room: MemoryStore,
) -> None:
    older = _contract(room)
    item: Contract = older.item
    older.set(own={"limits": "Polityka."})
    item.clauses, item.fixed, item.edition, item.state = None, ["Stara zasada."], 1, ContractState.PROPOSED
    room.put(item)
    _changed(room)
    after = store.read(_contract(room))
    assert after.text == "* Nowa zasada.\n* A new rule.\nlimits: Polityka.\n"
    for who in (MENTOR, MENTEE):
        contracts.sign_contract(_as(who, room), PAIR, after.hash)
    assert _contract(room).state == ContractState.SIGNED


def test_given_a_change_when_its_event_comes_again_late_then_nothing_is_written_twice(room: MemoryStore) -> None:
    _changed(room)
    version = _contract(room).version
    contracts.follow_clauses(_as("", room), event(ClausesChanged(PROGRAMME, 1), room))
    assert _contract(room).version == version
