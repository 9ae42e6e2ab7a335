"""The handler of workspace: its JSON routes and its pages."""

from __future__ import annotations

from mentoring import http
from workspace import pages, routes
from workspace.pages import base

app = http.create_app("workspace", base.PAGES)
for router in (*routes.ROUTERS, *pages.ROUTERS):
    app.include_router(router)

handler = http.handler(app)
