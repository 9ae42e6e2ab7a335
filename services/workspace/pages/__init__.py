"""Pages of rooms and of the organizers' desk, a module for each subject; imported by the first request for a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import PageRouter


def routers() -> tuple[PageRouter, ...]:
    """Import the pages and return their routers."""
    from workspace.pages import (  # noqa: PLC0415 - a JSON request needs none of them
        afterwards,
        announced,
        announcements,
        answers,
        closing,
        contract,
        desk,
        erasure,
        goals,
        guides,
        home,
        materials,
        messages,
        notes,
        reading,
        room,
        search,
        sessions,
        shared,
        takeaways,
        tasks,
    )

    subjects = (
        *(home, room, closing, erasure, goals, tasks, takeaways, messages, contract, answers, notes, materials),
        *(afterwards, shared, search, desk, guides, sessions, reading, announcements, announced),
    )
    return tuple(one.router for one in subjects)
