"""Parses `Cookie` headers (RFC 6265 §5.4). Imports nothing, because the authorizer reads cookies too."""

from __future__ import annotations


def read(header: str) -> dict[str, str]:
    """Return the cookies of a header by name; the last of several with the same name counts."""
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in pairs if name}
