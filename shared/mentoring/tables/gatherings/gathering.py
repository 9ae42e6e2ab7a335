"""Gatherings of a programme."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.tables.attributes import (
    EnumAttribute,
    IntegerAttribute,
    IntegerOrNoneAttribute,
    TextOrNoneAttribute,
)
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import GatheringKind, GatheringState, Invited, Readers, Role, Venue


class Gathering(Item, discriminator="gathering"):
    """`GATHERINGS#<programme_id>` / `GATHERING#<gathering_id>`; due index kind GATHERING at its next reminder or end.

    `starts_at` and `sign_up_until` are instants, `zone` the IANA zone in which they were entered. `texts` maps a
    language to `{title, text, before, after}`: `text` is the agenda, the last two what is read before and afterwards,
    all three in Markdown. A capacity is the number of seats, None for as many as come. `chosen` are participant ids, if
    it is for these people alone. `offer_hours` is how long a seat that became free is kept for who is asked next.
    `uid` and `sequence` as in RFC 5545: `sequence` rises with every change of time, length or place. `reminded` are
    the reminders that were sent, `open` whether everybody may read its page, `survey` whether those who were there are
    asked how it was, `certificate` whether they get a certificate of attendance, `photos` whether people are asked if
    photos may show them. `host` holds it beside the organizers, `speaker` is somebody from outside, shown with their
    address. `before_for` and `after_for` say who reads these texts. `circle_id` is the group that meets, if it is the
    meeting of one.
    """

    due_kind = "GATHERING"
    gathering_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    what = EnumAttribute(GatheringKind)
    state = EnumAttribute(GatheringState, default=GatheringState.DRAFT)
    venue = EnumAttribute(Venue)
    starts_at = UnicodeAttribute()
    minutes = IntegerAttribute()
    zone = UnicodeAttribute()
    place = UnicodeAttribute(default="")
    link = UnicodeAttribute(default="")
    texts: JSONAttribute = JSONAttribute(default=dict)
    audience = EnumAttribute(Invited, default=Invited.EVERYBODY)
    chosen: ListAttribute[str] = ListAttribute(default=list)
    seats_online = IntegerOrNoneAttribute()
    seats_in_person = IntegerOrNoneAttribute()
    sign_up_until = TextOrNoneAttribute()
    offer_hours = IntegerAttribute(default=24)
    open = BooleanAttribute(default=False)
    survey = BooleanAttribute(default=True)
    certificate = BooleanAttribute(default=True)
    photos = BooleanAttribute(default=False)
    host = UnicodeAttribute(default="")  # participant id
    speaker = UnicodeAttribute(default="")
    speaker_email = UnicodeAttribute(default="")
    before_for = EnumAttribute(Readers, default=Readers.AUDIENCE)
    after_for = EnumAttribute(Readers, default=Readers.AUDIENCE)
    by = UnicodeAttribute()  # person id
    made_at = UnicodeAttribute()
    announced_at = TextOrNoneAttribute()
    cancelled_at = TextOrNoneAttribute()
    why = UnicodeAttribute(default="")  # it was cancelled, in the organizers' words
    uid = UnicodeAttribute()
    sequence = IntegerAttribute(default=0)
    reminded: ListAttribute[str] = ListAttribute(default=list)
    circle_id = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, gathering_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERINGS#{programme_id}", f"GATHERING#{gathering_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's gatherings."""
        return f"GATHERINGS#{programme_id}", "GATHERING#"


class GatheringsAhead(Item, discriminator="gatherings_ahead"):
    """`GATHERINGS#<programme_id>` / `AHEAD`: what is announced and not over, in short, for the page «home».

    `entries` are `{gathering_id, starts_at, titles, audience, chosen, host}`, soonest first, `titles` by language.
    Saved by every transaction that changes one of these.
    """

    programme_id = UnicodeAttribute()
    entries: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERINGS#{programme_id}", "AHEAD"

    def note(self, item: Gathering) -> bool:
        """Know a gathering as it is now; return whether that changes anything."""
        others = [one for one in self.entries if one["gathering_id"] != item.gathering_id]
        told = {
            "gathering_id": item.gathering_id,
            "starts_at": item.starts_at,
            "titles": {locale: one["title"] for locale, one in item.texts.items()},
            "audience": str(item.audience),
            "chosen": list(item.chosen),
            "host": item.host,
        }
        now = [*others, told] if item.state == GatheringState.ANNOUNCED else others
        now.sort(key=lambda one: (one["starts_at"], one["gathering_id"]))
        changed = bool(now != self.entries)
        self.entries = now
        return changed

    def all_for(self, role: Role, participant_id: str) -> list[dict[str, Any]]:
        """Return those that are for somebody, in short, soonest first."""
        return [one for one in self.entries if Invited(one["audience"]).admits(role) or participant_id in one["chosen"]]

    def next_for(self, role: Role, participant_id: str) -> dict[str, Any] | None:
        """Return the next one that is for somebody, or whose host they are, in short."""
        theirs = self.all_for(role, participant_id)
        return next((one for one in self.entries if one in theirs or one.get("host") == participant_id), None)
