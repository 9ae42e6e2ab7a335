"""The API function of identity: its JSON routes, its pages, and static files."""

from __future__ import annotations

from identity import pages, routes
from identity.pages.base import PAGES
from mentoring import http

PUBLIC = (
    "/v1/sessions/requests",
    "/v1/sessions/links",
    "/v1/sessions",
    "/v1/sessions/refresh",
    "/v1/sessions/passkeys",
    "/v1/sessions/passkeys/challenges",
)

app = http.create_app("identity", PAGES, public=PUBLIC)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)

handler = http.handler(app)
