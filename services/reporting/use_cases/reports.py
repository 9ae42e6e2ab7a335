"""Making reports, and giving them to the people they are for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from mentoring import access, clock, ids, rooms, work
from mentoring.errors import NotFound, Stale
from mentoring.events.reporting import ReportPrepared, WeeklyReportPrepared
from mentoring.i18n import LOCALES
from mentoring.spreadsheets import csv_file
from mentoring.store import retrying
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Programme
from mentoring.tables.reporting import Document, Running, WeeklyReport, Weeks
from mentoring.tables.vocabulary import Colour, Edition, ProgrammeStage
from mentoring.tables.workspace import RoomKey
from reporting import domain, store, texts

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairClosed
    from mentoring.events.recruitment import ProgrammeStageChanged
    from mentoring.store import Page

Draw = Callable[[domain.ProcessReport, str], tuple[bytes, int]]
"""(report, locale) → (PDF, pages)."""

PDF, SEALED = "application/pdf", "application/octet-stream"
"""What the file of a report is: the pair's edition lies sealed in the bucket."""
RUNNING = (ProgrammeStage.RUNNING, ProgrammeStage.CLOSING)
MOST_SHOWN = 50
"""Pairs in a weekly report with reason and history, the red ones first; the attached list has all of them."""


def prepare(context: Context, event: Event[PairClosed], edition: Edition, *, draw: Draw) -> None:
    """Make the report of a closed pair in an edition; what is made is not made again.

    A pair that never met gets none: it would be a page of zeros.
    """
    pair = context.store.get(Pair, *Pair.key(event.data.pair_id))
    if pair is None:
        raise NotFound
    if context.store.get(Document, *Document.key(pair.pair_id, edition)) is not None:
        return
    report, locale = store.process(context, pair, edition)
    if report.met:
        _prepare(context, pair, edition, draw(report, locale))


def _prepare(context: Context, pair: Pair, edition: Edition, drawn: tuple[bytes, int]) -> None:
    """Put an edition into the bucket, the pair's sealed, then its Document and event into one transaction."""
    content, pages = drawn
    digest = hashlib.sha256(content).hexdigest()
    document_id = ids.derived("document", pair.pair_id, edition)
    object_key = f"reports/{pair.programme_id}/{pair.pair_id}/{edition}-{digest}.pdf"
    kept, kind = content, PDF
    if edition == Edition.PAIR:
        kept, kind = rooms.key(context, pair.pair_id).seal_bytes(content, object_key, PDF), SEALED
    context.files.put(object_key, kept, kind)
    document = Document(
        *Document.key(pair.pair_id, edition),
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
def note_stage(context: Context, event: Event[ProgrammeStageChanged]) -> None:
    """Put a programme that runs or closes on the list for weekly reports, and take others off."""
    changed = event.data
    programme = context.store.get(Programme, *Programme.key(changed.programme_id))
    listed = context.store.get(Running, *Running.key(changed.programme_id))
    runs = programme is not None and programme.stage in RUNNING
    uow = context.begin()
    if runs and listed is None:
        uow.save(Running(*Running.key(changed.programme_id), programme_id=changed.programme_id))
        weeks = store.weeks(context, changed.programme_id)
        if weeks.is_new:
            uow.save(weeks)
    if not runs and listed is not None:
        uow.delete(listed)
    uow.commit()


def weekly(context: Context) -> dict[str, int]:
    """Prepare the weekly report of every running programme, once per ISO week; return how many this part did.

    A programme whose report fails doesn't hold up others; the error is raised at the end of the part.
    """
    counts = {"programmes": 0, "prepared": 0}
    faults: dict[str, Exception] = {}

    def prepare_all(running: list[Running]) -> None:
        for one in running:
            counts["programmes"] += 1
            try:
                counts["prepared"] += _weekly(context, one.programme_id)
            except Stale:  # another run made this report first
                continue
            except Exception as fault:  # noqa: BLE001 - whatever it is, the other programmes get theirs
                faults[one.programme_id] = fault

    def read(after: str, limit: int) -> Page[Running]:
        return context.store.page(Running, *Running.everywhere(), after=after, limit=limit)

    work.in_parts(context, read, prepare_all, together=1)
    if faults:
        raise ExceptionGroup(f"no weekly report: {', '.join(faults)}", list(faults.values()))
    return counts


def _weekly(context: Context, programme_id: str) -> bool:
    from reporting.use_cases import gathered  # noqa: PLC0415 - of all that reports do, only this one needs it

    week = domain.week_of(context.clock())
    weeks = store.weeks(context, programme_id)
    if week in weeks.told:
        return False
    earlier = [weeks.told[one]["figures"] for one in sorted(weeks.told) if one < week]
    lines = store.pair_lines(context, programme_id)
    needing = [one for one in lines if one.needs_a_person]
    shown = sorted(needing, key=lambda one: one.colour != Colour.RED)[:MOST_SHOWN]
    report_id = ids.derived("weekly", programme_id, week)
    attachment = f"reports/{programme_id}/weekly-{week}.csv"
    context.files.put(attachment, _table(lines, _language(context, programme_id)), "text/csv")
    report = WeeklyReport(
        *WeeklyReport.key(programme_id, week),
        report_id=report_id,
        programme_id=programme_id,
        week=week,
        figures=domain.figures(lines, earlier[-1] if earlier else {}) | {"needing": len(needing)},
        pairs=[_shown(one) for one in sorted(shown, key=lambda one: (one.mentee, one.mentor))],
        gatherings=gathered.told(context, programme_id),
        attachment_key=attachment,
        made_at=clock.iso(context.clock()),
    )
    weeks.told |= store.told(report)
    uow = context.step()
    uow.save(report)
    uow.save(weeks)
    uow.publish(WeeklyReportPrepared(programme_id, report_id, week), aggregate=report)
    uow.commit()
    return True


def _language(context: Context, programme_id: str) -> str:
    """Return the first language of a programme: all its organizers get the same list."""
    programme = context.store.get(Programme, *Programme.key(programme_id))
    wished = [one for one in (programme.languages if programme else []) if one in LOCALES]
    return (wished or LOCALES)[0]


def _shown(one: domain.PairLine) -> dict[str, Any]:
    first = one.reasons[0]
    return {
        "pair_id": one.pair_id,
        "mentor": one.mentor,
        "mentee": one.mentee,
        "colour": one.colour,
        "rule": first.rule,
        "days": first.days,
        "words": {locale: texts.reasons(one.reasons, locale) for locale in LOCALES},
        "history": [dict(step) for step in one.history],
    }


def _table(lines: list[domain.PairLine], locale: str) -> bytes:
    """Return all pairs as a table for a spreadsheet."""
    rows = (
        (
            one.mentee,
            one.mentor,
            texts.say(texts.STAGES.get(one.stage, one.stage), locale),
            texts.say(texts.COLOURS.get(one.colour, one.colour), locale),
            "" if one.outcome else texts.reasons(one.reasons, locale),
            one.meetings_held,
            one.last_held_at[:10],
        )
        for one in lines
    )
    return csv_file([[texts.say(column, locale) for column in texts.COLUMNS], *rows])


# Reading -------------------------------------------------------------------------------------------------------------


def document(context: Context, pair_id: str) -> tuple[Pair, Document]:
    """Return a pair and its edition of the report to its members.

    Raises `NothingToReport` if the process has ended without a meeting.
    """
    key = Document.key(pair_id, Edition.PAIR)
    pair = access.pair_member(context, pair_id, also=[key, RoomKey.key(pair_id)])
    return pair, _made(context, pair, key)


def organizers_document(context: Context, programme_id: str, pair_id: str) -> tuple[Pair, Document]:
    """Return a pair and the organizer's edition of its report to the organizers; raises as `document` does."""
    key = Document.key(pair_id, Edition.ORGANIZER)
    access.organizer(context, programme_id, access.ORGANIZERS, also=[key, Pair.key(pair_id)])
    pair = context.store.get(Pair, *Pair.key(pair_id))
    if pair is None or pair.programme_id != programme_id:
        raise NotFound
    return pair, _made(context, pair, key)


def _made(context: Context, pair: Pair, key: access.Key) -> Document:
    found = context.store.get(Document, *key)
    if found is None:
        raise domain.NothingToReport if pair.outcome and not pair.meetings_held else NotFound
    return found


def pdf(context: Context, found: Document) -> bytes:
    """Return the PDF of a document; the caller has checked who asks."""
    kept = context.files.get(found.object_key)
    if found.edition == Edition.ORGANIZER:
        return kept
    return rooms.key(context, found.pair_id).open_bytes(kept, found.object_key, PDF)


def weekly_list(context: Context, programme_id: str, week: str) -> WeeklyReport:
    """Return a weekly report, for the programme's organizers."""
    key = WeeklyReport.key(programme_id, week)
    access.organizer(context, programme_id, access.ORGANIZERS, also=[key])
    found = context.store.get(WeeklyReport, *key)
    if found is None:
        raise NotFound
    return found


def of_programme(context: Context, programme_id: str) -> tuple[Programme, list[store.Week]]:
    """Return a programme and the summaries of its weekly reports, newest first."""
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[Weeks.key(programme_id)])
    return programme, store.told_by(context, programme)


def closed(context: Context, programme: Programme, after: str, limit: int) -> Page[Pair]:
    """Return a page of a programme's closed pairs, newest first; the caller has checked the user."""
    return context.store.ranked_page(Pair, Pair.closed_key(programme.programme_id), after=after, limit=limit)
