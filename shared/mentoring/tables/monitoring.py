"""Items written by monitoring."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import clock, ids
from mentoring.letters import plain
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Counted, Counts, Item
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import AlertState, Colour, Worry

COLOURS = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.GREY)
"""The order of pairs: those that need somebody first."""
LONGEST = 200
"""How many letters of a name a list is ordered by."""


class WatchCounts(Counts, discriminator="watch_counts"):
    """`ALERTS#<programme_id>` / `COUNTS#<shard>`: how many pairs have each colour or are closed, and open alerts.

    A pair that is closed is counted as that alone.
    """

    green = IntegerAttribute(default=0)
    amber = IntegerAttribute(default=0)
    red = IntegerAttribute(default=0)
    grey = IntegerAttribute(default=0)
    closed = IntegerAttribute(default=0)
    alerts = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"ALERTS#{programme_id}"


class Watch(Counted, discriminator="watch"):
    """`WATCH#<pair_id>` / `WATCH`; due index kind WATCH. Counted by colour.

    Listed `WATCHES#<programme_id>` / `<place of its colour>#<name>#<pair_id>`, red ones first.

    The facts about a pair that the rules need; activity moves `due_at`. `history` is a list of `{rule, step, at,
    days}`: every nudge, alert and suggestion so far. `reason` is what applied at the last look: `{rule, days, since}`.
    """

    due_kind = "WATCH"
    counts = WatchCounts
    name = UnicodeAttribute(default="")  # the mentee's, when the pair began; orders the list
    participants: ListAttribute[str] = ListAttribute(default=list)  # participant ids of mentor and mentee
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    people: ListAttribute[str] = ListAttribute(default=list)  # person ids of the two
    zones: ListAttribute[str] = ListAttribute(default=list)  # IANA names of where they live
    started_at = UnicodeAttribute()
    meetings: JSONAttribute = JSONAttribute(default=dict)  # meeting id → {state: planned|held|off, starts_at, sequence}
    contested: JSONAttribute = JSONAttribute(
        default=dict
    )  # meeting id → {starts_at, at, sequence}; at: empty if settled
    contract_signed = BooleanAttribute(default=False)
    contract_version = IntegerAttribute(default=0)  # of the contract whose interval it is
    interval_days = IntegerAttribute(default=0)  # the pair's own; 0 = not in figures, the programme's counts
    goal_agreed = BooleanAttribute(default=False)
    surveys: JSONAttribute = JSONAttribute(default=dict)  # assignment id → assigned_at of open ones
    ratings: JSONAttribute = JSONAttribute(default=dict)  # rater → {low, at}: the latest, by an id that names nobody
    paused_until = TextOrNoneAttribute()
    paused_by = IntegerAttribute(default=0)  # sequence of the pair's event that said so
    closed = BooleanAttribute(default=False)
    colour = EnumAttribute(Colour, default=Colour.GREEN)
    reason: JSONAttribute = JSONAttribute(default=dict)
    history: JSONAttribute = JSONAttribute(default=list)

    @property
    def counts_as(self) -> str:
        """Return the pair's colour, or that it is closed."""
        return "closed" if self.closed else str(self.colour)

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#{pair_id}", "WATCH"

    def place(self) -> None:
        """List the pair by colour, then by name."""
        self.list_pk, among = self.listed(self.programme_id, self.colour)
        self.list_sk = f"{among}{plain(self.name)[:LONGEST]}#{self.pair_id}"

    @staticmethod
    def listed(programme_id: str, colour: Colour | None = None) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of a programme's watches, all or those of a colour."""
        return f"WATCHES#{programme_id}", "" if colour is None else f"{COLOURS.index(colour)}#"


class Newcomer(Item, discriminator="newcomer"):
    """`WATCH#PARTICIPANT#<participant_id>` / `NEWCOMER`; due index kind NEWCOMERS: somebody whose onboarding waits.

    `since` they have something required to do; `waits` until nothing is left. `history` as of a `Watch`. `told_by` is
    the sequence of the event that said so last.
    """

    due_kind = "NEWCOMERS"
    programme_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    since = UnicodeAttribute()
    waits = BooleanAttribute(default=True)
    history: JSONAttribute = JSONAttribute(default=list)
    told_by = IntegerAttribute(default=0)

    @staticmethod
    def key(participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#PARTICIPANT#{participant_id}", "NEWCOMER"


class Nudged(Item, discriminator="nudged"):
    """`WATCH#PERSON#<person_id>` / `NUDGED`: when a person was last nudged, about any pair; empty: never."""

    person_id = UnicodeAttribute()
    at = UnicodeAttribute()  # about anything but a survey
    survey_at = TextOrNoneAttribute()  # reminded of a survey

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#PERSON#{person_id}", "NUDGED"


class Alert(Counted, discriminator="alert"):
    """`ALERTS#<programme_id>` / `ALERT#<alert_id>`: about a pair, or about a participant without one.

    Listed `ALERTS#<programme_id>`, newest first, while it is open, and counted. An alert's id begins with the id of
    what it is about, so that alerts about the same thing are adjacent.
    """

    counts = WatchCounts
    alert_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute()  # empty when it is about a participant
    participant_id = TextOrNoneAttribute()
    rule = EnumAttribute(Worry)
    cause = UnicodeAttribute(default="")  # for rule `unmatched`: what keeps everybody else away, a cause of pairing
    days = IntegerAttribute()
    state = EnumAttribute(AlertState, default=AlertState.OPEN)
    raised_at = UnicodeAttribute()
    handled_at = TextOrNoneAttribute()
    handled_by = TextOrNoneAttribute()  # person id; empty if facts settled it

    @property
    def counts_as(self) -> str:
        """Return that it is open, or nothing."""
        return "alerts" if self.state is AlertState.OPEN else ""

    @property
    def subject(self) -> tuple[str, str]:
        """Return pk and sk of the participant or pair it is about."""
        if self.participant_id:
            return Participant.key(self.programme_id, self.participant_id)
        return Pair.key(self.pair_id)

    def place(self) -> None:
        """List it while it is open."""
        self.list_pk = self.list_sk = None
        if self.state is AlertState.OPEN:
            self.list_pk = self.listing(self.programme_id)
            self.list_sk = f"{clock.newest_first(clock.parse(self.raised_at))}#{self.alert_id}"

    @staticmethod
    def key(programme_id: str, alert_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"ALERTS#{programme_id}", f"ALERT#{alert_id}"

    @staticmethod
    def listing(programme_id: str) -> str:
        """Return the list of a programme's open alerts, the newest first."""
        return f"ALERTS#{programme_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's alerts."""
        return f"ALERTS#{programme_id}", "ALERT#"

    @staticmethod
    def id_of(about: str, rule: str, cause: str) -> str:
        """Return the id of an alert about a pair or participant; the same rule and cause give the same id."""
        return f"{about}-{ids.derived('alert', about, rule, cause)}"

    @staticmethod
    def about(programme_id: str, about: str) -> tuple[str, str]:
        """Return pk and the sk prefix of all alerts about a pair or participant."""
        return f"ALERTS#{programme_id}", f"ALERT#{about}-"
