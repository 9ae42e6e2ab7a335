"""Who was at a gathering, and its check-in: items ↔ domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain.attendance import Window, code_of
from mentoring import clock, links
from mentoring.tables.gatherings.attendance import Attendance as Item
from mentoring.tables.gatherings.attendance import CheckIn

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Gathering
    from mentoring.tables.recruitment import Participant
    from mentoring.tables.vocabulary import Noted


def new(gathering_id: str, part: Participant) -> Item:
    """Return the item of somebody of whom nothing is noted yet."""
    return Item(
        *Item.key(gathering_id, part.person_id),
        gathering_id=gathering_id,
        programme_id=part.programme_id,
        person_id=part.person_id,
        participant_id=part.participant_id,
        present=False,
    )


def note(item: Item, *, present: bool, noted: Noted, by: str, now: datetime) -> Item:
    """Note that somebody is there, or isn't."""
    item.present, item.noted, item.by, item.at = present, noted, by, clock.iso(now)
    item.place()
    return item


def window(gathering: Gathering, found: CheckIn | None) -> Window:
    """Return when people can confirm that they are there."""
    return Window(gathering) if found is None else Window(gathering, found.before, found.after)


def codes(gathering_id: str, found: CheckIn | None) -> tuple[str, ...]:
    """Return the codes that are right now, one for each key, the one that is shown first."""
    turn = str(found.turn if found is not None else 0)
    return tuple(code_of(one) for one in links.keyed_by_each("check-in", gathering_id, turn))
