"""Items written by notifications."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from mentoring import ids
from mentoring.tables.core import Item


class Delivery(Item, discriminator="delivery"):
    """`MAIL#<event_id>` / `<kind>#<person id or address key>`: one mail; claimed before sending, sent after.

    `state`: claimed | sent | suppressed.
    """

    mail_kind = UnicodeAttribute()
    recipient = UnicodeAttribute()  # person id or address key
    state = UnicodeAttribute()
    claimed_at = UnicodeAttribute()
    sent_at = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)

    @staticmethod
    def key(event_id: str, kind: str, recipient: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MAIL#{event_id}", f"{kind}#{recipient}"


class Suppression(Item, discriminator="suppression"):
    """`SUPPRESSION#<address key>` / `<scope>`: `all` after a bounce or complaint, `nudges` after an unsubscription."""

    scope = UnicodeAttribute()
    cause = UnicodeAttribute()  # bounce | complaint | unsubscribed
    at = UnicodeAttribute()

    @staticmethod
    def key(email: str, scope: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"SUPPRESSION#{ids.address_key(email)}", scope
