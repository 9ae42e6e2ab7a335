"""Self-matching: mentees see the mentors that suit them, with reasons, and ask up to three at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.pairing import Proposal, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import FORMING, OPEN_PROPOSALS, ProposalOrigin, ProposalState, Role
from mentoring.values import dataclass
from pairing import domain, store
from pairing.use_cases.proposals import put_forward

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Suitable:
    """A mentor a mentee may choose: `score` 0–10 000, `reasons` by language, `free` places.

    `state` is that of the proposal between the two, empty if there was none.
    """

    mentor: Participant
    score: int
    reasons: dict[str, list[str]]
    free: int
    state: str

    @property
    def may_be_asked(self) -> bool:
        """Return whether the mentee can ask them now, as far as the mentor is concerned."""
        return not self.state and self.free > 0


@dataclass(frozen=True)
class Choice:
    """The mentors a mentee can choose from, best first; `opened` is false until the organizers open the choice."""

    programme: Programme
    opened: bool
    paired: bool
    waiting: int
    mentors: list[Suitable]

    @property
    def left(self) -> int:
        """Return how many more mentors may be asked now."""
        return 0 if self.paired else max(domain.MOST_REQUESTS - self.waiting, 0)


def choice(context: Context, programme_id: str) -> Choice:
    """Return the mentors that suit the signed-in mentee."""
    mentee, programme = _mentee(context, programme_id)
    seats = store.seats(context, mentee)
    paired = seats.taken >= seats.capacity
    if not seats.suitable_key:
        return Choice(programme, opened=False, paired=paired, waiting=0, mentors=[])
    listed = store.Results(context.files).get(seats.suitable_key)["mentors"]
    keys = [kind.key(programme_id, one["mentor_id"]) for one in listed for kind in (Participant, Seats)]
    read = context.store.get_many(Item, keys) if keys else []
    people = {one.participant_id: one for one in read if isinstance(one, Participant)}
    taken = {one.participant_id: one for one in read if isinstance(one, Seats)}
    proposals = context.store.query(Proposal, *Proposal.of(programme_id))
    free = store.places(list(people.values()), proposals, taken)
    own = {one.mentor_id: one for one in proposals if one.mentee_id == mentee.participant_id}
    mentors = [
        Suitable(
            people[one["mentor_id"]],
            one["score"],
            one["reasons"],
            max(free[one["mentor_id"]], 0),
            own[one["mentor_id"]].state if one["mentor_id"] in own else "",
        )
        for one in listed
        if one["mentor_id"] in people and not people[one["mentor_id"]].withdrawn_at
    ]
    return Choice(programme, opened=True, paired=paired, waiting=_open(own), mentors=mentors)


def _mentee(context: Context, programme_id: str, *also: tuple[str, str]) -> tuple[Participant, Programme]:
    """Return the user's mentee participant in a programme, and the programme."""
    as_mentee = Participant.list_key(access.person(context), programme_id, Role.MENTEE)
    present = [one for one in context.store.listed(Participant, *as_mentee) if not one.withdrawn_at]
    if not present:
        raise NotFound
    seats = Seats.key(programme_id, present[0].participant_id)
    return present[0], access.with_programme(context, programme_id, [seats, *also])


def _open(own: dict[str, Proposal]) -> int:
    return sum(one.state in OPEN_PROPOSALS for one in own.values())


@retrying
def ask_mentor(context: Context, programme_id: str, mentor_id: str) -> Proposal:
    """Ask a mentor for the signed-in mentee; a second click changes nothing.

    Raises `NotOpen`, `HasMentor`, `ProposedBefore`, `RequestsUsedUp` or `ChoiceTaken`. The mentee's seats are read
    before their proposals are counted, and saved: two requests at once can't both be the third.
    """
    sides = [kind.key(programme_id, mentor_id) for kind in (Participant, Seats)]
    mentee, programme = _mentee(context, programme_id, *sides)
    if programme.stage not in FORMING:
        raise domain.NotTheStage
    seats = store.seats(context, mentee)
    offer = _offer(context, seats, mentor_id)
    mentor = store.participant(context, programme_id, mentor_id)
    if mentor is None:
        raise NotFound
    if seats.taken >= seats.capacity:
        raise domain.HasMentor
    taken = store.all_seats(context, [mentor])
    proposals = context.store.query(Proposal, *Proposal.of(programme_id))
    own = {one.mentor_id: one for one in proposals if one.mentee_id == mentee.participant_id}
    if mentor_id in own:
        return _asked_before(own[mentor_id])
    domain.check_request(_open(own), store.places([mentor], proposals, taken)[mentor_id])
    request = _request(context, offer, mentor, mentee)
    uow = context.begin()
    uow.save(seats)
    put_forward(uow, request)
    uow.commit()
    return request


def _offer(context: Context, seats: Seats, mentor_id: str) -> dict[str, Any]:
    if not seats.suitable_key:
        raise domain.NotOpen
    found = store.Results(context.files).get(seats.suitable_key)
    for one in found["mentors"]:
        if one["mentor_id"] == mentor_id:
            return {"round_id": found["round_id"], **one}
    raise NotFound


def _asked_before(known: Proposal) -> Proposal:
    if known.origin == ProposalOrigin.REQUEST and known.state in OPEN_PROPOSALS:
        return known
    raise domain.ProposedBefore


def _request(context: Context, offer: dict[str, Any], mentor: Participant, mentee: Participant) -> Proposal:
    proposal_id = ids.derived("request", mentee.participant_id, mentor.participant_id)
    now = context.clock()
    request = Proposal(
        *Proposal.key(mentee.programme_id, proposal_id),
        proposal_id=proposal_id,
        programme_id=mentee.programme_id,
        round_id=offer["round_id"],
        origin=ProposalOrigin.REQUEST,
        mentor_id=mentor.participant_id,
        mentee_id=mentee.participant_id,
        score=offer["score"],
        reasons=offer["reasons"],
        state=ProposalState.BY_ONE,
        accepted_by=[mentee.participant_id],
        sent_at=clock.iso(now),
    )
    request.set_due(domain.due(now, reminded=False))
    return request
