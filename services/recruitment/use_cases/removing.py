"""Who was accepted is taken out and put back; a refusal is undone. Each with a reason, which only organizers read."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.recruitment import ApplicationAccepted, ApplicationDecided
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.identity import Person
from mentoring.tables.pairing import Pair, PairMember, Proposal, ProposalSide
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import OPEN_PROPOSALS, ApplicationState, Done, Role, SignUpState
from mentoring.values import dataclass
from recruitment import counting, domain, store
from recruitment.use_cases.leaving import leave
from recruitment.use_cases.noting import check_reason, loaded, note
from recruitment.use_cases.participants import take_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class EndingPair:
    """A pair that ends when one of the two is taken out: the partner's name, its stage, how many meetings they had."""

    pair_id: str
    partner: str
    stage: str
    meetings: int


@dataclass(frozen=True)
class Parting:
    """What ends when somebody is taken out: pairs, open proposals, seats at gatherings ahead.

    `rematched`: their mentees are matched again.
    """

    programme: Programme
    application: Application
    pairs: Sequence[EndingPair]
    proposals: int
    seats: int
    rematched: bool

    @property
    def tag(self) -> str:
        """Return what a confirmation repeats: it changes with the application and with all that ends."""
        pairs = [[one.pair_id, one.stage, one.meetings] for one in self.pairs]
        told = [self.application.tag, pairs, self.proposals, self.seats]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def parting(context: Context, programme_id: str, application_id: str) -> Parting:
    """Return what ends when somebody is taken out, for the organizers; raises `NotTakenPart` unless they take part."""
    programme, one = loaded(context, programme_id, application_id)
    store.application(one).take_out(over=store.programme(programme).is_over)
    who = context.store.get(Participant, *Participant.key(programme_id, application_id))
    if who is None:
        raise NotFound
    mine = context.store.listed(PairMember, *PairMember.listed(who.person_id))
    sides = context.store.query(ProposalSide, *ProposalSide.of(programme_id, application_id))
    keys = [Pair.key(each.pair_id) for each in mine if each.participant_id == application_id]
    keys += [Proposal.key(programme_id, each.proposal_id) for each in sides]
    read = context.store.get_many(Item, keys) if keys else []
    pairs = [
        EndingPair(
            each.pair_id,
            each.mentee_name if each.mentor_id == application_id else each.mentor_name,
            each.stage,
            each.meetings_held,
        )
        for each in read
        if isinstance(each, Pair) and not each.outcome
    ]
    proposals = sum(isinstance(each, Proposal) and each.state in OPEN_PROPOSALS for each in read)
    signed_up = context.store.listed(SignUp, *SignUp.listed(who.person_id, programme_id))
    seats = sum(each.participant_id == application_id and each.state in _SEATED for each in signed_up)
    return Parting(programme, one, pairs, proposals, seats, rematched=bool(pairs) and one.role == Role.MENTOR)


_SEATED = (SignUpState.GOING, SignUpState.WAITING, SignUpState.OFFERED)


@retrying
def take_out(
    context: Context, programme_id: str, application_id: str, *, reason: str, message: str = "", tag: str
) -> Application:
    """Take out somebody who was accepted, as previewed under a tag; pairing and gatherings follow the event.

    They are told by mail, with the message. Raises `ChangedMeanwhile` if anything of what ends has changed.
    """
    check_reason(reason)
    try:
        found = parting(context, programme_id, application_id)
    except domain.NotTakenPart as error:  # what was seen is no more
        raise domain.ChangedMeanwhile from error
    if found.tag != tag:
        raise domain.ChangedMeanwhile
    one, now, uow = found.application, clock.iso(context.clock()), context.begin()
    store.keep(one, store.application(one).take_out(over=store.programme(found.programme).is_over))
    one.taken_out_at, one.returned = now, False
    _note(context, uow, one, Done.TAKEN_OUT, reason, message)
    leave(context, uow, one)
    uow.publish(ApplicationDecided(application_id, programme_id, ApplicationState.WITHDRAWN), aggregate=one)
    return _commit(context, uow, one)


@retrying
def put_back(
    context: Context, programme_id: str, application_id: str, *, reason: str, message: str = "", expected: str
) -> Application:
    """Let somebody take part again whom organizers had taken out, in the expected version; pairs that ended stay ended.

    They are told by mail, with the message.
    """
    check_reason(reason)
    programme, one = loaded(context, programme_id, application_id)
    one.expect(expected)
    back = store.application(one).put_back(taken_out=bool(one.taken_out_at))
    if not store.programme(programme).takes_decisions:
        raise domain.NotTakenPart
    who = context.store.get(Participant, *Participant.key(programme_id, application_id))
    if who is None:
        raise NotFound
    store.keep(one, back)
    one.taken_out_at, one.returned, who.withdrawn_at = None, True, None
    uow = context.begin()
    _note(context, uow, one, Done.PUT_BACK, reason, message)
    take_over(who, one)
    uow.save(who)
    uow.publish(
        ApplicationAccepted(application_id, programme_id, who.participant_id, who.person_id, one.role), aggregate=one
    )
    return _commit(context, uow, one)


@retrying
def undo_refusal(
    context: Context, programme_id: str, application_id: str, *, reason: str, message: str = "", expected: str
) -> Application:
    """Take a refusal back in the expected version: the application waits for a decision again.

    The person is told, with the message, if the mail of the refusal had gone.
    """
    check_reason(reason)
    programme, one = loaded(context, programme_id, application_id)
    one.expect(expected)
    if not store.programme(programme).takes_decisions:
        raise domain.DecisionRefused
    store.keep(one, store.application(one).reconsider())
    uow = context.begin()
    _note(context, uow, one, Done.REFUSAL_UNDONE, reason, message)
    uow.publish(ApplicationDecided(application_id, programme_id, ApplicationState.SUBMITTED), aggregate=one)
    return _commit(context, uow, one)


def possible(programme: Programme, one: Application) -> list[Done]:
    """Return which of these an organizer can do with an application now."""
    stands, kept = store.application(one), store.programme(programme)
    found = [Done.TAKEN_OUT] if stands.may_be_changed(over=kept.is_over) else []
    if kept.takes_decisions and one.state == ApplicationState.REJECTED:
        found.append(Done.REFUSAL_UNDONE)
    if kept.takes_decisions and one.state == ApplicationState.WITHDRAWN and one.taken_out_at:
        found.append(Done.PUT_BACK)
    return found


def who_did(context: Context, one: Application) -> dict[str, str]:
    """Return what the organizers are called who did what its history says, by person id."""
    keys = dict.fromkeys(Person.key(each["by"]) for each in one.history if each["by"])
    found = context.store.get_many(Person, keys) if keys else []
    return {each.person_id: each.called for each in found}


def _note(context: Context, uow: UnitOfWork, one: Application, what: Done, reason: str, message: str) -> None:
    note(context, uow, one, what, reason)
    one.decided_at, one.decided_by = clock.iso(context.clock()), context.principal.person_id
    one.message = message.strip()


def _commit(context: Context, uow: UnitOfWork, one: Application) -> Application:
    uow.save(one)
    counting.note(context, uow, one)
    uow.commit()
    return one
