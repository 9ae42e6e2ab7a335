"""The store's promises, kept alike by DynamoDB and by the fake that use cases are tested with."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from mentoring.errors import AlreadyDone, Stale
from mentoring.events.recruitment import ProgrammeCreated
from mentoring.store import Page, Store, retrying
from mentoring.tables.core import DUE_SHARDS, Item
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.monitoring import Watch, WatchCounts
from mentoring.tables.once import OnceItem
from mentoring.tables.outbox import OutboxItem
from mentoring.tables.recruitment import Organization, Programme
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(params=["memory", "dynamo"])
def store(request: pytest.FixtureRequest) -> Any:
    """Given: an empty store of either kind."""
    if request.param == "memory":
        return MemoryStore()
    request.getfixturevalue("aws")
    from mentoring.store.dynamo import DynamoStore

    return DynamoStore()


def _programme(number: int | str = 1) -> Programme:
    programme = Programme(
        *Programme.key(str(number)), programme_id=str(number), organization_id="o", slug=f"s{number}", name="Spring"
    )
    programme.list_pk, programme.list_sk = "ORG#o", f"PROGRAMME#{number}"
    return programme


def _save(store: Store, *items: Any) -> None:
    uow = context_at(store=store).begin()
    for item in items:
        uow.save(item)
    uow.commit()


def test_given_a_saved_item_when_read_then_it_is_the_same_at_version_one(store: Any) -> None:
    _save(store, _programme())
    found = store.get(Programme, *Programme.key("1"))
    assert (found.name, found.version, found.topics, found.rules) == ("Spring", 1, [], {})


def test_given_nothing_when_read_then_none(store: Any) -> None:
    assert store.get(Programme, *Programme.key("1")) is None
    assert store.once("inbox#x#y") is None


def test_given_a_key_longer_than_there_can_be_when_read_then_nothing_is_there(store: Any) -> None:
    endless = "x" * 3000
    assert store.get(Programme, *Programme.key(endless)) is None
    assert store.get_many(Programme, [Programme.key(endless)]) == []
    assert store.query(Programme, endless) == []
    assert store.listed(Programme, "p", endless) == []
    assert store.once(endless) is None


def test_given_two_readers_when_both_write_then_the_second_is_stale_and_nothing_of_its_is_written(store: Any) -> None:
    _save(store, _programme())
    first, second = (store.get(Programme, *Programme.key("1")) for _ in range(2))
    first.name = "Summer"
    _save(store, first)
    second.name = "Autumn"
    with pytest.raises(Stale):
        _save(store, second, _programme(2))
    assert store.get(Programme, *Programme.key("1")).name == "Summer"
    assert store.get(Programme, *Programme.key("2")) is None


def test_given_an_item_when_created_again_then_stale(store: Any) -> None:
    _save(store, _programme())
    with pytest.raises(Stale):
        _save(store, _programme())


def test_given_a_marker_when_the_work_comes_again_then_already_done_and_nothing_is_written(store: Any) -> None:
    for number, expected in ((1, None), (2, AlreadyDone)):
        uow = context_at(store=store).begin()
        uow.once("inbox#x#y")
        uow.save(_programme(number))
        if expected is None:
            uow.commit()
        else:
            with pytest.raises(expected):
                uow.commit()
    assert store.get(Programme, *Programme.key("2")) is None


def test_given_a_required_item_when_it_changed_then_stale(store: Any) -> None:
    organization = Organization(*Organization.key("o"), organization_id="o", name="Firma")
    _save(store, organization)
    read = store.get(Organization, *Organization.key("o"))
    organization.name = "Inna"
    _save(store, organization)
    uow = context_at(store=store).begin()
    uow.require(read)
    uow.save(_programme())
    with pytest.raises(Stale):
        uow.commit()


def test_given_counted_items_when_saved_and_changed_then_the_numbers_are_added_to_without_being_read(
    store: Any,
) -> None:
    watches = [
        Watch(*Watch.key(str(number)), pair_id=str(number), programme_id="p", started_at="2026-01-01T00:00:00Z")
        for number in range(3)
    ]
    _save(store, *watches)
    for colour in ("red", "amber"):
        watches[0].colour = colour
        _save(store, watches[0])
    found = store.get_many(Item, [("WATCH#0", "WATCH"), *WatchCounts.keys("p")])
    assert (found[0].colour, found[0].counted) == ("amber", "amber")
    assert +WatchCounts.total(found) == {"green": 2, "amber": 1}
    assert {one.programme_id for one in found} == {"p"}


def test_given_a_number_with_a_limit_when_more_is_added_to_it_then_stale_and_nothing_is_written(store: Any) -> None:
    seats = GatheringSeats(*GatheringSeats.key("g"), programme_id="p", gathering_id="g", most_online=2)
    _save(store, seats)

    def take(name: str, number: int = 1) -> None:
        uow = context_at(store=store).begin()
        uow.add(GatheringSeats.sum("p", "g"), **{name: number})
        uow.save(_programme(f"{name}{number}{now()}"))
        uow.commit()

    def now() -> tuple[int, int, int]:
        found = store.get(GatheringSeats, *GatheringSeats.key("g"))
        return found.taken_online, found.taken_in_person, found.version

    take("taken_online")
    take("taken_online")
    assert now() == (2, 0, 3)
    with pytest.raises(Stale):
        take("taken_online")
    assert now() == (2, 0, 3)
    take("taken_in_person")  # nothing limits it
    take("taken_online", -1)
    take("taken_online")
    assert now() == (2, 1, 6)
    seats.most_online = 5
    with pytest.raises(Stale):  # who changes the limit has to know how many are taken by now
        _save(store, seats)


def test_given_a_deleted_item_when_read_then_none(store: Any) -> None:
    programme = _programme()
    _save(store, programme)
    uow = context_at(store=store).begin()
    uow.delete(programme)
    uow.commit()
    assert store.get(Programme, *Programme.key("1")) is None


def test_given_items_when_queried_and_listed_then_in_order_of_their_sort_keys(store: Any) -> None:
    _save(store, _programme(2), _programme(1), Organization(*Organization.key("o"), organization_id="o", name="Firma"))
    assert [item.programme_id for item in store.listed(Programme, "ORG#o", "PROGRAMME#")] == ["1", "2"]
    assert [item.name for item in store.query(Organization, "ORG#o")] == ["Firma"]
    assert [item.programme_id for item in store.get_many(Programme, [Programme.key(n) for n in "231"])] == ["2", "1"]


def test_given_watches_when_asked_what_is_due_then_the_due_ones_oldest_first(store: Any) -> None:
    for number in range(6):
        watch = Watch(*Watch.key(str(number)), pair_id=str(number), programme_id="p", started_at="2026-01-01T00:00:00Z")
        watch.set_due(NOON - timedelta(days=number) if number != 3 else None)
        _save(store, watch)
    due = store.due_page(Watch, NOON - timedelta(days=2))
    assert ([watch.pair_id for watch in due.items], due.next) == (["5", "4", "2"], "")


def _pages(read: Callable[[str], Page[Any]]) -> list[list[Any]]:
    """Return the pages of a list, one after the other, the empty ones left out."""
    found, after = [], ""
    while True:
        page = read(after)
        found += [page.items] if page.items else []
        if not (after := page.next):
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_given_a_long_list_when_read_in_pages_then_each_item_once_in_order_and_no_page_is_longer(
    store: Any, limit: int
) -> None:
    items = [Organization("ORG#x", f"ORG#{number}", organization_id=str(number), name="x") for number in range(7)]
    for number, one in enumerate(items):
        one.list_pk, one.list_sk = "PERSON#p", f"ORG#{number // 2}"
        one.set_due(NOON - timedelta(days=number))
    _save(store, *items)
    under = _pages(lambda after: store.page(Organization, "ORG#x", "ORG#", after=after, limit=limit))
    listed = _pages(lambda after: store.listed_page(Organization, "PERSON#p", "ORG#", after=after, limit=limit))
    due = _pages(lambda after: store.due_page(Organization, NOON, after=after, limit=limit))
    expected = [str(number) for number in range(7)]
    assert [one.organization_id for page in under for one in page] == expected
    assert sorted(one.organization_id for page in listed for one in page) == expected
    assert [str(one.list_sk) for page in listed for one in page] == [f"ORG#{number // 2}" for number in range(7)]
    assert sorted(one.organization_id for page in due for one in page) == expected
    assert max(len(page) for page in [*under, *listed]) <= limit
    assert max(len(page) for page in due) <= max(limit + DUE_SHARDS - 1, DUE_SHARDS)


def test_given_items_of_other_kinds_when_a_page_is_read_then_the_list_goes_on_behind_them(store: Any) -> None:
    _save(store, *(Organization("ORG#o", f"A{one}", organization_id="o", name="Firma") for one in range(3)))
    _save(store, Watch("ORG#o", "B", pair_id="1", programme_id="p", started_at="x"))
    found = _pages(lambda after: store.page(Watch, "ORG#o", after=after, limit=2))
    assert [one.pair_id for page in found for one in page] == ["1"]


def test_given_a_key_longer_than_there_can_be_when_paged_then_nothing_is_there(store: Any) -> None:
    endless = "x" * 3000
    assert store.page(Watch, endless).items == store.listed_page(Watch, "p", endless).items == []


def test_given_an_event_when_committed_then_it_waits_in_the_outbox_with_the_change(store: Any) -> None:
    programme = _programme()
    uow = context_at(store=store, service="recruitment").begin()
    uow.save(programme)
    event = uow.publish(ProgrammeCreated("1", "o"), aggregate=programme)
    uow.commit()
    waiting = store.outbox[0] if isinstance(store, MemoryStore) else OutboxItem.get(f"recruitment#{event.meta.id}")
    assert (waiting.source, waiting.detail_type) == ("mentoring.recruitment", "ProgrammeCreated")
    assert (event.meta.sequence, event.meta.programme_id, programme.version) == (1, "1", 1)


def test_given_short_lived_state_when_saved_then_it_has_its_expiry(store: Any) -> None:
    _save(store, OnceItem("signin#r", data={"email": "a@firma.example"}, expires_at=1))
    assert store.once("signin#r").data == {"email": "a@firma.example"}


def test_given_items_and_short_lived_state_when_read_together_then_each_is_there_by_its_key(store: Any) -> None:
    _save(store, _programme(), OnceItem("signin#r", data={"email": "a@firma.example"}, expires_at=1))
    found = store.together([Programme.key("1"), Programme.key("2")], ["signin#r", "signin#other"])
    assert found.item(Programme, Programme.key("1")).name == "Spring"
    assert found.item(Programme, Programme.key("2")) is None
    assert {pk: one.data for pk, one in found.once.items()} == {"signin#r": {"email": "a@firma.example"}}


def test_given_nothing_to_ask_for_when_read_together_then_nothing_comes(store: Any) -> None:
    found = store.together([], [])
    assert (found.items, found.once) == ({}, {})


def test_given_nothing_to_write_when_committed_then_nothing_happens(store: Any) -> None:
    context_at(store=store).begin().commit()


def test_given_more_than_a_transaction_holds_when_committed_then_it_is_refused_before_it_starts(store: Any) -> None:
    with pytest.raises(ValueError, match="101"):
        _save(store, *(_programme(number) for number in range(101)))


def test_given_a_clash_when_retrying_then_the_use_case_decides_again_on_what_it_reads() -> None:
    runs: list[int] = []

    @retrying
    def use_case() -> int:
        runs.append(1)
        if len(runs) < 3:
            raise Stale
        return len(runs)

    assert use_case() == 3


def test_given_endless_clashes_when_retrying_then_the_last_one_is_told() -> None:
    @retrying
    def use_case() -> None:
        raise Stale

    with pytest.raises(Stale):
        use_case()
