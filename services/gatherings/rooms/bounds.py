"""What rounds must cost at least: where the found cost equals it, the rounds are proved optimal.

n people, g rooms a round. The greater of two bounds:

**By reason.** The cost is a sum over reasons, so the sum of what each must cost by itself is a bound.
- Classes (department, location, role): k of one class in g rooms make the fewest pairs when they are spread evenly, and
  so do the m members of a room over all classes. The greater of both counts, in each round.
- Repeats: k (k - 1) / 2 is in how many pairs of rounds two share a room. For any two rounds: the m members of a room
  come from the g rooms of the other round, so they make no fewer pairs than when spread evenly over these. And for each
  person: whoever meets e others in all rounds, repeats counted, meets n - 1 people evenly at best. The sum of all e is
  known, and the least cost is convex in e, so it is least when all e are nearly equal. The greater of both counts.

**By person.** Somebody meets at least m - 1 others in a round, m the smallest size, and pays no less than for the
cheapest ones there are, where the same person costs `repeat` more each time. Each pair is paid for by two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.rooms.prices import KINDS

if TYPE_CHECKING:
    from gatherings.rooms.prices import Prices


def spread(members: int, places: int) -> int:
    """Return how many pairs share a place, at least, of members in some places."""
    each, more = divmod(members, places)
    return places * _pairs(each) + more * each


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def bound(prices: Prices, sizes: list[int], rounds: int) -> int:
    """Return what rounds with rooms of these sizes cost at least."""
    if not sizes or not rounds:
        return 0
    classes = sum(prices.weight(kind) * _mixed(prices, kind, sizes) for kind in KINDS)
    by_reason = rounds * classes + prices.weight("repeat") * _repeats(sizes, rounds)
    return max(by_reason, _cheapest(prices, (min(sizes) - 1) * rounds, rounds))


def _cheapest(prices: Prices, meetings: int, rounds: int) -> int:
    """Return what all people pay at least when each meets so many, by themselves."""
    paid = 0
    for nth, row in enumerate(prices.matrix()):
        cheap = sorted(row[:nth] + row[nth + 1 :])[:meetings]
        again = [price + prices.weight("repeat") * before for price in cheap for before in range(rounds)]
        paid += sum(sorted(again)[:meetings])
    return -(-paid // 2)


def _mixed(prices: Prices, kind: str, sizes: list[int]) -> int:
    """Return how many pairs of one class share a room in a round, at least."""
    members = prices.members(kind)
    unknown = sum(sizes) - sum(members)
    by_class = sum(spread(one, len(sizes)) for one in members)
    by_room = sum(spread(size, len(members) + unknown) for size in sizes)
    return max(by_class, by_room)


def _repeats(sizes: list[int], rounds: int) -> int:
    """Return in how many pairs of rounds two share a room, at least, summed over all two."""
    by_round = _pairs(rounds) * sum(spread(size, len(sizes)) for size in sizes)
    people = sum(sizes)
    meetings = rounds * sum(size * (size - 1) for size in sizes)
    each, more = divmod(meetings, people)
    others = people - 1
    by_person = 0 if not others else (people - more) * spread(each, others) + more * spread(each + 1, others)
    return max(by_round, -(-by_person // 2))
