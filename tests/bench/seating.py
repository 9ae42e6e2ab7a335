"""Breakout rooms against the best of a thousand drawn at random, and against all rooms there are where these are few.

CPU is of this process, the median of five, and is compared with what drawing and counting the thousand takes.
"""

from __future__ import annotations

import statistics
import textwrap
import time
from collections import Counter
from itertools import combinations
from random import Random
from typing import TYPE_CHECKING, TypeVar

from gatherings.rooms.explain import explain
from gatherings.rooms.prices import Prices
from gatherings.rooms.seating import seat
from tests.unit.gatherings.rooms.givens import bare, exact, sizes_of, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from gatherings.rooms.given import Given

Result = TypeVar("Result")

RUNS = 5
DRAWN = 1_000
COHORTS = [(20, 4, 3), (40, 4, 2), (37, 4, 3), (100, 5, 5), (200, 4, 5), (400, 4, 8)]
ALIKE = [(9, 3, 4), (16, 4, 5), (25, 5, 6), (15, 3, 7), (20, 4, 5), (24, 4, 6), (32, 4, 8), (32, 4, 10), (64, 8, 8)]
SMALL = [(people, size, rounds) for people in range(4, 10) for size in (2, 3, 4) for rounds in (1, 2)]
SEEDS = 10


def table() -> str:
    """Return the rows as Markdown, and in how many small cases no rooms cost less."""
    lines = [
        "| people | in rooms of | rounds | known of them | met twice | new ÷ possible | cost ÷ bound | cost ÷ best of 1 000 | CPU ÷ theirs |",
        "|---:|---:|---:|---|---:|---|---|---:|---:|",
        *(_row(told(*case), "a cohort") for case in COHORTS),
        *(_row(bare(*case), "nothing") for case in ALIKE),
    ]
    small = [told(*case, seed) for case in SMALL for seed in range(SEEDS)]
    found = [(seat(given), exact(given)) for given in small]
    best = sum(one.cost == least for one, least in found)
    proved = sum(one.proved for one, _ in found)
    said = (
        f"Of {len(small)} cases with four to nine people in one or two rounds, the rooms cost the least there is in {best}; "
        f"in {proved} of them the bound proves it."
    )
    return "\n".join([*lines, "", textwrap.fill(said, 120), ""])


def _row(given: Given, known: str) -> str:
    spent, found = _timed(lambda: seat(given))
    theirs, drawn = _timed(lambda: at_random(given), 1)
    told_ = explain(given, found.rounds)
    ratio = f"{found.cost / drawn:.2f}" if drawn else "–"
    return (
        f"| {len(given.people)} | {given.size} | {given.rounds} | {known} | {len(told_.again)} | {told_.new} ÷ {told_.most_new} | "
        f"{found.cost} ÷ {found.bound}{' **proved**' if found.proved else ''} | {ratio} | {spent / theirs:.2f} |"
    )


def _timed(function: Callable[[], Result], runs: int = RUNS) -> tuple[float, Result]:
    """Return the median of CPU seconds, and the result, which is the same each time."""
    spent, results = [], []
    for _ in range(runs):
        started = time.process_time()
        results.append(function())
        spent.append(time.process_time() - started)
    assert all(one == results[0] for one in results)
    return statistics.median(spent), results[0]


def at_random(given: Given) -> int:
    """Return the least cost of a thousand rounds drawn at random, counted as quickly as it can be in plain Python."""
    rng = Random(0)  # noqa: S311 - drawn again in each run
    prices, parts = Prices(given), sizes_of(given)
    cells, again = prices.matrix(), prices.weight("repeat")
    return min(_drawn(rng, cells, again, parts, given.rounds) for _ in range(DRAWN))


def _drawn(rng: Random, cells: list[list[int]], again: int, parts: list[int], rounds: int) -> int:
    people, met, cost = list(range(len(cells))), Counter[tuple[int, int]](), 0
    for _ in range(rounds):
        rng.shuffle(people)
        seat_ = iter(people)
        rooms = [sorted(next(seat_) for _ in range(size)) for size in parts]
        pairs = [pair for room in rooms for pair in combinations(room, 2)]
        cost += sum(cells[one][other] + again * met[one, other] for one, other in pairs)
        met.update(pairs)
    return cost
