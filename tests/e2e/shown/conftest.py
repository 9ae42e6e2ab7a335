"""A stack with the demonstration, which takes a minute to make; these tests run apart from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from infra.local import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Given: a stack as `make up` leaves it, with the demonstration programme."""
    with Stack(tmp_path_factory.mktemp("shown"), seed=True) as started:
        yield started
