"""JSON routes of monitoring that have a module of their own; the others are in `monitoring.api`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from monitoring.routes import rules, sight  # noqa: PLC0415 - a request for a page needs none of them

    return (rules.router, sight.router)
