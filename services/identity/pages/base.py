"""What the pages of identity share."""

from __future__ import annotations

from mentoring import web

PAGES = web.Pages("identity")
REFRESH = "tandem_refresh"
"""Cookie of the refresh token; only pages under `/session` get it."""
