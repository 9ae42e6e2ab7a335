"""The list of a programme's applications for its organizers: any filter, any order, however many there are.

It is read in two steps: all rows (`recruitment.rows`), in one read with the programme, then the applications of the
page that is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access
from mentoring.batches import batched
from mentoring.store import Page
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Application, Rows
from mentoring.values import dataclass
from recruitment import domain, rows, selecting, store
from recruitment.counting import Tally

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from recruitment.rows import Row
    from recruitment.selecting import Choices, Selection
    from recruitment.supply import Topic


@dataclass(frozen=True)
class Listed:
    """A page of a list: its applications, where it goes on, all that fit, and what it can be filtered by.

    `lacking` are the ids of those shown who haven't given all consents.
    """

    programme: Programme
    shown: Sequence[Application]
    following: str
    selection: Selection
    choices: Choices
    lacking: frozenset[str]


FEW = 2_000
"""Applications of a programme that are read one by one if not all of them have a row."""


def organized(context: Context, programme_id: str, *also: access.Key) -> tuple[Programme, list[Row]]:
    """Return a programme to the organizers who decide, and the rows of its applications; one read."""
    programme = access.organizer(context, programme_id, also=[*also, *keys(programme_id)])
    return programme, of_programme(context, programme_id)


def of_programme(context: Context, programme_id: str) -> list[Row]:
    """Return the rows of a programme's applications; the caller has checked the user, or is none.

    Applications get their row when they are next saved. Until those of an older programme have one, rows are made of
    the applications themselves where these are few.
    """
    context.store.get_many(Item, keys(programme_id))
    known = rows.read(context.store.get_many(Rows, rows.keys(programme_id)))
    if len(known) >= (number := Tally.of(context, programme_id).count()) or number > FEW:
        return known
    everybody = context.store.query(Application, *Application.of(programme_id))
    return [rows.of(one) for one in everybody if store.application(one).is_shown]


def keys(programme_id: str) -> list[access.Key]:
    """Return the keys of what `of_programme` reads."""
    return [*rows.keys(programme_id), *Tally.keys(programme_id)]


def topics(context: Context, programme_id: str) -> tuple[Programme, list[Topic]]:
    """Return a programme to its organizers who decide, with what mentees want and mentors offer; one read."""
    from recruitment import supply  # noqa: PLC0415 - the worker shows nobody

    programme, known = organized(context, programme_id)
    return programme, supply.topics(known, programme.topics)


def listed(context: Context, programme_id: str, wanted: Mapping[str, str], after: str = "", limit: int = 50) -> Listed:
    """Return a page of the applications that fit what is wanted (`selecting.WANTED`), for the organizers.

    Whatever happens between two pages, nobody whose place in the order stays is shown twice or left out.
    """
    from mentoring.tables.gatherings.attendance import GatheringRecord  # noqa: PLC0415 - the worker shows nobody
    from mentoring.tables.notifications import Mailbox  # noqa: PLC0415

    programme, known = organized(context, programme_id)
    texts = programme.consent_texts
    selection = selecting.select(known, wanted, texts)
    some, following = selection.page(wanted.get("sort", ""), after, limit)
    keys = [Application.key(programme_id, one.application_id) for one in some]
    beside = [Mailbox.key(one.email) for one in some]
    beside += [
        GatheringRecord.key(programme_id, one.application_id) for one in some if one.state not in domain.UNDECIDED
    ]
    for together in batched([*keys, *beside], access.BATCH):
        context.store.get_many(Item, together)
    found = [one for one in context.store.get_many(Application, keys) if store.application(one).is_shown]
    lacking = frozenset(one.application_id for one in some if one.lacks_consents(texts))
    return Listed(programme, found, following, selection, selecting.choices(known), lacking)


def page(
    context: Context, programme_id: str, wanted: Mapping[str, str], after: str = "", limit: int = 50
) -> Page[Application]:
    """Return a page of applications alone, see `listed`."""
    found = listed(context, programme_id, wanted, after, limit)
    return Page(list(found.shown), found.following)
