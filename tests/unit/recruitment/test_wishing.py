"""Mentors to wish for, when there are many: found by a word or a topic, in few reads; and the order of wishes."""

from __future__ import annotations

from typing import Any

import pytest

from mentoring.tables.pairing import Seats
from mentoring.tables.recruitment import Participant
from recruitment import domain
from recruitment.use_cases import deciding, wishing
from tests.unit.recruitment.givens import World, profile


def mentor(world: World, number: int, **told: Any) -> Participant:
    name = f"m{number}"
    said = profile("mentor") | {"listed": True, "capacity": 3, "topics": [f"Temat {number % 8}"]} | told
    item = Participant(
        *Participant.key(world.programme_id, name), participant_id=name, programme_id=world.programme_id,
        person_id=name, role="mentor", email=f"{name}@firma.example", name=f"Osoba {number:03}", form="n", locale="pl",
        zone="Europe/Warsaw", profile=said, accepted_at="2026-03-02T12:00:00Z",
    )  # fmt: skip
    item.place()
    world.store.put(item)
    return item


def test_given_400_mentors_when_looked_for_then_they_are_read_at_once_and_found_by_word_and_topic() -> None:
    world = World()
    for number in range(400):
        mentor(world, number, experience="x" * 1500)
    asked: list[str] = []
    read, query = world.store.ranked_page, world.store.query
    context = world.who("ada")
    context.store.ranked_page = lambda *of, **more: (asked.append("ranked"), read(*of, **more))[1]  # type: ignore[method-assign]
    context.store.query = lambda *of, **more: (asked.append("query"), query(*of, **more))[1]  # type: ignore[method-assign]

    _, _, listed = wishing.mentors(context, "wiosna")

    assert len(listed) == 400
    assert asked == ["ranked"]
    assert [one.name for one in listed if one.fits("osoba 00", "temat 3")] == ["Osoba 003"]
    assert len([one for one in listed if one.fits("", "TEMAT 3")]) == 50


@pytest.mark.parametrize(
    ("told", "shown"), [({}, True), ({"listed": False}, False), ({"paused": True}, False), ({"capacity": 0}, True)]
)
def test_given_a_mentor_when_the_list_is_read_then_only_who_agreed_and_wants_somebody_is_in_it(
    told: dict[str, Any], shown: bool
) -> None:
    world = World()
    mentor(world, 1, **told)

    assert bool(wishing.mentors(world.who("ada"), "wiosna")[2]) is shown


def test_given_pairs_when_the_list_is_read_then_their_places_are_not_free() -> None:
    world = World(stage="matching")
    (ada,) = _accepted(world)
    mentor(world, 1)
    seats = Seats(*Seats.key(world.programme_id, "m1"), participant_id="m1", programme_id=world.programme_id,
                  capacity=3, taken=2)  # fmt: skip
    world.store.put(seats)

    (one,) = wishing.mentors(world.who("ada"), "wiosna")[2]

    assert (ada, one.free) == (ada, 1)


def _accepted(world: World) -> list[str]:
    ids = world.take("Mentee:ada")
    deciding.decide(world.who("anna"), world.programme_id, ids, "accepted")
    return ids


@pytest.mark.parametrize(
    ("verb", "mentor_id", "after"),
    [
        ("add", "d", ["a", "b", "c", "d"]), ("add", "a", ["a", "b", "c"]), ("drop", "b", ["a", "c"]),
        ("drop", "x", ["a", "b", "c"]), ("up", "c", ["a", "c", "b"]), ("up", "a", ["a", "b", "c"]),
        ("up", "x", ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_given_wishes_when_one_is_added_dropped_or_put_up_then_the_others_keep_their_order(
    verb: str, mentor_id: str, after: list[str]
) -> None:
    assert domain.wished(["a", "b", "c"], verb, mentor_id) == after


def test_given_five_wishes_when_another_is_added_then_it_is_refused() -> None:
    with pytest.raises(domain.TooManyWished):
        domain.wished(list("abcde"), "add", "f")
