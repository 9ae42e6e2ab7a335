"""Reads and writes the shared tables: the `Store` port, its DynamoDB adapter, and the unit of work.

A use case reads through `Store`, decides in its domain, and writes everything (entities, events, markers) in one
transaction through `UnitOfWork`. Tests use `tests.fakes.MemoryStore`, which gives the same guarantees.
"""

from mentoring.store.port import Changes, Page, Store
from mentoring.store.retry import retrying
from mentoring.store.unit_of_work import UnitOfWork

__all__ = ["Changes", "Page", "Store", "UnitOfWork", "retrying"]
