"""The items of each service: those of its module or its package in `mentoring.tables`, in the order of its files."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

TABLES = "mentoring.tables"


def of(service: str) -> list[type[Item]]:
    """Return the kinds of items a service owns."""
    return [
        one
        for module in _modules(service)
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Item) and one.__module__ == module.__name__
    ]


def owner(module: str) -> str:
    """Return the service whose items a module of `mentoring.tables` has."""
    return module.removeprefix(f"{TABLES}.").partition(".")[0]


def _modules(service: str) -> Iterator[ModuleType]:
    name = f"{TABLES}.{service}"
    try:
        first = importlib.import_module(name)
    except ModuleNotFoundError:
        return
    yield first
    for one in pkgutil.iter_modules(getattr(first, "__path__", ()), f"{name}."):
        yield importlib.import_module(one.name)
