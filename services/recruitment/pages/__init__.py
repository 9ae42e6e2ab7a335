"""Pages of recruitment, a module for each audience and purpose; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from recruitment.pages import (  # noqa: PLC0415 - a JSON request needs none of them
        applications,
        forms,
        importing,
        jobs,
        organizer,
        privacy,
        public,
        settings,
    )

    return tuple(one.router for one in (public, privacy, forms, organizer, settings, applications, importing, jobs))
