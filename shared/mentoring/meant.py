"""Whom the addresses mean that people typed about each other: wishes, exclusions, line managers.

Somebody types an address once. It may since have been corrected, changed for another or given up, and it may be another
one of the same person than the one that a programme knows. It means them all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import addresses
from mentoring.tables.identity import Address

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant


def persons(context: Context, found: Sequence[Participant], typed: Iterable[str]) -> dict[str, str]:
    """Return address (`addresses.compared`) → person id, of the typed ones that mean one of these participants.

    Whose present address it is comes first, then who has confirmed it as one of theirs, then who had it before. One
    round trip, only if somebody typed what is nobody's present address.
    """
    wanted = {addresses.compared(one) for one in typed if "@" in one}
    present = {addresses.compared(one.email): one.person_id for one in found}
    former = {email: one.person_id for one in found for email in one.known_as}
    known = {one: former[one] for one in wanted & former.keys()}
    others = sorted(wanted - present.keys())
    owners = context.store.get_many(Address, [Address.key(one) for one in others]) if others else []
    there = {one.person_id for one in found}
    known |= {
        addresses.compared(one.email): one.person_id for one in owners if one.is_verified and one.person_id in there
    }
    return known | {one: present[one] for one in wanted & present.keys()}
