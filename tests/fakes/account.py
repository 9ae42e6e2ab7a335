"""An empty AWS account in moto with the product's tables, bus, bucket and keys, made from template.yaml itself."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3

from infra.template import resources
from mentoring.settings import settings
from tests.fakes.brisk import brisk_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"CoreTable": "core", "OutboxTable": "outbox", "OnceTable": "once"}
KEYS = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")

_client = cache(boto3.client)
"""A client holds nothing of an account: moto answers before a request leaves it."""


@contextmanager
def account() -> Iterator[None]:
    """Provide such an account while the block runs."""
    with brisk_aws():
        for logical_id, described in _tables():
            _client("dynamodb").create_table(TableName=NAMES[logical_id], **described)
        _client("events").create_event_bus(Name=settings().bus_name)
        _client("s3").create_bucket(
            Bucket=settings().bucket, CreateBucketConfiguration={"LocationConstraint": settings().region}
        )
        for name in (settings().room_key, settings().desk_key):
            key = _client("kms").create_key()["KeyMetadata"]["KeyId"]
            _client("kms").create_alias(AliasName=name, TargetKeyId=key)
        yield


@cache
def _tables() -> list[tuple[str, dict[str, Any]]]:
    """Return the tables by logical id, as boto3 describes them."""
    found = []
    for logical_id, table in resources("AWS::DynamoDB::Table").items():
        described: dict[str, Any] = {key: table[key] for key in KEYS if key in table}
        if "StreamSpecification" in described:
            described["StreamSpecification"] = {"StreamEnabled": True} | described["StreamSpecification"]
        found.append((logical_id, described))
    return found
