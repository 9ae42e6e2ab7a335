"""The shared tables, the bus and the bucket in moto, made from template.yaml itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mentoring import runtime
from mentoring.store import dynamo
from tests.fakes.account import account
from tests.fakes.people import PAIR, everybody
from tests.fakes.rooms import Room
from tests.integration.lambdas import keep

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def aws() -> Iterator[None]:
    """Given: an empty AWS account with the product's tables, bus and bucket."""
    with account():
        yield


@pytest.fixture
def store(aws: None) -> dynamo.DynamoStore:
    """Given: the real store with moto."""
    return dynamo.DynamoStore()


@pytest.fixture
def agreed(store: dynamo.DynamoStore) -> dynamo.DynamoStore:
    """Given: a running programme with an organizer and an agreed pair."""
    keep(store, *everybody(), Room(PAIR, runtime.ports().keys).item)
    return store
