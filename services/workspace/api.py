"""The handler of workspace: its JSON routes and its pages."""

from __future__ import annotations

from mentoring import http
from workspace import pages, routes
from workspace.pages import base

app = http.create_app("workspace", base.PAGES)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)

handler = http.handler(app)
