"""People to seat, and references that are too simple to be wrong: all rooms there are, and the best of many at random."""

from __future__ import annotations

import dataclasses
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from gatherings.rooms import sizes
from gatherings.rooms.given import Given, Lock, Pair, Person, Round, Weights, two
from gatherings.rooms.prices import Prices, charges, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def named(number: int) -> str:
    return f"p{number:03}"


def bare(people: int, size: int, rounds: int = 1, **values: Any) -> Given:
    """People of whom nothing is known: only repeats cost."""
    return Given(tuple(Person(named(one)) for one in range(people)), size, rounds, **values)


def told(people: int, size: int, rounds: int, seed: int = 1) -> Given:
    """A cohort as it is: departments and offices of unequal size, pairs, line managers, people who met before."""
    rng = Random(seed)  # noqa: S311
    ids = [named(one) for one in range(people)]
    departments = rng.choices("abcdefgh", [24, 18, 15, 12, 10, 9, 7, 5], k=people)
    offices = rng.choices("abcde", [40, 20, 20, 10, 10], k=people)
    known = [two(*rng.sample(ids, 2)) for _ in range(3 * people)]
    return Given(
        tuple(Person(one, departments[nth], offices[nth], "ab"[nth % 2]) for nth, one in enumerate(ids)),
        size,
        rounds,
        partners=frozenset(two(ids[nth], ids[nth + 1]) for nth in range(0, people - 1, 2)),
        managers=frozenset(two(*rng.sample(ids, 2)) for _ in range(people // 4)),
        earlier=dict.fromkeys(known, 1),
    )


def sizes_of(given: Given) -> list[int]:
    return sizes.even(len(given.people), sizes.number(len(given.people), given.size, given.odd))


def cost(given: Given, rounds: Sequence[Round]) -> int:
    return total(charges(Prices(given), rounds)).total


def splits(people: Sequence[str], parts: Sequence[int]) -> Iterator[Round]:
    """Yield all ways to split people in rooms of some sizes, each once, with rooms in no order."""
    if not people:
        yield ()
        return
    first, *others = people
    for size in sorted(set(parts)):
        rest = list(parts)
        rest.remove(size)
        for room in combinations(others, size - 1):
            left = [one for one in others if one not in room]
            for rooms in splits(left, rest):
                yield ((first, *room), *rooms)


def exact(given: Given) -> int | None:
    """Return the least cost of one or two rounds without locks, by trying all; None where none keeps people apart."""
    ids = sorted(one.id for one in given.people)
    bit = {pair: 1 << nth for nth, pair in enumerate(combinations(ids, 2))}
    prices = Prices(given)
    points = {pair: sum(n * prices.weight(why) for why, n in prices.between(pair).items()) for pair in bit}
    found = []
    for rooms in splits(ids, sizes_of(given)):
        met = [pair for room in rooms for pair in combinations(sorted(room), 2)]
        if not given.apart.intersection(met):
            found.append((sum(points[pair] for pair in met), sum(bit[pair] for pair in met)))
    found.sort()
    if not found or given.rounds == 1:
        return found[0][0] if found else None
    best = 2 * found[0][0] + prices.weight("repeat") * found[0][1].bit_count()
    for nth, (one, met_then) in enumerate(found):
        for other, met_now in found[nth:]:
            if one + other >= best:
                break
            best = min(best, one + other + prices.weight("repeat") * (met_then & met_now).bit_count())
    return best


def at_random(given: Given, times: int = 1_000, seed: int = 0) -> int:
    """Return the cost of the best of so many rounds drawn at random."""
    rng, prices, ids = Random(seed), Prices(given), list(given.ids)  # noqa: S311
    found = []
    for _ in range(times):
        rounds = []
        for _ in range(given.rounds):
            rng.shuffle(ids)
            drawn = iter(ids)
            rounds.append(tuple(tuple(sorted(next(drawn) for _ in range(size))) for size in sizes_of(given)))
        found.append(total(charges(prices, rounds)).total)
    return min(found)


@st.composite
def small(draw: st.DrawFn, most: int = 9, rounds: int = 2, apart: int = 0, locks: int = 0) -> Given:
    """Few people with few departments, so that they can't all be mixed, and anything known of any two."""
    number = draw(st.integers(0, most))
    ids = [named(one) for one in range(number)]
    told = st.sampled_from(["", "a", "b", "c"])
    people = [Person(one, draw(told), draw(told), draw(st.sampled_from(["", "a", "b"]))) for one in ids]
    size = draw(st.integers(2, 5))
    odd = draw(st.sampled_from(["more", "less"]))
    pairs = st.sampled_from(list(combinations([*ids, "pz"], 2)) or [("py", "pz")])  # and with somebody who isn't there
    few = st.frozensets(pairs, max_size=3)
    given = Given(
        tuple(draw(st.permutations(people))), size, draw(st.integers(1, rounds)), odd,
        partners=draw(few), managers=draw(few), apart=draw(st.frozensets(pairs, max_size=apart)),
        today=draw(st.dictionaries(pairs, st.integers(1, 2), max_size=4)),
        earlier=draw(st.dictionaries(pairs, st.integers(1, 4), max_size=6)),
        weights=Weights(*draw(st.tuples(*(st.sampled_from([0, least, least * 2]) for least in (1000, 300, 100, 20, 10, 5, 5))))),
        seed=draw(st.integers(0, 3)),
    )  # fmt: skip
    if not number:
        return given
    rooms = len(sizes_of(given))
    drawn = st.tuples(st.integers(0, given.rounds - 1), st.sampled_from(ids), st.integers(0, rooms - 1))
    chosen = draw(st.lists(drawn, max_size=locks))
    return dataclasses.replace(given, locks=tuple(Lock(*one) for one in chosen))


def permuted(given: Given, rng: Random) -> Given:
    """Return the same, in another order."""

    def shuffled(values: Any) -> list[Any]:
        return rng.sample(list(values), len(values))

    return dataclasses.replace(
        given,
        people=tuple(shuffled(given.people)),
        locks=tuple(shuffled(given.locks)),
        partners=frozenset(shuffled(given.partners)),
        managers=frozenset(shuffled(given.managers)),
        apart=frozenset(shuffled(given.apart)),
        today=dict(shuffled((given.today or {}).items())),
        earlier=dict(shuffled((given.earlier or {}).items())),
    )


def everybody(rooms: Round) -> list[str]:
    return sorted(one for room in rooms for one in room)


def in_rooms(rooms: Round) -> set[Pair]:
    return {pair for room in rooms for pair in combinations(sorted(room), 2)}
