"""Turns rows of a file into applications, in transactions of limited size."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import access, clock
from mentoring.batches import batched
from mentoring.events.recruitment import ApplicationCorrected, ApplicationSubmitted
from mentoring.store import retrying
from mentoring.tables.core import Item
from mentoring.tables.identity import Address
from mentoring.tables.recruitment import (
    Application,
    Disowned,
    FormPlan,
    Organization,
    Participant,
    Programme,
    Readdressed,
)
from mentoring.tables.vocabulary import Act, Channel
from mentoring.values import dataclass
from recruitment import counting, domain, imports, store
from recruitment.use_cases import auditing, form_plan, organizations, shapes, telling
from recruitment.use_cases.applications import draft_of, list_for, persons_of
from recruitment.use_cases.participants import take_over
from recruitment.use_cases.reached import application_id_of, application_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from recruitment.domain.form import Form

IMPORTED_TOGETHER = 22
"""Rows imported in one transaction: an application, two events and its row each, the organization, the answer kept."""


@dataclass(frozen=True)
class Imported:
    """The result of an import: rows in the file, applications made, existing ones, what is to be said of rows.

    `absent` are fields for which the file has no column and everybody is asked; `said` counts rows by kind.
    """

    rows: int
    imported: int
    already_there: int
    errors: tuple[imports.RowError, ...]
    ignored: tuple[str, ...]
    told: int = 0
    taken_rows: int = 0
    corrected: int = 0
    absent: tuple[str, ...] = ()
    said: Mapping[str, int] | None = None

    @property
    def waiting(self) -> int:
        """Return how many of the imported people wait for their first mail."""
        return self.imported - self.told

    @property
    def rejected_rows(self) -> int:
        """Return how many rows weren't imported."""
        return self._rows_of(imports.REFUSED)

    @property
    def asked_rows(self) -> int:
        """Return how many rows were imported with something that their people are asked for."""
        return self._rows_of(imports.ASKED)

    @property
    def replaced_rows(self) -> int:
        """Return in place of how many rows a later answer of the same person counts."""
        return self._rows_of(imports.REPLACED)

    def _rows_of(self, kind: str) -> int:
        return (imports.counts(self.errors) if self.said is None else self.said).get(kind, 0)


def import_applications(
    context: Context, programme_id: str, content: bytes, layout: imports.Layout | None = None
) -> Imported:
    """Make applications of a file's good rows; repeatable. `layout` says what its columns mean.

    Raises `imports.FileUnreadable`, and then nothing is imported.
    """
    programme = access.organizer(context, programme_id, also=[FormPlan.key(programme_id)], along=access.organization)
    store.programme(programme).check_import()
    columns = shapes.layout(context, programme, content) if layout is None else layout
    form = form_plan.of(context, programme_id)
    taken = read(content, context.clock(), programme, columns, form)
    organizations.refresh(context, programme.organization_id)
    done = [import_rows(context, programme, rows) for rows in batched(taken.good, IMPORTED_TOGETHER)]
    made = sum(one.made for one in done)
    refused = tuple(error for one in done for error in one.refused)
    return Imported(
        rows=taken.count,
        imported=made,
        already_there=len(taken.good) - made - len(refused) - sum(one.corrected for one in done),
        corrected=sum(one.corrected for one in done),
        errors=(*taken.said, *refused),
        ignored=taken.ignored,
        told=sum(one.told for one in done),
        taken_rows=taken.taken_rows,
        absent=taken.absent,
    )


def read(content: bytes, now: datetime, programme: Programme, layout: imports.Layout, form: Form) -> imports.ParsedFile:
    """Return the content of a file as a programme takes it; raises `imports.FileUnreadable`."""
    return imports.read(content, now, into(programme, form), of_form(layout, form))


def into(programme: Programme, form: Form) -> imports.Into:
    """Return what the files of a programme are read into."""
    return imports.Into(programme.zone, programme.topics, form)


def of_form(layout: imports.Layout, form: Form) -> Any:
    """Return columns that know the programme's own questions, too."""
    from recruitment.imports import own  # noqa: PLC0415 - only lists with own questions need it

    return replace(layout, own=own.by_title(form.asked)) if isinstance(layout, imports.Columns) else layout


@dataclass(frozen=True)
class Part:
    """Rows of one transaction: new applications, how many are told now, rows that are refused, corrected ones."""

    made: int
    told: int
    refused: tuple[imports.RowError, ...]
    corrected: int = 0


@retrying
def import_rows(
    context: Context,
    programme: Programme,
    rows: Sequence[imports.Row],
    also: Callable[[UnitOfWork, Part], None] = lambda _uow, _part: None,
) -> Part:
    """Write one transaction of rows; everybody new is told, or waits for the first mail (`telling`).

    `also` adds the caller's record to the same transaction.
    """
    context, programme_id = context.remembering(), programme.programme_id
    derived = [application_id_of(programme_id, row.role, row.email) for row in rows]
    reading = [Organization.key(programme.organization_id), FormPlan.key(programme_id)]
    reading += counting.keys_of(programme_id, *derived)
    reading += [item.key(programme_id, one) for one in derived for item in (Readdressed, Application)]
    for row in rows:
        reading += [Address.key(row.email), Disowned.key(programme.organization_id, row.email)]
    for some in batched(reading, access.BATCH):
        context.store.get_many(Item, some)
    reached = application_ids(context, programme_id, [(row.role, row.email) for row in rows])
    exported = [one for one in map(imports.id_of, rows) if one]
    if exported:
        items = (Application, Participant)
        context.store.get_many(Item, [item.key(programme_id, one) for one in exported for item in items])
    keys = [Application.key(programme_id, one) for one in dict.fromkeys([*reached, *exported])]
    known = {one.application_id: one for one in context.store.get_many(Application, keys)}
    drafts = [draft_of(programme_id, row.role, row.email, one) for row, one in zip(rows, reached, strict=True)]
    persons = persons_of(context, drafts)
    refusing = said_no(context, programme.organization_id, rows)
    organization = organizations.get(context, programme.organization_id)
    teller = telling.Teller(context, organization)
    form = form_plan.of(context, programme_id)
    uow = context.step()
    made, told = list[Application](), 0
    refused = [_refusal(row) for row in refusing]
    corrected = list[Application]()
    for row, fresh in zip(rows, drafts, strict=True):
        there = known.get(imports.id_of(row))
        if there is not None and store.application(there).is_shown:
            refused += _correct(context, uow, row, there, form, corrected)
            continue
        application = known.get(fresh.application_id, fresh)
        if row in refusing or store.application(application).is_shown:
            continue
        application.profile = domain.completed(row.profile, application.profile)
        application.asked = domain.still_asked(row.asked, application.profile)
        application.channel, application.added_by = Channel.IMPORT, context.principal.person_id
        list_for(application, persons[fresh.email])
        application.locale = domain.mail_locale([one["code"] for one in row.profile["languages"]], context.locale)
        store.keep(application, store.application(application).submit(clock.iso(context.clock())))
        uow.save(application)
        uow.publish(
            ApplicationSubmitted(application.application_id, programme_id, row.role, "import"), aggregate=application
        )
        told += teller.tell(uow, application)
        made.append(application)
    teller.close(uow)
    counting.note(context, uow, *made, *corrected)
    if made or corrected:
        numbers = {"new": len(made), "corrected": len(corrected)}
        auditing.note(context, uow, auditing.programme(programme_id), Act.IMPORTED, **numbers)
    part = Part(len(made), told, tuple(refused), len(corrected))
    also(uow, part)
    uow.commit()
    return part


def _correct(
    context: Context,
    uow: UnitOfWork,
    row: imports.Row,
    one: Application,
    form: Form,
    corrected: list[Application],
) -> list[imports.RowError]:
    """Change what was edited in an exported row, also for who is accepted already; return why not."""
    from recruitment.use_cases import correcting  # noqa: PLC0415 - only lists that were exported need it

    found = correcting.correction(row, one, form)
    if found.refused:
        return [found.refused]
    if found.profile is None:
        return []
    changed = {name for name, value in found.profile.items() if value != one.profile.get(name)}
    one.profile, one.comment = found.profile, found.comment
    one.asked = {name: text for name, text in one.asked.items() if name not in changed}
    uow.save(one)
    participant = context.store.get(Participant, *Participant.key(one.programme_id, one.application_id))
    if participant is not None:
        take_over(participant, one)
        uow.save(participant)
    uow.publish(ApplicationCorrected(one.application_id, one.programme_id), aggregate=one)
    corrected.append(one)
    return []


def said_no(context: Context, organization_id: str, rows: Sequence[imports.Row]) -> list[imports.Row]:
    """Return the rows of people who said «that's not me» to this organization."""
    keys = {Disowned.key(organization_id, row.email): None for row in rows}
    found = {(one.pk, one.sk) for one in context.store.get_many(Disowned, keys)}
    return [row for row in rows if Disowned.key(organization_id, row.email) in found]


def _refusal(row: imports.Row) -> imports.RowError:
    return imports.RowError(row.line, imports.COLUMNS["email"][0], "disowned", telling.SAID_NO, {}, row.email)
