"""What organizers see of pairs, and reminders by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, matters
from mentoring.errors import NotFound
from mentoring.store import Page, retrying
from mentoring.tables.core import Item
from mentoring.tables.gatherings.attendance import GatheringRecord
from mentoring.tables.monitoring import Watch, WatchCounts
from mentoring.tables.notifications import Mailbox
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Colour
from mentoring.values import dataclass
from monitoring import domain, store
from monitoring.use_cases.raising import act

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Watched:
    """A pair with its watch, judged as of now; `ahead` are starts of confirmed meetings to come.

    `contested` are starts of meetings of which the two, asked once more, say different things.
    `people` are mentee and mentor, if they are shown. `may_be_nudged` if there is something to remind the pair of and
    its last reminder was long enough ago.
    """

    pair: Pair
    watch: Watch
    verdict: domain.Verdict
    facts: domain.Facts
    days: int
    ahead: tuple[datetime, ...]
    may_be_nudged: bool
    contested: tuple[datetime, ...] = ()
    people: tuple[Participant, ...] = ()


@dataclass(frozen=True)
class Watchlist:
    """What an organizer sees: how many pairs have each colour, and how many matters there are.

    `may_decide` is false for viewers.
    """

    programme: Programme
    may_decide: bool
    colours: dict[Colour, int]
    matters: int


def watchlist(context: Context, programme_id: str, watches: Iterable[Watch] = ()) -> Watchlist:
    """Return the state of a programme's pairs, for its organizers; one round trip, with what is shown `beside`."""
    counters = matters.keys(programme_id)
    also = [*counters, *_beside(programme_id, watches)]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=also)
    read = context.store.get_many(Item, counters)
    numbers = WatchCounts.total(read)
    colours = {colour: numbers[colour] for colour in domain.COLOURS}
    colours[Colour.GREY] += numbers["closed"]
    found = matters.desk(programme, read, context.clock())
    return Watchlist(programme, access.decides(context, programme), colours, found.number)


def watches(context: Context, programme_id: str, colour: str, after: str, limit: int) -> Page[Watch]:
    """Return a page of watches, of pairs that need a person first, or of one colour, to somebody signed in.

    `watchlist` asks who they are and reads what is shown beside.

    They lie where they were put when they last changed or were looked at, an hour ago at most.
    """
    access.person(context)
    place = Watch.listed(programme_id, Colour(colour) if colour in domain.COLOURS else None)
    return context.store.listed_page(Watch, *place, after=after, limit=limit)


def beside(context: Context, programme: Programme, watches: Iterable[Watch]) -> list[Watched]:
    """Return a programme's pairs with their watches, judged as of now; one round trip."""
    looked_at = list(watches)
    keys = _beside(programme.programme_id, looked_at)
    read = context.store.get_many(Item, keys) if keys else []
    pairs = {one.pair_id: one for one in read if isinstance(one, Pair)}
    known = {one.participant_id: one for one in read if isinstance(one, Participant)}
    rules, now = store.rules_of(programme), context.clock()
    return [
        judged(pair, one, rules, now, tuple(known[who] for who in _sides(pair) if who in known))
        for one in looked_at
        if (pair := pairs.get(one.pair_id)) is not None
    ]


def _beside(programme_id: str, watches: Iterable[Watch]) -> list[access.Key]:
    """Return the keys of pairs and people that are shown with watches."""
    looked_at = list(watches)
    people = [Participant.key(programme_id, one) for watch in looked_at for one in watch.participants]
    return [*(Pair.key(one.pair_id) for one in looked_at), *people]


def _sides(pair: Pair) -> tuple[str, str]:
    return pair.mentee_id, pair.mentor_id


def pairs(context: Context, programme_id: str, after: str = "", limit: int = 50) -> Page[Watched]:
    """Return a page of a programme's pairs by id."""
    access.person(context)
    listed = context.store.listed_page(Pair, *Pair.listed(programme_id), after=after, limit=limit)
    keys = [Watch.key(one.pair_id) for one in listed.items]
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=keys)
    watches = {one.pair_id: one for one in (context.store.get_many(Watch, keys) if keys else [])}
    rules, now = store.rules_of(programme), context.clock()
    both = ((one, watches.get(one.pair_id)) for one in listed.items)
    return Page([judged(one, watch, rules, now) for one, watch in both if watch is not None], listed.next)


def judged(
    pair: Pair, watch: Watch, rules: domain.Rules, now: datetime, people: tuple[Participant, ...] = ()
) -> Watched:
    """Return a pair with its watch, judged as of an instant."""
    facts = store.facts(watch)
    verdict = rules.judge(facts, now)
    ahead = tuple(start for start in facts.planned if start > now)
    may_be_nudged = verdict.may_be_nudged(facts, now)
    contested = store.contested(watch, now)
    return Watched(pair, watch, verdict, facts, verdict.days(now), ahead, may_be_nudged, contested, people)


def unreached(context: Context, pairs: Iterable[Watched]) -> dict[str, list[tuple[Participant, Mailbox]]]:
    """Return which people of current pairs get no mail, by pair; one round trip."""
    going = [one for one in pairs if not one.pair.outcome]
    keys = [Mailbox.key(who.email) for one in going for who in one.people]
    known = context.store.get_many(Mailbox, keys) if keys else []
    lost = {(one.pk, one.sk): one for one in known if one.unreachable}
    found = {
        one.pair.pair_id: [(who, lost[key]) for who in one.people if (key := Mailbox.key(who.email)) in lost]
        for one in going
    }
    return {pair_id: those for pair_id, those in found.items() if those}


def attendance(context: Context, pairs: Iterable[Watched]) -> dict[str, GatheringRecord]:
    """Return what was noted of people at gatherings, by participant id; one round trip, with `unreached` after it."""
    going = list(pairs)
    keys = [GatheringRecord.key(one.pair.programme_id, who.participant_id) for one in going for who in one.people]
    along = [Mailbox.key(who.email) for one in going if not one.pair.outcome for who in one.people]
    found = context.store.get_many(Item, [*keys, *along]) if keys else []
    return {one.participant_id: one for one in found if isinstance(one, GatheringRecord)}


@retrying
def nudge(context: Context, programme_id: str, pair_id: str) -> Watched:
    """Remind a pair of the reason for its colour, now.

    Raises `NothingToRemindOf` if it is on track, paused or closed, `NudgedLately` within the limit of nudges.
    """
    programme = access.organizer(context, programme_id, also=[Pair.key(pair_id), Watch.key(pair_id)])
    uow = context.begin()
    watched = add_nudge(context, uow, programme, pair_id)
    uow.commit()
    return watched


def add_nudge(context: Context, uow: UnitOfWork, programme: Programme, pair_id: str) -> Watched:
    """Add to the transaction that a pair is reminded now; raises as `nudge`. The caller checked who asks for it."""
    pair, watch = context.store.get(Pair, *Pair.key(pair_id)), store.watch(context, pair_id)
    if pair is None or watch is None or pair.programme_id != programme.programme_id:
        raise NotFound
    rules, now = store.rules_of(programme), context.clock()
    nudged = store.reached(context, watch)
    facts = store.facts(watch, nudged, unreached=bool(watch.people) and not nudged)
    action = rules.judge(facts, now).nudge(facts, now)
    act(context, uow, watch, [action], nudged)
    store.settle(watch, rules, now)
    uow.save(watch)
    return judged(pair, watch, rules, now)
