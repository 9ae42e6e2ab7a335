"""Everybody's home page: what comes next, and their pairs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import access, clock, recruiting
from mentoring.i18n import day_in
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.monitoring import Alert
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Application, Member, Participant, Programme
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import (
    FORMING,
    OPEN_PROPOSALS,
    AlertState,
    AssignmentState,
    ContractState,
    GoalState,
    MeetingState,
    PairingMode,
    Role,
)
from mentoring.values import dataclass
from workspace import store
from workspace.next_things import ContractSeen, MeetingSeen, Next, Place, Process, Whose, next_things
from workspace.use_cases.rooms import Contact, contacts

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.tables.meetings import Meeting
    from mentoring.tables.workspace import Goal, Summary


@dataclass(frozen=True)
class Home:
    """What somebody's home page shows: the next things, the most pressing first, and their pairs.

    `contacts` has the partner's by pair id, for pairs that go on.
    """

    things: list[Next]
    pairs: list[tuple[Pair, PairMember]]
    programmes: dict[str, Programme]
    contacts: dict[str, Contact]


def home(context: Context) -> Home:
    """Return everything that is mine, in one query and what it leads to."""
    person_id = access.person(context)
    mine = context.store.listed(Item, Person.listing(person_id))
    members = {one.pair_id: one for one in mine if isinstance(one, PairMember)}
    involved = [one for one in mine if isinstance(one, Participant | Application | PairMember)]
    keys = [Programme.key(one) for one in dict.fromkeys(one.programme_id for one in involved)]
    keys += [Pair.key(one) for one in members]
    read = context.store.get_many(Item, keys) if keys else []
    pairs = [one for one in read if isinstance(one, Pair)]
    programmes = {one.programme_id: one for one in read if isinstance(one, Programme)}
    _read_along(context, [one for one in pairs if not one.outcome])
    places = [
        _place(context, programmes[programme_id], role, found, pairs)
        for (programme_id, role), found in _roles(mine).items()
        if programme_id in programmes
    ]
    surveys = sum(isinstance(one, Assignment) and one.state == AssignmentState.OPEN for one in mine)
    organizes = any(isinstance(one, Member) for one in mine)
    return Home(
        things=next_things(places, surveys, organizes=organizes),
        pairs=sorted(((pair, members[pair.pair_id]) for pair in pairs), key=lambda one: bool(one[0].outcome)),
        programmes=programmes,
        contacts=contacts(context, pairs),
    )


def _read_along(context: Context, going: list[Pair]) -> None:
    """Read whom the pairs that go on are with, participants and accounts, in one round trip."""
    me = context.principal.person_id
    keys: list[tuple[str, str]] = []
    for one in going:
        mentors = me == one.mentor_person_id
        keys.append(Participant.key(one.programme_id, one.mentee_id if mentors else one.mentor_id))
        keys.append(Person.key(one.mentee_person_id if mentors else one.mentor_person_id))
    if keys:
        context.store.get_many(Item, keys)


def _roles(mine: list[Item]) -> dict[tuple[str, Role], list[Participant | Application]]:
    """Return what says that somebody takes part, or applied, by programme and role."""
    found: dict[tuple[str, Role], list[Participant | Application]] = {}
    for one in mine:
        if isinstance(one, Participant | Application):
            found.setdefault((one.programme_id, one.role), []).append(one)
    return found


def _place(
    context: Context, programme: Programme, role: Role, found: list[Participant | Application], pairs: list[Pair]
) -> Place:
    present = next((one for one in found if isinstance(one, Participant) and not one.withdrawn_at), None)
    applied = next((one for one in found if isinstance(one, Application)), None)
    place = Place(
        programme_id=programme.programme_id,
        programme=programme.name,
        slug=programme.slug,
        stage=programme.stage,
        role=role,
        application=applied.state if applied else None,
        may_apply=recruiting.takes_applications(
            programme.stage, programme.dates, day_in(context.clock(), programme.zone)
        ),
        accepted=present is not None,
    )
    if present is None:
        return place
    own = [one for one in pairs if present.participant_id in (one.mentor_id, one.mentee_id)]
    own.sort(key=lambda one: one.agreed_at)
    return _among(context, programme, present, replace(place, processes=tuple(_process(context, one) for one in own)))


def _among(context: Context, programme: Programme, present: Participant, place: Place) -> Place:
    """Return a place with what stands in the pairing of the programme for who takes part."""
    if programme.stage not in FORMING:
        return place
    proposals = _open_proposals(context, present)
    asked = sum(present.participant_id not in one.accepted_by for one in proposals)
    chooses = programme.pairing_mode == PairingMode.SELF_MATCHING
    alone = place.role == Role.MENTEE and not proposals and all(one.outcome for one in place.processes)
    seats = context.store.get(Seats, *Seats.key(programme.programme_id, present.participant_id)) if chooses else None
    return replace(
        place,
        asked=asked,
        waiting=len(proposals) - asked,
        chooses=chooses,
        choice_open=bool(seats and seats.suitable_key),
        unmatched=alone and not chooses and _is_unmatched(context, present),
    )


def _is_unmatched(context: Context, mentee: Participant) -> bool:
    alerts = context.store.query(Alert, *Alert.about(mentee.programme_id, mentee.participant_id))
    return any(one.state == AlertState.OPEN for one in alerts)


def _open_proposals(context: Context, one: Participant) -> list[Proposal]:
    sides = context.store.query(ProposalSide, *ProposalSide.of(one.programme_id, one.participant_id))
    keys = [Proposal.key(one.programme_id, side.proposal_id) for side in sides]
    found = context.store.get_many(Proposal, keys) if keys else []
    return [p for p in found if p.state in OPEN_PROPOSALS]


def _process(context: Context, pair: Pair) -> Process:
    """Return a pair as who is signed in sees it; what has ended is not read any further."""
    me = context.principal.person_id
    known = Process(
        pair_id=pair.pair_id,
        partner=pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name,
        stage=pair.stage,
        outcome=pair.outcome,
        rematch=pair.rematch and me == pair.mentee_person_id,
    )
    if pair.outcome:
        return known
    now = clock.iso(context.clock())
    found = store.room(context, pair.pair_id)
    meeting, ahead = _meeting(store.meetings(context, pair.pair_id), me, now)
    return replace(
        known,
        paused_until=pair.paused_until if pair.paused_until and pair.paused_until > now else "",
        contract=_contract_seen(found, me),
        goal=_goal_seen(found.goals, me),
        summary=_summary_seen(found.summary, me),
        meeting=meeting,
        meeting_id=ahead.meeting_id if ahead else "",
        starts_at=ahead.starts_at if ahead else "",
    )


def _contract_seen(found: store.Room, me: str) -> ContractSeen:
    if found.contract is None:
        return ContractSeen.NONE
    signed = any(one["person_id"] == me for one in found.contract.signatures)
    if found.contract.state in (ContractState.PROPOSED, ContractState.BY_ONE) and not signed:
        return ContractSeen.PROPOSED
    if found.in_force is not None:
        return ContractSeen.SIGNED
    return ContractSeen.MINE_SIGNED if signed else ContractSeen.DRAFT


def _goal_seen(goals: list[Goal], me: str) -> Whose:
    drafts = [one for one in goals if one.state == GoalState.DRAFT]
    if any(one.proposed_by != me for one in drafts):
        return Whose.THEIRS
    if any(one.agreed_at for one in goals):
        return Whose.AGREED
    return Whose.MINE if drafts else Whose.NONE


def _summary_seen(summary: Summary | None, me: str) -> Whose:
    if summary is None:
        return Whose.NONE
    return Whose.MINE if me in summary.approved_by else Whose.THEIRS


def _meeting(found: list[Meeting], me: str, now: str) -> tuple[MeetingSeen, Meeting | None]:
    """Return what is next of a pair's meetings, and which one it is."""
    wanted: tuple[tuple[MeetingSeen, Callable[[Meeting], bool]], ...] = (
        (MeetingSeen.ENDED, lambda one: one.state == MeetingState.TO_CONFIRM),
        (
            MeetingSeen.ASKED,
            lambda one: one.state == MeetingState.PROPOSED and one.starts_at > now and one.proposed_by != me,
        ),
        (MeetingSeen.CONFIRMED, lambda one: one.state == MeetingState.CONFIRMED),
        (MeetingSeen.PROPOSED, lambda one: one.state == MeetingState.PROPOSED and one.starts_at > now),
    )
    for name, fits in wanted:
        first = next((one for one in found if fits(one)), None)
        if first is not None:
            return name, first
    return MeetingSeen.NONE, None
