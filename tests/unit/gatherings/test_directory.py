"""The directory, through the use cases over a store in memory: who shows what to whom, and for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gatherings.domain.directory import Card, DirectoryClosed
from gatherings.use_cases import leaving, reading, signing_up
from gatherings.use_cases.directory import entering, finding
from mentoring import clock
from mentoring.errors import Invalid, NotFound, Overtaken
from mentoring.events.gatherings import DirectoryChanged
from mentoring.events.recruitment import ApplicationWithdrawn
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.gatherings.directory import DirectoryCard, DirectoryEntry
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import FoundBy
from tests.fakes import MemoryStore, context_at
from tests.fakes.context import NOON
from tests.fakes.people import MENTEE, MENTOR, ORGANIZER, PROGRAMME, STRANGER, event, participant, world
from tests.unit.gatherings.givens import announced

CARD = Card("Anna", job="Logistyka", languages=("pl", "uk"), topics=("negocjacje",), about="Uczę się oddawać zadania.")


@pytest.fixture
def store() -> MemoryStore:
    """Given: a programme with two topics."""
    return world(topics=["negocjacje", "delegowanie"])


def enter(
    store: MemoryStore, who: str, card: Card = CARD, found_by: FoundBy = FoundBy.BOTH, *, at_gatherings: bool = False
) -> str:
    """When somebody lets others find them; return what they are known by."""
    context = context_at(store=store, person_id=who)
    tag = entering.mine(context, PROGRAMME).entry.tag
    return entering.enter(context, PROGRAMME, card, found_by, tag, at_gatherings=at_gatherings).entry.entry_id


def crowd(store: MemoryStore, number: int, **told: Any) -> None:
    """Given: so many mentees are in the directory."""
    for one in range(number):
        store.put(participant(f"p{one}", "mentee", person_id=f"person-{one}"))
        enter(store, f"person-{one}", replace(CARD, name=f"Osoba {one:02}", **told))


def look(store: MemoryStore, who: str, topic: str = "", language: str = "", after: str = "") -> Page[finding.Found]:
    context = context_at(store=store, person_id=who)
    return finding.found(context, finding.directory(context, PROGRAMME), topic, language, after, 20)


def found(store: MemoryStore, who: str, topic: str = "", language: str = "") -> list[str]:
    names, after = [], ""
    while True:
        page = look(store, who, topic, language, after)
        names += [one.card.name for one in page.items]
        after = page.next
        if not after:
            return names


def test_given_nobody_said_so_when_people_look_then_nobody_is_there(store: MemoryStore) -> None:
    for who in (MENTOR, MENTEE, ORGANIZER):
        assert found(store, who) == []
    own = entering.mine(context_at(store=store, person_id=MENTOR), PROGRAMME)
    assert (own.is_in, own.card) == (False, Card("Mentor"))
    assert store.query(Item, f"DIRECTORY#{PROGRAMME}") == [], "looking at one's own entry makes none"


@pytest.mark.parametrize(
    ("found_by", "seen_by"),
    [
        (FoundBy.BOTH, {"mentor-2", MENTEE, ORGANIZER, MENTOR}),
        (FoundBy.MENTORS, {"mentor-2", ORGANIZER, MENTOR}),
        (FoundBy.MENTEES, {MENTEE, ORGANIZER}),
    ],
)
def test_given_somebody_who_chose_whom_when_others_look_then_only_these_and_organizers_find_them(
    store: MemoryStore, found_by: FoundBy, seen_by: set[str]
) -> None:
    store.put(participant("second", "mentor", person_id="mentor-2"))
    entry_id = enter(store, MENTOR, found_by=found_by)
    everybody = {"mentor-2", MENTEE, ORGANIZER, MENTOR}
    assert {who for who in everybody if found(store, who) == ["Anna"]} == seen_by
    for who in everybody - seen_by - {MENTOR}:
        with pytest.raises(NotFound):
            finding.one(context_at(store=store, person_id=who), PROGRAMME, entry_id)


def test_given_somebody_outside_when_they_look_then_there_is_nothing(store: MemoryStore) -> None:
    entry_id = enter(store, MENTOR)
    outside = context_at(store=store, person_id=STRANGER)
    for asked in (
        lambda: finding.one(outside, PROGRAMME, entry_id),
        lambda: finding.directory(outside, PROGRAMME),
        lambda: entering.mine(outside, PROGRAMME),
    ):
        with pytest.raises(NotFound):
            asked()


def test_given_topics_and_languages_when_looked_for_then_those_are_found_who_named_them(store: MemoryStore) -> None:
    enter(store, MENTOR)
    enter(store, MENTEE, Card("Jan", languages=("pl",), topics=("delegowanie",)))
    assert found(store, ORGANIZER) == ["Anna", "Jan"]
    assert found(store, ORGANIZER, topic="delegowanie") == ["Jan"]
    assert found(store, ORGANIZER, language="uk") == ["Anna"]
    assert found(store, ORGANIZER, topic="delegowanie", language="uk") == []
    assert found(store, ORGANIZER, topic="negocjacje", language="uk") == ["Anna"]


def test_given_a_card_when_it_changes_then_it_is_found_as_it_is_now_and_nothing_of_before_is_left(
    store: MemoryStore,
) -> None:
    first = enter(store, MENTOR)
    assert enter(store, MENTOR, Card("Hanna", topics=("delegowanie",)), FoundBy.MENTEES) == first
    assert found(store, MENTEE) == ["Hanna"]
    assert found(store, MENTEE, topic="negocjacje") == found(store, MENTEE, language="uk") == []
    text = str(store.items)
    assert "Logistyka" not in text
    assert "Uczę się" not in text


def test_given_another_version_when_saved_then_it_is_refused(store: MemoryStore) -> None:
    enter(store, MENTOR)
    with pytest.raises(Overtaken):
        entering.enter(
            context_at(store=store, person_id=MENTOR), PROGRAMME, CARD, FoundBy.BOTH, "0", at_gatherings=False
        )


def test_given_somebody_in_it_when_they_take_themselves_out_then_nothing_is_left_at_once(store: MemoryStore) -> None:
    enter(store, MENTOR)
    for _ in range(2):
        entering.leave(context_at(store=store, person_id=MENTOR), PROGRAMME)
    assert store.query(Item, f"DIRECTORY#{PROGRAMME}") == []
    assert [type(one.data) for one in store.events].count(DirectoryChanged) == 2


def gone(store: MemoryStore, participant_id: str) -> None:
    part = store.get(Participant, *Participant.key(PROGRAMME, participant_id))
    assert part is not None
    part.withdrawn_at = clock.iso(NOON)
    store.put(part)
    leaving.leave(context_at(store=store), event(ApplicationWithdrawn(participant_id, PROGRAMME), store))


def test_given_somebody_in_it_when_they_leave_the_programme_then_they_are_gone_in_one_role_or_both(
    store: MemoryStore,
) -> None:
    store.put(participant("twice", "mentee", person_id=MENTOR))
    enter(store, MENTOR)
    gone(store, "mentor")
    entry = store.get(DirectoryEntry, *DirectoryEntry.key(PROGRAMME, MENTOR))
    assert entry is not None
    assert (list(entry.roles), entry.participant_id) == (["mentee"], "twice")
    gone(store, "twice")
    assert store.query(Item, f"DIRECTORY#{PROGRAMME}") == []


@pytest.mark.parametrize(
    ("card", "field"),
    [
        (Card(" "), "/name"),
        (Card("Anna anna@firma.example"), "/name"),
        (Card("Anna", about="Zadzwoń: 600 100 200 300"), "/about"),
        (Card("Anna", job="www.firma.example"), "/job"),
        (Card("Anna", place="x" * 121), "/place"),
        (Card("Anna", topics=("wspinaczka",)), "/topics"),
        (Card("Anna", languages=("pl", "en", "uk", "de", "fr", "es")), "/languages"),
    ],
)
def test_given_what_cannot_be_shown_when_saved_then_the_field_is_named_and_nothing_is_shown(
    store: MemoryStore, card: Card, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        enter(store, MENTOR, card)
    assert list(refused.value.fields) == [field]
    assert found(store, MENTEE) == []


def test_given_topics_that_the_programme_no_longer_has_when_saved_again_then_they_stay(store: MemoryStore) -> None:
    enter(store, MENTOR)
    world(store, topics=["delegowanie"])
    enter(store, MENTOR, replace(CARD, topics=("negocjacje", "delegowanie")))
    assert found(store, MENTEE, topic="negocjacje") == ["Anna"]


def test_given_a_programme_that_is_over_when_people_look_then_nobody_is_found_and_nobody_comes_in(
    store: MemoryStore,
) -> None:
    entry_id = enter(store, MENTOR)
    world(store, stage="closed")
    assert found(store, MENTEE) == []
    with pytest.raises(NotFound):
        finding.one(context_at(store=store, person_id=MENTEE), PROGRAMME, entry_id)
    with pytest.raises(DirectoryClosed):
        enter(store, MENTEE)


def test_given_an_application_when_the_form_is_filled_in_from_it_then_nothing_is_shown_yet(store: MemoryStore) -> None:
    own = entering.mine(context_at(store=store, person_id=MENTOR), PROGRAMME)
    told = own.suggested("Europe/Warsaw")
    assert (told.job, told.place, told.languages, told.topics) == ("IT", "Kraków", ("pl",), ("negocjacje",))
    assert found(store, MENTEE) == []


def test_given_many_people_when_a_page_is_read_then_it_is_one_query_of_so_many_cards(store: MemoryStore) -> None:
    crowd(store, 45)
    page = look(store, MENTOR, "negocjacje")
    assert [one.card.name for one in page.items] == [f"Osoba {one:02}" for one in range(20)]
    assert found(store, MENTOR, topic="negocjacje") == [f"Osoba {one:02}" for one in range(45)]
    assert len(found(store, MENTOR, "negocjacje", "uk")) == 45


class CountingStore(MemoryStore):
    """Counts the pages of cards that are read."""

    read_pages = 0

    def page(self, kind: Any, pk: str, prefix: str = "", *, after: str = "", limit: int = 100) -> Page[Any]:
        self.read_pages += kind is DirectoryCard
        return super().page(kind, pk, prefix, after=after, limit=limit)


def test_given_nobody_who_fits_twice_when_looked_for_then_a_request_reads_four_pages_at_most() -> None:
    store = CountingStore()
    world(store, topics=["negocjacje"])
    crowd(store, 130, languages=("pl",))
    page = look(store, MENTOR, "negocjacje", "uk")
    assert (page.items, bool(page.next), store.read_pages) == ([], True, 4)


def test_given_sign_ups_when_somebody_asks_who_comes_then_only_those_who_agreed_are_named(store: MemoryStore) -> None:
    announced(store)
    told = {"Anna": True, "Basia": False, "Celina": True, "Dorota": True}
    for number, (name, at_gatherings) in enumerate(told.items()):
        store.put(participant(name.lower(), "mentee", person_id=name))
        enter(store, name, replace(CARD, name=name), FoundBy.MENTORS if number == 3 else FoundBy.BOTH,
              at_gatherings=at_gatherings)  # fmt: skip
    for name in ("Anna", "Basia", "Dorota", MENTEE):
        signing_up.sign_up(context_at(store=store, person_id=name), PROGRAMME, "g")

    def company(who: str) -> list[str]:
        context = context_at(NOON + timedelta(days=1), store=store, person_id=who)
        viewer, _ = reading.one(context, PROGRAMME, "g")
        return [one.card.name for one in finding.company(context, viewer, "g", "", 20).items]

    assert company(MENTEE) == ["Anna"], "Basia didn't agree, Celina doesn't come, Dorota is found by mentors"
    assert company(MENTOR) == company(ORGANIZER) == ["Anna", "Dorota"]
    signing_up.leave(context_at(store=store, person_id="Anna"), PROGRAMME, "g")
    assert company(MENTEE) == []
    with pytest.raises(NotFound):
        company(STRANGER)
