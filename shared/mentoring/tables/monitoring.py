"""Items written by monitoring."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from mentoring.tables.core import Item


class Watch(Item, discriminator="watch"):
    """`WATCH#<pair_id>` / `WATCH`; listed `PROGRAMME#<programme_id>` / `WATCH#<pair_id>`; due index kind WATCH.

    The facts about a pair that the rules need; activity moves `due_at`. `history` is a list of
    `{rule, step, at, days}`: every nudge, alert and suggestion given.
    """

    due_kind = "WATCH"
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    started_at = UnicodeAttribute()
    held_count = NumberAttribute(default=0)
    first_held_at = UnicodeAttribute(null=True)
    last_held_at = UnicodeAttribute(null=True)
    planned: JSONAttribute = JSONAttribute(default=dict)  # meeting id → starts_at, confirmed ones ahead
    contract_signed = BooleanAttribute(default=False)
    goal_agreed = BooleanAttribute(default=False)
    surveys: JSONAttribute = JSONAttribute(default=dict)  # assignment id → {assigned_at, person_id}, open ones
    paused_until = UnicodeAttribute(null=True)
    closed = BooleanAttribute(default=False)
    colour = UnicodeAttribute(default="green")  # green | amber | red | grey
    reason: JSONAttribute = JSONAttribute(default=dict)  # {rule, days}
    history: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#{pair_id}", "WATCH"


class Alert(Item, discriminator="alert"):
    """`ALERTS#<programme_id>` / `ALERT#<alert_id>`."""

    alert_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    rule = UnicodeAttribute()
    days = NumberAttribute()
    state = UnicodeAttribute(default="open")  # open | handled
    raised_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, alert_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ALERTS#{programme_id}", f"ALERT#{alert_id}"
