"""Pages of pairing, a module for each audience and purpose."""

from __future__ import annotations

from pairing.pages import choices, ending, pairs, resting, rounds, several

ROUTERS = tuple(one.router for one in (ending, resting, rounds, several, pairs, choices))
