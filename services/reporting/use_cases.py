"""Making reports and giving them to those they are for."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids
from mentoring.errors import NotFound
from mentoring.events.catalogue import PairClosed, ProgrammeStageChanged, ReportPrepared, WeeklyReportPrepared
from mentoring.i18n import LOCALES
from mentoring.store import retrying
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import Document, Running, WeeklyReport
from reporting import domain, store, words

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event

Draw = Callable[[domain.ProcessReport, str, str], tuple[bytes, int]]
"""(report, edition, locale) → (PDF, pages)."""

RUNNING = ("running", "closing")


def prepare(context: Context, event: Event, *, files: store.Files, draw: Draw) -> None:
    """A closed pair gets its report in both editions; made again, they are the same."""
    closed = event.data
    assert isinstance(closed, PairClosed)  # noqa: S101 - the consumer's table says so
    pair = context.store.get(Pair, *Pair.key(closed.pair_id))
    if pair is None:
        raise NotFound
    report, locale = store.process(context, pair)
    for edition in domain.EDITIONS:
        _prepare(context, pair, edition, draw(report, edition, locale), files)


def _prepare(context: Context, pair: Pair, edition: str, drawn: tuple[bytes, int], files: store.Files) -> None:
    content, pages = drawn
    digest = hashlib.sha256(content).hexdigest()
    key = Document.key(pair.pair_id, edition)
    if context.store.get(Document, *key) is not None:
        return
    document_id = ids.derived("document", pair.pair_id, edition)
    object_key = f"reports/{pair.programme_id}/{pair.pair_id}/{edition}-{digest[:16]}.pdf"
    files.put(object_key, content, "application/pdf")
    document = Document(
        *key,
        document_id=document_id,
        pair_id=pair.pair_id,
        programme_id=pair.programme_id,
        edition=edition,
        object_key=object_key,
        pages=pages,
        sha256=digest,
        made_at=clock.iso(context.clock()),
    )
    uow = context.step()
    uow.save(document)
    uow.publish(ReportPrepared(pair.programme_id, pair.pair_id, document_id, edition), aggregate=document)
    uow.commit()


@retrying
def note_stage(context: Context, event: Event) -> None:
    """A programme that runs or closes gets a weekly report."""
    changed = event.data
    assert isinstance(changed, ProgrammeStageChanged)  # noqa: S101 - the consumer's table says so
    programme = context.store.get(Programme, *Programme.key(changed.programme_id))
    listed = context.store.get(Running, *Running.key(changed.programme_id))
    runs = programme is not None and programme.stage in RUNNING
    uow = context.begin()
    if runs and listed is None:
        uow.save(Running(*Running.key(changed.programme_id), programme_id=changed.programme_id))
    if not runs and listed is not None:
        uow.delete(listed)
    uow.commit()


def weekly(context: Context, *, files: store.Files) -> dict[str, int]:
    """Prepare the weekly report of every running programme, once per ISO week."""
    counts = {"programmes": 0, "prepared": 0}
    for running in context.store.query(Running, "REPORT#PROGRAMMES", "RUNNING#"):
        counts["programmes"] += 1
        counts["prepared"] += _weekly(context, running.programme_id, files)
    return counts


def _weekly(context: Context, programme_id: str, files: store.Files) -> bool:
    week = domain.week_of(context.clock())
    earlier = context.store.query(WeeklyReport, f"REPORT#{programme_id}", "WEEKLY#")
    if any(one.week == week for one in earlier):
        return False
    lines = store.pair_lines(context, programme_id)
    report_id = ids.derived("weekly", programme_id, week)
    attachment = f"reports/{programme_id}/weekly-{week}.csv"
    files.put(attachment, _table(lines), "text/csv")
    report = WeeklyReport(
        *WeeklyReport.key(programme_id, week),
        report_id=report_id,
        programme_id=programme_id,
        week=week,
        figures=domain.figures(lines, earlier[-1].figures if earlier else {}),
        pairs=[_shown(one) for one in lines if one.needs_a_person],
        attachment_key=attachment,
        made_at=clock.iso(context.clock()),
    )
    uow = context.begin()
    uow.save(report)
    uow.publish(WeeklyReportPrepared(programme_id, report_id, week), aggregate=report)
    uow.commit()
    return True


def _shown(one: domain.PairLine) -> dict[str, Any]:
    return {
        "pair_id": one.pair_id,
        "mentor": one.mentor,
        "mentee": one.mentee,
        "colour": one.colour,
        "rule": one.rule,
        "days": one.days,
        "words": {locale: words.reason(one.rule, one.days, locale) for locale in LOCALES},
        "history": [dict(step) for step in one.history],
    }


def _table(lines: list[domain.PairLine]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["mentee", "mentor", "stage", "colour", "reason", "days", "meetings_held", "last_held_at"])
    for one in lines:
        cells = [
            one.mentee,
            one.mentor,
            one.stage,
            one.colour,
            one.rule,
            str(one.days),
            str(one.meetings_held),
            one.last_held_at,
        ]
        writer.writerow([domain.csv_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


# Reading -------------------------------------------------------------------------------------------------------------


def document(context: Context, pair_id: str) -> tuple[Pair, Document]:
    """Return the edition of a pair's report that is for who is signed in."""
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None:
        raise NotFound
    edition = domain.PAIR
    if access.person(context) not in (pair.mentor_person_id, pair.mentee_person_id):
        access.organizer(context, pair.programme_id, access.ORGANIZERS)
        edition = domain.ORGANIZER
    found = context.store.get(Document, *Document.key(pair_id, edition))
    if found is None:
        raise NotFound
    return pair, found


def reports(context: Context, programme_id: str) -> tuple[list[WeeklyReport], list[Pair]]:
    """Return a programme's weekly reports, newest first, and its closed pairs."""
    access.organizer(context, programme_id, access.ORGANIZERS)
    weekly_ones = context.store.query(WeeklyReport, f"REPORT#{programme_id}", "WEEKLY#")
    pairs = context.store.listed(Pair, f"PROGRAMME#{programme_id}", "PAIR#")
    return weekly_ones[::-1], [one for one in pairs if one.outcome]
