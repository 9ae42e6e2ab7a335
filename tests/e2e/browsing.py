"""How tests go over pages: what is one, by which rules it is judged, and when all of it has come.

A browser calls the network idle half a second after the last answer; on most pages nothing more comes. Only elements
that ask for a part of the page (`hx-trigger`), or are asking, make the waiting worth it.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
AN_ID = re.compile(r"[0-9a-f]{16,}|[A-Za-z0-9_.=-]{40,}")
NO_PAGES = re.compile(r"/(static|v1)/|\.(csv|xlsx|pdf|ics|json)$|/sign-out")


def kind_of(address: str) -> str:
    """Return what stands for all pages of one kind."""
    return AN_ID.sub("…", urlsplit(address).path)


def opened(page: Any, address: str) -> Any:
    """Open an address, and return the answer once the page is whole."""
    answer = page.goto(address)
    whole(page)
    return answer


def whole(page: Any) -> None:
    """Wait until the page that is coming is there, with the parts it asks for."""
    page.wait_for_load_state("load")
    if page.query_selector("[hx-trigger], .htmx-request") is not None:
        page.wait_for_load_state("networkidle")
