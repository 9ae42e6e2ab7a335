"""One matter as the page behind a link of a mail shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, matters
from mentoring.errors import NotFound
from mentoring.tables.monitoring import Matter, Watch, Written
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from monitoring.use_cases import desk

if TYPE_CHECKING:
    from mentoring.context import Context


def shown(context: Context, programme_id: str, about: str) -> tuple[Matter, desk.Desk]:
    """Return a matter, open or not, and the desk with it alone, to a programme's organizers.

    One round trip, and one more for the name of whoever looks after it: it is about a pair or about a participant.
    """
    subject = [Pair.key(about), Watch.key(about), Participant.key(programme_id, about), Written.key(about)]
    also = [Matter.key(programme_id, about), *subject, *matters.keys(programme_id)]
    access.organizer(context, programme_id, access.ORGANIZERS, also=also)
    found = context.store.get(Matter, *Matter.key(programme_id, about))
    if found is None:
        raise NotFound
    return found, desk.desk(context, programme_id, [found])
