"""Fakes that give the guarantees of the real things; shared by the tests of all services."""

from tests.fakes.context import context_at
from tests.fakes.store import MemoryStore

__all__ = ["MemoryStore", "context_at"]
