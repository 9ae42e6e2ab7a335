"""JSON routes of identity, a module for each purpose; imported by the first JSON request."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mentoring.http import Router


def routers() -> tuple[Router, ...]:
    """Import the routes and return their routers."""
    from identity.routes import accounts, addresses, passkeys, sessions, signing_in  # noqa: PLC0415 - a request for a page needs none of them

    return (signing_in.router, sessions.router, accounts.router, addresses.router, passkeys.router)
