"""Making reports, and giving them to the people they are for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from mentoring import access, clock, ids, rooms
from mentoring.errors import NotFound
from mentoring.events.reporting import ReportPrepared
from mentoring.tables.pairing import Pair
from mentoring.tables.reporting import Document
from mentoring.tables.vocabulary import Edition
from mentoring.tables.workspace import RoomKey
from reporting import domain, store

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.pairing import PairClosed
    from mentoring.store import Page
    from mentoring.tables.recruitment import Programme

Draw = Callable[[domain.ProcessReport, str], tuple[bytes, int]]
"""(report, locale) → (PDF, pages)."""

PDF, SEALED = "application/pdf", "application/octet-stream"
"""What the file of a report is: the pair's edition lies sealed in the bucket."""


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


def closed(context: Context, programme: Programme, after: str, limit: int) -> Page[Pair]:
    """Return a page of a programme's closed pairs, newest first; the caller has checked the user."""
    return context.store.ranked_page(Pair, Pair.closed_key(programme.programme_id), after=after, limit=limit)
