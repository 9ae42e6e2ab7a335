"""The host's hand: what it would cost to move somebody to another room, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from gatherings.rooms.given import Refused
from gatherings.rooms.prices import Prices, charges, pairs
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gatherings.rooms.given import Given, Pair, Round


@dataclass(frozen=True)
class Move:
    """Somebody goes to another room in a round, by number; `swap_with`: who takes their place, or nobody."""

    round: int
    person_id: str
    room: int
    swap_with: str = ""


@dataclass(frozen=True)
class Change:
    """What two pay more, or less (`points` < 0), for one reason, after a move."""

    pair: Pair
    reason: str
    points: int


@dataclass(frozen=True)
class Tried:
    """Rounds after a move that nobody has made yet.

    `delta`: by how many points the cost rises; `changes` say why, the greatest first. `apart`: two in the new rooms who
    must not meet; `uneven`: whether sizes in that round then differ by more than one. Neither stops the host.
    """

    move: Move
    rounds: tuple[Round, ...]
    delta: int
    changes: tuple[Change, ...]
    apart: tuple[Pair, ...]
    uneven: bool


def tried(given: Given, rounds: Sequence[Round], move: Move) -> Tried:
    """Return what a move would bring; raises `Refused` (`unknown`, `room`) where there is nothing to move."""
    prices = Prices(given)
    after = (*rounds[: move.round], _moved(rounds[move.round], move), *rounds[move.round + 1 :])
    difference = _points(prices, after)
    difference.subtract(_points(prices, rounds))
    changes = [Change(pair, reason, points) for (pair, reason), points in difference.items() if points]
    met = {pair for number, room in enumerate(after[move.round]) for pair in pairs(room)}
    before = {pair for room in rounds[move.round] for pair in pairs(room)}
    sizes = [len(room) for room in after[move.round]]
    return Tried(
        move,
        after,
        sum(one.points for one in changes),
        tuple(sorted(changes, key=lambda one: (-abs(one.points), one.pair, one.reason))),
        tuple(sorted((met - before) & prices.apart)),
        max(sizes) - min(sizes) > 1,
    )


def swaps(given: Given, rounds: Sequence[Round], move: Move) -> tuple[Tried, ...]:
    """Return what it would bring to swap somebody with each in the other room, the cheapest first."""
    each = (Move(move.round, move.person_id, move.room, other) for other in rounds[move.round][move.room])
    return tuple(sorted((tried(given, rounds, one) for one in each), key=lambda one: (len(one.apart), one.delta)))


def _moved(rooms: Round, move: Move) -> Round:
    here = next((number for number, room in enumerate(rooms) if move.person_id in room), None)
    if here is None:
        raise Refused("unknown", [move.person_id])
    if not 0 <= move.room < len(rooms) or move.room == here:
        raise Refused("room", [move.person_id])
    if move.swap_with and move.swap_with not in rooms[move.room]:
        raise Refused("unknown", [move.swap_with])
    back = {move.swap_with} - {""}
    after = [set(room) for room in rooms]
    after[here] = after[here] - {move.person_id} | back
    after[move.room] = after[move.room] - back | {move.person_id}
    return tuple(tuple(sorted(room)) for room in after)


def _points(prices: Prices, rounds: Sequence[Round]) -> Counter[tuple[Pair, str]]:
    found: Counter[tuple[Pair, str]] = Counter()
    for one in charges(prices, rounds):
        found[one.pair, one.reason] += one.points
    return found
