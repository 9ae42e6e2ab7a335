"""Slow proofs about races and faults on the deployed template; `make faults` runs them."""

from __future__ import annotations

from tests.e2e.conftest import stack

__all__ = ["stack"]
