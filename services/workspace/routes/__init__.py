"""JSON routes of workspace, a module for each subject, with the views they show and the bodies they take."""

from __future__ import annotations

from workspace.routes import contracts, goals, materials, messages, notes, rooms, search, shared, summaries, tasks

ROUTERS = tuple(
    one.router for one in (rooms, messages, contracts, goals, tasks, summaries, notes, materials, shared, search)
)
