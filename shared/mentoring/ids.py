"""Identifiers: random for new things, derived where the same input must always give the same one."""

from __future__ import annotations

import hashlib
import uuid

from mentoring import addresses

_NAMESPACE = uuid.UUID("6f1c6b0e-6f0a-4f6e-9c3b-1b6f0c8f2a51")


def new() -> str:
    """Return a fresh identifier: 32 lower-case hexadecimal characters (UUID version 4, RFC 9562)."""
    return uuid.uuid4().hex


def derived(*parts: str) -> str:
    """Return the identifier derived from these parts (UUID version 5, RFC 9562): retries reach the same item."""
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts)).hex


def address_key(email: str) -> str:
    """Return the SHA-256 (hex) of the compared form of an address, so that keys carry no personal data."""
    return hashlib.sha256(addresses.compared(email).encode()).hexdigest()
