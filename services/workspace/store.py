"""Tables ↔ domain of the room, but for its conversation (`use_cases.threads`)."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from mentoring import ids, rooms
from mentoring.clauses import Answer
from mentoring.tables.attributes import Opened
from mentoring.tables.core import Item
from mentoring.tables.meetings import Arranged, Meeting, PairCalendar
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import GOAL_ENDS, GoalState
from mentoring.tables.workspace import Contract as ContractItem
from mentoring.tables.workspace import (
    Erasure,
    Goal,
    Material,
    Note,
    RoomHead,
    RoomKey,
    Summary,
    Takeaway,
    Task,
    ThreadHead,
)
from mentoring.values import dataclass
from workspace import domain
from workspace.domain import SUMMARY_PARTS, Contract, Signature, summary_hash

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sealing import Key


@dataclass(frozen=True)
class Versions:
    """The versions of a pair's contract, oldest first."""

    contracts: list[Opened[ContractItem]]

    @property
    def contract(self) -> Opened[ContractItem] | None:
        """Return the newest version: the one in progress, or the signed one."""
        return self.contracts[-1] if self.contracts else None

    @property
    def in_force(self) -> Opened[ContractItem] | None:
        """Return the newest version that both signed."""
        return next((one for one in reversed(self.contracts) if one.signed_at), None)

    @property
    def amendment(self) -> Opened[ContractItem] | None:
        """Return the version in progress while another one is in force."""
        return self.contract if self.in_force is not None and self.contract is not self.in_force else None


@dataclass(frozen=True)
class Room(Versions):
    """Everything in a pair's room.

    `head` is None before it is opened, `is_readable` is whether its words have a key, `wish` that one of the two wants
    them erased, while the other one can still answer.
    """

    head: RoomHead | None
    goals: list[Opened[Goal]]
    tasks: list[Opened[Task]]
    takeaways: list[Opened[Takeaway]]
    notes: list[Opened[Note]]
    materials: list[Opened[Material]]
    summary: Opened[Summary] | None
    key: Key
    is_readable: bool
    erased_at: str
    wish: Erasure | None


@dataclass(frozen=True)
class GoalSeen:
    """Where a goal stands, whether the two ever agreed on it, and its date (YYYY-MM-DD, or empty)."""

    goal: domain.Goal
    agreed: bool
    due: str


@dataclass(frozen=True)
class Glimpse(Versions):
    """What somebody's home page tells of a pair: where room and meetings stand, the soonest meeting first.

    `noted` maps a person id to the meetings of which they have a takeaway.
    """

    goals: list[GoalSeen]
    noted: dict[str, list[str]]
    summary: Summary | Opened[Summary] | None
    meetings: list[Arranged]


def glimpsed(pair_id: str) -> list[tuple[str, str]]:
    """Return the keys of what `glimpse` reads."""
    heads = [RoomHead.key(pair_id), Summary.key(pair_id), PairCalendar.key(pair_id), ThreadHead.key(pair_id)]
    return [*heads, *of_contracts(pair_id)]


def glimpse(context: Context, pair_id: str) -> Glimpse:
    """Return where a pair's room and meetings stand."""
    found = context.store.get(RoomHead, *RoomHead.key(pair_id))
    return Glimpse(
        contracts=contracts(context, pair_id),
        goals=[_seen(one) for one in head(context, pair_id).goals.values()] if found is not None else [],
        noted=dict(found.noted) if found is not None else {},
        summary=context.store.get(Summary, *Summary.key(pair_id)),
        meetings=arranged(context, pair_id),
    )


def glimpsed_in(room: Room, meetings: list[Arranged]) -> Glimpse:
    """Return the same of a room and meetings that were read."""
    noted: dict[str, list[str]] = {}
    for one in room.takeaways:
        noted.setdefault(one.author, []).append(one.meeting_id)
    return Glimpse(
        contracts=room.contracts,
        goals=[GoalSeen(goal(one), bool(one.agreed_at), one.due_on or "") for one in room.goals],
        noted=noted,
        summary=room.summary,
        meetings=meetings,
    )


def _seen(told: dict[str, Any]) -> GoalSeen:
    """Return what the head of a room notes of a goal."""
    return GoalSeen(_goal(told), told["agreed"], told.get("due", ""))


def _goal(told: dict[str, Any]) -> domain.Goal:
    end_by = told.get("end_by", "")
    state = GoalState(told["state"])
    return domain.Goal(state, told["by"], domain.End(state, end_by) if end_by else None)


def arranged(context: Context, pair_id: str) -> list[Arranged]:
    """Return a pair's meetings that stand or took place, soonest first."""
    found = calendar(context, pair_id)
    return found.arranged() if found is not None else []


def calendar(context: Context, pair_id: str) -> PairCalendar | None:
    """Return what a pair's meetings are counted on; None if none was ever arranged."""
    found = context.store.get(PairCalendar, *PairCalendar.key(pair_id))
    if found is not None and found.known is None:  # saved before it knew them
        found.known = {}
        for one in context.store.query(Meeting, *Meeting.of(pair_id)):
            found.note(one)
    return found


def room(context: Context, pair_id: str) -> Room:
    """Return a pair's room in one query."""
    items = context.store.query(Item, RoomHead.partition(pair_id))
    kept = next((item for item in items if isinstance(item, RoomKey)), None)
    key = rooms.key_of(context, pair_id, kept)
    tasks = sorted((item for item in items if isinstance(item, Task)), key=lambda one: one.created_at)
    goals = sorted((item for item in items if isinstance(item, Goal) and not _was_withdrawn(item)), key=_order)
    takeaways = sorted((item for item in items if isinstance(item, Takeaway)), key=lambda one: (one.met_at, one.sk))
    return Room(
        head=next((item for item in items if isinstance(item, RoomHead)), None),
        contracts=[Opened(item, key) for item in items if isinstance(item, ContractItem)],
        goals=[Opened(item, key) for item in goals],
        tasks=[Opened(item, key) for item in tasks],
        takeaways=[Opened(item, key) for item in takeaways],
        notes=[Opened(item, key) for item in items if isinstance(item, Note)],
        materials=[Opened(item, key) for item in items if isinstance(item, Material) and not item.gone],
        summary=next((Opened(item, key) for item in items if isinstance(item, Summary)), None),
        key=key,
        is_readable=kept is not None and not kept.erased_at,
        erased_at=(kept.erased_at or "") if kept is not None else "",
        wish=next((item for item in items if isinstance(item, Erasure) and item.until and not item.erased_at), None),
    )


def _order(one: Goal) -> tuple[bool, str, str]:
    """Return the place of a goal: those that are concluded last, else in the order in which they were proposed."""
    return one.state in GOAL_ENDS, one.proposed_at or "", one.goal_id


def _was_withdrawn(one: Goal) -> bool:
    """Return whether a goal was withdrawn when that didn't delete it yet."""
    return one.state == GoalState.DROPPED and not one.agreed_at


def head(context: Context, pair_id: str) -> RoomHead:
    """Return the item that guards the count of the pair's goals, new if there is none.

    Goals that aren't recorded there yet are read, after it, and recorded.
    """
    key = RoomHead.key(pair_id)
    found = context.store.get(RoomHead, *key) or RoomHead(*key, pair_id=pair_id)
    if found.goals is None:
        found.goals = {}
        for one in context.store.query(Goal, *Goal.of(pair_id)):
            note(found, one)
    return found


def note(head: RoomHead, one: Goal) -> RoomHead:
    """Record how a goal stands."""
    told = {"state": one.state, "by": one.proposed_by, "agreed": bool(one.agreed_at)}
    head.goals = head.goals | {one.goal_id: told | {"due": one.due_on or "", "end_by": one.end_by or ""}}
    return head


def forget(head: RoomHead, goal_id: str) -> RoomHead:
    """Count a goal that is deleted no more."""
    head.goals = {each: told for each, told in head.goals.items() if each != goal_id}
    return head


def counted(head: RoomHead) -> list[domain.Goal]:
    """Return the recorded goals as domain objects; of a proposed end they tell only by whom it is."""
    return [_goal(one) for one in head.goals.values()]


def of_contracts(pair_id: str) -> list[tuple[str, str]]:
    """Return the keys of what `contracts` reads, where there are few versions."""
    return [RoomKey.key(pair_id), *ContractItem.first(pair_id)]


def contracts(context: Context, pair_id: str) -> list[Opened[ContractItem]]:
    """Return the versions of a pair's contract, oldest first; few were read already, with `of_contracts`."""
    keys = ContractItem.first(pair_id)
    found = context.store.get_many(ContractItem, keys)
    if len(found) == len(keys):
        found = context.store.query(ContractItem, *ContractItem.of(pair_id))
    key = rooms.key(context, pair_id)
    return [Opened(one, key) for one in found]


def read(one: Opened[ContractItem]) -> Contract:
    """Return a contract's item as a domain object."""
    own = {name: Answer.of(kept) for name, kept in one.own.items()}
    return replace(unopened(one.item), own=own, salt=one.salt)


def unopened(item: ContractItem) -> Contract:
    """Return a contract's item as a domain object without the pair's answers, for whoever has no key to them."""
    signatures = tuple(Signature(**signed) for signed in item.signatures)
    return Contract(item.state, tuple(item.told), {}, signatures, item.edition, item.fixed_version)


def goal(one: Opened[Goal]) -> domain.Goal:
    """Return a goal's item as a domain object."""
    item = one.item
    end = domain.End(item.end_state, item.end_by) if item.end_state and item.end_by else None
    return domain.Goal(item.state, item.proposed_by, end)


def keep_goal(one: Opened[Goal], after: domain.Goal, now: str) -> None:
    """Put how a goal stands since an instant into its item."""
    end = after.end
    if end is None or end != goal(one).end:
        one.set(end_at=now if end else None)
    one.set(state=after.state, end_state=end.state if end else None, end_by=end.by if end else None)


def ratings(one: Opened[Goal]) -> list[domain.Rating]:
    """Return where the two saw a goal, the oldest first."""
    return [domain.Rating(**told) for told in one.ratings]


def rate(one: Opened[Goal], rating: domain.Rating) -> None:
    """Put another rating into a goal's item."""
    kept = [asdict(each) for each in domain.with_another(ratings(one), rating)]
    one.set(ratings=kept, current_level=rating.level)


def summary(one: Opened[Summary]) -> domain.Summary:
    """Return a summary's item as a domain object."""
    return domain.Summary(tuple(one.item.approved_by))


def keep(one: Opened[ContractItem], contract: Contract) -> None:
    """Put a contract into its item; its words are sealed anew when they changed.

    A text that nobody has signed gets its salt, unless it has one.
    """
    own = {name: answer.stored() for name, answer in contract.own.items()}
    if contract.edition == domain.IN_CODES and own != one.own:
        one.set(own=own)
    if contract.edition == domain.IN_CODES and not contract.signatures and not one.salt:
        one.set(salt=ids.new())
    keep_unopened(one.item, contract)


def keep_unopened(item: ContractItem, contract: Contract) -> None:
    """Put all of a contract but the pair's answers into its item."""
    if contract.fixed != tuple(item.told) or contract.edition == domain.IN_CODES:
        item.clauses, item.fixed = [dict(clause) for clause in contract.fixed], []
    item.state, item.edition, item.fixed_version = contract.state, contract.edition, contract.fixed_version
    item.signatures = [asdict(signed) for signed in contract.signatures]


def hash_of(summary: Opened[Summary]) -> str:
    """Return the hash of a summary's text."""
    return summary_hash({name: getattr(summary, name) for name in SUMMARY_PARTS})


def programme(context: Context, programme_id: str) -> Programme | None:
    """Return a programme."""
    return context.store.get(Programme, *Programme.key(programme_id))
