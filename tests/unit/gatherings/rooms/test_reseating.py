"""Late-comers and no-shows: rooms of the right sizes with the fewest moves there are."""

from __future__ import annotations

import dataclasses
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatherings.rooms.given import Given, Lock, Person, Refused, Round, met, two
from gatherings.rooms.reseating import Moved, Reseated, follow, reseat, usual_limits
from gatherings.rooms.seating import seat
from tests.unit.gatherings.rooms.givens import bare, cost, everybody, in_rooms, named, told


def least(given: Given, rooms: Round, limits: tuple[int, int]) -> tuple[int, int] | None:
    """Return the fewest moves and the least cost with them, by trying all; None where nothing fits."""
    home = {one: number for number, room in enumerate(rooms) for one in room}
    locked = {lock.person_id: lock.room for lock in given.locks}
    best = None
    for places in product(range(len(rooms) + 1), repeat=len(given.ids)):
        at = dict(zip(given.ids, places, strict=True))
        filled = [places.count(number) for number in set(places)]
        moves = sum(home.get(one, room) != room for one, room in at.items())
        if (
            any(at[one] != room for one, room in locked.items())
            or (filled and (min(filled) < limits[0] or max(filled) > limits[1]))
            or (best and moves > best[0])
        ):
            continue
        split = tuple(tuple(one for one in given.ids if at[one] == number) for number in range(len(rooms) + 1))
        if not in_rooms(split) & given.apart:
            best = min(best or (moves, 10**9), (moves, cost(given, [split])))
    return best


@st.composite
def changes(draw: st.DrawFn, apart: int = 0, locks: int = 0) -> tuple[Given, Round, tuple[int, int]]:
    """People in two or three rooms, of whom some are gone; some are new; limits of sizes."""
    number = draw(st.integers(2, 3))
    before = draw(st.integers(number, 7))
    rooms = tuple(tuple(named(one) for one in range(before) if one % number == room) for room in range(number))
    stay = draw(st.lists(st.sampled_from(range(before)), unique=True))
    ids = [*map(named, stay), *(f"q{one}" for one in range(draw(st.integers(0, 6 - min(len(stay), 5)))))][:6]
    people = tuple(Person(one, draw(st.sampled_from("abc"))) for one in ids)
    pairs = st.sampled_from([two(one, other) for one in ids for other in ids if one < other] or [("y", "z")])
    fewest = draw(st.integers(2, 3))
    where = st.tuples(st.sampled_from(ids or ["z"]), st.integers(0, number - 1))
    return (
        Given(
            people,
            3,
            apart=draw(st.frozensets(pairs, max_size=apart)),
            earlier=draw(st.dictionaries(pairs, st.integers(1, 2), max_size=3)),
            locks=tuple(
                Lock(0, *one) for one in draw(st.lists(where, max_size=locks, unique_by=lambda one: one[0])) if ids
            ),
        ),
        rooms,
        (fewest, draw(st.integers(fewest, 4))),
    )


def outcome(given: Given, rooms: Round, limits: tuple[int, int]) -> tuple[Reseated | None, str]:
    try:
        return reseat(given, rooms, limits), ""
    except Refused as refused:
        return None, refused.why


@settings(max_examples=50)
@given(changes(locks=2))
def test_given_people_came_and_left_when_reseated_then_no_rooms_need_fewer_moves(
    case: tuple[Given, Round, tuple[int, int]],
) -> None:
    given, rooms, limits = case
    best = least(given, rooms, limits)
    if best is None:
        with pytest.raises(Refused, match="sizes"):
            reseat(given, rooms, limits)
        return
    found = reseat(given, rooms, limits)
    assert everybody(found.rooms) == list(given.ids)
    assert all(not room or limits[0] <= len(room) <= limits[1] for room in found.rooms)
    assert all(lock.person_id in found.rooms[lock.room] for lock in given.locks)
    assert len(found.moved) == best[0]
    assert cost(given, [found.rooms]) >= best[1]
    before = {one: number for number, room in enumerate(rooms) for one in room}
    assert set(found.came) == set(given.ids) - set(before)
    assert set(found.left) == set(before) - set(given.ids)
    assert all(one.person_id in found.rooms[one.to_room] for one in found.moved)
    assert all(before[one.person_id] == one.from_room != one.to_room for one in found.moved)


@settings(max_examples=40)
@given(changes(apart=3))
def test_given_people_kept_apart_when_reseated_then_they_never_meet_or_are_refused(
    case: tuple[Given, Round, tuple[int, int]],
) -> None:
    given, rooms, limits = case
    best = least(given, rooms, limits)
    found, why = outcome(given, rooms, limits)
    if found is None:
        assert why in {"apart", "sizes"}
        assert best is None or why == "apart"
        return
    assert best is not None
    assert not in_rooms(found.rooms) & given.apart
    assert len(found.moved) >= best[0]


def test_given_one_left_alone_when_reseated_then_one_person_moves_and_not_two() -> None:
    rooms = (("a", "b", "c", "d"), ("e", "f", "g", "h"), ("i", "j", "k", "l"))
    given = Given(tuple(map(Person, "abcdefghi")), 4)
    found = reseat(given, rooms)
    assert found.rooms[2] == ()
    assert [(one.person_id, one.from_room) for one in found.moved] == [("i", 2)]
    assert found.left == ("j", "k", "l")


def test_given_a_late_comer_when_reseated_then_nobody_moves_and_they_sit_where_it_costs_least() -> None:
    rooms = (("a", "b", "c"), ("d", "e", "f"))
    people = (*map(Person, "abcdef"), Person("z"))
    given = Given(people, 3, partners=frozenset({two("a", "z")}))
    found = reseat(given, rooms)
    assert (found.rooms, found.moved, found.came) == ((("a", "b", "c"), ("d", "e", "f", "z")), (), ("z",))


def test_given_a_late_comer_whom_somebody_in_each_room_must_not_meet_when_reseated_then_one_of_them_moves() -> None:
    rooms = (("a", "b", "c"), ("d", "e", "f"))
    given = Given((*map(Person, "abcdef"), Person("z")), 3, apart=frozenset({two("a", "z"), two("d", "z")}))
    found = reseat(given, rooms)
    assert len(found.moved) == 1
    assert not in_rooms(found.rooms) & given.apart


def test_given_more_late_comers_than_seats_when_reseated_then_a_room_is_opened() -> None:
    rooms = (("a", "b", "c", "d"),)
    found = reseat(Given(tuple(map(Person, "abcdwxyz")), 4), rooms, (4, 4))
    assert found.rooms == (("a", "b", "c", "d"), ("w", "x", "y", "z"))
    assert found.moved == ()


def test_given_a_host_who_locks_somebody_elsewhere_when_reseated_then_they_move() -> None:
    rooms = (("a", "b", "c"), ("d", "e", "f"))
    found = reseat(Given(tuple(map(Person, "abcdef")), 3, locks=(Lock(0, "a", 1),)), rooms, (2, 4))
    assert found.moved == (Moved("a", 0, 1),)


def test_given_two_who_must_not_meet_and_one_room_when_reseated_then_they_are_named() -> None:
    given = Given(tuple(map(Person, "abc")), 3, apart=frozenset({two("a", "b")}))
    with pytest.raises(Refused, match="apart: a, b"):
        reseat(given, (("a", "b", "c"),), (3, 3))


def test_given_a_lock_of_somebody_who_isnt_there_when_reseated_then_it_is_refused() -> None:
    with pytest.raises(Refused, match="unknown: z"):
        reseat(Given((Person("a"),), 3, locks=(Lock(0, "z", 0),)), (("a",),))


def test_given_nobody_is_left_when_reseated_then_rooms_are_empty() -> None:
    assert reseat(Given((), 3), (("a", "b"),)).rooms == ((),)


@pytest.mark.parametrize(
    ("people", "size", "limits"),
    [(20, 4, (3, 5)), (2, 4, (2, 5)), (1, 4, (1, 5)), (0, 4, (1, 5)), (5, 3, (2, 4)), (7, 2, (1, 3))],
)
def test_given_people_when_no_limits_are_told_then_they_are_one_off_the_size_or_what_is_possible(
    people: int, size: int, limits: tuple[int, int]
) -> None:
    assert usual_limits(people, size) == limits


def test_given_a_round_that_is_done_when_the_rest_follows_then_nobody_meets_again() -> None:
    given = bare(16, 4, 3)
    first = seat(dataclasses.replace(given, rounds=1)).rounds
    found = follow(dataclasses.replace(given, rounds=2), first)
    assert set(met([*first, *found.rounds]).values()) == {1}
    assert found.proved


@pytest.mark.parametrize("people", [40, 200])
def test_given_a_gathering_when_a_tenth_is_gone_and_some_come_late_then_nobody_needs_to_move(people: int) -> None:
    given = told(people, 4, 1)
    rooms = tuple(tuple(given.ids[first : first + 4]) for first in range(0, people, 4))
    gone = {room[0] for room in rooms[::3]}
    new = tuple(Person(f"q{one}", "a") for one in range(people // 20))
    now = dataclasses.replace(given, people=(*(one for one in given.people if one.id not in gone), *new))
    found = reseat(now, rooms)
    assert found.moved == ()
    assert {3, 4, 5} >= {len(room) for room in found.rooms}
