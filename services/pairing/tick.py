"""Every hour: proposals are reminded and expire, processes without a summary end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import consumers
from pairing import use_cases

if TYPE_CHECKING:
    from mentoring.context import Context


def tick(context: Context) -> dict[str, int]:
    """Do what is due; running it twice changes nothing."""
    return use_cases.tick(context) | {"ended": use_cases.end_overdue(context)}


handler = consumers.scheduled("pairing", tick)
