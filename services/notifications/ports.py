"""What sending needs from outside: a service that takes mails."""

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
    """The mail surely did not leave; it may be tried again."""


class Sender(Protocol):
    """A mail service."""

    def send(self, message: EmailMessage, to: str, tags: Mapping[str, str]) -> str:
        """Send; return the service's message id. `tags` come back with everything it tells of the mail later.

        Raises `Refused` when it will never take this mail, `NotSent` when it surely did not take it now; after any
        other error nobody knows.
        """
        ...
