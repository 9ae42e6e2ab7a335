"""Rounds in which few or none meet twice, for people who are all alike: where the search begins.

Positions are numbered row by row, `row * rooms + column`; a round is a list of rooms of positions, one of each row.

**Shifted rows.** In round t, row i is shifted by f(i, t) in a group of order `rooms`: room k gets column k + f(i, t)
of each row. Two of one row never meet; two of rows i ≠ j meet in the rounds in which f(j, t) - f(i, t) is the
difference of their columns. So nobody meets twice exactly if that difference is another one in each round (a difference
matrix; Colbourn and Dinitz, Handbook of Combinatorial Designs, VI.17; for social golfers: Harvey and Winterer, «Solving
the MOLR and social golfers problems», CP 2005). Three ways to find such f, the first that has no repeats is taken:
- f = i·t modulo the number of rooms, good where (i - j)(t - u) is never 0: always with rooms > (rows - 1)(rounds - 1),
  and with a prime number of rooms ≥ rows;
- the same product in a field, or in a product of fields (MacNeish 1922): with rooms = rows = q these are the lines of
  an affine plane, 16 people in fours or 64 in eights;
- column after column with the fewest repeats so far, and some going back.

**Rows by themselves.** Where single rows fill all rooms, they make one more round: an affine plane of order q has q +
1.

**Twos.** The circle method of tournaments: 2m people meet in 2m - 1 rounds (Kirkman 1847).
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Rooms = list[list[int]]

TWO = 2
TRIES = 20_000
"""How many shifts are tried before the fewest repeats must do."""

FIELDS: dict[int, tuple[int, tuple[int, ...]]] = {
    4: (2, (1, 1)), 8: (2, (1, 1, 0)), 9: (3, (1, 0)), 16: (2, (1, 1, 0, 0)),
    25: (5, (2, 0)), 27: (3, (1, 2, 0)), 32: (2, (1, 0, 1, 0, 0)), 49: (7, (1, 0)), 64: (2, (1, 1, 0, 0, 0, 0)),
}  # fmt: skip
"""Order → the prime p and c, the lower coefficients of a polynomial x^d + … irreducible over p, from x^0 up."""


def design(rooms: int, rows: int, rounds: int) -> list[Rooms]:
    """Return rounds of `rooms` rooms with `rows` positions each, with few or no two together twice."""
    if rows == TWO:
        return [_circle(rooms, nth % (2 * rooms - 1)) for nth in range(rounds)]
    found = _shifted(rooms, rows, rounds)
    if rooms % rows or not repeats(found):
        return found
    split = [list(range(first, first + rows)) for first in range(0, rooms * rows, rows)]
    return min(found, [*_shifted(rooms, rows, rounds - 1), split], key=repeats)


def repeats(rounds: list[Rooms]) -> int:
    """Return in how many pairs of rounds any two positions share rooms."""
    times = Counter(pair for rooms in rounds for room in rooms for pair in combinations(sorted(room), 2))
    return sum(each * (each - 1) // 2 for each in times.values())


def _circle(rooms: int, nth: int) -> Rooms:
    """Return the nth round of a tournament: the last stays, the others turn."""
    around = 2 * rooms - 1
    return [[nth, around], *([(nth + step) % around, (nth - step) % around] for step in range(1, rooms))]


def _shifted(rooms: int, rows: int, rounds: int) -> list[Rooms]:
    for plus, shifts in _shifts(rooms, rows, rounds):
        found = [
            [[row * rooms + plus(column, by) for row, by in enumerate(shift)] for column in range(rooms)]
            for shift in shifts
        ]
        if not repeats(found):
            return found
    return found


def _shifts(rooms: int, rows: int, rounds: int) -> Iterator[tuple[Callable[[int, int], int], list[list[int]]]]:
    """Yield a group's addition and the shifts by round and row, the last with whatever repeats there are."""

    def plus(one: int, other: int) -> int:
        return (one + other) % rooms

    yield plus, [[row * nth % rooms for row in range(rows)] for nth in range(rounds)]
    powers = prime_powers(rooms)
    if rows <= min(powers, default=0) and rounds <= rooms:
        yield (
            lambda one, other: _each(_sum, powers, one, other),
            [[_each(_product, powers, _diagonal(powers, row), nth) for row in range(rows)] for nth in range(rounds)],
        )
    yield plus, _searched(rooms, rows, rounds)


def prime_powers(number: int) -> list[int]:
    """Return the powers of primes whose product a number is, those of fields that are known; else nothing."""
    found, rest, prime = [], number, 2
    while rest > 1:
        power = 1
        while rest % prime == 0:
            power, rest = power * prime, rest // prime
        if power > 1:
            found.append(power)
        prime += 1
    return found if all(_field(one) for one in found) else []


def _field(order: int) -> tuple[int, tuple[int, ...]] | None:
    """Return the prime and polynomial of a field of that order, None if it isn't known here."""
    if all(order % small for small in range(2, int(order**0.5) + 1)):
        return order, ()
    return FIELDS.get(order)


def _each(operation: Callable[[int, int, int], int], powers: list[int], one: int, other: int) -> int:
    """Return the result of an operation on each part of two elements of a product of fields."""
    result, scale = 0, 1
    for order in powers:
        result += scale * operation(order, one % order, other % order)
        one, other, scale = one // order, other // order, scale * order
    return result


def _diagonal(powers: list[int], nth: int) -> int:
    """Return the element that is the nth in each of the fields: two of these differ in each."""
    result, scale = 0, 1
    for order in powers:
        result, scale = result + scale * nth, scale * order
    return result


def _digits(order: int, value: int) -> tuple[int, list[int], tuple[int, ...]]:
    prime, lower = _field(order) or (order, ())
    return prime, [value // prime**place % prime for place in range(max(1, len(lower)))], lower


def _sum(order: int, one: int, other: int) -> int:
    prime, left, _ = _digits(order, one)
    right = _digits(order, other)[1]
    return sum((a + b) % prime * prime**place for place, (a, b) in enumerate(zip(left, right, strict=True)))


def _product(order: int, one: int, other: int) -> int:
    prime, left, lower = _digits(order, one)
    right = _digits(order, other)[1]
    whole = [0] * (len(left) + len(right))
    for a, high in enumerate(left):
        for b, low in enumerate(right):
            whole[a + b] += high * low
    degree = len(left)
    for place in range(len(whole) - 1, degree - 1, -1):
        for step, part in enumerate(lower):
            whole[place - degree + step] -= whole[place] * part
    return sum(each % prime * prime**place for place, each in enumerate(whole[:degree]))


def _searched(rooms: int, rows: int, rounds: int) -> list[list[int]]:
    """Return shifts modulo the number of rooms, one after the other: free of repeats, or those with the fewest."""
    cells = [(nth, row) for nth in range(1, rounds) for row in range(1, rows)]
    shifts = [[0] * rows for _ in range(rounds)]
    used = Counter((row, other, 0) for row in range(rows) for other in range(row))
    left = TRIES

    def differences(nth: int, row: int, by: int) -> list[tuple[int, int, int]]:
        return [(row, other, (by - shifts[nth][other]) % rooms) for other in range(row)]

    def free(place: int) -> bool:
        nonlocal left
        if place == len(cells):
            return True
        nth, row = cells[place]
        for by in range(rooms):
            left -= 1
            taken = differences(nth, row, by)
            if left < 0 or any(used[one] for one in taken):
                continue
            shifts[nth][row] = by
            used.update(taken)
            if free(place + 1):
                return True
            used.subtract(taken)
        return False

    if not free(0):
        for nth, row in cells:
            by = min(range(rooms), key=lambda one: sum(used[each] for each in differences(nth, row, one)))
            used.update(differences(nth, row, by))
            shifts[nth][row] = by
    return shifts
