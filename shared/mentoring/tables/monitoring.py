"""Items written by monitoring."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import ids
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import AlertState, Colour, Worry


class Watch(Item, discriminator="watch"):
    """`WATCH#<pair_id>` / `WATCH`; listed `PROGRAMME#<programme_id>` / `WATCH#<pair_id>`; due index kind WATCH.

    The facts about a pair that the rules need; activity moves `due_at`. `history` is a list of
    `{rule, step, at, days}`: every nudge, alert and suggestion given. `reason` is what holds since the last look:
    `{rule, days, since}`.
    """

    due_kind = "WATCH"

    @staticmethod
    def list_key(programme_id: str, pair_id: str) -> tuple[str, str]:
        """Return where it is listed: list_pk and list_sk."""
        return f"PROGRAMME#{programme_id}", f"WATCH#{pair_id}"

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    people: ListAttribute[str] = ListAttribute(default=list)  # person ids of the two
    zones: ListAttribute[str] = ListAttribute(default=list)  # IANA names of where they live
    started_at = UnicodeAttribute()
    meetings: JSONAttribute = JSONAttribute(default=dict)  # meeting id → {state: planned|held|off, starts_at, sequence}
    contract_signed = BooleanAttribute(default=False)
    goal_agreed = BooleanAttribute(default=False)
    surveys: JSONAttribute = JSONAttribute(default=dict)  # assignment id → assigned_at of open ones
    paused_until = TextOrNoneAttribute()
    paused_by = IntegerAttribute(default=0)  # sequence of the pair's event that said so
    closed = BooleanAttribute(default=False)
    colour = EnumAttribute(Colour, default=Colour.GREEN)
    reason: JSONAttribute = JSONAttribute(default=dict)
    history: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#{pair_id}", "WATCH"


class Nudged(Item, discriminator="nudged"):
    """`WATCH#PERSON#<person_id>` / `NUDGED`: when a person was last nudged, about whichever pair; empty for never."""

    person_id = UnicodeAttribute()
    at = UnicodeAttribute()  # about anything but a survey
    survey_at = TextOrNoneAttribute()  # reminded of a survey

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#PERSON#{person_id}", "NUDGED"


class Alert(Item, discriminator="alert"):
    """`ALERTS#<programme_id>` / `ALERT#<alert_id>`: about a pair, or about a participant without one.

    An alert's id begins with the id of what it is about, so that the alerts about it lie together.
    """

    alert_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()  # empty when it is about a participant
    participant_id = TextOrNoneAttribute()
    rule = EnumAttribute(Worry)
    cause = UnicodeAttribute(default="")  # of rule `unmatched`: what keeps everybody else away, a cause of pairing
    days = IntegerAttribute()
    state = EnumAttribute(AlertState, default=AlertState.OPEN)
    raised_at = UnicodeAttribute()
    handled_at = TextOrNoneAttribute()
    handled_by = TextOrNoneAttribute()  # person id; nobody when facts settled it

    @staticmethod
    def key(programme_id: str, alert_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ALERTS#{programme_id}", f"ALERT#{alert_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the beginning of sk of a programme's alerts."""
        return f"ALERTS#{programme_id}", "ALERT#"

    @staticmethod
    def id_of(about: str, rule: str, cause: str) -> str:
        """Return the id of an alert about a pair or participant: the same rule and cause give the same one."""
        return f"{about}-{ids.derived('alert', about, rule, cause)}"

    @staticmethod
    def about(programme_id: str, about: str) -> tuple[str, str]:
        """Return pk and the beginning of sk of all alerts about a pair or participant."""
        return f"ALERTS#{programme_id}", f"ALERT#{about}-"
