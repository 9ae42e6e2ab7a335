"""From what breakout rooms are made: who is there, who knows whom, who met at earlier gatherings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from gatherings.rooms.explain import explain
from gatherings.rooms.given import Given, Pair, Person, met, two
from gatherings.store import breakouts, gatherings
from mentoring import addresses, meant
from mentoring.tables.pairing import Pair as Process
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gatherings.domain.breakout import Breakout, Round
    from gatherings.use_cases.attended import Hosted, Row
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant


@dataclass(frozen=True)
class Acquaintance:
    """What is known of the people of a gathering: their pairs, line managers, and earlier gatherings of theirs."""

    people: dict[str, Person]
    partners: frozenset[Pair]
    managers: frozenset[Pair]
    earlier: dict[Pair, int]

    def given(self, ids: Iterable[str], breakout: Breakout, rounds: int, done: Sequence[Round] = ()) -> Given:
        """Return from what so many rounds for these people are made, after those that are done."""
        return Given(
            tuple(self.people[one] for one in sorted(set(ids)) if one in self.people),
            breakout.size,
            rounds,
            breakout.odd,
            partners=self.partners,
            managers=self.managers,
            today=met(done),
            earlier=self.earlier,
            seed=breakout.seed,
        )

    def whole(self, breakout: Breakout) -> Given:
        """Return from what all rounds of rooms are made, for everybody who sits in one: to price and explain them."""
        return self.given(breakout.people, breakout, len(breakout.rounds))

    def brings(self, breakout: Breakout) -> dict[str, Any]:
        """Return what the rounds bring, in numbers (`rooms.explain`)."""
        told = explain(self.whole(breakout), breakout.rounds)
        return {
            "people": len(told.people),
            "spread": [list(one) for one in told.spread],
            "again": len(told.again),
            "encounters": [one.encounters for one in told.rounds],
            "new": [one.new for one in told.rounds],
            "reasons": {reason: part.times for reason, part in told.cost.parts.items() if part.times},
            "cost": told.cost.total,
        }


def acquaintance(context: Context, hosted: Hosted) -> Acquaintance:
    """Return what is known of the people of a gathering; three round trips.

    It reads the programme's pairs whole, with the gatherings before this one: a few hundred items at most.
    """
    rows = {one.person_id: one for one in hosted.rows}
    pairs = context.store.listed(Process, *Process.listed(hosted.programme.programme_id))
    return Acquaintance(
        {one: _person(row) for one, row in rows.items()},
        frozenset(two(one.mentor_person_id, one.mentee_person_id) for one in pairs),
        managers(context, [one.part for one in hosted.rows]),
        _earlier(context, hosted),
    )


def _person(row: Row) -> Person:
    told = row.part.profile
    department, city = (str(told.get(name) or "").strip().casefold() for name in ("department", "city"))
    return Person(row.person_id, department, city, row.part.role.value)


def managers(context: Context, parts: Sequence[Participant]) -> frozenset[Pair]:
    """Return line managers and theirs, of those who are there both; nobody but the optimizer learns the addresses."""
    typed = [str(one.profile.get("manager_email") or "") for one in parts]
    at = meant.persons(context, parts, typed)
    found = set()
    for one, email in zip(parts, typed, strict=True):
        manager = at.get(addresses.compared(email))
        if manager is not None and manager != one.person_id:
            found.add(two(manager, one.person_id))
    return frozenset(found)


def _earlier(context: Context, hosted: Hosted) -> dict[Pair, int]:
    """Return at how many earlier gatherings of the programme any two sat in one room."""
    mine = hosted.gathering
    before = [
        one.gathering_id
        for one in gatherings.of_programme(context, mine.programme_id)
        if one.starts_at < mine.starts_at and one.gathering_id != mine.gathering_id
    ]
    found: Counter[Pair] = Counter()
    for item in breakouts.of(context, before):
        found.update(met(breakouts.read(item).done).keys())
    return dict(found)
