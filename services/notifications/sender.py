"""Passes mails to SES (API version 2)."""

from __future__ import annotations

from email.utils import parseaddr
from functools import cache
from typing import TYPE_CHECKING, Any

from botocore.config import Config
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError

from mentoring import addresses
from mentoring.aws import session
from mentoring.reach import Cause
from mentoring.settings import settings
from notifications.ports import NotSent, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from email.message import EmailMessage

    from mentoring.settings import Settings

REFUSALS = ("BadRequestException", "MessageRejected", "InvalidParameterValue")
"""SES errors about this mail; all others are about the account or temporary (SES API v2, SendEmail)."""


def connect() -> Any:
    """Return an SES client that never retries by itself.

    It could send a mail twice: after a time-out nobody knows whether SES accepted it.
    """
    config = Config(retries={"total_max_attempts": 1})
    return session().create_client("sesv2", region_name=settings().region, config=config)


class SesSender:
    """`Sender` over SES, connected when the first mail is sent."""

    def __init__(self, connect: Callable[[], Any] = connect, configured: Callable[[], Settings] = settings) -> None:
        self._client = cache(connect)
        self._settings = configured

    def send(self, message: EmailMessage, to: str, tags: Mapping[str, str]) -> str:
        """See `Sender.send`."""
        try:
            raw = bytes(message)
        except UnicodeError as error:  # SES accepts no address with non-ASCII letters before the @
            raise Refused(Cause.REFUSED) from error
        wanted: dict[str, Any] = {
            "FromEmailAddress": addresses.wire(self._address),
            "Destination": {"ToAddresses": [addresses.wire(to)]},
            "Content": {"Raw": {"Data": raw}},
            "EmailTags": [{"Name": name, "Value": value} for name, value in tags.items()],
        }
        if self._settings().configuration_set:
            wanted["ConfigurationSetName"] = self._settings().configuration_set
        try:
            return str(self._client().send_email(**wanted)["MessageId"])
        except ClientError as error:
            raise self._meaning(error) from error
        except (EndpointConnectionError, ConnectTimeoutError) as error:
            raise NotSent from error

    @property
    def _address(self) -> str:
        return parseaddr(self._settings().mail_from)[1]

    def _meaning(self, error: ClientError) -> Exception:
        """Return the meaning of an SES error for the mail; an unverified sender isn't the recipient's fault."""
        code, said = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
        if code in REFUSALS and self._address.rpartition("@")[2] not in said:
            return Refused(Cause.REFUSED)
        return NotSent(code)
