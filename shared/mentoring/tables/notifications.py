"""Items written by notifications."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.reach import Reach
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import DeliveryState


class Delivery(Item, discriminator="delivery"):
    """`MAIL#<event_id>` / `<kind>#<person id or address key>`: one mail to one recipient.

    Listed under `UNSENT#<address key>` / `<claimed_at>#<event_id>#…` if it didn't arrive and may be sent again.
    """

    mail_kind = UnicodeAttribute()
    recipient = UnicodeAttribute()  # person id or address key
    state = EnumAttribute(DeliveryState)
    claimed_at = UnicodeAttribute()
    sent_at = TextOrNoneAttribute()
    message_id = TextOrNoneAttribute()  # the one SES gave
    mailbox_id = UnicodeAttribute(default="")  # address key
    cause = UnicodeAttribute(default="")  # reach.Cause
    taken_over = IntegerAttribute(
        default=0
    )  # claims that were never settled: the mail may have been sent once more for each
    event: JSONAttribute = JSONAttribute(default=dict)  # {name, detail} of the event, to send it again

    @staticmethod
    def key(event_id: str, kind: str, recipient: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MAIL#{event_id}", f"{kind}#{recipient}"

    @staticmethod
    def of(event_id: str, kind: str) -> tuple[str, str]:
        """Return pk and the sk prefix of the mails of a kind that an event made."""
        return f"MAIL#{event_id}", f"{kind}#"

    @staticmethod
    def unsent_key(mailbox_id: str) -> str:
        """Return the list of mails that didn't reach an address."""
        return f"UNSENT#{mailbox_id}"

    def list_as_unsent(self) -> None:
        """Put the mail on the list of those to send again."""
        self.list_pk = self.unsent_key(self.mailbox_id)
        self.list_sk = f"{self.claimed_at}#{self.pk}#{self.sk}"

    def unlist(self) -> None:
        """Take the mail off that list."""
        self.list_pk = self.list_sk = None


class Mailbox(Item, discriminator="mailbox"):
    """`SUPPRESSION#<address key>` / `MAILBOX`: what is known about an address, and what its owner doesn't want.

    `reach`, `cause`, `since`, `retry_at` follow from the facts (notifications.domain); any service may read these.
    """

    mailbox_id = UnicodeAttribute()  # address key
    reach = EnumAttribute(Reach, default=Reach.GOOD)
    cause = UnicodeAttribute(default="")  # reach.Cause
    since = UnicodeAttribute(default="")
    retry_at = UnicodeAttribute(default="")  # when mails are tried again automatically; empty: never
    failures = IntegerAttribute(default=0)  # soft bounces since the last mail that arrived
    complained_at = UnicodeAttribute(default="")
    unsubscribed_at = UnicodeAttribute(default="")
    facts: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(email: str) -> tuple[str, str]:
        """Return pk and sk."""
        return Mailbox.key_of(ids.address_key(email))

    @staticmethod
    def key_of(mailbox_id: str) -> tuple[str, str]:
        """Return pk and sk of an address key."""
        return f"SUPPRESSION#{mailbox_id}", "MAILBOX"

    @property
    def unreachable(self) -> bool:
        """Return whether mails are held back."""
        return bool(self.reach == Reach.BOUNCED)

    @property
    def fewer(self) -> bool:
        """Return whether reminders are unwanted, because of an unsubscription or a complaint."""
        return bool(self.unsubscribed_at or self.complained_at)
