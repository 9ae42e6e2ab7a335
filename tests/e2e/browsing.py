"""How tests wait for a page: until what belongs to it has come, and no longer.

A browser calls the network idle half a second after the last answer; on most pages nothing more comes. Only elements
that ask for a part of the page (`hx-trigger`) make the waiting worth it.
"""

from __future__ import annotations

from typing import Any


def opened(page: Any, address: str) -> Any:
    """Open an address, and return the answer once the page is whole."""
    answer = page.goto(address)
    whole(page)
    return answer


def whole(page: Any) -> None:
    """Wait until the page that is coming is there, with the parts it asks for."""
    page.wait_for_load_state("load")
    if page.query_selector("[hx-trigger]") is not None:
        page.wait_for_load_state("networkidle")
