"""Serves the product under a path: behind a stage of API Gateway (`/live`) all local URLs get the stage in front.

A custom domain serves the API at its root and needs none of this. Routes, templates and redirects are written as if
they were at the root; outgoing answers are corrected here, in one place: `Location` and htmx's headers, the paths of
cookies, and the URLs in a page. What a person wrote can't look like an attribute of a page, because its quotes are
escaped.
"""

from __future__ import annotations

import re
from typing import Any

Answer = dict[str, Any]

ADDRESSES = re.compile(r'(\s(?:href|src|action|formaction|hx-(?:get|post|put|patch|delete|push-url))=")(/(?!/)[^"]*")')
"""Attributes of HTML and htmx that contain a URL of this site."""
LOCAL = re.compile(r"/(?!/)")
HEADERS = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url")
COOKIE_PATH = re.compile(r"(;\s*path=)/", re.IGNORECASE)


def outward(answer: Answer, prefix: str) -> Answer:
    """Return a function's answer as the browser must see it under `prefix` (`/live`; empty: at the root)."""
    if not prefix:
        return answer
    headers = {name: [_header(name, one, prefix) for one in values] for name, values in _headers(answer).items()}
    body = answer["body"]
    if body and not answer.get("isBase64Encoded") and headers.get("Content-Type", [""])[0].startswith("text/html"):
        body = ADDRESSES.sub(rf"\1{prefix}\2", body)
    return answer | {"multiValueHeaders": headers, "body": body}


def _headers(answer: Answer) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = answer["multiValueHeaders"]
    return headers


def _header(name: str, value: str, prefix: str) -> str:
    if name in HEADERS and LOCAL.match(value):
        return prefix + value
    if name.lower() == "set-cookie":
        return COOKIE_PATH.sub(lambda found: f"{found[1]}{prefix}/", value).replace(f"{prefix}/;", f"{prefix};")
    return value
