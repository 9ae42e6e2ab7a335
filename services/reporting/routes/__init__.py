"""JSON routes that most requests don't need, imported by the first request for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from reporting.routes import certificates  # noqa: PLC0415

    return (certificates.router,)
