"""Items written by reporting: its read model and the documents it made."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from mentoring.tables.core import Item


class Document(Item, discriminator="document"):
    """`REPORT#<pair_id>` / `DOCUMENT#<edition>`: a PDF in the bucket under `object_key`; edition `pair | organizer`."""

    document_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    edition = UnicodeAttribute()
    object_key = UnicodeAttribute()
    pages = NumberAttribute()
    sha256 = UnicodeAttribute()
    made_at = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, edition: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{pair_id}", f"DOCUMENT#{edition}"


class WeeklyReport(Item, discriminator="weekly_report"):
    """`REPORT#<programme_id>` / `WEEKLY#<week>`: figures and the pairs that need a person, as mailed."""

    report_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    week = UnicodeAttribute()  # ISO week, 2026-W12
    figures: JSONAttribute = JSONAttribute()
    pairs: JSONAttribute = JSONAttribute()  # those that need a person: pair_id, names, colour, rule, days, history
    attachment_key = UnicodeAttribute(null=True)  # the full list (CSV) in the bucket
    made_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, week: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{programme_id}", f"WEEKLY#{week}"


class Running(Item, discriminator="running"):
    """`REPORT#PROGRAMMES` / `RUNNING#<programme_id>`: the programme runs or closes, so it gets a weekly report."""

    programme_id = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return "REPORT#PROGRAMMES", f"RUNNING#{programme_id}"
