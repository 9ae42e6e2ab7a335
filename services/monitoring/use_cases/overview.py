"""A programme seen as a whole, for its organizers: from counters, its weekly figures, and a bounded part of its pairs.

What is counted is never read one by one. Pairs are read in parts of `READ`, in the order in which they need somebody:
within a part, people sort and filter as they like.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.monitoring import COLOURS, Watch, WatchCounts, WatchWeek
from mentoring.tables.pairing import Pair, PairCounts
from mentoring.tables.recruitment import Counts
from mentoring.tables.reporting import Weeks
from mentoring.tables.surveys import AssignmentCounts
from mentoring.tables.vocabulary import Colour, Lacking, Sighting
from mentoring.values import dataclass
from monitoring import store
from monitoring.domain import overview as domain
from monitoring.use_cases.organizers import Watched, judged

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

READ = 500
"""Pairs that are sorted and filtered together."""
MOST_WEEKS = 52
"""Weeks that are shown, the latest."""
MOST_COUNTED = 24
"""Weeks of which it is shown what changed in them: these are keys of the one batch that everything is read in."""


@dataclass(frozen=True)
class Overview:
    """A programme as a whole: `pairs` are those that were asked for, as of now.

    `weeks` are from weekly reports, `counted` from what changed in each week; the last of both is the present. `asked`
    is how many surveys about pairs were sent.
    """

    programme: Programme
    funnel: domain.Funnel
    colours: dict[Colour, int]
    weeks: tuple[domain.Week, ...]
    counted: tuple[domain.Week, ...]
    asked: int
    pairs: tuple[Watched, ...]

    @property
    def total(self) -> int:
        """Return how many pairs there are or were."""
        return sum(self.colours.values())


def watches(context: Context, programme_id: str, colour: str, wanted: domain.Wanted, after: str) -> Page[Watch]:
    """Return the pairs of a part that somebody signed in wants to see, in that order; one round trip.

    `of_programme` asks who they are.
    """
    access.person(context)
    place = Watch.listed(programme_id, Colour(colour) if colour in COLOURS else None)
    part = context.store.listed_page(Watch, *place, after=after, limit=READ)
    known = {one.pair_id: one for one in part.items}
    now = clock.iso(context.clock())
    return Page([known[one.pair_id] for one in wanted.of(_glance(one, now) for one in part.items)], part.next)


def of_programme(context: Context, programme_id: str, shown: Iterable[Watch] = ()) -> Overview:
    """Return a programme with its numbers, and these of its pairs as of now; one round trip for up to 40 pairs."""
    looked_at = list(shown)
    numbers = [*Counts.keys(programme_id), *WatchCounts.keys(programme_id)]
    numbers += [*PairCounts.keys(programme_id), *AssignmentCounts.keys(programme_id), Weeks.key(programme_id)]
    numbers += _weeks_back(programme_id, context.clock())
    pairs = [Pair.key(one.pair_id) for one in looked_at]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[*numbers, *pairs])
    counted = context.store.get_many(Item, numbers)
    found = {one.pair_id: one for one in (context.store.get_many(Pair, pairs) if pairs else [])}
    stages, totals = PairCounts.by_stage(counted), WatchCounts.total(counted)
    colours = {colour: totals[colour] for colour in COLOURS}
    surveys = AssignmentCounts.total(counted)
    present = domain.Week(context.clock(), _present(colours))
    sums = {"signed": totals["signed"], "agreed": totals["agreed"], "answered": surveys["answered"]}
    added = {date.fromisoformat(one.monday): _added(one) for one in counted if isinstance(one, WatchWeek)}
    rules, now = store.rules_of(programme), context.clock()
    return Overview(
        programme=programme,
        funnel=domain.Funnel.of(Counts.total(counted), {str(one): number for one, number in stages.items()}, totals),
        colours=colours | {Colour.GREY: colours[Colour.GREY] + totals["closed"]},
        weeks=(*_told(counted, now), present),
        counted=domain.Week(now, sums).counted_back(added),
        asked=AssignmentCounts.of_pairs(surveys),
        pairs=tuple(judged(pair, one, rules, now) for one in looked_at if (pair := found.get(one.pair_id)) is not None),
    )


def _glance(one: Watch, now: str) -> domain.Glance:
    starts = {state: [m["starts_at"] for m in one.meetings.values() if m["state"] == state] for state in Sighting}
    held = starts[Sighting.HELD]
    going = not one.closed
    lacks = {
        Lacking.MEETING: going and not held,
        Lacking.PLAN: going and not any(at > now for at in starts[Sighting.PLANNED] if at),
        Lacking.CONTRACT: going and not one.contract_signed,
        Lacking.GOAL: going and not one.goal_agreed,
        Lacking.SURVEY: any(one.surveys.values()),
    }
    return domain.Glance(
        pair_id=one.pair_id,
        name=one.name,
        place=COLOURS.index(one.colour),
        held=len(held),
        last=max((at for at in held if at), default=""),
        lacks=frozenset(what for what, true in lacks.items() if true),
    )


def _present(colours: dict[Colour, int]) -> dict[str, int]:
    """Return what is known of the present, under the names of the weekly figures."""
    return {str(colour): number for colour, number in colours.items()} | {"active": sum(colours.values())}


def _weeks_back(programme_id: str, now: datetime) -> list[access.Key]:
    """Return the keys of what changed in this week and in those before it."""
    current = domain.monday(now)
    return [WatchWeek.key(programme_id, str(current - timedelta(days=7 * back))) for back in range(MOST_COUNTED)]


def _added(one: WatchWeek) -> dict[str, int]:
    return {"signed": one.signed, "agreed": one.agreed, "answered": one.answered}


def _told(counted: Sequence[Item], now: datetime) -> list[domain.Week]:
    """Return the weeks of which there is a report, the oldest first."""
    weeks = [
        domain.Week(
            clock.parse(said["made_at"]),
            {name: number for name, number in said["figures"].items() if isinstance(number, int)},
        )
        for one in counted
        if isinstance(one, Weeks)
        for said in one.told.values()
    ]
    return sorted((one for one in weeks if one.at <= now), key=lambda one: one.at)[-MOST_WEEKS:]
