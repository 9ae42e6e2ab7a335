"""Session guides as organizers write them, in place of the starter ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import access, sessions
from mentoring.errors import N_, Invalid, NotFound
from mentoring.events.workspace import SessionGuideChanged
from mentoring.store import retrying
from mentoring.tables.workspace import SessionGuides
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.sessions import SessionGuide, Texts
    from mentoring.tables.recruitment import Programme


@dataclass(frozen=True)
class Slot:
    """A meeting that has a guide: its slot, its texts, and whether organizers wrote them."""

    slot: str
    texts: Texts
    is_own: bool


@dataclass(frozen=True)
class Sessions:
    """The session guides of a programme, in the order of the meetings."""

    programme: Programme
    item: SessionGuides
    slots: list[Slot]


def all_of(context: Context, programme_id: str) -> Sessions:
    """Return the guides to a programme's meetings, for its organizers: planned ones, every further one, the last."""
    key = SessionGuides.key(programme_id)
    programme = access.organizer(context, programme_id, access.ORGANIZERS, also=[key])
    item = _load(context, programme_id)
    wanted = [
        slot
        for slot in sessions.SLOTS
        if slot not in sessions.NUMBERED
        or int(slot) < programme.planned_meetings
        or slot in item.own
        or slot in sessions.starters()
    ]
    return Sessions(programme, item, [_slot(item, slot) for slot in wanted])


def one_of(context: Context, programme_id: str, slot: str) -> tuple[Sessions, Slot]:
    """Return the guide to one meeting, for the organizers."""
    found = all_of(context, programme_id)
    return found, _slot(found.item, _known(slot))


def _known(slot: str) -> str:
    if slot not in sessions.SLOTS:
        raise NotFound
    return slot


def _slot(item: SessionGuides, slot: str) -> Slot:
    return Slot(slot, sessions.texts(item.own, slot), slot in item.own)


def _load(context: Context, programme_id: str) -> SessionGuides:
    key = SessionGuides.key(programme_id)
    return context.store.get(SessionGuides, *key) or SessionGuides(*key, programme_id=programme_id)


@retrying
def write(
    context: Context, programme_id: str, slot: str, told: dict[str, SessionGuide], expected: str
) -> SessionGuides:
    """Write the guide to a meeting, by language, on the expected version; one without any words shows nothing."""
    access.organizer(context, programme_id, also=[SessionGuides.key(programme_id)])
    item = _load(context, programme_id)
    item.expect(expected)
    untitled = [locale for locale, one in told.items() if not one.title and not one.is_blank]
    if untitled:
        raise Invalid(fields={f"/title_{locale}": N_("This is required.") for locale in untitled})
    item.own = item.own | {_known(slot): {locale: one.stored() for locale, one in told.items()}}
    return _save(context, item, slot)


@retrying
def reset(context: Context, programme_id: str, slot: str, expected: str) -> SessionGuides:
    """Show the starter guide to a meeting again."""
    access.organizer(context, programme_id, also=[SessionGuides.key(programme_id)])
    item = _load(context, programme_id)
    item.expect(expected)
    item.own = {one: texts for one, texts in item.own.items() if one != _known(slot)}
    return _save(context, item, slot)


def _save(context: Context, item: SessionGuides, slot: str) -> SessionGuides:
    uow = context.begin()
    uow.save(item)
    uow.publish(SessionGuideChanged(item.programme_id, slot, slot in item.own), aggregate=item)
    uow.commit()
    return item
