"""Which application an address leads to.

An application's id is derived from its programme, role and address, so that the same address leads to the same
application. If the address is corrected the id stays, because everything refers to it; `Readdressed` items lead the new
address to it and the old one away from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import addresses, ids
from mentoring.tables.recruitment import Participant, Readdressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Application


def application_id_of(programme_id: str, role: str, email: str) -> str:
    """Return the id derived from an address and role in a programme, without regard to corrections."""
    return ids.derived("application", programme_id, role, addresses.compared(email))


def application_ids(context: Context, programme_id: str, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return the id of the application that each role and address leads to, or would lead to, in one round trip."""
    derived = [application_id_of(programme_id, role, email) for role, email in wanted]
    keys = [Readdressed.key(programme_id, one) for one in derived]
    led = {(one.pk, one.sk): one.application_id for one in context.store.get_many(Readdressed, keys)}
    return [led.get(Readdressed.key(programme_id, one), one) for one in derived]


def meant_ids(context: Context, programme_id: str, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return the id of the application that each role and address means, typed by somebody at whatever time.

    An address that leads away from an application still means it, unless who has it now takes part.
    """
    derived = [application_id_of(programme_id, role, email) for role, email in wanted]
    keys = [Readdressed.key(programme_id, one) for one in derived]
    led = {(one.pk, one.sk): one for one in context.store.get_many(Readdressed, keys)}
    away = [Participant.key(programme_id, one.application_id) for one in led.values() if one.before]
    there = {one.participant_id for one in (context.store.get_many(Participant, away) if away else [])}
    items = [led.get(Readdressed.key(programme_id, one)) for one in derived]
    return [
        one if item is None else item.application_id if item.application_id in there or not item.before else item.before
        for one, item in zip(derived, items, strict=True)
    ]


def readdressed(one: Application, email: str) -> None:
    """Give an application another address; it stays known by the one of before to whoever typed that."""
    before, now = addresses.compared(one.email), addresses.compared(email)
    one.known_as = [each for each in dict.fromkeys([*one.known_as, before]) if each != now]
    one.email = email


def lead(context: Context, uow: UnitOfWork, one: Application, email: str, target: str) -> None:
    """Lead an address to an application from now on, to `one` or away from it to another id."""
    derived = application_id_of(one.programme_id, one.role, email)
    key = Readdressed.key(one.programme_id, derived)
    item = context.store.get(Readdressed, *key)
    if (derived == one.application_id) == (target == one.application_id):  # so it is without an item
        if item is not None:
            uow.delete(item)
        return
    item = item or Readdressed(*key, programme_id=one.programme_id)
    item.before = one.application_id if target != one.application_id else ""
    item.application_id = target
    uow.save(item)
