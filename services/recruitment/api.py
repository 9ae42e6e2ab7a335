"""The handler of recruitment: its JSON routes and its pages."""

from __future__ import annotations

from mentoring import http
from recruitment import pages, routes
from recruitment.pages import base

app = http.create_app("recruitment", base.PAGES)
for router in (*routes.ROUTERS, *pages.ROUTERS):
    app.include_router(router)

handler = http.handler(app)
