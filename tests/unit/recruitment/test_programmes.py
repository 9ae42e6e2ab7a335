"""Programmes: creating, changing and moving one, its page and the catalogue."""

from __future__ import annotations

import pytest

from mentoring.errors import Invalid, NotFound, Overtaken
from mentoring.tables.core import ANY
from mentoring.tables.recruitment import Slug, StageChange
from recruitment import domain
from recruitment.use_cases import programmes, stages
from tests.fakes.context import NOON
from tests.unit.recruitment.givens import World


def test_given_a_name_when_a_programme_is_created_then_it_is_a_draft_with_the_defaults() -> None:
    world = World("draft", slug="")
    programme = world.programme

    assert (programme.slug, programme.stage, programme.organization_name) == ("wiosna", "draft", "Firma")
    assert (programme.planned_meetings, programme.meeting_minutes, programme.interval_days) == (8, 60, 21)
    assert programmes.catalogue(world.who("")) == []


def test_given_the_same_name_when_a_second_programme_is_created_then_it_gets_another_address() -> None:
    world = World()

    second = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Wiosna"})

    assert second.slug.startswith("wiosna-")
    assert len(second.slug) == len("wiosna-") + 6


def test_given_a_taken_address_when_wished_then_it_is_refused_and_nothing_is_kept() -> None:
    world = World()
    before = dict(world.store.items)

    with pytest.raises(domain.SlugTaken):
        programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Lato", "slug": "wiosna"})

    assert world.store.items == before


def test_given_settings_when_a_programme_is_created_then_they_are_left_as_they_were() -> None:
    world = World()
    wish = {"name": "Lato", "slug": "lato"}

    programmes.create_programme(world.who("anna"), world.organization_id, wish)

    assert wish == {"name": "Lato", "slug": "lato"}


def test_given_a_change_when_the_version_is_the_right_one_then_it_is_kept_and_told() -> None:
    world = World()

    programmes.change_programme(world.who("kora"), world.programme_id, {"name": "Lato", "topics": ["a"]}, ANY)

    assert (world.programme.name, world.programme.topics) == ("Lato", ["a"])
    assert world.published == ["ProgrammeChanged"]


def test_given_a_change_when_somebody_was_quicker_then_it_is_not_made_of_the_new_version() -> None:
    world = World()
    read = world.programme.tag

    programmes.change_programme(world.who("anna"), world.programme_id, {"name": "A"}, read)
    with pytest.raises(Overtaken):
        programmes.change_programme(world.who("kora"), world.programme_id, {"name": "B"}, read)

    assert world.programme.name == "A"


def test_given_dates_out_of_order_when_changed_then_nothing_is() -> None:
    world = World()

    with pytest.raises(Invalid):
        programmes.change_programme(
            world.who("anna"), world.programme_id,
            {"dates": {"kick_off": "2026-05-01", "closing": "2026-04-01"}}, ANY,
        )  # fmt: skip

    assert world.programme.dates == {}


def test_given_a_programme_when_it_moves_then_who_when_and_why_are_recorded() -> None:
    world = World("recruiting")

    stages.move_programme(world.who("kora"), world.programme_id, "draft", "za wcześnie")

    history = world.store.query(StageChange, f"PROGRAMME#{world.programme_id}", "STAGE#")
    assert [(one.from_stage, one.to_stage, one.by, one.reason) for one in history] == [
        ("draft", "recruiting", "anna", ""),
        ("recruiting", "draft", "kora", "za wcześnie"),
    ]
    assert world.published == ["ProgrammeStageChanged"]


@pytest.mark.parametrize("name", ["obcy", "widz"])
def test_given_who_does_not_decide_when_they_move_a_programme_then_it_is_not_found(name: str) -> None:
    world = World()

    with pytest.raises(NotFound):
        stages.move_programme(world.who(name), world.programme_id, "matching")


def test_given_a_programme_whose_address_is_gone_when_changed_then_it_is_not_found() -> None:
    world = World()
    world.store.items.pop(Slug.key("wiosna"))

    with pytest.raises(NotFound):
        stages.move_programme(world.who("anna"), world.programme_id, "matching")


def test_given_programmes_when_the_catalogue_is_read_then_open_ones_come_first() -> None:
    world = World("matching")
    second = programmes.create_programme(world.who("anna"), world.organization_id, {"name": "Zima"})
    stages.move_programme(world.who("anna"), second.programme_id, "recruiting")

    assert [one.name for one, _ in programmes.catalogue(world.who(""))] == ["Zima", "Wiosna"]


def test_given_a_public_programme_when_it_becomes_unlisted_then_only_the_catalogue_forgets_it() -> None:
    world = World()

    programmes.change_programme(world.who("anna"), world.programme_id, {"visibility": "unlisted"}, ANY)

    assert programmes.catalogue(world.who("")) == []
    assert programmes.public_programme(world.who(""), "wiosna").name == "Wiosna"


def test_given_a_stage_when_clicked_twice_then_the_programme_moves_once() -> None:
    world = World("recruiting")
    for _ in range(2):
        stages.move_programme(world.who("kora"), world.programme_id, "matching")
    assert programmes.public_programme(world.who("kora"), "wiosna").stage == "matching"
    assert [one.name for one in world.store.events].count("ProgrammeStageChanged") == 1


@pytest.mark.parametrize("name", ["", "obcy"])
def test_given_a_draft_when_others_open_its_page_then_it_is_not_found(name: str) -> None:
    with pytest.raises(NotFound):
        programmes.public_programme(World("draft").who(name), "wiosna")


@pytest.mark.parametrize("name", ["anna", "widz"])
def test_given_a_draft_when_its_organizers_open_its_page_then_they_see_it(name: str) -> None:
    assert programmes.public_programme(World("draft").who(name), "wiosna").stage == "draft"


def test_given_no_programme_when_its_page_is_opened_then_it_is_not_found() -> None:
    with pytest.raises(NotFound):
        programmes.public_programme(World().who(""), "jesien")


def test_given_the_fixed_clock_when_an_event_is_published_then_it_bears_its_time_and_programme() -> None:
    world = World()
    world.take("Mentee:ada")

    event, _ = world.store.events

    assert (event.meta.occurred_at, event.meta.programme_id, event.meta.sequence) == (NOON, world.programme_id, 1)


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        ("", "", True), ("lodz", "", True), ("ŁÓDŹ negocjacje", "", True), ("lodz kuchnia", "", False),
        ("", "pl", True), ("", "en", False), ("negocjacje", "en", False), ("firma", "pl", True),
    ],
)  # fmt: skip
def test_given_a_public_programme_when_looked_for_then_words_are_found_whatever_their_accents(
    words: str, language: str, *, found: bool
) -> None:
    world = World(name="Łódź uczy się", topics=["Negocjacje"], languages=["pl"])
    assert bool(programmes.catalogue(world.who(""), words, language)) == found
