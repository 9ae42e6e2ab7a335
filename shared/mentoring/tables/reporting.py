"""Items written by reporting: its read model, the documents it made, and what organizers are told together."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import Edition


class Document(Item, discriminator="document"):
    """`REPORT#<pair_id>` / `DOCUMENT#<edition>`: a PDF in the bucket under `object_key`; edition `pair | organizer`."""

    document_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    edition = EnumAttribute(Edition)
    object_key = UnicodeAttribute()
    pages = IntegerAttribute()
    sha256 = UnicodeAttribute()
    made_at = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, edition: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{pair_id}", f"DOCUMENT#{edition}"


class WeeklyReport(Item, discriminator="weekly_report"):
    """`REPORT#<programme_id>` / `WEEKLY#<week>`: what the report of a week says, in facts and ids, without names.

    `lines` are those at the top of the list of what needs somebody: of a matter `{about, pair_id, participant_id,
    urgency, reasons, since, taken_by, tried}`, of a step of the programme `{step, number, date, day}`. `news` is what
    happened in the programme that week: `stages` `{to, at}`, `agreed` and `closed` pairs `{pair_id, outcome}`, and how
    many of each. `before` are the figures of the weeks before, the oldest first, to show how it goes. `news_of_day` is
    what the digest of that day would have told (`DailyDigest.told`): that day has one mail.
    """

    report_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    week = UnicodeAttribute()  # ISO week, 2026-W12
    figures: JSONAttribute = JSONAttribute()
    lines: JSONAttribute = JSONAttribute(default=list)
    news: JSONAttribute = JSONAttribute(default=dict)
    news_of_day: JSONAttribute = JSONAttribute(default=dict)
    before: JSONAttribute = JSONAttribute(default=list)
    gatherings: JSONAttribute = JSONAttribute(default=dict)  # `past` and `ahead`, see reporting.use_cases.gathered
    attachment_key = UnicodeAttribute(default="")  # the full list (XLSX) in the bucket
    document_key = UnicodeAttribute(default="")  # the report of the programme (PDF) in the bucket
    made_at = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, week: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{programme_id}", f"WEEKLY#{week}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's weekly reports, the oldest first."""
        return f"REPORT#{programme_id}", "WEEKLY#"


class Weeks(Item, discriminator="weeks"):
    """`REPORT#<programme_id>` / `WEEKS`: a summary of a programme's weekly reports.

    `told` maps an ISO week to `{made_at, figures}`. Saved by every transaction that makes a report.
    """

    programme_id = UnicodeAttribute()
    told: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{programme_id}", "WEEKS"


class Running(Item, discriminator="running"):
    """`REPORT#PROGRAMMES` / `RUNNING#<programme_id>`: the programme runs or closes; due index kind WEEKLYREPORT.

    Due at the hour of its next weekly report. `begun_on` is the day on which the last one was begun, in the programme's
    zone.
    """

    due_kind = "WEEKLYREPORT"
    programme_id = UnicodeAttribute()
    begun_on = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return "REPORT#PROGRAMMES", f"RUNNING#{programme_id}"


class DailyDigest(Item, discriminator="daily_digest"):
    """`REPORT#<programme_id>` / `DIGEST`: what organizers are told together; due index kind DAILYDIGEST.

    Due as soon as something is new, at the hour of the digest. `coming` is what the next one tells, `told` what the
    last one told, on the day `told_on` in the programme's zone. Both map `applications` to the instant up to which
    they were collected, `dates` to `{name: {day, undecided}}`, `matters` to a list of what they are about. Ids and
    facts alone: the mail reads the rest.
    """

    due_kind = "DAILYDIGEST"
    programme_id = UnicodeAttribute()
    coming: JSONAttribute = JSONAttribute(default=dict)
    told: JSONAttribute = JSONAttribute(default=dict)
    told_on = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"REPORT#{programme_id}", "DIGEST"
