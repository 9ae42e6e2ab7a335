"""The handler of notifications: it has pages only."""

from __future__ import annotations

from mentoring import http
from notifications import pages

app = http.create_app("notifications", pages.PAGES)
app.include_router(pages.router)

handler = http.handler(app)
