"""What a pair does in its room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, people, recruiting
from mentoring.errors import NotFound
from mentoring.events.workspace import (
    ContractProposed,
    ContractSignaturesVoided,
    ContractSigned,
    ContractSignedByOne,
    GoalAgreed,
    GoalConcluded,
    GoalProposed,
    SummaryApproved,
    SummaryProposed,
    TaskAssigned,
    TaskDone,
)
from mentoring.i18n import day_in, translations
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.monitoring import Alert
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide, Seats
from mentoring.tables.recruitment import Application, Member, Participant, Programme
from mentoring.tables.surveys import Assignment
from mentoring.tables.workspace import Contract, Goal, Summary, Task
from workspace import domain, store
from workspace.home import FORMING, MENTEE, Next, Place, Process, next_things

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairAgreed
    from mentoring.store import UnitOfWork
    from mentoring.tables.meetings import Meeting


def open_room(context: Context, event: Event[PairAgreed]) -> None:
    """A new pair gets a draft of its contract: the programme's clauses, and its own prefilled from the programme."""
    agreed = event.data
    programme = store.programme(context, agreed.programme_id)
    if programme is None:
        raise NotFound
    locale = next(iter(programme.languages), "pl")
    contract = Contract(
        *Contract.key(agreed.pair_id, 1),
        pair_id=agreed.pair_id,
        programme_id=agreed.programme_id,
        number=1,
        state=domain.DRAFT,
        fixed=list(programme.clauses)
        or [translations("workspace", locale).gettext(one) for one in domain.FIXED_CLAUSES],
        own=_prefilled(programme, locale),
    )
    uow = context.begin()
    uow.save(contract)
    uow.commit()


def _prefilled(programme: Programme, locale: str) -> dict[str, str]:
    catalogue = translations("workspace", locale)
    counts = {
        "frequency": catalogue.ngettext("every %(num)s day", "every %(num)s days", int(programme.interval_days))
        % {"num": int(programme.interval_days)},
        "length": catalogue.ngettext("%(num)s minute", "%(num)s minutes", int(programme.meeting_minutes))
        % {"num": int(programme.meeting_minutes)},
        "number": catalogue.ngettext("%(num)s meeting", "%(num)s meetings", int(programme.planned_meetings))
        % {"num": int(programme.planned_meetings)},
    }
    return counts | {"camera": catalogue.gettext("yes, whenever the connection allows")}


def _open_pair(context: Context, pair_id: str) -> Pair:
    pair = access.pair_member(context, pair_id)
    if pair.outcome:
        raise domain.ProcessEnded
    return pair


# Contract ------------------------------------------------------------------------------------------------------------


def _contract(context: Context, pair_id: str) -> tuple[Pair, Contract]:
    pair = _open_pair(context, pair_id)
    item = store.room(context, pair_id).contract
    if item is None:
        raise NotFound
    return pair, item


@retrying
def edit_contract(context: Context, pair_id: str, own: dict[str, str], seen: str) -> Contract:
    """Change the pair's own clauses in the text whose SHA-256 is `seen`; signatures given before are void."""
    _, item = _contract(context, pair_id)
    before = store.read(item)
    store.keep(item, before.edit(own, seen))
    uow = context.begin()
    uow.save(item)
    _void(context, uow, item, before)
    uow.commit()
    return item


def _void(context: Context, uow: UnitOfWork, item: Contract, before: domain.Contract) -> None:
    """Tell that signatures under a text are gone, when there were any."""
    signed_by = [one.person_id for one in before.signatures]
    if signed_by:
        by, number = context.principal.person_id, int(item.number)
        uow.publish(ContractSignaturesVoided(item.programme_id, item.pair_id, number, by, signed_by), aggregate=item)


@retrying
def propose_contract(context: Context, pair_id: str) -> Contract:
    """Propose the text as it is; the other one is asked to sign."""
    pair, item = _contract(context, pair_id)
    store.keep(item, store.read(item).propose())
    item.proposed_by = context.principal.person_id
    uow = context.begin()
    uow.save(item)
    uow.publish(
        ContractProposed(pair.programme_id, pair_id, int(item.number), context.principal.person_id), aggregate=item
    )
    uow.commit()
    return item


@retrying
def sign_contract(context: Context, pair_id: str, seen: str) -> Contract:
    """Sign the text whose SHA-256 is `seen`."""
    pair, item = _contract(context, pair_id)
    by, now = context.principal.person_id, clock.iso(context.clock())
    before = store.read(item)
    after = before.sign(by, now, seen)
    if after == before:
        return item
    store.keep(item, after)
    uow = context.begin()
    if after.state == domain.SIGNED:
        item.signed_at, item.sha256 = now, after.hash
        replaced = context.store.get(Contract, *Contract.key(pair_id, int(item.number) - 1))
        if replaced is not None:
            replaced.state = domain.AMENDED
            uow.save(replaced)
        uow.publish(ContractSigned(pair.programme_id, pair_id, int(item.number), after.hash), aggregate=item)
    else:
        uow.publish(ContractSignedByOne(pair.programme_id, pair_id, int(item.number), by), aggregate=item)
    uow.save(item)
    uow.commit()
    return item


@retrying
def amend_contract(context: Context, pair_id: str) -> Contract:
    """Start a new version of a signed contract, which stays in force until both signed the new one."""
    pair, item = _contract(context, pair_id)
    draft = store.read(item).amend()
    number = int(item.number) + 1
    following = Contract(
        *Contract.key(pair_id, number),
        pair_id=pair_id,
        programme_id=pair.programme_id,
        number=number,
        state=draft.state,
        fixed=list(draft.fixed),
        own=dict(draft.own),
    )
    uow = context.begin()
    uow.save(following)
    uow.commit()
    return following


@retrying
def drop_amendment(context: Context, pair_id: str, seen: str) -> Contract:
    """Give up the open version whose SHA-256 is `seen`; the signed one, which was in force all the time, stays."""
    _open_pair(context, pair_id)
    found = store.room(context, pair_id)
    signed, amendment = found.in_force, found.amendment
    if signed is None or amendment is None:
        raise domain.NoAmendment
    before = store.read(amendment)
    if seen != before.hash:
        raise domain.TextChanged
    signed.state = domain.SIGNED
    uow = context.begin()
    uow.save(signed)
    uow.delete(amendment)
    _void(context, uow, amendment, before)
    uow.commit()
    return signed


# Goals ---------------------------------------------------------------------------------------------------------------


@retrying
def propose_goal(context: Context, pair_id: str, told: dict[str, Any]) -> Goal:
    """Write a goal; the other one is asked to agree.

    The head of the room is read before the goals are counted, and saved: two goals at once can't both be the third.
    """
    pair = _open_pair(context, pair_id)
    head = store.head(context, pair_id)
    domain.check_goals(one.state for one in store.room(context, pair_id).goals)
    goal_id = ids.new()
    goal = Goal(
        *Goal.key(pair_id, goal_id),
        goal_id=goal_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        state=domain.GOAL_DRAFT,
        proposed_by=context.principal.person_id,
        **told,
    )
    uow = context.begin()
    uow.save(head)
    uow.save(goal)
    uow.publish(GoalProposed(pair.programme_id, pair_id, goal_id, context.principal.person_id), aggregate=goal)
    uow.commit()
    return goal


def read_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Return a goal of a pair to its members."""
    access.pair_member(context, pair_id)
    goal = context.store.get(Goal, *Goal.key(pair_id, goal_id))
    if goal is None:
        raise NotFound
    return goal


def _open_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    _open_pair(context, pair_id)
    return read_goal(context, pair_id, goal_id)


@retrying
def agree_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Agree on a goal the other one wrote."""
    goal = _open_goal(context, pair_id, goal_id)
    if goal.agreed_at and goal.proposed_by != context.principal.person_id:
        return goal
    goal.state = domain.agree_goal(goal.state, goal.proposed_by, context.principal.person_id)
    goal.agreed_at = clock.iso(context.clock())
    uow = context.begin()
    uow.save(goal)
    uow.publish(GoalAgreed(goal.programme_id, pair_id, goal_id), aggregate=goal)
    uow.commit()
    return goal


@retrying
def move_goal(context: Context, pair_id: str, goal_id: str, level: int) -> Goal:
    """Say how far the goal is, 0–10."""
    goal = _open_goal(context, pair_id, goal_id)
    if goal.state in domain.GOAL_ENDS:
        raise domain.GoalEnded
    goal.current_level = level
    uow = context.begin()
    uow.save(goal)
    uow.commit()
    return goal


@retrying
def conclude_goal(
    context: Context, pair_id: str, goal_id: str, state: str, evidence: str, level: int | None = None
) -> Goal:
    """End a goal with its outcome, what shows it and, when told, how far it got."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.state, goal.evidence = domain.conclude_goal(goal.state, state), evidence
    if level is not None:
        goal.current_level = level
    uow = context.begin()
    uow.save(goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, state), aggregate=goal)
    uow.commit()
    return goal


@retrying
def withdraw_goal(context: Context, pair_id: str, goal_id: str) -> Goal:
    """Take a goal off the table that isn't agreed on: one's own, or the other one's."""
    goal = _open_goal(context, pair_id, goal_id)
    goal.state = domain.withdraw_goal(goal.state)
    uow = context.begin()
    uow.save(goal)
    uow.publish(GoalConcluded(goal.programme_id, pair_id, goal_id, goal.state), aggregate=goal)
    uow.commit()
    return goal


# Tasks ---------------------------------------------------------------------------------------------------------------


def add_task(context: Context, pair_id: str, text: str, due_on: str | None, visibility: str) -> Task:
    """Note homework; seen by the pair, or by its author only."""
    pair = _open_pair(context, pair_id)
    task_id = ids.new()
    task = Task(
        *Task.key(pair_id, task_id),
        task_id=task_id,
        pair_id=pair_id,
        programme_id=pair.programme_id,
        author=context.principal.person_id,
        text=text,
        due_on=due_on,
        visibility=visibility,
        created_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(task)
    uow.publish(TaskAssigned(pair.programme_id, pair_id, task_id, context.principal.person_id), aggregate=task)
    uow.commit()
    return task


@retrying
def finish_task(context: Context, pair_id: str, task_id: str) -> Task:
    """Tick a task off."""
    _open_pair(context, pair_id)
    task = context.store.get(Task, *Task.key(pair_id, task_id))
    if task is None or not may_see(task, context.principal.person_id):
        raise NotFound
    if task.state == "done":
        return task
    task.state = "done"
    uow = context.begin()
    uow.save(task)
    uow.publish(TaskDone(task.programme_id, pair_id, task_id), aggregate=task)
    uow.commit()
    return task


def may_see(task: Task, person_id: str) -> bool:
    """Return whether a member of the pair may see a task."""
    return bool(task.visibility != "author" or task.author == person_id)


# Closing -------------------------------------------------------------------------------------------------------------


@retrying
def propose_summary(context: Context, pair_id: str, told: dict[str, Any], seen: str | None = None) -> Summary:
    """Write (or write again) the joint summary; who writes approves it, the other one is asked.

    `seen` is the hash of the summary the new one was made of, empty when there was none; raises `WrittenMeanwhile` when
    there is another by now.
    """
    pair = _open_pair(context, pair_id)
    programme = store.programme(context, pair.programme_id)
    planned = int(programme.planned_meetings) if programme else 0
    if not domain.may_close(pair.stage, int(pair.meetings_held), planned):
        raise domain.TooEarly
    summary = context.store.get(Summary, *Summary.key(pair_id)) or Summary(
        *Summary.key(pair_id), pair_id=pair_id, programme_id=pair.programme_id, state="proposed"
    )
    if summary.state == "approved":
        raise domain.TooEarly
    mine = context.principal.person_id in summary.approved_by
    if mine and all(getattr(summary, name) == value for name, value in told.items()):
        return summary
    if seen is not None and seen != (store.hash_of(summary) if summary.version else ""):
        raise domain.WrittenMeanwhile
    for name, value in told.items():
        setattr(summary, name, value)
    summary.state, approvals = domain.approve((), context.principal.person_id)
    summary.approved_by = list(approvals)
    uow = context.begin()
    uow.save(summary)
    uow.publish(SummaryProposed(pair.programme_id, pair_id, context.principal.person_id), aggregate=summary)
    uow.commit()
    return summary


@retrying
def approve_summary(context: Context, pair_id: str, seen: str) -> Summary:
    """Approve the joint summary whose SHA-256 is `seen`; with both, the process is completed."""
    pair = access.pair_member(context, pair_id)
    summary = context.store.get(Summary, *Summary.key(pair_id))
    if summary is None:
        raise NotFound
    state, approvals = domain.approve(tuple(summary.approved_by), context.principal.person_id)
    if list(approvals) == list(summary.approved_by):
        return summary
    if pair.outcome:
        raise domain.ProcessEnded
    if seen != store.hash_of(summary):
        raise domain.TextChanged
    summary.state, summary.approved_by = state, list(approvals)
    uow = context.begin()
    uow.save(summary)
    if state == "approved":
        summary.approved_at = clock.iso(context.clock())
        uow.publish(SummaryApproved(pair.programme_id, pair_id), aggregate=summary)
    uow.commit()
    return summary


# Reading -------------------------------------------------------------------------------------------------------------


def room(context: Context, pair_id: str) -> tuple[Pair, store.Room]:
    """Return a pair and its room to its members; tasks of the other one alone are left out."""
    pair = access.pair_member(context, pair_id)
    found = store.room(context, pair_id)
    seen = [task for task in found.tasks if may_see(task, context.principal.person_id)]
    return pair, store.Room(found.contracts, found.goals, seen, found.summary)


@dataclass(frozen=True, slots=True)
class Contact:
    """What the two of a pair are told about each other, and nobody else is: how to reach them, and when."""

    name: str
    email: str
    city: str
    zone: str

    @classmethod
    def of(cls, one: Participant) -> Contact:
        """Return a participant's contact."""
        return cls(str(one.name), str(one.email), str(one.profile.get("city", "")), str(one.zone))


def contact(context: Context, pair: Pair) -> Contact | None:
    """Return the contact of the other one of a pair to a member; None once the process has ended."""
    return contacts(context, [pair]).get(str(pair.pair_id))


def contacts(context: Context, pairs: Sequence[Pair]) -> dict[str, Contact]:
    """Return the partner's contact by pair id, for those pairs of who is signed in that are going on."""
    me = context.principal.person_id
    mine = [one for one in pairs if me in (one.mentor_person_id, one.mentee_person_id) and not one.outcome]
    partners = {
        str(one.pair_id): (one.programme_id, one.mentee_id if me == one.mentor_person_id else one.mentor_id)
        for one in mine
    }
    keys = list(dict.fromkeys(Participant.key(*partner) for partner in partners.values()))
    found = {(one.programme_id, one.participant_id): one for one in people.known(context, keys)}
    return {pair_id: Contact.of(found[partner]) for pair_id, partner in partners.items() if partner in found}


def status(context: Context, pair_id: str) -> tuple[Pair, store.Room]:
    """Return a pair and its room to its organizers, who are shown states and dates only."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    access.organizer(context, pair.programme_id, access.ORGANIZERS)
    return pair, store.room(context, pair_id)


@dataclass(frozen=True, slots=True)
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
    mine = context.store.listed(Item, f"PERSON#{person_id}")
    members = {one.pair_id: one for one in mine if isinstance(one, PairMember)}
    pairs = context.store.get_many(Pair, [Pair.key(one) for one in members]) if members else []
    involved = [one for one in mine if isinstance(one, Participant | Application | PairMember)]
    keys = [Programme.key(one) for one in dict.fromkeys(str(one.programme_id) for one in involved)]
    programmes = {one.programme_id: one for one in (context.store.get_many(Programme, keys) if keys else [])}
    places = [
        _place(context, programmes[programme_id], role, found, pairs)
        for (programme_id, role), found in _roles(mine).items()
        if programme_id in programmes
    ]
    surveys = sum(isinstance(one, Assignment) and one.state == "open" for one in mine)
    organizes = any(isinstance(one, Member) for one in mine)
    return Home(
        things=next_things(places, surveys, organizes=organizes),
        pairs=sorted(((pair, members[pair.pair_id]) for pair in pairs), key=lambda one: bool(one[0].outcome)),
        programmes=programmes,
        contacts=contacts(context, pairs),
    )


def _roles(mine: list[Item]) -> dict[tuple[str, str], list[Participant | Application]]:
    """Return what says that somebody takes part, or applied, by programme and role."""
    found: dict[tuple[str, str], list[Participant | Application]] = {}
    for one in mine:
        if isinstance(one, Participant | Application):
            found.setdefault((str(one.programme_id), str(one.role)), []).append(one)
    return found


def _place(
    context: Context, programme: Programme, role: str, found: list[Participant | Application], pairs: list[Pair]
) -> Place:
    present = next((one for one in found if isinstance(one, Participant) and not one.withdrawn_at), None)
    applied = next((one for one in found if isinstance(one, Application)), None)
    place = Place(
        programme_id=str(programme.programme_id),
        programme=str(programme.name),
        slug=str(programme.slug),
        stage=str(programme.stage),
        role=role,
        application=str(applied.state) if applied else "",
        may_apply=recruiting.takes_applications(
            programme.stage, programme.dates, day_in(context.clock(), programme.zone)
        ),
        accepted=present is not None,
    )
    if present is None:
        return place
    own = [one for one in pairs if present.participant_id in (one.mentor_id, one.mentee_id)]
    own.sort(key=lambda one: str(one.agreed_at))
    return _among(context, programme, present, replace(place, processes=tuple(_process(context, one) for one in own)))


def _among(context: Context, programme: Programme, present: Participant, place: Place) -> Place:
    """Return a place with what stands in the pairing of the programme for who takes part."""
    if programme.stage not in FORMING:
        return place
    proposals = _open_proposals(context, present)
    asked = sum(present.participant_id not in one.accepted_by for one in proposals)
    chooses = programme.pairing_mode == "self_matching"
    alone = place.role == MENTEE and not proposals and all(one.outcome for one in place.processes)
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
    return any(one.state == "open" for one in alerts)


def _open_proposals(context: Context, one: Participant) -> list[Proposal]:
    sides = context.store.query(ProposalSide, f"PAIRING#{one.programme_id}", f"SIDE#{one.participant_id}#")
    keys = [Proposal.key(one.programme_id, side.proposal_id) for side in sides]
    found = context.store.get_many(Proposal, keys) if keys else []
    return [p for p in found if p.state in ("sent", "accepted_by_one")]


def _process(context: Context, pair: Pair) -> Process:
    """Return a pair as who is signed in sees it; what has ended is not read any further."""
    me = context.principal.person_id
    known = Process(
        pair_id=str(pair.pair_id),
        partner=str(pair.mentee_name if me == pair.mentor_person_id else pair.mentor_name),
        stage=str(pair.stage),
        outcome=str(pair.outcome),
        rematch=bool(pair.rematch) and me == pair.mentee_person_id,
    )
    if pair.outcome:
        return known
    now = clock.iso(context.clock())
    found = store.room(context, pair.pair_id)
    meeting, ahead = _meeting(store.meetings(context, pair.pair_id), me, now)
    return replace(
        known,
        paused_until=str(pair.paused_until) if pair.paused_until and pair.paused_until > now else "",
        contract=_contract_seen(found, me),
        goal=_goal_seen(found.goals, me),
        summary=_summary_seen(found.summary, me),
        meeting=meeting,
        meeting_id=str(ahead.meeting_id) if ahead else "",
        starts_at=str(ahead.starts_at) if ahead else "",
    )


def _contract_seen(found: store.Room, me: str) -> str:
    if found.contract is None:
        return ""
    signed = any(one["person_id"] == me for one in found.contract.signatures)
    if found.contract.state in (domain.PROPOSED, domain.BY_ONE) and not signed:
        return "proposed"
    if found.in_force is not None:
        return "signed"
    return "mine_signed" if signed else "draft"


def _goal_seen(goals: list[Goal], me: str) -> str:
    drafts = [one for one in goals if one.state == domain.GOAL_DRAFT]
    if any(one.proposed_by != me for one in drafts):
        return "theirs"
    if any(one.agreed_at for one in goals):
        return "agreed"
    return "mine" if drafts else "none"


def _summary_seen(summary: Summary | None, me: str) -> str:
    if summary is None:
        return "none"
    return "mine" if me in summary.approved_by else "theirs"


def _meeting(found: list[Meeting], me: str, now: str) -> tuple[str, Meeting | None]:
    """Return what is next of a pair's meetings, and which one it is."""
    wanted: tuple[tuple[str, Callable[[Meeting], bool]], ...] = (
        ("ended", lambda one: one.state == "to_confirm"),
        ("asked", lambda one: one.state == "proposed" and one.starts_at > now and one.proposed_by != me),
        ("confirmed", lambda one: one.state == "confirmed"),
        ("proposed", lambda one: one.state == "proposed" and one.starts_at > now),
    )
    for name, fits in wanted:
        first = next((one for one in found if fits(one)), None)
        if first is not None:
            return name, first
    return "none", None
