"""Items written by meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.tables.attributes import (
    EnumAttribute,
    EnumOrNoneAttribute,
    IntegerAttribute,
    IntegerOrNoneAttribute,
    SealedAttribute,
)
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import MeetingOutcome, MeetingState, PlanState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

STANDING = (MeetingState.PROPOSED, MeetingState.CONFIRMED, MeetingState.TO_CONFIRM, MeetingState.HELD)
"""States of meetings that are still to come or took place."""


MOST_REFUSED = 5
"""How often a day somebody is told that an answer of their calendar changed nothing."""


class Asked:
    """What calendars are asked about, and may answer.

    `answered` is the DTSTAMP of the last answer of each person's calendar, `refused` counts those that changed nothing.
    """

    if TYPE_CHECKING:
        answered: JSONAttribute
        refused: JSONAttribute

    def hear(self, person_id: str, stamp: str) -> bool:
        """Note the DTSTAMP of a calendar's answer; return whether it is newer than the last one of this person."""
        newer = stamp > str(self.answered.get(person_id, ""))
        self.answered = self.answered | ({person_id: stamp} if newer else {})
        return newer

    def refuse(self, person_id: str, day: str) -> bool:
        """Count an answer that changed nothing; return whether its author is still told today.

        A program that answers by itself what it is told would otherwise never stop.
        """
        last = self.refused.get(person_id, {})
        number = (last.get("number", 0) if last.get("day") == day else 0) + 1
        self.refused = self.refused | {person_id: {"day": day, "number": number}}
        return number <= MOST_REFUSED


class Meeting(Asked, Item, discriminator="meeting"):
    """`MEETINGS#<pair_id>` / `MEETING#<meeting_id>`; due index kind MEETING at the next reminder, end or presumption.

    While it stands at one time it is listed `MEETINGS#PROGRAMME#<programme_id>` / `<starts_at>#<meeting_id>`.

    `starts_at` is an instant, `zone` the IANA zone in which it was entered; `uid`, `sequence` as in RFC 5545. `since`
    is the sequence with which the present time was first told; None, in meetings saved before it was kept, is
    `sequence`. `options` are the instants that wait for a choice if several were proposed, soonest first; `starts_at`
    is the first of them. `uninvited` are those of the two whose calendars never got it.

    One of a plan has `plan_id` and `planned_at`, the instant at which the plan had it; `together`: calendars know it
    only as one of its plan, with whose `sequence` its own rises.
    """

    due_kind = "MEETING"
    meeting_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    starts_at = UnicodeAttribute()
    options: ListAttribute[str] = ListAttribute(default=list)
    minutes = IntegerAttribute()
    zone = UnicodeAttribute()
    place = SealedAttribute(str)  # link or place
    called = BooleanAttribute(default=False)  # the place is the pair's link: it follows when that changes
    agenda = SealedAttribute(str)
    state = EnumAttribute(MeetingState)
    proposed_by = UnicodeAttribute()  # person id
    accepted_by: ListAttribute[str] = ListAttribute(default=list)
    # said: held | reason; by: person ids; at: an instant; contested: by (person id, empty once they agree), said, at
    outcome: JSONAttribute = JSONAttribute(default=dict)
    not_held_reason = EnumOrNoneAttribute(MeetingOutcome)
    presumed = BooleanAttribute(default=False)
    number = IntegerOrNoneAttribute()
    uid = UnicodeAttribute()
    sequence = IntegerAttribute(default=0)
    since = IntegerOrNoneAttribute()
    unsure: ListAttribute[str] = ListAttribute(default=list)  # person ids
    uninvited: ListAttribute[str] = ListAttribute(default=list)  # person ids
    answered: JSONAttribute = JSONAttribute(default=dict)  # person id: an instant
    refused: JSONAttribute = JSONAttribute(default=dict)  # person id: a day, and how many were told that day
    reminded: ListAttribute[str] = ListAttribute(default=list)
    plan_id = UnicodeAttribute(default="")
    planned_at = UnicodeAttribute(default="")
    together = BooleanAttribute(default=False)

    @staticmethod
    def key(pair_id: str, meeting_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", f"MEETING#{meeting_id}"

    @staticmethod
    def listed(programme_id: str, begins: str = "") -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of a programme's meetings that stand; `begins` begins their start."""
        return f"MEETINGS#PROGRAMME#{programme_id}", begins

    def place_in_list(self) -> None:
        """List it among its programme's meetings while it stands at one time."""
        stands = self.state in STANDING and not self.is_choice
        self.list_pk = self.listed(self.programme_id)[0] if stands else None
        self.list_sk = f"{self.starts_at}#{self.meeting_id}" if stands else None

    @property
    def calendar_uid(self) -> str:
        """Return the UID under which invitations have it: that of its plan, if it is one of a plan."""
        return plan_uid(self.plan_id) if self.plan_id else self.uid

    @property
    def contested(self) -> bool:
        """Return whether one of the two says that it was held and the other that it was not."""
        return bool(self.outcome.get("contested", {}).get("by"))

    @property
    def is_choice(self) -> bool:
        """Return whether several times wait for a choice, so that no calendar shows any of them."""
        return self.state == MeetingState.PROPOSED and bool(self.options)

    @property
    def last_start(self) -> str:
        """Return when it begins at the latest: an instant."""
        return self.options[-1] if self.is_choice else self.starts_at

    @property
    def called_off(self) -> bool:
        """Return whether it was cancelled before it could take place, so that no calendar shows it."""
        by_nobody = not self.outcome.get("by")
        return self.state == MeetingState.CANCELLED or (self.state == MeetingState.NOT_HELD and by_nobody)

    @staticmethod
    def of(pair_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a pair's meetings."""
        return f"MEETINGS#{pair_id}", "MEETING#"


def plan_uid(plan_id: str) -> str:
    """Return the UID of the recurring event that a plan is in calendars."""
    return f"{plan_id}@tandem"


class Plan(Asked, Item, discriminator="plan"):
    """`MEETINGS#<pair_id>` / `PLAN#<plan_id>`: meetings that were proposed, and are answered, together.

    `first` is the local time (`YYYY-MM-DDTHH:MM`) in `zone` of the first one, the others follow `every` so many weeks,
    `number` in all, those included that were never proposed; `meetings` are the ids of those that were, soonest first.
    `note` is what its last answer adds in words, by `note_by`. `sequence` as in RFC 5545; `since` is that of the last
    answer.
    """

    plan_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    zone = UnicodeAttribute()
    first = UnicodeAttribute()
    every = IntegerAttribute()
    number = IntegerAttribute()
    minutes = IntegerAttribute()
    meetings: ListAttribute[str] = ListAttribute(default=list)
    state = EnumAttribute(PlanState, default=PlanState.PROPOSED)
    proposed_by = UnicodeAttribute()  # person id
    sequence = IntegerAttribute(default=0)
    since = IntegerAttribute(default=0)
    answered: JSONAttribute = JSONAttribute(default=dict)  # person id: an instant
    refused: JSONAttribute = JSONAttribute(default=dict)  # person id: a day, and how many were told that day
    note = SealedAttribute(str)
    note_by = UnicodeAttribute(default="")  # person id

    @staticmethod
    def key(pair_id: str, plan_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", f"PLAN#{plan_id}"

    @property
    def keys(self) -> list[tuple[str, str]]:
        """Return pk and sk of its meetings."""
        return [Meeting.key(self.pair_id, one) for one in self.meetings]


class PairCall(Item, discriminator="pair_call"):
    """`MEETINGS#<pair_id>` / `CALL`: the link under which the pair meets, whatever the meeting (`mentoring.calls`).

    `secret` is what links by the programme's pattern are made of, kept so that they stay the same.
    """

    pair_id = UnicodeAttribute()
    link = SealedAttribute(str)
    secret = SealedAttribute(str)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", "CALL"


@dataclass(frozen=True)
class Arranged:
    """A meeting as the pair's calendar knows it; `starts_at` is an instant, `proposed_by` a person id.

    `options` are instants, if several were proposed.
    """

    meeting_id: str
    starts_at: str
    minutes: int
    state: MeetingState
    proposed_by: str
    options: Sequence[str] = ()


class PairCalendar(Item, discriminator="pair_calendar"):
    """`MEETINGS#<pair_id>` / `CALENDAR`: what the pair's meetings are counted on.

    `known` maps the id of each meeting that stands, or took place, to `{starts_at, minutes, state, proposed_by}`, with
    `options` while several times wait for a choice. Saved by every transaction that changes one of these: two at once
    can't both go by the same meetings. None in calendars that were saved before it was kept. `missed` maps the id of
    each meeting that was not held to when it would have begun.
    """

    pair_id = UnicodeAttribute()
    known: JSONAttribute = JSONAttribute(null=True)
    missed: JSONAttribute = JSONAttribute(default=dict)

    def note(self, one: Meeting) -> None:
        """Know a meeting as it is now."""
        known, missed = dict(self.known), dict(self.missed)
        known.pop(one.meeting_id, None)
        missed.pop(one.meeting_id, None)
        if one.state in STANDING:
            told = {name: getattr(one, name) for name in ("starts_at", "minutes", "state", "proposed_by")}
            known[one.meeting_id] = told | ({"options": list(one.options)} if one.is_choice else {})
        elif one.state == MeetingState.NOT_HELD:
            missed[one.meeting_id] = one.starts_at
        self.known, self.missed = known, missed

    def arranged(self) -> list[Arranged]:
        """Return the meetings that stand or took place, soonest first."""
        found = [
            Arranged(meeting_id, **told | {"state": MeetingState(told["state"])})
            for meeting_id, told in self.known.items()
        ]
        return sorted(found, key=lambda one: one.starts_at)

    def number_of(self, meeting_id: str) -> int:
        """Return which meeting of the pair it is, counted from 1; 0 for one that doesn't stand, or if none is known."""
        ids = [one.meeting_id for one in self.arranged()] if self.known is not None else []
        return ids.index(meeting_id) + 1 if meeting_id in ids else 0

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#{pair_id}", "CALENDAR"


class BusyDay(Item, discriminator="busy_day"):
    """`MEETINGS#PERSON#<person_id>` / `DAY#<YYYY-MM-DD>`: when somebody is in meetings, in all their pairs.

    The day is in UTC; a meeting across midnight is on both. `taken` maps a meeting's id to `[start, end]`. Every
    transaction that sets or removes a meeting's time saves the days of both people.
    """

    person_id = UnicodeAttribute()
    taken: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(person_id: str, day: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#PERSON#{person_id}", f"DAY#{day}"


class Feed(Item, discriminator="feed"):
    """`MEETINGS#FEED#<SHA-256 of its secret>` / `FEED`: whose calendar an address shows.

    All meetings of a person, or with a `programme_id` those of a programme for one of its organizers.
    """

    person_id = UnicodeAttribute()
    programme_id = UnicodeAttribute(default="")

    @staticmethod
    def key(digest: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#FEED#{digest}", "FEED"


class FeedAddress(Item, discriminator="feed_address"):
    """`MEETINGS#PERSON#<person_id>` / `FEED#<programme_id>`: the address of a feed, to be shown and revoked.

    The secret is derived from `nonce` with the signing key and stored nowhere; `digest` is its SHA-256, empty once the
    address was revoked. `made_at` is an instant.
    """

    person_id = UnicodeAttribute()
    programme_id = UnicodeAttribute(default="")
    nonce = UnicodeAttribute()
    digest = UnicodeAttribute()
    made_at = UnicodeAttribute()

    @staticmethod
    def key(person_id: str, programme_id: str = "") -> tuple[str, str]:
        """Return pk and sk."""
        return f"MEETINGS#PERSON#{person_id}", f"FEED#{programme_id}"
