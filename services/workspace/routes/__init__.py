"""JSON routes of workspace, a module for each subject, with the views they show and the bodies they take."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from workspace.routes import (  # noqa: PLC0415 - a request for a page needs none of them
        announcements,
        contracts,
        desk,
        erasure,
        goals,
        guides,
        materials,
        messages,
        notes,
        rooms,
        search,
        sessions,
        shared,
        summaries,
        takeaways,
        tasks,
    )

    subjects = (
        *(rooms, messages, contracts, goals, tasks, takeaways, summaries, erasure, notes, materials, shared),
        *(search, desk, guides, sessions, announcements),
    )
    return tuple(one.router for one in subjects)
