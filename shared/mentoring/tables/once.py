"""The `once` table: markers and short-lived state that DynamoDB's TTL clears away."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, VersionAttribute
from pynamodb.models import Model

from mentoring.settings import settings


class OnceItem(Model):
    """`pk` = `<purpose>#…`; `data` is what the purpose needs; `expires_at` in epoch seconds is the TTL attribute."""

    class Meta:
        table_name = settings().once_table
        region = settings().region

    pk = UnicodeAttribute(hash_key=True)
    version = VersionAttribute()
    data: JSONAttribute = JSONAttribute(default=dict)
    expires_at = NumberAttribute()
