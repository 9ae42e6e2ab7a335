"""Organizers have groups proposed, move people by hand, see what that costs, and send them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain import circle_round as domain
from gatherings.domain.breakout import SCHEMES
from gatherings.rooms.intervision import Group, broken, groups, priced
from gatherings.store import circles as store
from gatherings.use_cases import jitsi
from gatherings.use_cases.circle.knowing import Known, known
from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.gatherings import CircleRoundChanged, CirclesSent
from mentoring.store import retrying
from mentoring.tables.gatherings.circle import CircleRound
from mentoring.tables.vocabulary import CircleRoundState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gatherings.rooms.given import Pair
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant, Programme
    from mentoring.tables.vocabulary import Role

HAND = "hand"
"""Why somebody is in no group: an organizer took them out."""
GROUPED = "grouped"
"""They are in a group that has a date or looks for one."""
CAME_LATER = "later"
"""They accepted after the groups were made."""


@dataclass(frozen=True)
class Wish:
    """What groups an organizer wants: `minutes` a meeting, days to find a date, a link with `{group}`, or `ready`.

    Who is in a group that goes on is left out, unless `again` says they may be in a second one.
    """

    role: Role
    size: int = 5
    minutes: int = 90
    answer_days: int = 5
    pattern: str = ""
    ready: bool = False
    again: bool = False


@dataclass(frozen=True)
class Proposed:
    """Groups as an organizer sees them before they are sent; `broken` are those in one group who must not be.

    `alone` maps person ids to why they are in none; `twice` are in another group that goes on, too.
    """

    programme: Programme
    item: CircleRound
    groups: tuple[Group, ...]
    broken: tuple[tuple[str, Pair], ...]
    alone: Mapping[str, str]
    parts: Mapping[str, Participant]
    twice: tuple[str, ...] = ()

    @property
    def cost(self) -> int:
        """Return what all groups cost, in points."""
        return sum(sum(one.points.values()) for one in self.groups)

    def name(self, person_id: str) -> str:
        """Return somebody's name."""
        part = self.parts.get(person_id)
        return part.name if part is not None else ""


def propose(context: Context, programme_id: str, wish: Wish) -> Proposed:
    """Have groups made for all who take part in a role, as a draft that only organizers see.

    Raises `TooFewForGroups`, `TooManyForGroups`, `GroupLinkWrong`.
    """
    programme = access.organizer(context, programme_id)
    if wish.pattern and not (wish.pattern.startswith(SCHEMES) and domain.PLACE in wish.pattern):
        raise domain.GroupLinkWrong(fields={"/pattern": domain.GroupLinkWrong.message})
    round_id = ids.new()
    seed = int(round_id[:6], 16)
    given = known(context, programme, wish.role, wish.size, seed)
    left_out: dict[str, str] = {} if wish.again else {one: GROUPED for one in given.members if one in given.grouped}
    members = [one for person_id, one in given.members.items() if person_id not in left_out]
    if len(members) > domain.MOST:
        raise domain.TooManyForGroups(params={"most": domain.MOST})
    found = groups(members, given.wishes)
    if not found.groups:
        raise domain.NobodyNewForGroups if left_out else domain.TooFewForGroups
    item = CircleRound(
        *CircleRound.key(programme_id, round_id), programme_id=programme_id, round_id=round_id, role=wish.role,
        size=wish.size, minutes=wish.minutes, answer_days=wish.answer_days,
        pattern=jitsi.pattern(round_id, domain.PLACE) if wish.ready else wish.pattern, seed=seed,
        by=context.principal.person_id, made_at=clock.iso(context.clock()),
        first=given.next_number,
    )  # fmt: skip
    alone = left_out | {one.person_id: one.why for one in found.alone}
    told = domain.Grouping(tuple(one.ids for one in found.groups), alone)
    _keep(item, told, given)
    uow = context.begin()
    uow.save(item)
    uow.publish(CircleRoundChanged(programme_id, round_id), aggregate=item)
    uow.commit()
    return _shown(programme, item, given)


def _keep(item: CircleRound, told: domain.Grouping, given: Known) -> None:
    before = {str(one): str(part) for one, part in item.people}
    parts = before | {one: part.participant_id for one, part in given.parts.items()}
    people = sorted({one for some in told.groups for one in some})
    places = {one: number for number, one in enumerate(people)}
    item.people = [[one, parts[one]] for one in people]
    item.groups = [[places[one] for one in some] for some in told.groups]
    item.alone = dict(told.alone)


def _shown(programme: Programme, item: CircleRound, given: Known) -> Proposed:
    told = store.read_round(item)
    priced_ones = tuple(priced(one, given.members, given.wishes) for one in told.groups)
    seated = {one for some in told.groups for one in some}
    alone = {one: told.alone.get(one, CAME_LATER) for one in given.members if one not in seated}
    wrong = tuple(one for some in told.groups for one in broken(some, given.wishes))
    twice = () if item.state == CircleRoundState.SENT else tuple(sorted(seated & given.grouped))
    return Proposed(programme, item, priced_ones, wrong, alone, given.parts, twice)


def _load(context: Context, programme_id: str, round_id: str) -> tuple[Programme, CircleRound]:
    programme = access.organizer(context, programme_id, also=[CircleRound.key(programme_id, round_id)])
    item = store.load_round(context, programme_id, round_id)
    if item is None:
        raise NotFound
    return programme, item


def proposed(context: Context, programme_id: str, round_id: str) -> Proposed:
    """Return proposed groups to an organizer who decides; raises `NotFound`."""
    programme, item = _load(context, programme_id, round_id)
    return _shown(programme, item, known(context, programme, item.role, item.size, item.seed))


@dataclass(frozen=True)
class Moved:
    """What a move by hand brings: `before` and `after` it."""

    before: Proposed
    after: Proposed
    hand: domain.Hand

    @property
    def delta(self) -> int:
        """Return by how many points the groups cost more."""
        return self.after.cost - self.before.cost

    @property
    def uneven(self) -> bool:
        """Return whether a group has fewer or more people than groups should."""
        return any(not domain.LEAST <= len(one.ids) <= domain.MOST_TOGETHER for one in self.after.groups)

    def points(self, reason: str) -> int:
        """Return by how many points a reason costs more."""
        sums = [sum(one.points[reason] for one in each.groups) for each in (self.after, self.before)]
        return sums[0] - sums[1]


def tried(context: Context, programme_id: str, round_id: str, hand: domain.Hand) -> Moved:
    """Return what a move would bring, changing nothing; raises `NoSuchMove`."""
    programme, item = _load(context, programme_id, round_id)
    return _moved(programme, item, known(context, programme, item.role, item.size, item.seed), hand)


def _moved(programme: Programme, item: CircleRound, given: Known, hand: domain.Hand) -> Moved:
    before = _shown(programme, item, given)
    if hand.person_id not in given.members and hand.person_id not in {str(one) for one, _ in item.people}:
        raise domain.NoSuchMove(fields={"/person_id": domain.NoSuchMove.message})
    after = store.read_round(item).move(hand, HAND)
    copy = CircleRound(*CircleRound.key(item.programme_id, item.round_id))
    copy.people, copy.role, copy.first = item.people, item.role, item.first
    _keep(copy, after, given)
    return Moved(before, _shown(programme, copy, given), hand)


@retrying
def move(context: Context, programme_id: str, round_id: str, hand: domain.Hand, expected: str) -> Proposed:
    """Move somebody to another group, or to none; raises `NoSuchMove`, `AlreadySent`."""
    programme, item = _load(context, programme_id, round_id)
    item.expect(expected)
    _only_draft(item)
    given = known(context, programme, item.role, item.size, item.seed)
    _moved(programme, item, given, hand)
    _keep(item, store.read_round(item).move(hand, HAND), given)
    uow = context.begin()
    uow.save(item)
    uow.publish(CircleRoundChanged(programme_id, round_id), aggregate=item)
    uow.commit()
    return _shown(programme, item, given)


def _only_draft(item: CircleRound) -> None:
    if item.state != CircleRoundState.DRAFT:
        raise domain.AlreadySent


@retrying
def send(context: Context, programme_id: str, round_id: str, expected: str) -> CircleRound:
    """Send the groups: each is formed and its people are told; sending them again changes nothing."""
    programme, item = _load(context, programme_id, round_id)
    item.expect(expected)
    if item.state == CircleRoundState.SENT:
        return item
    store.read_round(item).checked()
    item.first = known(context, programme, item.role, item.size, item.seed).next_number  # another round may be sent
    item.state, item.sent_at = CircleRoundState.SENT, clock.iso(context.clock())
    uow = context.begin()
    uow.save(item)
    uow.publish(CirclesSent(programme_id, round_id), aggregate=item)
    uow.commit()
    return item


@retrying
def discard(context: Context, programme_id: str, round_id: str, expected: str) -> None:
    """Throw proposed groups away; raises `AlreadySent`."""
    _, item = _load(context, programme_id, round_id)
    item.expect(expected)
    _only_draft(item)
    uow = context.begin()
    uow.delete(item)
    uow.publish(CircleRoundChanged(programme_id, round_id, gone=True), aggregate=item)
    uow.commit()
