"""People of an earlier edition are asked to come to the next one: once each, and only those who wanted to be told.

Organizers choose whom (`Came`), see how many that are and the mail, and a job asks them (`jobs`). Whoever is asked may
begin an application of their own with what they said last time, or say «not this time».
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, consents, ids, work
from mentoring.errors import N_, Conflict, NotFound
from mentoring.events.recruitment import AskedToComeAgain
from mentoring.files import FileGone
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Application, AskedBack, Job, Programme
from mentoring.tables.vocabulary import Again, ApplicationState, Came, JobState, JobTask, PairOutcome, Public
from mentoring.values import dataclass
from recruitment import domain
from recruitment.use_cases import jobs, listing, programmes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from recruitment.rows import Row

TOGETHER = 30
"""People asked in one transaction: an item and an event each."""
NAMED = 20
"""People who are named in a preview."""
JSON = "application/json"
STATES = {Came.WAITED: ApplicationState.WAITLISTED}
"""The state of an application of those who are meant; of all others, accepted."""


class NotOpen(Conflict):
    """Nobody can apply to the programme now."""

    code = "not-open"
    message = N_("Nobody can apply at the moment. Open recruitment first, or look at its dates.")


@dataclass(frozen=True)
class Wanted:
    """Whom to ask: of which programme, in which role (empty: both), and what became of them."""

    earlier_id: str
    role: str = ""
    came: Came = Came.TOOK_PART


@dataclass(frozen=True)
class Found:
    """Who is asked, and how many are left out: without that consent, asked before, or here already."""

    earlier: Programme
    asked: Sequence[Row]
    silent: int
    before: int
    here: int

    @property
    def tag(self) -> str:
        """Return what a confirmation repeats: it changes with whoever is asked."""
        told = sorted(one.application_id for one in self.asked)
        return hashlib.sha256(json.dumps([self.earlier.programme_id, told]).encode()).hexdigest()[:32]


def editions(context: Context, programme_id: str) -> tuple[Programme, list[Programme]]:
    """Return a programme and the others of its organization that the user organizes, the one it was made of first."""
    programme = access.organizer(context, programme_id)
    person_id = access.person(context)
    found = context.store.listed(Programme, *Programme.listed(programme.organization_id))
    others = [
        one
        for one in found
        if one.programme_id != programme_id and access.role_of(context, one, person_id) in access.EDITORS
    ]
    return programme, sorted(others, key=lambda one: (one.programme_id != programme.copied_from, one.name))


def look(context: Context, programme_id: str, wanted: Wanted) -> tuple[Programme, Found]:
    """Return a programme, and who of an earlier one is asked; raises `NotFound` for one of another organization."""
    programme, known = listing.organized(context, programme_id)
    earlier, before = listing.organized(context, wanted.earlier_id)
    if earlier.organization_id != programme.organization_id or wanted.earlier_id == programme_id:
        raise NotFound
    asked_before = {one.application_id for one in context.store.query(AskedBack, *AskedBack.of(programme_id))}
    here = {one.email for one in known}
    chosen = _one_each(_meant(context, wanted, before))
    willing = [one for one in chosen if _wants_news(one)]
    new = [one for one in willing if one.application_id not in asked_before]
    asked = [one for one in new if one.email not in here]
    silent, again = len(chosen) - len(willing), len(willing) - len(new)
    return programme, Found(earlier, asked, silent, again, len(new) - len(asked))


def _wants_news(row: Row) -> bool:
    return any(kind == consents.NEWS for kind, _, _ in row.agreed)


def _one_each(found: Sequence[Row]) -> list[Row]:
    """Return one of each address: who was both mentor and mentee is asked as a mentor."""
    return list({one.email: one for one in sorted(found, key=lambda one: one.role)}.values()) if found else []


def _meant(context: Context, wanted: Wanted, known: Sequence[Row]) -> list[Row]:
    state = STATES.get(wanted.came, ApplicationState.ACCEPTED)
    some = [one for one in known if one.state == state and wanted.role in ("", one.role)]
    if wanted.came not in (Came.COMPLETED, Came.UNPAIRED):
        return some
    pairs = context.store.listed(Pair, *Pair.listed(wanted.earlier_id))
    if wanted.came == Came.COMPLETED:
        pairs = [one for one in pairs if one.outcome == PairOutcome.COMPLETED]
    paired = {each for one in pairs for each in (one.mentor_id, one.mentee_id)}
    return [one for one in some if (one.application_id in paired) == (wanted.came == Came.COMPLETED)]


def ask(context: Context, programme_id: str, wanted: Wanted, tag: str) -> Job:
    """Ask whom was previewed under a tag, in the background; raises `ChangedMeanwhile` if that are others by now."""
    programme, found = look(context, programme_id, wanted)
    check_open(context, programme)
    if found.tag != tag or not found.asked:
        raise domain.ChangedMeanwhile
    job_id = ids.new()
    chosen = [one.application_id for one in found.asked]
    context.files.put(f"{Job.folder_of(programme_id, job_id)}chosen.json", json.dumps(chosen).encode(), JSON)
    given = {"earlier": wanted.earlier_id, "role": wanted.role, "came": wanted.came}
    return jobs.begin(context, programme_id, JobTask.ASK_BACK, job_id=job_id, **given)


def check_open(context: Context, programme: Programme) -> None:
    """Raise `NotOpen` unless people can apply to a programme today."""
    if programmes.holds_today(context, programme) != Public.OPEN:
        raise NotOpen


# The worker's part ----------------------------------------------------------------------------------------------------


def do(context: Context, job: Job) -> None:
    """Ask a part of those who are meant."""
    check_open(context, access.organizer(context, job.programme_id))
    access.organizer(context, job.given["earlier"])
    try:
        chosen: list[str] = json.loads(context.files.get(f"{job.folder}chosen.json"))
    except FileGone as error:
        raise jobs.FilesGone from error
    if job.state == JobState.WAITING:
        jobs.start(context, job, len(chosen), asked=0, passed_over=0)
    job = jobs.reload(context, job)

    def handle(some: list[str]) -> None:
        nonlocal job
        _ask_some(context, job, some)
        job = jobs.reload(context, job)

    after = work.part(context, work.numbered(chosen), handle, together=TOGETHER, begin=str(job.position))
    jobs.close_part(context, job, after)


def _ask_some(context: Context, job: Job, some: Sequence[str]) -> None:
    """Ask some in one transaction; whoever was asked meanwhile, or no longer wants to be told, is passed over."""
    earlier_id, programme_id = str(job.given["earlier"]), job.programme_id
    there = context.store.get_many(Application, [Application.key(earlier_id, one) for one in some])
    asked = {
        one.application_id
        for one in context.store.get_many(AskedBack, [AskedBack.key(programme_id, one) for one in some])
    }
    uow = context.step()
    fresh = [one for one in there if one.application_id not in asked and consents.wants_news(one.profile["consents"])]
    for one in fresh:
        item = _asked(programme_id, one, clock.iso(context.clock()))
        uow.save(item)
        uow.publish(AskedToComeAgain(one.application_id, earlier_id, programme_id), aggregate=item)
    jobs.step(context, uow, job, len(some), asked=len(fresh), passed_over=len(some) - len(fresh))
    uow.commit()


def _asked(programme_id: str, one: Application, now: str) -> AskedBack:
    told: dict[str, Any] = {"programme_id": programme_id, "earlier_id": one.programme_id, "asked_at": now}
    key = AskedBack.key(programme_id, one.application_id)
    return AskedBack(*key, application_id=one.application_id, said=Again.NONE, **told)
