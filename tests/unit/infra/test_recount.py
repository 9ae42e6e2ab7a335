"""What was written before anything was counted is counted and listed, once."""

from __future__ import annotations

from infra.recount import recount
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Matter, Watch, WatchCounts
from mentoring.tables.pairing import PairCounts, Proposal
from mentoring.tables.vocabulary import Colour
from tests.fakes import MemoryStore
from tests.fakes.people import PAIR, PROGRAMME, pair, programme


def _before() -> MemoryStore:
    """Given: a pair, its watch, a matter and a proposal as they were written by older versions."""
    at = "2026-03-02T00:00:00Z"
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at=at, colour="red")
    matter = Matter(
        *Matter.key(PROGRAMME, PAIR), about=PAIR, programme_id=PROGRAMME, pair_id=PAIR, urgency="silent", since=at
    )
    watch.list_pk, watch.list_sk = f"PROGRAMME#{PROGRAMME}", f"WATCH#{PAIR}"
    store = MemoryStore()
    store.put(programme(), PairCounts(*PairCounts.key(PROGRAMME, 0), programme_id=PROGRAMME, active=1))
    proposal = Proposal(
        *Proposal.key(PROGRAMME, "x"), proposal_id="x", programme_id=PROGRAMME, round_id="r", mentor_id="mentor",
        mentee_id="mentee", score=1, state="sent", sent_at=at,
    )  # fmt: skip
    for one in (pair(meetings_held=1, counted="active"), watch, matter, proposal):
        store._write(one, one.serialize())
    return store


def test_given_items_of_an_older_version_when_recounted_then_once_and_they_are_on_their_lists() -> None:
    store = _before()

    assert [recount(store, PROGRAMME) for _ in range(2)] == [4, 0]

    found = store.get_many(Item, [*PairCounts.keys(PROGRAMME), *WatchCounts.keys(PROGRAMME)])
    assert +PairCounts.total(found) == {"active": 1, "met": 1, "proposals": 1}
    assert +WatchCounts.total(found) == {"red": 1, "matters": 1}
    [watch] = store.listed(Watch, *Watch.listed(PROGRAMME))
    assert (watch.name, watch.participants) == ("Mentee", ["mentor", "mentee"])
    assert [one.about for one in store.listed(Matter, Matter.listing(PROGRAMME))] == [PAIR]


def test_given_colours_counted_under_the_key_of_an_older_version_when_recounted_then_once_under_the_new_one() -> None:
    store = MemoryStore()
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at="2026-03-02T00:00:00Z")
    watch.colour, watch.counted = Colour.RED, "red"
    watch.place()
    store.put(programme())
    for one in (pair(counted="active"), watch):
        store._write(one, one.serialize())

    assert [recount(store, PROGRAMME) for _ in range(2)] == [1, 0]
    assert +WatchCounts.total(store.get_many(Item, WatchCounts.keys(PROGRAMME))) == {"red": 1}
