"""What organizers and applicants do."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import access, clock, ids
from mentoring.errors import NotFound, Stale
from mentoring.events.catalogue import (
    ApplicationAccepted,
    ApplicationDecided,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    OrganizationFounded,
    ProgrammeChanged,
    ProgrammeCreated,
    ProgrammeStageChanged,
)
from mentoring.store import retrying
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import (
    Application,
    Member,
    Organization,
    Participant,
    Programme,
    Slug,
    StageChange,
)
from recruitment import domain, intake

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Profile

T = TypeVar("T")

TOGETHER = 25
"""Applications decided or imported in one transaction (four items each at most, 100 in all)."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: rows in the file, applications made, those that were there before, reasons for the rest."""

    rows: int
    imported: int
    already_there: int
    errors: tuple[intake.RowError, ...]


def found_organization(context: Context, name: str) -> Organization:
    """Create an organization; who is signed in becomes its owner."""
    owner = access.person(context)
    organization_id = ids.new()
    organization = Organization(*Organization.key(organization_id), organization_id=organization_id, name=name)
    member = Member(*Member.key(organization_id, owner), organization_id=organization_id, person_id=owner, role="owner")
    member.list_pk, member.list_sk = f"PERSON#{owner}", f"MEMBER#{organization_id}"
    uow = context.begin()
    uow.save(organization)
    uow.save(member)
    uow.publish(OrganizationFounded(organization_id, owner), aggregate=organization)
    uow.commit()
    return organization


def my_organizations(context: Context) -> list[tuple[Organization, list[Programme]]]:
    """Return the organizations of who is signed in, each with its programmes, newest first."""
    memberships = context.store.listed(Member, f"PERSON#{access.person(context)}", "MEMBER#")
    keys = [Organization.key(member.organization_id) for member in memberships]
    found = context.store.get_many(Organization, keys) if keys else []
    return [(one, context.store.listed(Programme, f"ORG#{one.organization_id}", "PROGRAMME#")) for one in found]


def create_programme(context: Context, organization_id: str, settings: dict[str, Any]) -> Programme:
    """Create a programme as a draft; `settings` are fields of Programme, `slug` is made of the name when missing."""
    access.member(context, organization_id)
    organization = context.store.get(Organization, *Organization.key(organization_id))
    if organization is None:
        raise NotFound
    programme_id = ids.new()
    wanted = settings.pop("slug", "") or ""
    slug = domain.check_slug(wanted) if wanted else _free_slug(context, domain.slugify(settings["name"]))
    programme = Programme(
        *Programme.key(programme_id),
        programme_id=programme_id,
        organization_id=organization_id,
        organization_name=organization.name,
        slug=slug,
        **settings,
    )
    programme.list_pk, programme.list_sk = f"ORG#{organization_id}", f"PROGRAMME#{programme_id}"
    uow = context.begin()
    uow.save(programme)
    uow.save(Slug(*Slug.key(slug), slug=slug, programme_id=programme_id))
    uow.publish(ProgrammeCreated(programme_id, organization_id), aggregate=programme)
    try:
        uow.commit()
    except Stale as error:
        raise domain.SlugTaken from error
    return programme


def _free_slug(context: Context, wished: str) -> str:
    taken = context.store.get(Slug, *Slug.key(wished)) is not None
    return f"{wished[:52].strip('-')}-{ids.new()[:6]}" if taken else wished


@retrying
def change_programme(context: Context, programme_id: str, changes: dict[str, Any]) -> Programme:
    """Change settings of a programme."""
    programme = access.organizer(context, programme_id)
    for name, value in changes.items():
        setattr(programme, name, value)
    uow = context.begin()
    uow.save(programme)
    _list_slug(context, uow, programme)
    uow.publish(ProgrammeChanged(programme_id), aggregate=programme)
    uow.commit()
    return programme


@retrying
def move_programme(context: Context, programme_id: str, to: str, reason: str = "") -> Programme:
    """Move a programme to the next stage, or back by one with a reason."""
    programme = access.organizer(context, programme_id)
    step = domain.move(programme.stage, to, reason)
    programme.stage = step.to_stage
    now = clock.iso(context.clock())
    uow = context.begin()
    uow.save(programme)
    uow.save(
        StageChange(
            f"PROGRAMME#{programme_id}",
            f"STAGE#{now}#{programme.version}",
            programme_id=programme_id,
            from_stage=step.from_stage,
            to_stage=step.to_stage,
            by=context.principal.person_id,
            at=now,
            reason=reason,
        )
    )
    _list_slug(context, uow, programme)
    uow.publish(ProgrammeStageChanged(programme_id, step.from_stage, step.to_stage), aggregate=programme)
    uow.commit()
    return programme


def _list_slug(context: Context, uow: Any, programme: Programme) -> None:
    """Let the catalogue show the programme while it is public."""
    slug = context.store.get(Slug, *Slug.key(programme.slug))
    if slug is None:
        raise NotFound
    public = domain.is_public(programme.stage, programme.visibility)
    wanted = ("CATALOGUE", programme.slug) if public else (None, None)
    if (slug.list_pk, slug.list_sk) != wanted:
        slug.list_pk, slug.list_sk = wanted
        uow.save(slug)


def catalogue(context: Context) -> list[Programme]:
    """Return the public programmes."""
    slugs = context.store.listed(Slug, "CATALOGUE")
    return context.store.get_many(Programme, [Programme.key(slug.programme_id) for slug in slugs]) if slugs else []


def public_programme(context: Context, slug: str) -> Programme:
    """Return a programme by its address, when anybody may see its page."""
    found = context.store.get(Slug, *Slug.key(slug))
    programme = context.store.get(Programme, *Programme.key(found.programme_id)) if found else None
    if programme is None or not domain.has_page(programme.stage, programme.visibility):
        raise NotFound
    return programme


def my_application(context: Context, programme: Programme, role: str) -> Application | None:
    """Return the application of who is signed in, in a role."""
    access.person(context)
    application_id = application_id_of(programme.programme_id, role, context.principal.email)
    return context.store.get(Application, *Application.key(programme.programme_id, application_id))


def application_id_of(programme_id: str, role: str, email: str) -> str:
    """Return the one id an address can have in a role of a programme."""
    return ids.derived("application", programme_id, role, ids.normalise_address(email))


@retrying
def keep_application(
    context: Context, programme: Programme, role: str, profile: Profile, *, submit: bool
) -> Application:
    """Save the draft of who is signed in, or submit it; the same address and role reach the same application."""
    if programme.stage != "recruiting" or role not in domain.ROLES:
        raise domain.RecruitmentClosed
    application = my_application(context, programme, role)
    if application is not None and application.state not in (domain.DRAFT, domain.NEEDS_INFO):
        raise domain.AlreadyApplied
    if application is None:
        application = _new_application(context, programme.programme_id, role, context.principal.email, "form")
    application.profile = profile
    uow = context.begin()
    if submit:
        application.state, application.submitted_at = domain.SUBMITTED, clock.iso(context.clock())
        uow.publish(
            ApplicationSubmitted(application.application_id, programme.programme_id, role, "form"),
            aggregate=application,
        )
    uow.save(application)
    uow.commit()
    return application


def _new_application(context: Context, programme_id: str, role: str, email: str, channel: str) -> Application:
    application_id = application_id_of(programme_id, role, email)
    return Application(
        *Application.key(programme_id, application_id),
        application_id=application_id,
        programme_id=programme_id,
        role=role,
        email=ids.normalise_address(email),
        locale=context.locale,
        channel=channel,
    )


def import_applications(context: Context, programme_id: str, content: bytes) -> Imported:
    """Make applications of the good rows of a file; every row as a whole or not at all, again and again the same."""
    programme = access.organizer(context, programme_id)
    if programme.stage not in ("draft", "recruiting", "matching"):
        raise domain.RecruitmentClosed
    taken = intake.read(content, context.clock())
    made = there = 0
    for rows in parts(taken.good, TOGETHER * 2):
        new, old = _import(context, programme_id, rows)
        made, there = made + new, there + old
    return Imported(taken.rows, made, there, taken.errors)


@retrying
def _import(context: Context, programme_id: str, rows: Sequence[intake.Row]) -> tuple[int, int]:
    keys = [Application.key(programme_id, application_id_of(programme_id, row.role, row.email)) for row in rows]
    known = {one.application_id for one in context.store.get_many(Application, keys)}
    uow = context.step()
    made = 0
    for row in rows:
        application = _new_application(context, programme_id, row.role, row.email, "import")
        if application.application_id in known:
            continue
        application.profile = row.profile
        application.state, application.submitted_at = domain.SUBMITTED, clock.iso(context.clock())
        uow.save(application)
        uow.publish(
            ApplicationSubmitted(application.application_id, programme_id, row.role, "import"), aggregate=application
        )
        made += 1
    uow.commit()
    return made, len(rows) - made


def applications(context: Context, programme_id: str) -> list[Application]:
    """Return all applications of a programme."""
    access.organizer(context, programme_id)
    return context.store.query(Application, f"PROGRAMME#{programme_id}", "APPLICATION#")


def participants(context: Context, programme_id: str) -> list[Participant]:
    """Return all participants of a programme."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    return context.store.query(Participant, f"PROGRAMME#{programme_id}", "PARTICIPANT#")


def decide(
    context: Context, programme_id: str, application_ids: Iterable[str] | None, decision: str, comment: str = ""
) -> list[Application]:
    """Decide applications by their ids, or with None all that are open; return them.

    Raises `NotFound` for a foreign id and `DecisionRefused` when a named one can't be decided so; those before it in
    earlier parts stay decided, and sending the same again goes on.
    """
    access.organizer(context, programme_id)
    if application_ids is None:
        all_of_them = context.store.query(Application, f"PROGRAMME#{programme_id}", "APPLICATION#")
        chosen = [one.application_id for one in all_of_them if one.state == domain.SUBMITTED]
    else:
        chosen = list(dict.fromkeys(application_ids))
    return [one for part in parts(chosen, TOGETHER) for one in _decide(context, programme_id, part, decision, comment)]


@retrying
def _decide(
    context: Context, programme_id: str, application_ids: Sequence[str], decision: str, comment: str
) -> list[Application]:
    keys = [Application.key(programme_id, one) for one in application_ids]
    found = context.store.get_many(Application, keys)
    if len(found) != len(keys):
        raise NotFound
    uow = context.step()
    now = clock.iso(context.clock())
    for application in found:
        application.state = domain.decide(application.state, decision)
        application.decided_at, application.decided_by = now, context.principal.person_id
        application.comment = comment or application.comment
        uow.save(application)
        if decision == domain.ACCEPTED:
            participant = _participant(context, application, now)
            uow.save(participant)
            uow.publish(
                ApplicationAccepted(
                    application.application_id,
                    programme_id,
                    participant.participant_id,
                    participant.person_id,
                    application.role,
                ),
                aggregate=application,
            )
        else:
            uow.publish(ApplicationDecided(application.application_id, programme_id, decision), aggregate=application)
    uow.commit()
    return found


def _participant(context: Context, application: Application, now: str) -> Participant:
    address = context.store.get(Address, *Address.key(application.email))
    person_id = address.person_id if address is not None else ids.derived("person", application.email)
    profile = application.profile
    participant = Participant(
        *Participant.key(application.programme_id, application.application_id),
        participant_id=application.application_id,
        programme_id=application.programme_id,
        person_id=person_id,
        role=application.role,
        email=application.email,
        name=f"{profile['first_name']} {profile['last_name']}",
        form=profile["form"],
        locale=application.locale,
        zone=profile["zone"],
        profile=profile,
        accepted_at=now,
    )
    participant.list_pk = f"PERSON#{person_id}"
    participant.list_sk = f"PARTICIPANT#{application.programme_id}#{application.role}"
    return participant


@retrying
def withdraw(context: Context, programme_id: str, role: str) -> Application:
    """Withdraw the application of who is signed in, while it isn't decided."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    application = my_application(context, programme, role) if programme else None
    if application is None:
        raise NotFound
    if application.state not in (domain.DRAFT, *domain.OPEN_STATES):
        raise domain.DecisionRefused
    application.state = domain.WITHDRAWN
    uow = context.begin()
    uow.save(application)
    uow.publish(ApplicationWithdrawn(application.application_id, programme_id), aggregate=application)
    uow.commit()
    return application


def parts(items: Sequence[T], size: int) -> Iterable[list[T]]:
    """Yield the items in their order, `size` at a time."""
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part
