"""What DynamoDB is asked about kinds of items stays within its limits, however many kinds there are."""

from __future__ import annotations

import importlib
import pkgutil
import re

from mentoring import tables
from mentoring.tables.core import Item

MOST_OF_IN = 100
MOST_OF_EXPRESSION = 4096
"""Operands of one IN, and bytes of an expression; Amazon DynamoDB developer guide, "Quotas"."""


def test_given_every_kind_there_is_when_filtered_by_them_then_dynamodb_takes_the_expression() -> None:
    for module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
        importlib.import_module(module.name)
    kinds = Item.kind.get_registered_subclasses(Item)
    names: dict[str, str] = {}
    values: dict[str, dict[str, str]] = {}
    expression = Item.kind.is_in(*kinds).serialize(names, values)
    operands = [one.count(":") for one in re.findall(r"IN \(([^)]*)\)", expression)]
    assert sum(operands) == len(values) == len(kinds) > MOST_OF_IN
    assert max(operands) <= MOST_OF_IN
    assert len(expression) < MOST_OF_EXPRESSION
