"""The port for sending mail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import EmailMessage

    from mentoring.reach import Cause


class Refused(Exception):
    """This mail can't be sent to this recipient, now or later."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause)
        self.cause = cause


class NotSent(Exception):
    """The mail was certainly not sent; it may be tried again."""


class Sender(Protocol):
    """A mail service."""

    def send(self, message: EmailMessage, to: str, tags: Mapping[str, str]) -> str:
        """Send; return the service's message id. The service repeats `tags` in all its later reports.

        Raises `Refused` if it will never accept this mail, `NotSent` if it certainly didn't accept it now; after any
        other error the result is unknown.
        """
        ...
