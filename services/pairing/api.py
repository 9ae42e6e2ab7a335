"""The handler of pairing: its JSON routes and its pages."""

from __future__ import annotations

from mentoring import http
from pairing import pages, routes
from pairing.pages import base

app = http.create_app("pairing", base.PAGES)
for router in (*routes.ROUTERS, *pages.ROUTERS):
    app.include_router(router)

handler = http.handler(app)
