"""Pages of reporting, a module for each subject; `routers` are those that most requests don't need."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from reporting.pages import certificates  # noqa: PLC0415

    return (certificates.router,)
