"""JSON routes of meetings that have a module of their own; the others are in `meetings.api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from meetings.routes import dates, feeds, places, plans  # noqa: PLC0415 - a request for a page needs none of them

    return (dates.router, feeds.router, places.router, plans.router)
