"""The composition root: the adapters behind the ports when a function runs on AWS or on the local stack.

Entry points (`http.handler`, `consumers.handler`, `consumers.scheduled`) get the ports here and put them into the
context of each use case; tests pass other ports to the entry point.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mentoring.store.bucket import Bucket
from mentoring.store.dynamo import DynamoStore
from mentoring.store.keys import KmsKeys

if TYPE_CHECKING:
    from mentoring.files import Files
    from mentoring.sealing import Keys
    from mentoring.store import Store


class Ports(NamedTuple):
    """Where use cases read and write: the tables, the files of the bucket, and the keys of what is sealed there."""

    store: Store
    files: Files
    keys: Keys


def ports() -> Ports:
    """Return the ports over DynamoDB, S3 and KMS; nothing is connected before it is used."""
    return Ports(DynamoStore(), Bucket(), _keys())


@cache
def _keys() -> KmsKeys:
    """Return what this process knows of keys."""
    return KmsKeys()
