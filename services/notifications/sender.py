"""Handing mails to SES (API version 2)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

import boto3

from mentoring.settings import settings

if TYPE_CHECKING:
    from email.message import EmailMessage


class Sender(Protocol):
    """What the consumer needs of a mail service and of the bucket."""

    def send(self, message: EmailMessage, to: str) -> str:
        """Send; return the service's message id."""
        ...

    def file(self, key: str) -> bytes:
        """Return a file of the bucket."""
        ...


class SesSender:
    """`Sender` over SES and S3."""

    def send(self, message: EmailMessage, to: str) -> str:
        """See `Sender.send`."""
        wanted: dict[str, Any] = {
            "FromEmailAddress": settings().mail_from,
            "Destination": {"ToAddresses": [to]},
            "Content": {"Raw": {"Data": bytes(message)}},
        }
        if settings().configuration_set:
            wanted["ConfigurationSetName"] = settings().configuration_set
        return str(_client("sesv2").send_email(**wanted)["MessageId"])

    def file(self, key: str) -> bytes:
        """See `Sender.file`."""
        content: bytes = _client("s3").get_object(Bucket=settings().bucket, Key=key)["Body"].read()
        return content


@cache
def _client(service: str) -> Any:
    return boto3.client(service, region_name=settings().region)
