"""Identifiers: random for new things, derived where the same input must reach the same thing."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid

_NAMESPACE = uuid.UUID("6f1c6b0e-6f0a-4f6e-9c3b-1b6f0c8f2a51")


def new() -> str:
    """Return a fresh identifier: 32 lower-case hexadecimal characters (UUID version 4, RFC 9562)."""
    return uuid.uuid4().hex


def derived(*parts: str) -> str:
    """Return the identifier that these parts always give (UUID version 5, RFC 9562): retries reach the same item."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).hex


def normalise_address(email: str) -> str:
    """Return the e-mail address in the one form under which it is compared and keyed."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def address_key(email: str) -> str:
    """Return the SHA-256 of the normalised address in hex, so that keys carry no personal data."""
    return hashlib.sha256(normalise_address(email).encode()).hexdigest()
