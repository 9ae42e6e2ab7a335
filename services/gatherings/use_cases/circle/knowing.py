"""From what groups are made: who takes part in a role, who must not be together, who was in a group before."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from gatherings.rooms.given import two
from gatherings.rooms.intervision import Member, Wishes
from gatherings.store import circles as store
from gatherings.use_cases.acquainted import managers
from mentoring import addresses, meant
from mentoring.levels import Levels
from mentoring.tables.pairing import Pair as Process
from mentoring.tables.recruitment import Participant
from mentoring.tables.recruitment import Programme as ProgrammeItem
from mentoring.tables.vocabulary import CircleState, Role
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gatherings.rooms.given import Pair
    from mentoring.context import Context
    from mentoring.tables.gatherings.circle import Circle

MOST_EDITIONS = 12
"""Programmes of the organization in which groups are looked for that somebody was in, the newest first."""
WEEK = 168
GOES_ON = (CircleState.POLLING, CircleState.ARRANGED)


@dataclass(frozen=True)
class Known:
    """Who can be in a group (person id → participant, member of the search), and who must or should not be together.

    `grouped` are in a group that has a date or looks for one; `next_number` is that of a new group.
    """

    parts: Mapping[str, Participant]
    members: Mapping[str, Member]
    wishes: Wishes
    grouped: frozenset[str] = frozenset()
    next_number: int = 1


def known(context: Context, programme: ProgrammeItem, role: Role, size: int, seed: int) -> Known:
    """Return what is known of all who take part in a role. Reads people, pairs and groups of the programme whole."""
    people = context.store.query(Participant, *Participant.of(programme.programme_id))
    mine = [one for one in people if one.role == role and not one.withdrawn_at]
    parts = {one.person_id: one for one in mine}
    circles = _circles(context, programme)
    turns, earlier = _before(circles)
    levels = Levels.of(programme.levels)
    members = {
        one.person_id: Member(
            one.person_id,
            _plain(one, "department"),
            _plain(one, "city"),
            _experience(one, levels),
            frozenset(_slots(one, context.clock())),
            turns[one.person_id],
        )
        for one in mine
    }
    wishes = Wishes(
        size=size,
        shared=_shared(context, programme.programme_id, role),
        managers=managers(context, mine),
        apart=_apart(context, mine),
        earlier=earlier,
        seed=seed,
    )
    theirs = [one for one in circles if one.programme_id == programme.programme_id and one.role == role]
    grouped = frozenset(person for one in theirs if one.state in GOES_ON for person in store.people_of(one))
    return Known(parts, members, wishes, grouped, 1 + max((one.number for one in theirs), default=0))


def _plain(one: Participant, name: str) -> str:
    return str(one.profile.get(name) or "").strip().casefold()


def _experience(one: Participant, levels: Levels) -> str:
    level = levels.level(str(one.profile.get("position") or ""))
    return str(level) if level else ""


def _slots(one: Participant, now: datetime) -> Iterable[str]:
    """Return the hours of the week (UTC, of this week) in which somebody said they are free; none if flexible."""
    monday = (now - timedelta(days=now.weekday())).date()
    origin = datetime.combine(monday, time(0), UTC)
    for slot in one.profile.get("availability") or ():
        for hour in range(int(slot["start"]), int(slot["end"])):
            local = datetime.combine(monday + timedelta(days=int(slot["weekday"])), time(hour), ZoneInfo(one.zone))
            yield str((local.astimezone(UTC) - origin) // timedelta(hours=1) % WEEK)


def _shared(context: Context, programme_id: str, role: Role) -> frozenset[Pair]:
    """Return the mentors who have, or had, one mentee; or the mentees of one mentor."""
    sides: dict[str, set[str]] = defaultdict(set)
    for one in context.store.listed(Process, *Process.listed(programme_id)):
        mentor, mentee = one.mentor_person_id, one.mentee_person_id
        mine, other = (mentor, mentee) if role == Role.MENTOR else (mentee, mentor)
        sides[other].add(mine)
    return frozenset(two(*pair) for some in sides.values() for pair in combinations(sorted(some), 2))


def _apart(context: Context, mine: Sequence[Participant]) -> frozenset[Pair]:
    """Return those of whom one asked not to be put together with the other."""
    at = meant.persons(context, mine, [told for one in mine for told in one.profile.get("not_with") or ()])
    found = set()
    for one in mine:
        for told in one.profile.get("not_with") or ():
            other = at.get(addresses.compared(told)) if "@" in told else None
            if other is not None and other != one.person_id:
                found.add(two(one.person_id, other))
    return frozenset(found)


def _circles(context: Context, programme: ProgrammeItem) -> list[Circle]:
    """Return the groups of the organization's programmes, this one's first."""
    listed = context.store.listed(ProgrammeItem, *ProgrammeItem.listed(programme.organization_id))
    others = [one.programme_id for one in reversed(listed) if one.programme_id != programme.programme_id]
    ids = [programme.programme_id, *others[: MOST_EDITIONS - 1]]
    return [one for each in ids for one in store.of_programme(context, each)]


def _before(circles: Iterable[Circle]) -> tuple[Counter[str], dict[Pair, int]]:
    """Return in how many groups each was, and any two together."""
    turns: Counter[str] = Counter()
    together: Counter[Pair] = Counter()
    for one in circles:
        people = sorted(store.people_of(one))
        turns.update(people)
        together.update(two(*pair) for pair in combinations(people, 2))
    return turns, dict(together)
