"""Items written by meetings."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, EnumOrNoneAttribute, IntegerAttribute, IntegerOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState


class Meeting(Item, discriminator="meeting"):
    """`MEETINGS#<pair_id>` / `MEETING#<meeting_id>`; due index kind MEETING at the next reminder, end or presumption.

    `starts_at` is an instant, `zone` the IANA zone in which it was authored; `uid`, `sequence` as in RFC 5545.
    """

    due_kind = "MEETING"
    meeting_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    minutes = IntegerAttribute()
    zone = UnicodeAttribute()
    place = UnicodeAttribute(default="")  # link or place
    agenda = UnicodeAttribute(default="")
    state = EnumAttribute(MeetingState)
    proposed_by = UnicodeAttribute()  # person id
    accepted_by: ListAttribute[str] = ListAttribute(default=list)
    outcome: JSONAttribute = JSONAttribute(default=dict)  # said: held | reason; by: person ids; at: an instant
    not_held_reason = EnumOrNoneAttribute(MeetingOutcome)
    presumed = BooleanAttribute(default=False)
    number = IntegerOrNoneAttribute()
    uid = UnicodeAttribute()
    sequence = IntegerAttribute(default=0)
    reminded: ListAttribute[str] = ListAttribute(default=list)

    @staticmethod
    def key(pair_id: str, meeting_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", f"MEETING#{meeting_id}"

    @staticmethod
    def of(pair_id: str) -> tuple[str, str]:
        """Return pk and the beginning of sk of a pair's meetings."""
        return f"MEETINGS#{pair_id}", "MEETING#"


class PairCalendar(Item, discriminator="pair_calendar"):
    """`MEETINGS#<pair_id>` / `CALENDAR`: what the pair's meetings are counted on.

    Saved by every transaction that proposes a time or counts a held meeting, and read before the meetings are: two
    such transactions at once can't both go by the same meetings.
    """

    pair_id = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", "CALENDAR"


class BusyDay(Item, discriminator="busy_day"):
    """`MEETINGS#PERSON#<person_id>` / `DAY#<YYYY-MM-DD>`: when somebody is in meetings, in all their pairs.

    The day is one of UTC; a meeting across midnight stands on both. `taken` maps a meeting's id to `[start, end]`.
    Every transaction that gives a meeting its time, or takes it away, saves the days of both.
    """

    person_id = UnicodeAttribute()
    taken: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(person_id: str, day: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#PERSON#{person_id}", f"DAY#{day}"
