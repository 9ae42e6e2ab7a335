"""An empty AWS account in moto with the product's tables, bus, bucket and keys, made from template.yaml itself."""

from __future__ import annotations

import copy
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from moto.backends import get_backend

from infra.template import resources
from mentoring.settings import settings
from tests.fakes.brisk import brisk_aws

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"CoreTable": "core", "OutboxTable": "outbox", "OnceTable": "once"}
SERVICES: tuple[Any, ...] = ("dynamodb", "events", "s3", "kms")
KEYS = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode", "StreamSpecification")

_client = cache(boto3.client)
"""A client holds nothing of an account: moto answers before a request leaves it."""


@contextmanager
def account() -> Iterator[None]:
    """Provide such an account while the block runs."""
    with brisk_aws():
        if not _new:
            _make()
            _new.update({(name, *place): copy.deepcopy(vars(one)) for name, place, one in _backends()})
        for (name, owner, region), state in _new.items():
            vars(get_backend(name)[owner][region]).update(copy.deepcopy(state))
        yield


_new: dict[tuple[str, str, str], dict[str, Any]] = {}
"""What moto holds of such an account by service, account and region: made once, for it takes longer than many tests."""


def _backends() -> Iterator[tuple[str, tuple[str, str], Any]]:
    for name in SERVICES:
        for owner, regions in get_backend(name).items():
            yield from ((name, (owner, region), one) for region, one in regions.items())


def _make() -> None:
    for logical_id, described in _tables():
        _client("dynamodb").create_table(TableName=NAMES[logical_id], **described)
    _client("events").create_event_bus(Name=settings().bus_name)
    _client("s3").create_bucket(
        Bucket=settings().bucket, CreateBucketConfiguration={"LocationConstraint": settings().region}
    )
    for name in (settings().room_key, settings().desk_key):
        key = _client("kms").create_key()["KeyMetadata"]["KeyId"]
        _client("kms").create_alias(AliasName=name, TargetKeyId=key)


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
