"""Decisions on applications, which turn applicants into participants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, clock
from mentoring.batches import batched
from mentoring.errors import N_, Conflict, Invalid, NotFound
from mentoring.events.recruitment import ApplicationAccepted, ApplicationDecided
from mentoring.people import confirmed_since
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import Application, Participant
from mentoring.tables.vocabulary import Act, ApplicationState
from mentoring.values import dataclass
from recruitment import counting, domain, rows, standing, store
from recruitment.use_cases import auditing, listing
from recruitment.use_cases.applications import persons_of
from recruitment.use_cases.participants import take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme
    from recruitment.rows import Row

DECIDED_TOGETHER = 24
"""Applications decided in one transaction: at most four items each, 100 in all."""
DECIDED_AT_ONCE = 90
"""Applications decided within a request; more become a job (`decision_jobs`)."""


@dataclass(frozen=True)
class Remarks:
    """The texts of a decision: `comment` for organizers, `message` for the applicants."""

    comment: str
    message: str


def decide(
    context: Context,
    programme_id: str,
    application_ids: Iterable[str] | None,
    decision: ApplicationState,
    *,
    comment: str = "",
    message: str = "",
) -> list[Application]:
    """Decide on applications by id, or with None on all submitted ones; return those that changed.

    The comment is only for organizers; the message is mailed to the applicants with this decision only. A question to
    them needs a message. Raises `NotFound` for a foreign id and `DecisionRefused` if one of them can't be decided so;
    then none is. After an interruption the same call decides the rest. Raises `TooManyAtOnce` if it would take longer
    than a request may.
    """
    named = list(dict.fromkeys(application_ids or ()))
    check_decision(context, programme_id, decision, message, named[:DECIDED_TOGETHER])
    chosen = _all_submitted(context, programme_id, decision) if application_ids is None else named
    if len(chosen) > DECIDED_TOGETHER:
        check_chosen(context, programme_id, chosen, decision)
    if len(chosen) > DECIDED_AT_ONCE:
        raise TooManyAtOnce
    words = Remarks(comment.strip(), message.strip())
    decided = (decide_some(context, programme_id, part, decision, words) for part in batched(chosen, DECIDED_TOGETHER))
    return [one for part in decided for one in part]


class TooManyAtOnce(Conflict):
    """More applications than can be decided within a request."""

    code = "too-many-at-once"
    message = N_("These are too many to be decided at once.")


def check_decision(
    context: Context, programme_id: str, decision: ApplicationState, message: str, named: Sequence[str] = ()
) -> None:
    """Raise unless the user may decide so now; also reads what a decision on the chosen ones needs."""
    also = [Application.key(programme_id, one) for one in named]
    also += counting.keys_of(programme_id, *named) or listing.keys(programme_id)
    if decision == ApplicationState.ACCEPTED:
        also += [Participant.key(programme_id, one) for one in named]
    programme = access.organizer(context, programme_id, also=also)
    if not store.programme(programme).takes_decisions:
        raise domain.DecisionRefused
    if decision == ApplicationState.NEEDS_INFO and not message.strip():
        raise Invalid(fields={"/message": N_("Write what is missing; the applicant reads it.")})


def check_chosen(
    context: Context, programme_id: str, application_ids: Sequence[str], decision: ApplicationState
) -> None:
    """Raise unless all of them can be decided so."""
    for one in _named(context, programme_id, application_ids):
        store.application(one).decide(decision)
        if counting.waits(one):
            raise standing.NotToldYet
        if not _may_be(one, decision):
            raise standing.NoConsentYet


def _all_submitted(context: Context, programme_id: str, decision: ApplicationState) -> list[str]:
    """Return the applications waiting for a decision."""
    return [one.application_id for one in listing.of_programme(context, programme_id) if together(one, decision)]


def together(one: Row, decision: ApplicationState) -> bool:
    """Return whether an application is among those decided together: sent, told if imported, with its consents."""
    lacks = one.asked and decision == ApplicationState.ACCEPTED
    return one.state == ApplicationState.SUBMITTED and not one.waits and not lacks


def _may_be(one: Application, decision: ApplicationState) -> bool:
    """Return whether the person has given, or a file has told, what the decision needs: consents, to be accepted."""
    return decision != ApplicationState.ACCEPTED or not rows.lacks(one)


def chosen(context: Context, programme_id: str, application_ids: Sequence[str]) -> tuple[Programme, list[Application]]:
    """Return a programme and the applications an organizer chose, in order.

    One that is missing or not sent raises `NotFound`.
    """
    keys = [Application.key(programme_id, one) for one in application_ids]
    programme = access.organizer(context, programme_id, also=keys)
    found = _named(context, programme_id, list(dict.fromkeys(application_ids)))
    if not all(store.application(one).is_shown for one in found):
        raise NotFound
    return programme, found


def possible(applications: Sequence[Application]) -> list[ApplicationState]:
    """Return the decisions that may follow on all of these."""
    stands = [store.application(one) for one in applications]
    return [decision for decision in domain.DECISIONS if all(one.takes(decision) for one in stands)]


def unconfirmed(context: Context, applications: Iterable[Application]) -> list[Application]:
    """Return those who haven't confirmed their address by signing in or answering, since the first mail."""
    everybody = list(applications)
    keys = dict.fromkeys(Address.key(one.email) for one in everybody)
    known = {(one.pk, one.sk): one for one in context.store.get_many(Address, keys)}
    return [one for one in everybody if not confirmed_since(known.get(Address.key(one.email)), one.silent_since)]


def _named(context: Context, programme_id: str, application_ids: Sequence[str]) -> list[Application]:
    found = context.store.get_many(Application, [Application.key(programme_id, one) for one in application_ids])
    if len(found) != len(application_ids):
        raise NotFound
    return found


@retrying
def decide_some(
    context: Context,
    programme_id: str,
    application_ids: Sequence[str],
    decision: ApplicationState,
    words: Remarks,
    also: Callable[[UnitOfWork, int], None] | None = None,
) -> list[Application]:
    """Decide on as many as fit into one transaction.

    With `also`, which adds the caller's record of how many there are, applications that can't be decided so any more
    are skipped.
    """
    context = context.remembering()
    if also is None:
        check_chosen(context, programme_id, application_ids, decision)
    found = context.store.get_many(Application, [Application.key(programme_id, one) for one in application_ids])
    changed = [
        one
        for one in found
        if not counting.waits(one) and _may_be(one, decision) and store.application(one).takes(decision)
    ]
    keys = [Participant.key(programme_id, one.application_id) for one in changed]
    wanted = counting.keys_of(programme_id, *(one.application_id for one in changed))
    if decision == ApplicationState.ACCEPTED:
        wanted += [*(Address.key(one.email) for one in changed), *keys]
    context.store.get_many(Item, wanted)
    persons = persons_of(context, changed) if decision == ApplicationState.ACCEPTED else {}
    returning = {one.participant_id: one for one in (context.store.get_many(Participant, keys) if persons else [])}
    now = clock.iso(context.clock())
    uow = context.step()
    for one in changed:
        store.keep(one, store.application(one).decide(decision))
        one.decided_at, one.decided_by = now, context.principal.person_id
        one.comment, one.message, one.returned = words.comment or one.comment, words.message, False
        one.taken_out_at = None
        uow.save(one)
        if decision == ApplicationState.ACCEPTED:
            participant = _participant(one, persons[one.email], now)
            if one.application_id in returning:
                participant.version = returning[one.application_id].version
            uow.save(participant)
            uow.publish(
                ApplicationAccepted(
                    one.application_id, programme_id, participant.participant_id, participant.person_id, one.role
                ),
                aggregate=one,
            )
        else:
            told = uow.publish(ApplicationDecided(one.application_id, programme_id, decision), aggregate=one)
            one.refusal = told.meta.id if decision == ApplicationState.REJECTED else one.refusal
    counting.note(context, uow, *changed)
    if also is None:
        about = [one.application_id for one in changed]
        why = words.comment or words.message
        auditing.note(
            context, uow, auditing.programme(programme_id), Act.DECIDED, about=about, why=why, state=str(decision)
        )
    if also is not None:
        also(uow, len(changed))
    uow.commit()
    return changed


def _participant(application: Application, person_id: str, now: str) -> Participant:
    participant = Participant(
        *Participant.key(application.programme_id, application.application_id),
        participant_id=application.application_id,
        programme_id=application.programme_id,
        person_id=person_id,
        role=application.role,
        email=application.email,
        locale=application.locale,
        accepted_at=now,
    )
    take_over(participant, application)
    place = Participant.list_key(person_id, application.programme_id, application.role)
    participant.list_pk, participant.list_sk = place
    return participant
