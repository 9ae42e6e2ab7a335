"""AWS as the faults see it: moto, and what moto keeps to itself (mails, the bus, the stream of the outbox)."""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from botocore.client import BaseClient
from botocore.exceptions import ClientError
from moto.backends import get_backend

from infra.local.deploy import INBOUND_DOMAIN
from mentoring.settings import settings
from tests.fakes.account import account
from tests.faults.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Answer = dict[str, Any]

ABOUT = ("ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics")
"""Parts of an answer that aren't about items."""
ACCOUNT = "123456789012"
"""The account of moto."""


@dataclass(slots=True)
class Sent:
    """A mail that SES took."""

    to: str
    raw: bytes
    tags: dict[str, str]


@dataclass(slots=True)
class Aws:
    """What was handed to SES and to the bus, and what the outbox's stream has told so far, in order."""

    mails: list[Sent] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    stream: list[dict[str, Any]] = field(default_factory=list)

    tables: Tables = field(default_factory=Tables)

    def answer(self, operation: str, arguments: Answer) -> Answer:
        """Return what DynamoDB answers; the stream tells of what was put into the outbox."""
        answer = self.tables.answer(operation, arguments)
        if operation == "TransactWriteItems":
            puts = [one["Put"] for one in arguments["TransactItems"] if "Put" in one]
            self.stream += [put["Item"] for put in puts if put["TableName"] == settings().outbox_table]
        return answer

    def files(self) -> list[str]:
        """Return the keys of the bucket."""
        return list(get_backend("s3")[ACCOUNT]["aws"].buckets[settings().bucket].keys)


@contextmanager
def real_enough(*, beside_moto: bool = False) -> Iterator[Aws]:
    """Be an empty account while the block runs; nothing leaves this process.

    With `beside_moto`, every call to DynamoDB is made there too, and must be answered alike.
    """
    aws, real = Aws(), BaseClient._make_api_call

    def call(client: Any, operation: str, arguments: dict[str, Any]) -> Any:
        if operation == "SendEmail":
            tags = {one["Name"]: one["Value"] for one in arguments["EmailTags"]}
            [to] = arguments["Destination"]["ToAddresses"]
            aws.mails.append(Sent(to, arguments["Content"]["Raw"]["Data"], tags))
            return {"MessageId": uuid.uuid4().hex}
        if operation == "PutEvents":
            aws.taken += arguments["Entries"]
            return {"Entries": [{"EventId": uuid.uuid4().hex} for _ in arguments["Entries"]]}
        if client.meta.service_model.service_name != "dynamodb":
            return real(client, operation, arguments)
        if beside_moto:
            return _alike(lambda: aws.answer(operation, arguments), lambda: real(client, operation, arguments))
        return aws.answer(operation, arguments)

    with _taking_mail(), account(), patch.object(BaseClient, "_make_api_call", call):
        yield aws


@contextmanager
def _taking_mail() -> Iterator[None]:
    """Be a stack with a domain for answers by mail."""
    with patch.dict(os.environ, INBOUND_DOMAIN=INBOUND_DOMAIN):
        settings.cache_clear()
        yield
    settings.cache_clear()


def _alike(ours: Callable[[], Answer], theirs: Callable[[], Answer]) -> Answer:
    """Return our answer, or raise our error; fail when moto says something else."""
    said: list[Any] = []
    for ask in (ours, theirs):
        try:
            answer = ask()
        except ClientError as error:
            said.append([one["Code"] for one in error.response["CancellationReasons"]])  # type: ignore[typeddict-item]
            refused = error
        else:
            said.append({name: value for name, value in answer.items() if name not in ABOUT})
    if said[0] != said[1]:
        raise AssertionError(f"moto answers {said[1]}, and we {said[0]}")
    if isinstance(said[0], list):
        raise refused
    return answer
