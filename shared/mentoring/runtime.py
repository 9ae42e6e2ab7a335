"""The composition root: what stands behind the ports when a function runs on AWS, or on the local stack.

Entries (`http.handler`, `consumers.handler`, `consumers.scheduled`) take the ports from here and put them into the
context of each use case; a test that wants others hands them to the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mentoring.store.bucket import Bucket
from mentoring.store.dynamo import DynamoStore

if TYPE_CHECKING:
    from mentoring.files import Files
    from mentoring.store import Store


class Ports(NamedTuple):
    """Where use cases read and write: the tables, and the files of the bucket."""

    store: Store
    files: Files


def ports() -> Ports:
    """Return the ports over DynamoDB and S3; nothing is connected before it is used."""
    return Ports(DynamoStore(), Bucket())
