"""What was written before anything was counted is counted and listed, once."""

from __future__ import annotations

from infra.recount import recount
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert, Watch, WatchCounts
from mentoring.tables.pairing import PairCounts
from tests.fakes import MemoryStore
from tests.fakes.people import PAIR, PROGRAMME, pair, programme


def _before() -> MemoryStore:
    """Given: a pair, its watch and an alert as they were written by an older version."""
    at = "2026-03-02T00:00:00Z"
    watch = Watch(*Watch.key(PAIR), pair_id=PAIR, programme_id=PROGRAMME, started_at=at, colour="red")
    alert = Alert(
        *Alert.key(PROGRAMME, "a"), alert_id="a", programme_id=PROGRAMME, pair_id=PAIR, rule="silence", days=50,
        raised_at=at,
    )  # fmt: skip
    watch.list_pk, watch.list_sk = f"PROGRAMME#{PROGRAMME}", f"WATCH#{PAIR}"
    store = MemoryStore()
    store.put(programme())
    for one in (pair(), watch, alert):
        store._write(one, one.serialize())
    return store


def test_given_items_of_an_older_version_when_recounted_then_once_and_they_are_on_their_lists() -> None:
    store = _before()

    assert [recount(store, PROGRAMME) for _ in range(2)] == [3, 0]

    found = store.get_many(Item, [*PairCounts.keys(PROGRAMME), *WatchCounts.keys(PROGRAMME)])
    assert +PairCounts.total(found) == {"active": 1}
    assert +WatchCounts.total(found) == {"red": 1, "alerts": 1}
    [watch] = store.listed(Watch, *Watch.listed(PROGRAMME))
    assert (watch.name, watch.participants) == ("Mentee", ["mentor", "mentee"])
    assert [one.alert_id for one in store.listed(Alert, Alert.listing(PROGRAMME))] == ["a"]
