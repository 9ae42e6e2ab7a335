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
    from mentoring.calls import Calls
    from mentoring.files import Files
    from mentoring.sealing import Keys
    from mentoring.store import Store


class Ports(NamedTuple):
    """Where use cases read and write: the tables, the files of the bucket, and the keys of what is sealed there.

    `calls` says where the video calls of meetings are.
    """

    store: Store
    files: Files
    keys: Keys
    calls: Calls


def ports() -> Ports:
    """Return the ports over DynamoDB, S3 and KMS; nothing is connected before it is used."""
    return Ports(DynamoStore(), Bucket(), _keys(), calls())


@cache
def calls() -> Calls:
    """Return what says where video calls are: a pair's own link comes before the one that its programme makes."""
    from mentoring.calls.adapters import FirstOf, KeptCalls, PatternCalls  # noqa: PLC0415 - with the first request

    return FirstOf((KeptCalls(), PatternCalls()))


@cache
def _keys() -> KmsKeys:
    """Return what this process knows of keys."""
    return KmsKeys()
