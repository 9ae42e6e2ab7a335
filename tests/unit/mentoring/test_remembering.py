"""Within a request an item is read once, and nobody sees what somebody else only thought of doing to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from mentoring import access
from mentoring.errors import NotFound, Stale
from mentoring.store.remembering import RememberingStore
from mentoring.tables.core import Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Organization, Participant, Programme, Slug
from mentoring.tables.vocabulary import PairStage
from tests.fakes import MemoryStore, context_at
from tests.fakes.people import ORGANIZER, PAIR, PROGRAMME, STRANGER, pair, programme, world

if TYPE_CHECKING:
    from collections.abc import Iterable


class Counting(MemoryStore):
    """Notes each read by key."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[int] = []

    def get(self, kind: Any, pk: str, sk: str) -> Any:
        self.reads.append(1)
        return super().get(kind, pk, sk)

    def get_many(self, kind: Any, keys: Iterable[tuple[str, str]]) -> list[Any]:
        wanted = list(keys)
        self.reads.append(len(wanted))
        return super().get_many(kind, wanted)


@pytest.fixture
def beneath() -> Counting:
    """Given: a programme with an organizer and a pair."""
    store = Counting()
    world(store)
    return store


def test_given_an_item_read_when_read_again_then_the_tables_are_not_asked(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    first, second = (store.get(Pair, *Pair.key(PAIR)) for _ in range(2))
    assert first is not None and second is not None  # noqa: PT018
    assert first.serialize() == second.serialize()
    assert beneath.reads == [1]


def test_given_nothing_there_when_asked_again_then_that_is_remembered_too(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    assert [store.get(Pair, *Pair.key("none")) for _ in range(2)] == [None, None]
    assert store.get_many(Pair, [Pair.key("none")]) == []
    assert beneath.reads == [1]


def test_given_some_of_many_known_when_read_then_only_the_others_are_asked_for(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    store.get(Pair, *Pair.key(PAIR))
    wanted = [Programme.key(PROGRAMME), Pair.key(PAIR), Participant.key(PROGRAMME, "mentor")]
    found = store.get_many(Item, wanted)
    assert [(one.pk, one.sk) for one in found] == wanted
    assert beneath.reads == [1, 2]


def test_given_an_item_changed_in_hand_when_read_again_then_as_it_is_stored(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    for mine in (store.get(Pair, *Pair.key(PAIR)), *store.get_many(Pair, [Pair.key(PAIR)])):
        assert mine is not None
        mine.stage = PairStage.GOALS
    found = store.get(Pair, *Pair.key(PAIR))
    assert found is not None
    assert found.stage == "active"


def test_given_an_item_saved_when_read_again_then_as_it_was_saved_with_its_version(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    pair = store.get(Pair, *Pair.key(PAIR))
    assert pair is not None
    pair.stage = "working"
    uow = context_at(store=store).begin()
    uow.save(pair)
    uow.commit()
    again = store.get(Pair, *Pair.key(PAIR))
    assert again is not None
    assert (again.stage, again.version) == ("working", 2)
    assert beneath.reads == [1]


def test_given_an_item_deleted_when_read_again_then_it_is_gone(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    pair = store.get(Pair, *Pair.key(PAIR))
    uow = context_at(store=store).begin()
    assert pair is not None
    uow.delete(pair)
    uow.commit()
    assert store.get(Pair, *Pair.key(PAIR)) is None


def test_given_somebody_quicker_when_the_transaction_fails_then_the_next_try_reads_anew(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    mine, theirs = store.get(Pair, *Pair.key(PAIR)), beneath.get(Pair, *Pair.key(PAIR))
    for by, one, stage in ((beneath, theirs, "goals"), (store, mine, "working")):
        assert one is not None
        one.stage = stage
        uow = context_at(store=by).begin()
        uow.save(one)
        if by is beneath:
            uow.commit()
        else:
            with pytest.raises(Stale):
                uow.commit()
    again = store.get(Pair, *Pair.key(PAIR))
    assert again is not None
    assert again.stage == "goals"


@pytest.fixture
def _forgetful() -> None:
    """Given: a process that has seen no programme."""
    access._FIXED.clear()


@pytest.mark.usefixtures("_forgetful")
def test_given_a_programme_seen_before_when_authorized_then_it_membership_and_object_are_one_read(
    beneath: Counting,
) -> None:
    for expected in ([2, 1], [3]):
        beneath.reads.clear()
        context = context_at(store=RememberingStore(beneath), person_id=ORGANIZER)
        access.organizer(context, PROGRAMME, also=[Pair.key(PAIR)])
        assert context.store.get(Pair, *Pair.key(PAIR)) is not None
        assert beneath.reads == expected


@pytest.mark.usefixtures("_forgetful")
@pytest.mark.parametrize("seen", [None, "org-1", "org-2"])
def test_given_whatever_a_process_remembers_when_a_stranger_asks_then_there_is_no_such_programme(
    beneath: Counting, seen: str | None
) -> None:
    if seen:
        access._FIXED[PROGRAMME] = access.Fixed(seen, "wiosna")
    context = context_at(store=beneath, person_id=STRANGER)
    with pytest.raises(NotFound):
        access.organizer(context, PROGRAMME)
    access.organizer(context_at(store=beneath, person_id=ORGANIZER), PROGRAMME)


def test_given_a_list_read_when_read_again_then_the_tables_are_not_asked_unless_an_item_was_read_since(
    beneath: Counting,
) -> None:
    store = RememberingStore(beneath)
    first = store.listed(Pair, *Pair.listed(PROGRAMME))
    beneath.put(pair_called("later"))
    assert len(store.listed(Pair, *Pair.listed(PROGRAMME))) == len(first) == 1
    store.get(Programme, *Programme.key(PROGRAMME))  # what is counted on is read first, and the list anew after it
    assert len(store.listed(Pair, *Pair.listed(PROGRAMME))) == 2


def test_given_a_list_when_something_was_written_then_it_is_read_again(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    store.listed(Pair, *Pair.listed(PROGRAMME))
    uow = context_at(store=store).begin()
    uow.save(pair_called("later"))
    uow.commit()
    assert len(store.listed(Pair, *Pair.listed(PROGRAMME))) == 2


def pair_called(name: str) -> Pair:
    """Return another pair of the programme."""
    made = pair()
    made.pair_id, made.pk, made.list_sk = name, f"PAIR#{name}", f"PAIR#{name}"
    return made


def test_given_a_short_list_read_consistently_when_one_of_it_is_read_then_the_tables_are_not_asked(
    beneath: Counting,
) -> None:
    for read in (
        lambda store: store.query(Participant, *Participant.of(PROGRAMME)),
        lambda store: store.page(Participant, *Participant.of(PROGRAMME)).items,
    ):
        beneath.reads.clear()
        store = RememberingStore(beneath)
        first, *_ = read(store)
        first.name = "changed in hand"
        again = store.get(Participant, first.pk, first.sk)
        assert again is not None
        assert again.name != "changed in hand"
        assert beneath.reads == []


def test_given_a_list_of_an_index_when_one_of_it_is_read_then_it_is_read_consistently(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    [one] = store.listed(Pair, *Pair.listed(PROGRAMME))
    store.get(Pair, one.pk, one.sk)
    assert beneath.reads == [1]


@pytest.mark.usefixtures("_forgetful")
def test_given_a_programme_seen_before_when_more_hangs_on_its_organization_and_slug_then_it_is_one_read(
    beneath: Counting,
) -> None:
    wanted = [Organization.key("org-1"), Slug.key("wiosna")]
    for expected in ([1, 1, 2], [4]):
        beneath.reads.clear()
        context = context_at(store=RememberingStore(beneath), person_id=ORGANIZER)
        access.organizer(context, PROGRAMME, along=lambda of: [Organization.key(of.organization_id), Slug.key(of.slug)])
        context.store.get_many(Item, wanted)
        assert beneath.reads == expected


def test_given_a_transaction_outside_of_a_request_when_it_reads_twice_then_once_and_anew_after_it(
    beneath: Counting,
) -> None:
    context = context_at(store=beneath)
    for _ in range(2):
        one = context.remembering()
        assert one.remembering() is one
        for _ in range(2):
            one.store.get(Pair, *Pair.key(PAIR))
    assert beneath.reads == [1, 1]


def test_given_one_programme_read_when_the_page_asks_which_it_is_about_then_it_is_that_one(beneath: Counting) -> None:
    store = RememberingStore(beneath)
    context = context_at(store=store)
    assert access.only_programme(context) is None
    store.get(Programme, *Programme.key(PROGRAMME))
    found = access.only_programme(context)
    assert found is not None
    assert found.programme_id == PROGRAMME
    assert beneath.reads == [1]


def test_given_two_programmes_read_when_the_page_asks_which_it_is_about_then_none(beneath: Counting) -> None:
    other = programme()
    other.pk, other.sk = Programme.key("other")
    beneath.put(other)
    store = RememberingStore(beneath)
    store.get_many(Programme, [Programme.key(PROGRAMME), Programme.key("other")])
    assert access.only_programme(context_at(store=store)) is None
