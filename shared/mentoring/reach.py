"""Words for whether mail reaches an address; kept by notifications, shown wherever a person is shown."""

from __future__ import annotations

from enum import StrEnum


class Reach(StrEnum):
    """What is known of an address, by what became of the mails to it."""

    GOOD = "good"
    """Nothing speaks against it."""
    SOFT = "soft"
    """Mails failed for the moment; they are still tried."""
    BOUNCED = "bounced"
    """Mails came back, or failed too often: nothing but sign-in mails is sent until that changes."""
    COMPLAINED = "complained"
    """A mail was marked as spam: no more nudges."""


class Cause(StrEnum):
    """Why mails don't reach an address, or one mail did not."""

    NO_MAILBOX = "no_mailbox"
    """The other mail server says that there is no such mailbox."""
    REFUSED = "refused"
    """No mail can be sent to this address at all, as it is written."""
    BLOCKED = "blocked"
    """The address is on a list of addresses that bounced for others, too (of SES, or of the account)."""
    FULL = "full"
    """The mailbox is full."""
    UNRELIABLE = "unreliable"
    """The other server failed too often, with no clear reason."""
    CONTENT = "content"
    """One mail was not taken as it is; that says nothing of the address, and is noted at the mail alone."""
