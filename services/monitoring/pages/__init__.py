"""Pages of monitoring, a module for each purpose; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from monitoring.pages import (  # noqa: PLC0415 - a JSON request needs none of them
        board,
        desk,
        mailed,
        nudges,
        overview,
        pair,
        rules,
    )

    return tuple(one.router for one in (mailed, nudges, desk, rules, overview, board, pair))
