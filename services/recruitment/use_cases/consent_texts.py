"""The texts people agree to: organizers change them, and say whether who agreed before is asked again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import clock, consents
from mentoring.events.recruitment import ConsentsAsked
from mentoring.i18n import LOCALES
from mentoring.tables.recruitment import ConsentText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mentoring import access
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Programme


def keys(programme_id: str) -> list[access.Key]:
    """Return the keys of the current texts."""
    return [ConsentText.key(programme_id, kind) for kind in consents.KINDS]


def texts(context: Context, programme_id: str) -> dict[str, dict[str, str]]:
    """Return kind → language → the current text; nothing of kinds without one."""
    found = context.store.get_many(ConsentText, keys(programme_id))
    return {one.about: dict(one.texts) for one in found if one.texts}


def settle(
    context: Context,
    uow: UnitOfWork,
    programme: Programme,
    wanted: Mapping[str, Mapping[str, str]],
    again: Iterable[str] = (),
) -> None:
    """Make texts that differ from the current ones the next versions, and ask again where organizers say so."""
    before = {} if programme.is_new else texts(context, programme.programme_id)
    told, now, asked = dict(programme.consent_texts), clock.iso(context.clock()), set(again)
    for kind in consents.KINDS:
        new = {one: text for one in LOCALES if (text := wanted.get(kind, {}).get(one, "").strip())}
        if kind in wanted and new != before.get(kind, {}):
            _next(context, uow, programme, kind, new)
            number = int(told.get(kind, {}).get("number", 0)) + 1
            told[kind] = {"again_at": "", **told.get(kind, {}), "number": number, "at": now, "empty": not new}
        if kind in asked and kind in told and not told[kind]["empty"]:
            told[kind] = {**told[kind], "again_at": now}
    if any(told[kind].get("again_at") == now for kind in told):
        uow.publish(ConsentsAsked(programme.programme_id), aggregate=programme)
    programme.consent_texts = told


def _next(context: Context, uow: UnitOfWork, programme: Programme, kind: str, new: dict[str, str]) -> None:
    number = int(programme.consent_texts.get(kind, {}).get("number", 0)) + 1
    key = ConsentText.key(programme.programme_id, kind)
    current = None if programme.is_new else context.store.get(ConsentText, *key)
    for place in (0, number):
        key = ConsentText.key(programme.programme_id, kind, place)
        one = current if current is not None and not place else ConsentText(*key, programme_id="", about=kind)
        one.programme_id, one.number, one.texts = programme.programme_id, number, new
        one.at, one.by = clock.iso(context.clock()), context.principal.person_id
        uow.save(one)
