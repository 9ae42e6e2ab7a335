"""Pages of pairing, a module for each of who reads them and what for."""

from __future__ import annotations

from pairing.pages import choices, pairs, rounds

ROUTERS = tuple(one.router for one in (rounds, pairs, choices))
