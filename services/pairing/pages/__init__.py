"""Pages of pairing, a module for each audience and purpose."""

from __future__ import annotations

from pairing.pages import choices, nudged, pairs, resting, rounds, several

ROUTERS = tuple(one.router for one in (nudged, resting, rounds, several, pairs, choices))
