"""The handler of recruitment: its JSON routes and its pages."""

from __future__ import annotations

from mentoring import http
from recruitment import pages, routes
from recruitment.pages import base

app = http.create_app("recruitment", base.PAGES)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)

handler = http.handler(app)
