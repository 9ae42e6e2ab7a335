"""What was written before anything was counted is counted and listed, once."""

from __future__ import annotations

from infra.recount import recount
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch, WatchCounts
from mentoring.tables.pairing import PairCounts, Proposal
from tests.fakes import MemoryStore
from tests.fakes.people import PAIR, PROGRAMME, pair, programme


def _before() -> MemoryStore:
    """Given: a pair, its watch, an alert and a proposal as they were written by older versions."""
    at = "2026-03-02T00:00:00Z"
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at=at, colour="red")
    alert = Alert(
        *Alert.key(PROGRAMME, "a"), alert_id="a", programme_id=PROGRAMME, pair_id=PAIR, rule="silence", days=50,
        raised_at=at,
    )  # fmt: skip
    watch.list_pk, watch.list_sk = f"PROGRAMME#{PROGRAMME}", f"WATCH#{PAIR}"
    store = MemoryStore()
    store.put(programme(), PairCounts(*PairCounts.key(PROGRAMME, 0), programme_id=PROGRAMME, active=1))
    proposal = Proposal(
        *Proposal.key(PROGRAMME, "x"), proposal_id="x", programme_id=PROGRAMME, round_id="r", mentor_id="mentor",
        mentee_id="mentee", score=1, state="sent", sent_at=at,
    )  # fmt: skip
    for one in (pair(meetings_held=1, counted="active"), watch, alert, proposal):
        store._write(one, one.serialize())
    return store


def test_given_items_of_an_older_version_when_recounted_then_once_and_they_are_on_their_lists() -> None:
    store = _before()

    assert [recount(store, PROGRAMME) for _ in range(2)] == [4, 0]

    found = store.get_many(Item, [*PairCounts.keys(PROGRAMME), *WatchCounts.keys(PROGRAMME)])
    assert +PairCounts.total(found) == {"active": 1, "met": 1, "proposals": 1}
    assert +WatchCounts.total(found) == {"red": 1, "alerts": 1}
    [watch] = store.listed(Watch, *Watch.listed(PROGRAMME))
    assert (watch.name, watch.participants) == ("Mentee", ["mentor", "mentee"])
    assert [one.alert_id for one in store.listed(Alert, Alert.listing(PROGRAMME))] == ["a"]
