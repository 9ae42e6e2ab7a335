"""An empty AWS account in moto with the product's tables, bus, bucket and keys, made from template.yaml itself."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from moto import mock_aws

from infra.template import resources
from mentoring.settings import settings
from mentoring.store import bucket, dynamo, keys
from mentoring.tables.core import Item
from mentoring.tables.once import OnceItem
from mentoring.tables.outbox import OutboxItem

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"CoreTable": "core", "OutboxTable": "outbox", "OnceTable": "once"}
KEYS = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")


@contextmanager
def account() -> Iterator[None]:
    """Provide such an account while the block runs."""
    _forget_connection()
    with mock_aws():
        client = boto3.client("dynamodb")
        for logical_id, table in resources("AWS::DynamoDB::Table").items():
            described: dict[str, Any] = {key: table[key] for key in KEYS if key in table}
            if "StreamSpecification" in described:
                described["StreamSpecification"] = {"StreamEnabled": True} | described["StreamSpecification"]
            client.create_table(TableName=NAMES[logical_id], **described)
        boto3.client("events").create_event_bus(Name=settings().bus_name)
        boto3.client("s3").create_bucket(
            Bucket=settings().bucket, CreateBucketConfiguration={"LocationConstraint": settings().region}
        )
        for name in (settings().room_key, settings().desk_key):
            kms = boto3.client("kms")
            kms.create_alias(AliasName=name, TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])
        yield
    _forget_connection()


def _forget_connection() -> None:
    dynamo.connection.cache_clear()
    bucket._s3.cache_clear()
    keys._kms.cache_clear()
    for model in (Item, OutboxItem, OnceItem):
        model._connection = None
    for kind in Item.__subclasses__():
        kind._connection = None
