"""Items written by meetings."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from mentoring.tables.core import Item


class Meeting(Item, discriminator="meeting"):
    """`MEETINGS#<pair_id>` / `MEETING#<meeting_id>`; due index kind MEETING at the next reminder, end or presumption.

    `starts_at` is an instant, `zone` the IANA zone in which it was authored; `uid`, `sequence` as in RFC 5545.
    """

    due_kind = "MEETING"
    meeting_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    minutes = NumberAttribute()
    zone = UnicodeAttribute()
    place = UnicodeAttribute(default="")  # link or place
    agenda = UnicodeAttribute(default="")
    state = UnicodeAttribute()  # proposed | confirmed | to_confirm | held | not_held | cancelled
    proposed_by = UnicodeAttribute()  # person id
    accepted_by: ListAttribute[Any] = ListAttribute(default=list)
    outcome: JSONAttribute = JSONAttribute(default=dict)  # said: held | reason; by: person ids; at: an instant
    not_held_reason = UnicodeAttribute(null=True)
    presumed = BooleanAttribute(default=False)
    number = NumberAttribute(null=True)
    uid = UnicodeAttribute()
    sequence = NumberAttribute(default=0)
    reminded: ListAttribute[Any] = ListAttribute(default=list)

    @staticmethod
    def key(pair_id: str, meeting_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", f"MEETING#{meeting_id}"
