"""Whether mail reaches an address; maintained by notifications, shown wherever a person is shown."""

from __future__ import annotations

from enum import StrEnum


class Reach(StrEnum):
    """The state of an address, derived from what became of the mails to it."""

    GOOD = "good"
    """No problem is known."""
    SOFT = "soft"
    """Recent mails failed temporarily; more are tried."""
    BOUNCED = "bounced"
    """Mails bounced, or failed too often: only sign-in mails are sent until that changes."""
    COMPLAINED = "complained"
    """A mail was marked as spam: no more reminders."""


class Cause(StrEnum):
    """Why mails, or one mail, didn't reach an address."""

    NO_MAILBOX = "no_mailbox"
    """The receiving server says that there is no such mailbox."""
    REFUSED = "refused"
    """The address itself is invalid."""
    BLOCKED = "blocked"
    """The address is on a list of addresses that bounced before (of SES, or of the account)."""
    FULL = "full"
    """The mailbox is full."""
    UNRELIABLE = "unreliable"
    """The receiving server failed too often, for no clear reason."""
    CONTENT = "content"
    """One mail was refused as such; that says nothing about the address and is recorded with the mail only."""
