"""Numbers of a programme, kept in the transactions that change what they count."""

from __future__ import annotations

import pytest

from mentoring.errors import Stale
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Watch, WatchCounts
from mentoring.tables.pairing import Pair, PairCounts, Proposal
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import PAIR, PROGRAMME, pair


def kept(store: MemoryStore) -> dict[str, int]:
    """Return the numbers that aren't nothing."""
    found = store.get_many(Item, [*PairCounts.keys(PROGRAMME), *WatchCounts.keys(PROGRAMME)])
    return {name: number for name, number in (PairCounts.total(found) + WatchCounts.total(found)).items() if number}


def write(store: MemoryStore, *items: Item, delete: bool = False) -> None:
    """Save or delete items in one transaction."""
    uow = context_at(store=store).begin()
    for one in items:
        (uow.delete if delete else uow.save)(one)
    uow.commit()


def stored(store: MemoryStore) -> Pair:
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    return found


def test_given_a_new_pair_when_saved_then_its_stage_is_counted_in_the_same_transaction() -> None:
    store = MemoryStore()
    write(store, pair())
    assert kept(store) == {"active": 1}
    assert store.sizes == [2]


def test_given_a_pair_when_its_stage_changes_then_it_moves_from_one_number_to_the_other() -> None:
    store = MemoryStore()
    write(store, pair())
    one = stored(store)
    one.stage = "working"
    write(store, one)
    assert kept(store) == {"working": 1}


def test_given_a_pair_when_saved_without_another_stage_then_nothing_is_counted_or_written_beside_it() -> None:
    store = MemoryStore()
    write(store, pair())
    write(store, stored(store))
    assert store.sizes[-1] == 1
    assert kept(store) == {"active": 1}


def test_given_a_pair_when_deleted_then_it_is_counted_no_more() -> None:
    store = MemoryStore()
    write(store, pair())
    write(store, stored(store), delete=True)
    assert kept(store) == {}


def test_given_two_at_once_when_one_is_too_late_then_only_the_other_is_counted() -> None:
    store = MemoryStore()
    write(store, pair())
    first, second = stored(store), stored(store)
    first.stage, second.stage = "working", "goals"
    write(store, first)
    with pytest.raises(Stale):
        write(store, second)
    assert kept(store) == {"working": 1}


def test_given_many_pairs_in_one_transaction_when_saved_then_one_item_more_is_written() -> None:
    store = MemoryStore()
    many = [pair() for _ in range(30)]
    for number, one in enumerate(many):
        one.pair_id, one.pk = f"p{number}", f"PAIR#p{number}"
    write(store, *many)
    assert kept(store) == {"active": 30}
    assert store.sizes == [31]


def test_given_a_pair_that_was_never_counted_when_saved_then_it_is_from_now_on() -> None:
    store = MemoryStore()
    store.put(pair(stage="goals"))
    one = stored(store)
    one.stage = "working"
    write(store, one)
    assert kept(store) == {"working": 1}


def test_given_a_pair_when_it_meets_and_ends_then_it_counts_as_one_that_has_met_while_it_goes_on() -> None:
    store = MemoryStore()
    write(store, pair(stage="working"))
    one = stored(store)
    one.meetings_held = 1
    write(store, one)
    assert kept(store) == {"working": 1, "met": 1}
    one.stage, one.outcome = "completed", "completed"
    write(store, one)
    assert kept(store) == {"completed": 1}


def test_given_a_proposal_when_answered_then_it_is_counted_no_more() -> None:
    store = MemoryStore()
    one = Proposal(
        *Proposal.key(PROGRAMME, "x"), proposal_id="x", programme_id=PROGRAMME, round_id="r", mentor_id="mentor",
        mentee_id="mentee", score=1, state="sent", sent_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    write(store, one)
    one.state = "accepted_by_one"
    write(store, one)
    assert kept(store) == {"proposals": 1}
    one.state = "expired"
    write(store, one)
    assert kept(store) == {}


def test_given_a_watch_when_closed_then_it_is_counted_as_that_and_no_colour() -> None:
    store = MemoryStore()
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at="2026-01-01T00:00:00Z")
    write(store, watch)
    assert kept(store) == {"green": 1}
    watch.closed, watch.colour = True, "grey"
    write(store, watch)
    assert kept(store) == {"closed": 1}
