"""Who is in a segment of a programme today: read from the list that answers it, and from no other.

Everybody and those without a pair: participants. Those of a stage, without a contract, without a meeting: the pairs.
Those whom a survey waits for: the programme's surveys. Chosen people: they alone. Nothing of a room is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from mentoring import clock, people
from mentoring.kickoff import kick_off
from mentoring.tables.core import Item
from mentoring.tables.identity import Address, Person
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import AssignmentState, PairOutcome, Role, SegmentKind
from mentoring.values import dataclass
from workspace import announcing
from workspace.announcing import MOST_PEOPLE, OF_PAIRS, PairSeen, PeopleUnknown, Segment, TooManyPeople

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.recruitment import Programme

T = TypeVar("T")

AT_ONCE = 1_000
"""Items of one page of a list."""


@dataclass(frozen=True)
class Meant:
    """Who is meant: each person once, by name of today; `unconfirmed` of them never confirmed their address."""

    people: tuple[Participant, ...]
    unconfirmed: int = 0

    @property
    def count(self) -> int:
        """Return how many people these are."""
        return len(self.people)

    @property
    def digest(self) -> str:
        """Return the hash of who they are."""
        return announcing.digest(one.person_id for one in self.people)

    def names(self, most: int) -> list[str]:
        """Return the first names of the list."""
        return [one.name for one in self.people[:most]]

    def readers(self, locale: str) -> int:
        """Return how many of them read a language."""
        return sum(one.locale == locale for one in self.people)


def meant(context: Context, programme: Programme, segment: Segment) -> Meant:
    """Return who is in a segment; nobody who has left. The caller has checked the user."""
    found = {one.person_id: one for one in _found(context, programme, segment) if _takes_part(one, segment)}
    if len(found) > MOST_PEOPLE:
        raise TooManyPeople(most=MOST_PEOPLE)
    addressed = {Address.key(one.email): one for one in found.values()}
    keys = [*(Person.key(one.person_id) for one in found.values()), *addressed]
    read = context.store.get_many(Item, keys) if keys else []
    confirmed = sum((one.pk, one.sk) in addressed for one in read)
    named = people.today(context, list(found.values())) if found else []
    by_name = sorted(named, key=lambda one: (one.name.casefold(), one.participant_id))
    return Meant(tuple(by_name), len(addressed) - confirmed)


def _takes_part(one: Participant, segment: Segment) -> bool:
    return not one.withdrawn_at and segment.includes(one.role)


def _found(context: Context, programme: Programme, segment: Segment) -> list[Participant]:
    programme_id = programme.programme_id
    if segment.kind == SegmentKind.CHOSEN:
        return _chosen(context, programme_id, segment)
    if segment.kind in OF_PAIRS:
        return _named(context, programme_id, _of_pairs(context, programme, segment))
    if segment.kind == SegmentKind.SURVEY:
        return _named(context, programme_id, _asked(context, programme_id))
    paired = _paired(context, programme_id) if segment.kind == SegmentKind.UNMATCHED else set()
    everybody = _all(
        lambda after: context.store.page(Participant, *Participant.of(programme_id), after=after, limit=AT_ONCE)
    )
    return [one for one in everybody if one.participant_id not in paired]


def _all(read: Callable[[str], Page[T]]) -> list[T]:
    """Return a whole list, as long as it may be."""
    found: list[T] = []
    page = read("")
    while True:
        found += page.items
        if len(found) > MOST_PEOPLE:
            raise TooManyPeople(most=MOST_PEOPLE)
        if not page.next:
            return found
        page = read(page.next)


def _named(context: Context, programme_id: str, participant_ids: set[str]) -> list[Participant]:
    keys = [Participant.key(programme_id, one) for one in sorted(participant_ids)]
    return context.store.get_many(Participant, keys) if keys else []


def _pairs(context: Context, programme_id: str) -> list[Pair]:
    return _all(lambda after: context.store.listed_page(Pair, *Pair.listed(programme_id), after=after, limit=AT_ONCE))


def _of_pairs(context: Context, programme: Programme, segment: Segment) -> set[str]:
    """Return the participants whose pair the segment concerns."""
    now = context.clock()
    pairs = [
        one for one in _pairs(context, programme.programme_id) if segment.concerns(_seen(one, programme, now), now)
    ]
    sides = {Role.MENTOR: [one.mentor_id for one in pairs], Role.MENTEE: [one.mentee_id for one in pairs]}
    return {one for role in segment.roles for one in sides[role]}


def _seen(pair: Pair, programme: Programme, now: datetime) -> PairSeen:
    begun = clock.parse(pair.agreed_at)
    kicked_off = kick_off(programme)
    return PairSeen(
        pair.stage,
        pair.outcome,
        signed=bool(pair.contract_signed_at),
        quiet_since=clock.parse(pair.last_held_at) if pair.last_held_at else max(begun, kicked_off or begun),
        rests=pair.rests(now),
    )


def _paired(context: Context, programme_id: str) -> set[str]:
    """Return the participants who have a pair, or have completed their process in one."""
    pairs = [one for one in _pairs(context, programme_id) if one.outcome != PairOutcome.CLOSED_EARLY]
    return {one for pair in pairs for one in (pair.mentor_id, pair.mentee_id)}


def _asked(context: Context, programme_id: str) -> set[str]:
    """Return the participants for whom a survey waits."""
    found = _all(lambda after: context.store.page(Assignment, *Assignment.of(programme_id), after=after, limit=AT_ONCE))
    return {one.participant_id for one in found if one.state == AssignmentState.OPEN}


def _chosen(context: Context, programme_id: str, segment: Segment) -> list[Participant]:
    """Return the chosen people; raise `PeopleUnknown` naming those who don't take part."""
    named = people.named(context, programme_id, segment.chosen)
    unknown = [one for one, found in named.items() if not any(_takes_part(part, segment) for part in found)]
    if unknown:
        raise PeopleUnknown(who=", ".join(unknown[:10]))
    return [part for found in named.values() for part in found]
