"""Pages of rooms, a module for each subject."""

from __future__ import annotations

from workspace.pages import answers, contract, home, materials, messages, notes, room, search, shared

ROUTERS = tuple(one.router for one in (home, room, messages, contract, answers, notes, materials, shared, search))
