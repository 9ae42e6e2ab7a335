"""What who was imported says to the first mail: that's me, or that's not me."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mentoring import access, clock, consents, ids, links
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.recruitment import AddressConfirmed, ApplicantDisowned, ApplicationCompleted
from mentoring.questions import PREFIX
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import (
    Application,
    Disowned,
    FormPlan,
    Organization,
    Participant,
    Programme,
    Readdressed,
)
from mentoring.tables.vocabulary import ApplicationState, Claim, Role
from mentoring.values import dataclass
from recruitment import counting, store
from recruitment.imports import cells, own, profiles
from recruitment.imports.mapping import is_own
from recruitment.use_cases import form_plan, organizations
from recruitment.use_cases.leaving import leave
from recruitment.use_cases.participants import take_over
from recruitment.use_cases.reached import application_id_of, application_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from recruitment.domain.form import Form


@dataclass(frozen=True)
class Added:
    """What imported people are shown: their application, and who added them."""

    programme: Programme
    application: Application
    organization: str
    organizer: str


def look(context: Context, token: str) -> Added:
    """Return the application and organization of a first mail's link."""
    return _look(context, token)


def _look(context: Context, token: str, *, to_leave: bool = False, to_complete: bool = False) -> Added:
    """See `look`; with `to_leave` or `to_complete`, everything that a no or an answer changes is read with it."""
    link = links.read("added", token, context.clock())
    programme_id, address = str(link.claims.get("programme_id", "")), str(link.claims.get("address"))
    key, places = Application.key(programme_id, link.subject), counting.keys_of(programme_id, link.subject)
    left = [Participant.key(programme_id, link.subject), *places] if to_leave or to_complete else []

    def along(of: access.Fixed) -> list[access.Key]:
        no = [Disowned.key_of(of.organization_id, address)] if to_leave else []
        return [Organization.key(of.organization_id), *no]

    also = [key, FormPlan.key(programme_id), *left]
    programme = access.with_programme(context, programme_id, also, along)
    one = context.store.get(Application, *key)
    if one is None or ids.address_key(one.email) != link.claims.get("address"):
        raise NotFound  # also where the address was corrected since: who got it by mistake decides nothing
    by_key = [Person.key(one.added_by)] if one.added_by else []
    context.store.get_many(Item, [*by_key, *(_keys_of_address(one) if to_leave else [])])
    by = context.store.get(Person, *Person.key(one.added_by)) if one.added_by else None
    organization = organizations.get(context, programme.organization_id)
    return Added(programme, one, organization.name, by.says("name") if by else "")


@retrying
def answer(context: Context, token: str, *, me: bool, typed: Mapping[str, str] | None = None) -> Added:
    """Answer «that's me» or «that's not me»; the second withdraws everything of this address in the programme.

    With a yes, `typed` tells what the file didn't: field → text, for those of `Application.asked`; what stays empty is
    still asked. The same answer again changes nothing, and a no is final. Raises `Invalid` for what can't be read.
    """
    added = _look(context, token, to_leave=not me, to_complete=bool(typed))
    one = added.application
    if one.answered == Claim.NOT_ME:
        return added
    if not me:
        _disown(context, added)
        return added
    said = _said(added, typed or {}, form_plan.of(context, added.programme.programme_id))
    if one.answered == Claim.ME and not said:
        return added
    uow = context.begin()
    if said:
        _complete(context, uow, added.programme, one, said)
    if one.answered != Claim.ME:
        one.answered = Claim.ME
        uow.publish(AddressConfirmed(one.application_id, one.programme_id), aggregate=one)
    uow.save(one)
    uow.commit()
    organizations.refresh(context, added.programme.organization_id)
    return added


def _said(added: Added, typed: Mapping[str, str], form: Form) -> dict[str, Any]:
    """Return field → value of what somebody completes; raises `Invalid` with all that can't be read.

    What still stands there as the file has it, is left for later.
    """
    asked = added.application.asked
    raw = {name: typed[name] for name, text in asked.items() if typed.get(name, "").strip() not in ("", text.strip())}
    values, refused = cells.read_cells({"role": added.application.role, **raw}, added.programme.topics)
    own_asked = [one for one in form.asks(added.application.role) if one.name in raw]
    answers, unread = own.read_all(own_asked, raw)
    refused |= unread
    values |= {one.name: answers.get(one.id) for one in own_asked}
    wrong = {f"/{name}": why for name, why in refused.items() if name in raw}
    if wrong:
        params = {name: value for why in wrong.values() for name, value in why.params.items()}
        raise AnswerUnclear(fields={name: why.message for name, why in wrong.items()}, **params)
    return {name: values[name] for name in raw if name in values}


def _complete(
    context: Context, uow: UnitOfWork, programme: Programme, one: Application, said: Mapping[str, Any]
) -> None:
    """Put what somebody said on their application, and on what they are accepted with."""
    now = clock.iso(context.clock())
    given = [
        {"kind": kind, "version": consents.version(programme.consent_texts, kind), "at": now, "by": profiles.PERSON}
        for kind in profiles.CONSENTS
        if said.get(f"{kind}_consent")
    ]
    told = {name: value for name, value in said.items() if not name.endswith("_consent") and not is_own(name)}
    answers = {name.removeprefix(PREFIX): value for name, value in said.items() if is_own(name)}
    one.profile = {**one.profile, **told, "consents": [*one.profile["consents"], *given]}
    if answers:
        one.profile["answers"] = one.profile.get("answers", {}) | answers
    one.asked = {name: text for name, text in one.asked.items() if name not in said}
    counting.note(context, uow, one)
    uow.publish(ApplicationCompleted(one.application_id, one.programme_id), aggregate=one)
    participant = context.store.get(Participant, *Participant.key(one.programme_id, one.application_id))
    if participant is not None:
        take_over(participant, one)
        uow.save(participant)


class AnswerUnclear(Invalid):
    """What somebody typed to complete their application can't be read."""

    code = "answer-unclear"
    message = N_("Some of this can't be read. Look at the fields below.")


def _disown(context: Context, added: Added) -> None:
    programme, one = added.programme, added.application
    organization = organizations.get(context, programme.organization_id)
    over = store.programme(programme).is_over
    uow = context.begin()
    theirs: list[Application] = []
    for mine in _of_address(context, programme.programme_id, one):
        mine.answered = Claim.NOT_ME
        theirs.append(mine)
        stands = store.application(mine)
        if stands.may_be_withdrawn(over=over):
            store.keep(mine, stands.withdraw(over=over))
            leave(context, uow, mine)
        uow.save(mine)
    counting.note(context, uow, *theirs)
    one.answered, one.state = Claim.NOT_ME, ApplicationState.WITHDRAWN
    if context.store.get(Disowned, *Disowned.key(organization.organization_id, one.email)) is None:
        at = clock.iso(context.clock())
        uow.save(Disowned(*Disowned.key(organization.organization_id, one.email), at=at))
        organization.disowned = organization.disowned + 1
        uow.save(organization)
    uow.publish(ApplicantDisowned(one.application_id, programme.programme_id), aggregate=one)
    uow.commit()


def _keys_of_address(one: Application) -> list[access.Key]:
    """Return what `_disown` reads of somebody's address, unless it was corrected."""
    ids_ = [application_id_of(one.programme_id, role, one.email) for role in Role]
    items = (Readdressed, Application, Participant)
    beside = counting.keys_of(one.programme_id, one.application_id, *ids_)
    return [item.key(one.programme_id, each) for each in ids_ for item in items] + beside


def _of_address(context: Context, programme_id: str, one: Application) -> list[Application]:
    """Return the applications of an address, in all roles."""
    reached = application_ids(context, programme_id, [(role, one.email) for role in Role])
    keys = [Application.key(programme_id, each) for each in (one.application_id, *reached)]
    return [each for each in context.store.get_many(Application, keys) if each.email == one.email]
