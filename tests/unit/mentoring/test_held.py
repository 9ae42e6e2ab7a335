"""A store that holds its last transaction back."""

from __future__ import annotations

import pytest

from mentoring.errors import AlreadyDone, EarlierLost, Stale
from mentoring.http import idempotency
from mentoring.store import retrying
from mentoring.store.held import HeldStore
from mentoring.tables.core import Item
from mentoring.tables.once import OnceItem
from mentoring.tables.recruitment import Organization
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import PROGRAMME, programme

KEY = (f"PROGRAMME#{PROGRAMME}", "PROGRAMME")


def save(store: object, item: Item) -> None:
    uow = context_at(store=store).begin()
    uow.save(item)
    uow.commit()


@pytest.fixture
def memory() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def held(memory: MemoryStore) -> HeldStore:
    return HeldStore(memory)


def test_given_a_commit_when_nothing_is_read_then_it_waits_and_shows_the_coming_version(
    memory: MemoryStore, held: HeldStore
) -> None:
    made = programme()
    save(held, made)
    assert (held.holds, memory.items, made.version) == (True, {}, 1)
    held.settle(OnceItem("idempotency#test#1", expires_at=1))
    assert memory.commits == 1
    assert list(memory.items) == [KEY]
    assert list(memory.markers) == ["idempotency#test#1"]


def test_given_a_waiting_commit_when_somebody_reads_then_they_see_it(memory: MemoryStore, held: HeldStore) -> None:
    save(held, programme())
    found = held.get(type(programme()), *KEY)
    assert found is not None
    assert not held.holds


def test_given_an_item_saved_twice_when_settled_then_both_were_written_in_their_order(
    memory: MemoryStore, held: HeldStore
) -> None:
    made = programme()
    save(held, made)
    made.name = "Jesień"
    save(held, made)
    assert memory.items[KEY]["name"] == {"S": "Wiosna"}
    held.settle(OnceItem("idempotency#test#1", expires_at=1))
    assert memory.items[KEY]["name"] == {"S": "Jesień"}


def test_given_a_change_after_the_commit_when_settled_then_it_is_not_written(
    memory: MemoryStore, held: HeldStore
) -> None:
    made = programme()
    save(held, made)
    made.name = "Jesień"
    held.settle(OnceItem("idempotency#test#1", expires_at=1))
    assert memory.items[KEY]["name"] == {"S": "Wiosna"}


def test_given_somebody_quicker_when_settled_then_nothing_is_written_and_it_is_told(
    memory: MemoryStore, held: HeldStore
) -> None:
    save(held, programme())
    memory.put(programme(name="Lato"))
    with pytest.raises(Stale):
        held.settle(OnceItem("idempotency#test#1", expires_at=1))
    assert memory.markers == {}


def test_given_somebody_quicker_when_another_commit_follows_and_is_repeated_then_the_one_before_is_not_taken_for_done(
    memory: MemoryStore, held: HeldStore
) -> None:
    save(held, programme())
    memory.put(programme(name="Lato"))
    other = Organization(*Organization.key("o"), organization_id="o", name="Firma")
    with pytest.raises(EarlierLost):
        retrying(lambda: save(held, other))()
    assert Organization.key("o") not in memory.items


def test_given_somebody_quicker_when_somebody_reads_then_it_is_told(memory: MemoryStore, held: HeldStore) -> None:
    save(held, programme())
    memory.put(programme(name="Lato"))
    with pytest.raises(EarlierLost):
        held.get(type(programme()), *KEY)


def test_given_the_marker_there_when_settled_then_nothing_is_written(memory: MemoryStore, held: HeldStore) -> None:
    memory.put(OnceItem("idempotency#test#1", expires_at=1))
    save(held, programme())
    with pytest.raises(AlreadyDone):
        held.settle(OnceItem("idempotency#test#1", expires_at=1))
    assert memory.items == {}


def test_given_a_dropped_commit_when_flushed_then_nothing_is_written(memory: MemoryStore, held: HeldStore) -> None:
    save(held, programme())
    held.drop()
    held.flush()
    assert memory.items == {}


@pytest.mark.parametrize(
    ("cookie", "kept"),
    [("tandem_flash=x; Path=/", True), ("tandem_lang=pl", True), ("tandem_refresh=secret; HttpOnly", False)],
)
def test_given_an_answer_that_hands_out_a_session_when_it_could_be_kept_then_nothing_of_it_is(
    cookie: str, kept: bool
) -> None:
    answer = {"statusCode": 303, "body": "", "multiValueHeaders": {"Location": ["/home"], "Set-Cookie": [cookie]}}
    assert (idempotency._kept(answer) is not None) is kept
