"""An address that organizers proposed becomes somebody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.recruitment import AddressGiven


def take_address(context: Context, event: Event[AddressGiven]) -> None:
    """Give somebody the address that organizers proposed and its reader confirmed (`addresses.take`)."""
    from identity.use_cases import addresses  # noqa: PLC0415 - it happens rarely; every start would load it

    addresses.take(context, event)
