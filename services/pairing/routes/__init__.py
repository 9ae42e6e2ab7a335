"""JSON routes of pairing, a module for each subject, with the views they show and the bodies they take."""

from __future__ import annotations

from pairing.routes import choices, editing, pairs, proposals, rounds, several

ROUTERS = tuple(one.router for one in (rounds, editing, proposals, choices, several, pairs))
