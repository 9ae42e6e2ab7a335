"""Applications: an applicant's own, and those that organizers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, addresses, clock, ids
from mentoring.errors import Conflict, NotFound
from mentoring.events.recruitment import ApplicationChanged, ApplicationSubmitted
from mentoring.store import retrying
from mentoring.tables.identity import Address, Person
from mentoring.tables.recruitment import Application, Digest, FormPlan, Participant, Programme, Readdressed
from mentoring.tables.vocabulary import ApplicationState, Channel, Role
from recruitment import counting, domain, store
from recruitment.use_cases import digests, leaving, listing
from recruitment.use_cases.late import admits
from recruitment.use_cases.programmes import by_slug, today
from recruitment.use_cases.reached import application_id_of, application_ids

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.store import Page
    from mentoring.tables.recruitment import Profile


def my_application(context: Context, slug: str, role: str, late: str = "") -> tuple[Programme, Application | None]:
    """Return a programme by its slug, and the user's application for a role in it.

    Applicants can reach their application even if the programme has no public page, and so can who has a link to apply
    `late` (its token).
    """
    access.person(context)
    if role not in tuple(Role):
        raise NotFound
    programme = by_slug(context, slug, lambda programme_id: _own_keys(context, programme_id, role))
    application = _own_application(context, programme.programme_id, role)
    if application is None and not store.programme(programme).has_page and not admits(context, programme, role, late):
        raise NotFound
    return programme, application


def mine(context: Context, programme_id: str, role: str) -> tuple[Programme, Application | None]:
    """Return a programme by its id, and the user's application for a role in it; like `my_application`."""
    access.person(context)
    if role not in tuple(Role):
        raise NotFound
    programme = access.with_programme(context, programme_id, _own_keys(context, programme_id, role))
    application = _own_application(context, programme_id, role)
    if application is None and not store.programme(programme).has_page:
        raise NotFound
    return programme, application


def unsaved(context: Context, programme_id: str, role: str) -> Application:
    """Return the draft that the user hasn't saved yet."""
    return _new_application(context, programme_id, role, context.principal.email)


def door(
    context: Context, programme: Programme, application: Application | None, late: str = ""
) -> tuple[Conflict | None, bool]:
    """Return why the user's application can't be saved or sent now (None: it can), and whether it can be withdrawn.

    None as the application stands for a new one; `late` is the id of an invitation that counts (`late.admits`).
    """
    stands = domain.Application() if application is None else store.application(application)
    kept = store.programme(programme)
    refusal = None
    try:
        kept.check_takes(stands, today(context, programme), late=bool(late))
    except Conflict as error:
        refusal = error
    return refusal, application is not None and stands.may_be_withdrawn(over=kept.is_over)


def _own_keys(context: Context, programme_id: str, role: str) -> list[access.Key]:
    """Return what sending or withdrawing one's application reads, unless it was made with another address."""
    own = application_id_of(programme_id, role, context.principal.email)
    return [
        Person.key(context.principal.person_id),
        Readdressed.key(programme_id, own),
        FormPlan.key(programme_id),
        Application.key(programme_id, own),
        Participant.key(programme_id, own),
        *counting.keys_of(programme_id, own),
        Digest.key(programme_id),
    ]


def _own_application(context: Context, programme_id: str, role: str) -> Application | None:
    """Return the user's application, whichever of their addresses it was made with.

    Raises `NotFound` if the address leads to somebody else's, who had it before and whose mailbox it isn't any more.
    """
    someone = context.store.get(Person, *Person.key(context.principal.person_id))
    emails = [context.principal.email, *(someone.others if someone is not None else ())]
    for application_id in application_ids(context, programme_id, [(role, email) for email in emails]):
        found = context.store.get(Application, *Application.key(programme_id, application_id))
        if found is not None and _is_of_another(context, found):
            raise NotFound
        if found is not None:
            return found
    return None


def _is_of_another(context: Context, one: Application) -> bool:
    """Return whether an application belongs to another account than the user's."""
    if not one.list_pk or one.list_pk == Person.listing(context.principal.person_id):
        return False
    _, sk = Person.key(context.principal.person_id)
    return context.store.get(Person, one.list_pk, sk) is not None


@retrying
def keep_application(
    context: Context, slug: str, role: str, profile: Profile, *, submit: bool, draft: domain.Draft | None = None
) -> Application:
    """Save the user's draft, or send it; the same address and role lead to the same application.

    A draft keeps the form as it was typed, whatever is wrong in it, and `profile` is what could be read of it. What
    organizers have seen stays as it was sent until it is sent again. An application that was begun by a link to apply
    late may be sent while the link counts.
    """
    from recruitment.use_cases import reminding  # noqa: PLC0415 - the worker keeps no drafts

    draft = draft or domain.Draft()
    draft.check()
    programme, application = my_application(context, slug, role, draft.late)
    if application is None:
        application = _new_application(context, programme.programme_id, role, context.principal.email)
    stands = store.application(application)
    _check_takes(context, programme, application, draft.late)
    if draft.version and not draft.continues(application.typed_on):
        application.expect(draft.version)
    list_for(application, context.principal.person_id)
    now = clock.iso(context.clock())
    application.typed, application.typed_at = ({}, None) if submit else (dict(draft.answers), now)
    application.typed_on = draft.page
    uow = context.begin()
    if submit:
        changed = stands.state == ApplicationState.SUBMITTED
        ids_ = (application.application_id, programme.programme_id)
        said = ApplicationChanged(*ids_) if changed else ApplicationSubmitted(*ids_, role, "form")
        uow.publish(said, aggregate=application)
        digests.expect(context, uow, programme)
    store.keep(application, stands.submit(now) if submit else stands.keep())
    if submit or application.state == ApplicationState.DRAFT:
        application.profile, application.locale, application.channel = profile, context.locale, Channel.FORM
        application.asked = {}  # the form asks for all of it
    uow.save(application)
    counting.note(context, uow, application)
    reminding.remind_later(context, programme, application)
    uow.commit()
    return application


def _check_takes(context: Context, programme: Programme, application: Application, late: str) -> None:
    """Raise unless the application may be saved or sent, in time or by an invitation, which is noted on it."""
    stands, now = store.application(application), today(context, programme)
    try:
        store.programme(programme).check_takes(stands, now)
    except domain.RecruitmentClosed:
        application.late = admits(context, programme, application.role, late, application.late)
        store.programme(programme).check_takes(stands, now, late=bool(application.late))


def _new_application(context: Context, programme_id: str, role: str, email: str) -> Application:
    (application_id,) = application_ids(context, programme_id, [(role, email)])
    return draft_of(programme_id, role, email, application_id)


def draft_of(programme_id: str, role: str, email: str, application_id: str) -> Application:
    """Return a draft; `list_for` lists it for its applicant."""
    return Application(
        *Application.key(programme_id, application_id),
        application_id=application_id,
        programme_id=programme_id,
        role=role,
        email=addresses.compared(email),
    )


def list_for(application: Application, person_id: str) -> None:
    """List an application for a person's home page."""
    place = Application.list_key(person_id, application.programme_id, application.role)
    application.list_pk, application.list_sk = place


@retrying
def withdraw(context: Context, programme_id: str, role: str) -> Application:
    """Withdraw the user's application; a second time changes nothing.

    Accepted people leave the programme with it: pairing takes care of their pairs.
    """
    access.person(context)
    programme = access.with_programme(context, programme_id, _own_keys(context, programme_id, role))
    application = _own_application(context, programme_id, role)
    if application is None:
        raise NotFound
    leaving.withdraw(context, programme, application)
    return application


def applications(
    context: Context, programme_id: str, wanted: Mapping[str, str] | None = None, after: str = "", limit: int = 50
) -> Page[Application]:
    """Return a page of a programme's applications, for its organizers; see `listing.page`."""
    return listing.page(context, programme_id, wanted or {}, after, limit)


def application(context: Context, programme_id: str, application_id: str) -> Application:
    """Return an application, for the organizers."""
    return in_programme(context, programme_id, application_id)[1]


def in_programme(context: Context, programme_id: str, application_id: str) -> tuple[Programme, Application]:
    """Return a programme and one of its applications, for the organizers."""
    from mentoring.tables.gatherings.attendance import GatheringRecord  # noqa: PLC0415 - the worker shows nobody

    key = Application.key(programme_id, application_id)
    programme = access.organizer(
        context,
        programme_id,
        also=[
            key,
            Participant.key(programme_id, application_id),
            FormPlan.key(programme_id),
            GatheringRecord.key(programme_id, application_id),
        ],
    )
    found = context.store.get(Application, *key)
    if found is None or not store.application(found).is_shown:
        raise NotFound
    return programme, found


def participants(context: Context, programme_id: str, after: str = "", limit: int = 50) -> Page[Participant]:
    """Return a page of the participants of a programme."""
    access.organizer(context, programme_id)
    return context.store.page(Participant, *Participant.of(programme_id), after=after, limit=limit)


def persons_of(context: Context, chosen: Sequence[Application]) -> dict[str, str]:
    """Return address → person id, existing or future (conventions, «People and participants»)."""
    emails = list(dict.fromkeys(one.email for one in chosen))
    known = context.store.get_many(Address, [Address.key(email) for email in emails]) if emails else []
    persons = {(one.pk, one.sk): one.person_id for one in known}
    return {email: persons.get(Address.key(email)) or ids.derived("person", email) for email in emails}
