"""The `once` table: markers and short-lived state that DynamoDB's TTL clears away."""

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
        """Return whether it was made here and never written: what was read has a version."""
        return not self.version

    @staticmethod
    def inbox(consumer: str, event_id: str) -> str:
        """Return the marker of an event that a consumer has handled."""
        return f"inbox#{consumer}#{event_id}"

    @staticmethod
    def answer(service: str, digest: str) -> str:
        """Return where the answer to a request with an Idempotency-Key lies; `digest` tells whose and which request."""
        return f"idempotency#{service}#{digest}"

    @staticmethod
    def sign_in(request_id: str) -> str:
        """Return where a wish to sign in lies."""
        return f"signin#{request_id}"

    @staticmethod
    def session(family_id: str) -> str:
        """Return where a session lies."""
        return f"session#{family_id}"

    @staticmethod
    def throttle(service: str, limit: str, digest: str) -> str:
        """Return where it is counted how often somebody did something; `digest` tells who."""
        return f"throttle#{service}#{limit}#{digest}"
