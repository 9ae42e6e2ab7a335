"""The handler of gatherings: its JSON routes and its pages."""

from __future__ import annotations

from gatherings import pages, routes
from gatherings.pages import base
from mentoring import http

app = http.create_app("gatherings", base.PAGES)
app.include_later(routes.routers, json=True)
app.include_later(pages.routers, json=False)

handler = http.handler(app)
