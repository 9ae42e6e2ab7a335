"""Pages of pairing, a module for each audience and purpose."""

from __future__ import annotations

from pairing.pages import choices, pairs, rounds

ROUTERS = tuple(one.router for one in (rounds, pairs, choices))
