"""Pages of meetings, a module for each purpose; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from meetings.pages import afterwards, answering, arranging, calling, dates, feeds, meeting, met, pair, planning  # noqa: PLC0415 - a JSON request needs none of them

    return tuple(
        one.router for one in (planning, arranging, calling, dates, feeds, pair, meeting, met, answering, afterwards)
    )
