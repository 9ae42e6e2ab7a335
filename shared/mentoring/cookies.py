"""The one reader of a `Cookie` header (RFC 6265 §5.4). Imports nothing: the authorizer reads cookies too."""

from __future__ import annotations


def read(header: str) -> dict[str, str]:
    """Return the cookies of a header by their names; of two of one name the last counts."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in pairs if name}
