"""Whose application an address reaches.

An application's id is derived from its programme, role and address, so that the same address reaches the same
application. A corrected one keeps its id, for everything names it; `Readdressed` items lead the new address to it and
the old one away from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import addresses, ids
from mentoring.tables.recruitment import Readdressed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mentoring.context import Context


def application_id_of(programme_id: str, role: str, email: str) -> str:
    """Return the one id an address can have in a role of a programme, unless an address was corrected."""
    return ids.derived("application", programme_id, role, addresses.compared(email))


def application_ids(context: Context, programme_id: str, wanted: Sequence[tuple[str, str]]) -> list[str]:
    """Return the id of the application that each role and address reaches, or would reach, in one round trip."""
    derived = [application_id_of(programme_id, role, email) for role, email in wanted]
    keys = [Readdressed.key(programme_id, one) for one in derived]
    led = {(one.pk, one.sk): one.application_id for one in context.store.get_many(Readdressed, keys)}
    return [led.get(Readdressed.key(programme_id, one), one) for one in derived]
