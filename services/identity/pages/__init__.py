"""Pages of identity, a module for each purpose."""

from __future__ import annotations

from identity.pages import account, devices, signing_in

ROUTERS = tuple(one.router for one in (signing_in, account, devices))
