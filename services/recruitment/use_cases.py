"""What organizers and applicants do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from mentoring import access, addresses, clock, ids, levels, recruiting
from mentoring.errors import N_, Conflict, Invalid, NotFound, Stale
from mentoring.events.recruitment import (
    ApplicationAccepted,
    ApplicationDecided,
    ApplicationSubmitted,
    ProgrammeChanged,
    ProgrammeCreated,
    ProgrammeStageChanged,
)
from mentoring.i18n import day_in
from mentoring.people import confirmed_since
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.monitoring import Alert, Watch
from mentoring.tables.pairing import Pair, Proposal
from mentoring.tables.recruitment import (
    Application,
    Disowned,
    Member,
    Organization,
    Participant,
    Programme,
    Slug,
    StageChange,
)
from mentoring.tables.workspace import Summary
from mentoring.weights import Weights
from recruitment import consequences, contacts, counting, domain, intake, listing, organizations, standing, telling
from recruitment.consequences import Consequences, Process, Standing
from recruitment.counting import Tally
from recruitment.readdress import application_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mentoring.context import Context
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.recruitment import Profile

T = TypeVar("T")

DECIDED_TOGETHER = 30
"""Applications decided in one transaction: at most three items each, 100 in all."""
DECIDED_AT_ONCE = 90
"""Applications decided within a request; more are a job (`deciding`)."""
IMPORTED_TOGETHER = 30
"""Rows imported in one transaction: an application and two events each, the organization, and the answer kept."""


@dataclass(frozen=True, slots=True)
class Mine:
    """An organization of who is signed in, their role in it, and its programmes."""

    organization: Organization
    role: str
    programmes: list[Programme]

    @property
    def may_edit(self) -> bool:
        """Return whether they decide there."""
        return self.role in access.EDITORS


@dataclass(frozen=True, slots=True)
class Imported:
    """How an import went: rows in the file, applications made, those that were there before, reasons for the rest."""

    rows: int
    imported: int
    already_there: int
    errors: tuple[intake.RowError, ...]
    ignored: tuple[str, ...]
    told: int = 0
    rejected: int | None = None

    @property
    def waiting(self) -> int:
        """Return how many of the imported wait for their first mail."""
        return self.imported - self.told

    @property
    def rejected_rows(self) -> int:
        """Return how many rows were not imported."""
        return len({error.line for error in self.errors}) if self.rejected is None else self.rejected


@dataclass(frozen=True, slots=True)
class Words:
    """What is said with a decision: `comment` among organizers, `message` to the applicants."""

    comment: str
    message: str


@dataclass(frozen=True, slots=True)
class Board:
    """Where a programme stands: applications by (role, state), pairs by stage and by colour, open alerts."""

    programme: Programme
    may_edit: bool
    applications: Counter[tuple[str, str]]
    pairs: list[Pair]
    stages: Counter[str]
    colours: Counter[str]
    alerts: list[tuple[Alert, str]]
    history: list[StageChange]
    quota: telling.Quota

    def count(self, state: str = "", role: str = "") -> int:
        """Return the number of applications, of a state and of a role."""
        return sum(
            number
            for (its_role, its_state), number in self.applications.items()
            if state in ("", its_state) and role in ("", its_role)
        )


# Organizations and programmes --------------------------------------------------------------------------------------


def found_organization(context: Context, name: str) -> Organization:
    """Create an organization; who is signed in becomes its owner (`organizations.found`)."""
    return organizations.found(context, name)


def organization(context: Context, organization_id: str) -> Organization:
    """Return an organization to its members."""
    access.member(context, organization_id, access.ORGANIZERS)
    return organizations.get(context, organization_id)


def my_organizations(context: Context) -> list[Mine]:
    """Return the organizations of who is signed in, each with its programmes by name."""
    memberships = context.store.listed(Member, f"PERSON#{access.person(context)}", "MEMBER#")
    roles = {member.organization_id: member.role for member in memberships}
    found = context.store.get_many(Organization, [Organization.key(one) for one in roles]) if roles else []
    return [
        Mine(
            one,
            roles[one.organization_id],
            sorted(
                context.store.listed(Programme, f"ORG#{one.organization_id}", "PROGRAMME#"),
                key=lambda programme: str(programme.name),
            ),
        )
        for one in sorted(found, key=lambda one: str(one.name))
    ]


def create_programme(context: Context, organization_id: str, settings: Mapping[str, Any]) -> Programme:
    """Create a programme as a draft; `settings` are fields of Programme, `slug` is made of the name when missing."""
    access.member(context, organization_id)
    owner = organization(context, organization_id)
    organizations.check_name(str(settings["name"]))
    settings = _checked(context, settings)
    programme_id = ids.new()
    wanted = str(settings.get("slug", ""))
    if wanted and context.store.get(Slug, *Slug.key(domain.check_slug(wanted))) is not None:
        raise domain.SlugTaken
    slug = wanted or _free_slug(context, domain.slugify(settings["name"]))
    programme = Programme(
        *Programme.key(programme_id),
        programme_id=programme_id,
        organization_id=organization_id,
        organization_name=owner.name,
        **{**settings, "slug": slug},
    )
    programme.list_pk, programme.list_sk = f"ORG#{organization_id}", f"PROGRAMME#{programme_id}"
    uow = context.begin()
    uow.save(programme)
    uow.save(Slug(*Slug.key(slug), slug=slug, programme_id=programme_id))
    contacts.settle(context, uow, programme, owner)
    uow.publish(ProgrammeCreated(programme_id, organization_id), aggregate=programme)
    try:
        uow.commit()
    except Stale as error:
        raise domain.SlugTaken from error
    return programme


def _checked(context: Context, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of Programme as they are kept; raises when dates, weights or levels say nothing."""
    domain.check_dates(settings.get("dates", {}), context.clock().date())
    Weights.of(settings.get("weights", {}))
    own = {"levels": levels.checked(settings["levels"])} if "levels" in settings else {}
    return {**settings, **own}


def _free_slug(context: Context, wished: str) -> str:
    taken = context.store.get(Slug, *Slug.key(wished)) is not None
    return f"{wished[:52].strip('-')}-{ids.new()[:6]}" if taken else wished


@retrying
def change_programme(
    context: Context, programme_id: str, changes: Mapping[str, Any], check: Callable[[Programme], None]
) -> Programme:
    """Change settings of a programme; `check` sees the version that is going to be changed and may refuse it."""
    programme = access.organizer(context, programme_id)
    check(programme)
    organizations.check_name(str(changes.get("name", "")))
    organization = organizations.refresh(context, programme.organization_id)
    for name, value in _checked(context, changes).items():
        setattr(programme, name, value)
    uow = context.begin()
    uow.save(programme)
    contacts.settle(context, uow, programme, organization)
    organizations.list_slug(context, uow, programme, organization)
    uow.publish(ProgrammeChanged(programme_id), aggregate=programme)
    uow.commit()
    return programme


def preview_move(context: Context, programme_id: str, to: str) -> tuple[Programme, Consequences]:
    """Return what a change of stage would do, as things stand now; raise `StageRefused` when there is none."""
    programme = access.organizer(context, programme_id)
    domain.move(programme.stage, to, "looked at beforehand")
    return programme, _consequences(context, programme, to)


def _consequences(context: Context, programme: Programme, to: str) -> Consequences:
    programme_id = str(programme.programme_id)
    own = context.store.query(Item, f"PROGRAMME#{programme_id}")
    pairs = [one for one in context.store.listed(Pair, f"PROGRAMME#{programme_id}", "PAIR#") if not one.outcome]
    found = context.store.get_many(Summary, [Summary.key(one.pair_id) for one in pairs]) if pairs else []
    summaries = {str(one.pair_id): str(one.state) for one in found}
    proposals = [
        one
        for one in context.store.query(Proposal, f"PAIRING#{programme_id}", "PROPOSAL#")
        if one.state in ("sent", "accepted_by_one")
    ]
    busy = {side for one in pairs for side in (one.mentor_id, one.mentee_id)}
    busy |= {side for one in proposals for side in (one.mentor_id, one.mentee_id)}
    present = [one for one in own if isinstance(one, Participant) and not one.withdrawn_at]
    processes = (
        Process(
            pair_id=str(one.pair_id),
            name=f"{one.mentee_name} – {one.mentor_name}",
            people=(str(one.mentor_person_id), str(one.mentee_person_id)),
            stage=str(one.stage),
            held=int(one.meetings_held),
            summary=summaries.get(str(one.pair_id), ""),
        )
        for one in pairs
    )
    now = Standing(
        stage=str(programme.stage),
        planned=int(programme.planned_meetings),
        applications=dict(Counter(str(one.state) for one in own if isinstance(one, Application))),
        proposals=len(proposals),
        alone=sum(one.participant_id not in busy for one in present),
        processes=tuple(sorted(processes, key=lambda one: (one.name, one.pair_id))),
    )
    return consequences.of(now, to)


@retrying
def move_programme(context: Context, programme_id: str, to: str, reason: str = "", seen: str = "") -> Programme:
    """Move a programme to the next stage, or back by one with a reason; where it is already, nothing changes.

    What ends, closes or mails something needs the `seen` of what `preview_move` showed; raises `Unconfirmed` without
    it, and when things stand otherwise by now.
    """
    programme = access.organizer(context, programme_id)
    if programme.stage == to:
        return programme
    step = domain.move(programme.stage, to, reason)
    expected = _consequences(context, programme, to)
    if expected.asks and seen != expected.seen:
        raise domain.ChangedMeanwhile if seen else domain.Unconfirmed
    organization = organizations.refresh(context, programme.organization_id)
    programme.stage, programme.stage_version = step.to_stage, int(programme.version or 0) + 1
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
            reason=step.reason,
        )
    )
    organizations.list_slug(context, uow, programme, organization)
    uow.publish(ProgrammeStageChanged(programme_id, step.from_stage, step.to_stage), aggregate=programme)
    uow.commit()
    return programme


def board(context: Context, programme_id: str) -> Board:
    """Return where a programme stands and what needs its organizers."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS)
    role = access.member(context, programme.organization_id, access.ORGANIZERS).role
    tally = Tally.of(context, programme_id)
    listed = context.store.listed(Item, f"PROGRAMME#{programme_id}")
    pairs = [one for one in listed if isinstance(one, Pair)]
    watches = [one for one in listed if isinstance(one, Watch) and not one.closed]
    names = {pair.pair_id: f"{pair.mentee_name} – {pair.mentor_name}" for pair in pairs}
    alerts = [one for one in context.store.query(Alert, f"ALERTS#{programme_id}", "ALERT#") if one.state == "open"]
    alone = [Participant.key(programme_id, one.participant_id) for one in alerts if one.participant_id]
    named = context.store.get_many(Participant, alone) if alone else []
    names |= {one.participant_id: str(one.name) for one in named}
    return Board(
        programme=programme,
        may_edit=role in access.EDITORS,
        applications=tally.by_role_and_state,
        pairs=pairs,
        stages=Counter(one.stage for one in pairs),
        colours=Counter(one.colour for one in watches),
        alerts=[
            (one, names.get(one.participant_id or one.pair_id, ""))
            for one in sorted(alerts, key=lambda one: str(one.raised_at), reverse=True)
        ],
        history=context.store.query(StageChange, f"PROGRAMME#{programme_id}", "STAGE#"),
        quota=telling.quota(context, programme, tally),
    )


# What the public sees ----------------------------------------------------------------------------------------------


def catalogue(context: Context) -> list[tuple[Programme, bool]]:
    """Return the public programmes, each with whether it takes applications today; those that do come first."""
    slugs = context.store.listed(Slug, "CATALOGUE")
    found = context.store.get_many(Programme, [Programme.key(one.programme_id) for one in slugs]) if slugs else []
    known = [(one, takes_applications(context, one)) for one in found]
    return sorted(known, key=lambda one: (not one[1], str(one[0].name)))


def today(context: Context, programme: Programme) -> str:
    """Return the day it is in the programme's zone, YYYY-MM-DD."""
    return day_in(context.clock(), programme.zone)


def takes_applications(context: Context, programme: Programme) -> bool:
    """Return whether anybody may apply to the programme today."""
    return recruiting.takes_applications(programme.stage, programme.dates, today(context, programme))


def public_programme(context: Context, slug: str) -> Programme:
    """Return a programme by its address, when anybody may see its page or its organizers look at it beforehand."""
    programme = _by_slug(context, slug)
    if not domain.has_page(programme.stage, programme.visibility):
        if context.principal.anonymous:
            raise NotFound
        access.member(context, programme.organization_id, access.ORGANIZERS)
    return programme


def _by_slug(context: Context, slug: str) -> Programme:
    found = context.store.get(Slug, *Slug.key(slug))
    programme = context.store.get(Programme, *Programme.key(found.programme_id)) if found else None
    if programme is None:
        raise NotFound
    return programme


# Applications ------------------------------------------------------------------------------------------------------


def my_application(context: Context, slug: str, role: str) -> tuple[Programme, Application | None]:
    """Return a programme by its address and the application of who is signed in, in a role of it.

    Who has an application reaches it even where the programme has no public page.
    """
    access.person(context)
    if role not in domain.ROLES:
        raise NotFound
    programme = _by_slug(context, slug)
    application = _own_application(context, programme.programme_id, role)
    if application is None and not domain.has_page(programme.stage, programme.visibility):
        raise NotFound
    return programme, application


def _own_application(context: Context, programme_id: str, role: str) -> Application | None:
    (application_id,) = application_ids(context, programme_id, [(role, context.principal.email)])
    return context.store.get(Application, *Application.key(programme_id, application_id))


@retrying
def keep_application(context: Context, slug: str, role: str, profile: Profile, *, submit: bool) -> Application:
    """Save the draft of who is signed in, or send it; the same address and role reach the same application."""
    programme, application = my_application(context, slug, role)
    state = application.state if application else None
    domain.check_apply(programme.stage, state, programme.dates, today(context, programme))
    if application is None:
        application = _new_application(context, programme.programme_id, role, context.principal.email)
    _listed(application, context.principal.person_id)
    application.profile, application.locale, application.channel = profile, context.locale, "form"
    uow = context.begin()
    if submit:
        application.state, application.submitted_at = domain.SUBMITTED, clock.iso(context.clock())
        uow.publish(
            ApplicationSubmitted(application.application_id, programme.programme_id, role, "form"),
            aggregate=application,
        )
    elif application.state == domain.WITHDRAWN:
        application.state = domain.DRAFT
    uow.save(application)
    counting.note(context, uow, application)
    uow.commit()
    return application


def _new_application(context: Context, programme_id: str, role: str, email: str) -> Application:
    (application_id,) = application_ids(context, programme_id, [(role, email)])
    return _application_of(programme_id, role, email, application_id)


def _application_of(programme_id: str, role: str, email: str, application_id: str) -> Application:
    """Return a draft; `_listed` puts it among its applicant's things."""
    return Application(
        *Application.key(programme_id, application_id),
        application_id=application_id,
        programme_id=programme_id,
        role=role,
        email=addresses.compared(email),
    )


def _listed(application: Application, person_id: str) -> None:
    """Let a person's home page find their application."""
    application.list_pk = f"PERSON#{person_id}"
    application.list_sk = f"APPLICATION#{application.programme_id}#{application.role}"


@retrying
def withdraw(context: Context, programme_id: str, role: str) -> Application:
    """Withdraw the application of who is signed in; a second time changes nothing.

    Who was accepted leaves the programme with it: pairing hears of it and looks after their pairs.
    """
    access.person(context)
    application = _own_application(context, programme_id, role)
    programme = context.store.get(Programme, *Programme.key(programme_id))
    if application is None or programme is None:
        raise NotFound
    if application.state == domain.WITHDRAWN:
        return application
    if not domain.may_withdraw(programme.stage, application.state):
        raise domain.NotWithdrawable
    uow = context.begin()
    telling.leave(context, uow, application)
    uow.save(application)
    counting.note(context, uow, application)
    uow.commit()
    return application


def import_applications(context: Context, programme_id: str, content: bytes) -> Imported:
    """Make applications of the good rows of a file; every row as a whole or not at all, again and again the same.

    Raises `intake.FileUnreadable`, and then nothing is imported.
    """
    programme = access.organizer(context, programme_id)
    if programme.stage not in domain.TAKES_IMPORTS:
        raise domain.RecruitmentClosed
    taken = intake.read(content, context.clock(), programme.zone)
    organizations.refresh(context, programme.organization_id)
    done = [import_rows(context, programme, rows) for rows in parts(taken.good, IMPORTED_TOGETHER)]
    made = sum(one.made for one in done)
    refused = tuple(error for one in done for error in one.refused)
    return Imported(
        rows=taken.count,
        imported=made,
        already_there=len(taken.good) - made - len(refused),
        errors=(*taken.errors, *refused),
        ignored=taken.ignored,
        told=sum(one.told for one in done),
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of one transaction: new applications, how many are told now, rows of people who don't want it."""

    made: int
    told: int
    refused: tuple[intake.RowError, ...]


@retrying
def import_rows(
    context: Context,
    programme: Programme,
    rows: Sequence[intake.Row],
    also: Callable[[UnitOfWork, Part], None] = lambda _uow, _part: None,
) -> Part:
    """Write one transaction of rows; everybody new is told, or waits for the first mail (`telling`).

    `also` puts into the same transaction what the caller notes of it.
    """
    programme_id = programme.programme_id
    reached = application_ids(context, programme_id, [(row.role, row.email) for row in rows])
    keys = [Application.key(programme_id, one) for one in reached]
    known = {one.application_id: one for one in context.store.get_many(Application, keys)}
    drafts = [_application_of(programme_id, row.role, row.email, one) for row, one in zip(rows, reached, strict=True)]
    persons = _persons(context, drafts)
    disowned = _disowned(context, programme.organization_id, rows)
    organization = organizations.get(context, programme.organization_id)
    teller = telling.Teller(context, organization)
    uow = context.step()
    made, told = list[Application](), 0
    for row, fresh in zip(rows, drafts, strict=True):
        application = known.get(fresh.application_id, fresh)
        if row in disowned or domain.shown_to_organizers(application.state, application.submitted_at):
            continue
        application.profile = domain.completed(row.profile, application.profile)
        application.channel, application.added_by = "import", context.principal.person_id
        _listed(application, persons[fresh.email])
        application.locale = domain.mail_locale([one["code"] for one in row.profile["languages"]], context.locale)
        application.state, application.submitted_at = domain.SUBMITTED, clock.iso(context.clock())
        uow.save(application)
        uow.publish(
            ApplicationSubmitted(application.application_id, programme_id, row.role, "import"), aggregate=application
        )
        told += teller.tell(uow, application)
        made.append(application)
    teller.close(uow)
    counting.note(context, uow, *made)
    part = Part(len(made), told, tuple(_refusal(row) for row in disowned))
    also(uow, part)
    uow.commit()
    return part


def _disowned(context: Context, organization_id: str, rows: Sequence[intake.Row]) -> list[intake.Row]:
    """Return the rows of people who said «that's not me» to this organization."""
    keys = {Disowned.key(organization_id, row.email): None for row in rows}
    found = {(one.pk, one.sk) for one in context.store.get_many(Disowned, keys)}
    return [row for row in rows if Disowned.key(organization_id, row.email) in found]


def _refusal(row: intake.Row) -> intake.RowError:
    return intake.RowError(row.line, intake.COLUMNS["email"][0], "disowned", telling.SAID_NO, {}, row.email)


def applications(
    context: Context, programme_id: str, wanted: Mapping[str, str] | None = None, after: str = "", limit: int = 50
) -> Page[Application]:
    """Return a page of a programme's applications to its organizers; see `listing.page`."""
    access.organizer(context, programme_id)
    return listing.page(context, programme_id, wanted or {}, after, limit)


def application(context: Context, programme_id: str, application_id: str) -> Application:
    """Return an application to the organizers."""
    return in_programme(context, programme_id, application_id)[1]


def in_programme(context: Context, programme_id: str, application_id: str) -> tuple[Programme, Application]:
    """Return a programme and an application of it to the organizers."""
    programme = access.organizer(context, programme_id)
    found = context.store.get(Application, *Application.key(programme_id, application_id))
    if found is None or not domain.shown_to_organizers(found.state, found.submitted_at):
        raise NotFound
    return programme, found


def participants(context: Context, programme_id: str, after: str = "", limit: int = 50) -> Page[Participant]:
    """Return a page of the participants of a programme."""
    access.organizer(context, programme_id)
    return context.store.page(Participant, f"PROGRAMME#{programme_id}", "PARTICIPANT#", after=after, limit=limit)


def decide(
    context: Context,
    programme_id: str,
    application_ids: Iterable[str] | None,
    decision: str,
    *,
    comment: str = "",
    message: str = "",
) -> list[Application]:
    """Decide applications by their ids, or with None all that are submitted; return those that changed.

    The comment is for organizers and stays with them; the message goes to the applicants with this decision and with
    no other. What is asked for can't be left out.
    Raises `NotFound` for a foreign id and `DecisionRefused` when one can't be decided so; then none is. Cut off in the
    middle, the same call again decides the rest. Raises `TooManyAtOnce` when it would take longer than a request may.
    """
    check_decision(context, programme_id, decision, message)
    chosen = _all_submitted(context, programme_id) if application_ids is None else list(dict.fromkeys(application_ids))
    if len(chosen) > DECIDED_TOGETHER:
        check_chosen(context, programme_id, chosen, decision)
    if len(chosen) > DECIDED_AT_ONCE:
        raise TooManyAtOnce
    words = Words(comment.strip(), message.strip())
    decided = (decide_some(context, programme_id, part, decision, words) for part in parts(chosen, DECIDED_TOGETHER))
    return [one for part in decided for one in part]


class TooManyAtOnce(Conflict):
    """More than is decided within a request."""

    code = "too-many-at-once"
    message = N_("These are too many to be decided at once.")


def check_decision(context: Context, programme_id: str, decision: str, message: str) -> None:
    """Raise unless who asks may decide so now."""
    programme = access.organizer(context, programme_id)
    if programme.stage not in domain.TAKES_DECISIONS:
        raise domain.DecisionRefused
    if decision == domain.NEEDS_INFO and not message.strip():
        raise Invalid(fields={"/message": N_("Write what is missing; the applicant reads it.")})


def check_chosen(context: Context, programme_id: str, application_ids: Sequence[str], decision: str) -> None:
    """Raise unless all of them can be decided so."""
    for one in _named(context, programme_id, application_ids):
        domain.decide(one.state, decision)
        if counting.waits(one):
            raise standing.NotToldYet


def _all_submitted(context: Context, programme_id: str) -> list[str]:
    """Return who waits for a decision, of a programme whose applications are read at once; else `TooManyAtOnce`."""
    page = context.store.page(Application, f"PROGRAMME#{programme_id}", "APPLICATION#")
    if page.next:
        raise TooManyAtOnce
    return [str(one.application_id) for one in page.items if undecided(one)]


def undecided(one: Application) -> bool:
    """Return whether an application is among all that are decided at once: sent, and told of if it was imported."""
    return bool(one.state == domain.SUBMITTED and not counting.waits(one))


def chosen(context: Context, programme_id: str, application_ids: Sequence[str]) -> list[Application]:
    """Return the applications an organizer chose, in their order; one that isn't there or isn't sent is `NotFound`."""
    access.organizer(context, programme_id)
    found = _named(context, programme_id, list(dict.fromkeys(application_ids)))
    if not all(domain.shown_to_organizers(one.state, one.submitted_at) for one in found):
        raise NotFound
    return found


def unconfirmed(context: Context, applications: Iterable[Application]) -> list[Application]:
    """Return those who haven't confirmed their address: signed in, or answered the first mail, since they got it."""
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
    decision: str,
    words: Words,
    also: Callable[[UnitOfWork, int], None] | None = None,
) -> list[Application]:
    """Decide so many as fit into one transaction.

    With `also`, which puts into it what the caller notes of how many there are, those that can't be decided so any
    more are passed over.
    """
    if also is None:
        check_chosen(context, programme_id, application_ids, decision)
    found = context.store.get_many(Application, [Application.key(programme_id, one) for one in application_ids])
    changed = [one for one in found if not counting.waits(one) and domain.changes(one.state, decision)]
    persons = _persons(context, changed) if decision == domain.ACCEPTED else {}
    keys = [Participant.key(programme_id, one.application_id) for one in changed]
    returning = {one.participant_id: one for one in (context.store.get_many(Participant, keys) if persons else [])}
    now = clock.iso(context.clock())
    uow = context.step()
    for one in changed:
        one.state, one.decided_at, one.decided_by = decision, now, context.principal.person_id
        one.comment, one.message = words.comment or one.comment, words.message
        uow.save(one)
        if decision == domain.ACCEPTED:
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
            uow.publish(ApplicationDecided(one.application_id, programme_id, decision), aggregate=one)
    counting.note(context, uow, *changed)
    if also is not None:
        also(uow, len(changed))
    uow.commit()
    return changed


def _persons(context: Context, chosen: Sequence[Application]) -> dict[str, str]:
    """Return address → person id: of who is known by it, else the one they will have (conventions, «Who is who»)."""
    emails = list(dict.fromkeys(one.email for one in chosen))
    known = context.store.get_many(Address, [Address.key(email) for email in emails]) if emails else []
    persons = {(one.pk, one.sk): one.person_id for one in known}
    return {email: persons.get(Address.key(email)) or ids.derived("person", email) for email in emails}


def _participant(application: Application, person_id: str, now: str) -> Participant:
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


def parts(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the items in their order, `size` at a time."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
