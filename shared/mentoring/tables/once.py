"""The `once` table: markers and short-lived state that DynamoDB's TTL deletes."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, UnicodeAttribute
from pynamodb.models import Model

from mentoring.settings import settings
from mentoring.tables.attributes import IntegerAttribute, VersionAttribute


class OnceItem(Model):
    """`pk` = `<purpose>#…`; `data` is what the purpose needs; `expires_at` in epoch seconds is the TTL attribute."""

    class Meta:
        table_name = settings().once_table
        region = settings().region

    pk = UnicodeAttribute(hash_key=True)
    version = VersionAttribute()
    data: JSONAttribute = JSONAttribute(default=dict)
    expires_at = IntegerAttribute()

    @property
    def is_new(self) -> bool:
        """Return whether the item was created here and never written; items that were read have a version."""
        return not self.version

    @staticmethod
    def inbox(consumer: str, event_id: str) -> str:
        """Return the key of the marker for an event that a consumer has handled."""
        return f"inbox#{consumer}#{event_id}"

    @staticmethod
    def answer(service: str, digest: str) -> str:
        """Return the key of the answer to a request with an Idempotency-Key; `digest` identifies person and request."""
        return f"idempotency#{service}#{digest}"

    @staticmethod
    def sign_in(request_id: str) -> str:
        """Return the key of a sign-in request."""
        return f"signin#{request_id}"

    @staticmethod
    def renewal(digest: str) -> str:
        """Return the key of the marker for a form that asked for a new link; `digest` identifies form and link."""
        return f"renewal#{digest}"

    @staticmethod
    def told(service: str, event_id: str) -> str:
        """Return the key of the marker for something a service tells somebody once, however often it happens."""
        return f"told#{service}#{event_id}"

    @staticmethod
    def address(request_id: str) -> str:
        """Return the key of a wish to add an address, or of whom a change of addresses is told."""
        return f"address#{request_id}"

    @staticmethod
    def challenge(nonce: str) -> str:
        """Return the key of the marker for a challenge that a passkey has answered."""
        return f"passkey#{nonce}"

    @staticmethod
    def session(family_id: str) -> str:
        """Return the key of a session."""
        return f"session#{family_id}"

    @staticmethod
    def throttle(service: str, limit: str, digest: str) -> str:
        """Return the key of a counter of somebody's attempts; `digest` identifies them."""
        return f"throttle#{service}#{limit}#{digest}"
