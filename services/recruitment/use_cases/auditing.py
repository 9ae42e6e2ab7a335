"""What organizers did: written in the transaction that does it, or a moment later (`elsewhere`); `audited` reads it.

An entry has ids, codes and the reason somebody typed. What a job does is one entry, written when somebody asks for the
job: the job's own transactions write none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, ids
from mentoring.tables.recruitment import Audit, Organization, Programme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.vocabulary import Act

MOST_NAMED = 100
"""Ids that an entry names; of more it says how many."""
KEPT = timedelta(days=730)
"""How long an entry is kept (docs/decisions/0029-entries-of-the-audit-are-kept-for-two-years.md)."""


@dataclass(frozen=True)
class Place:
    """Where something is done: in a programme, or in an organization as a whole."""

    id: str
    partition: str


@dataclass(frozen=True)
class Deed:
    """What somebody did, the ids of those it is about, and what else there is to say."""

    act: Act
    about: list[str]
    facts: dict[str, Any]


def programme(programme_id: str) -> Place:
    """Return a programme as the place of an act."""
    return Place(programme_id, Programme.partition(programme_id))


def organization(organization_id: str, programme_id: str = "") -> Place:
    """Return an organization, or a programme of it if one is named, as the place of an act."""
    return programme(programme_id) if programme_id else Place(organization_id, Organization.partition(organization_id))


def note(context: Context, uow: UnitOfWork, place: Place, act: Act, **told: Any) -> None:
    """Write down within a unit of work what the user does; nothing for what follows from an event, or nobody does.

    `told` are facts; of these, `about` are ids of whom it is about and `why` is what they typed as the reason.
    """
    if context.principal.anonymous or context.causation_id:
        return
    about, why = list(told.pop("about", ())), str(told.pop("why", ""))
    one = entry(place, Deed(act, about, told), context.principal.person_id, context.clock(), ids.new())
    one.why = why.strip()
    uow.save(one)


def entry(place: Place, deed: Deed, by: str, at: datetime, audit_id: str) -> Audit:
    """Return a new entry; `by` is a person id."""
    one = Audit(
        place.partition,
        Audit.key(place.id, clock.newest_first(at), within(at, audit_id))[1],
        place=place.id,
        act=deed.act,
        by=by,
        at=clock.iso(at),
        about=deed.about[:MOST_NAMED],
        facts=deed.facts | ({"number": len(deed.about)} if len(deed.about) > 1 else {}),
        kept_until=int((at + KEPT).timestamp()),
    )
    one.list_it()
    return one


def extend(one: Audit, more: list[str]) -> None:
    """Let an entry be about more than before."""
    one.facts = one.facts | {"number": one.facts.get("number", len(one.about)) + len(more)}
    one.about = [*one.about, *more][:MOST_NAMED]


def within(at: datetime, audit_id: str) -> str:
    """Return how entries of one second are sorted: in their order, too."""
    return f"{999_999 - at.microsecond:06}{audit_id}"
