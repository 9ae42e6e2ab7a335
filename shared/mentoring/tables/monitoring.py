"""Items written by monitoring."""

from __future__ import annotations

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.letters import plain
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Counted, Counts, Item, Tally
from mentoring.tables.pairing import Pair
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import Colour, MatterState, StepKind, Urgency

COLOURS = (Colour.RED, Colour.AMBER, Colour.GREEN, Colour.GREY)
"""The order of pairs: those that need somebody first."""
URGENCIES = tuple(Urgency)
"""The order of matters."""
TRIED = 3
"""How many of the latest reminders, and of what organizers wrote, a line of the list tells of."""
LONGEST = 200
"""How many letters of a name a list is ordered by."""


class WatchCounts(Counts, discriminator="watch_counts"):
    """`MATTERS#<programme_id>` / `COUNTS#<shard>`: how many pairs have each colour or are closed, and open matters.

    `aside` are the matters that are put aside, `alone` those about people without a pair, put aside or not.

    A pair that is closed has no colour here. Pairs are also counted by how far they have come, closed or not: `signed`
    the contract, `agreed` on a goal, came `halfway` through their meetings.
    """

    green = IntegerAttribute(default=0)
    amber = IntegerAttribute(default=0)
    red = IntegerAttribute(default=0)
    grey = IntegerAttribute(default=0)
    closed = IntegerAttribute(default=0)
    matters = IntegerAttribute(default=0)
    aside = IntegerAttribute(default=0)
    alone = IntegerAttribute(default=0)
    signed = IntegerAttribute(default=0)
    agreed = IntegerAttribute(default=0)
    halfway = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"MATTERS#{programme_id}"


class Watch(Counted, discriminator="watch"):
    """`WATCH#<pair_id>` / `WATCH`; due index kind WATCH. Counted by colour.

    Listed `WATCHES#<programme_id>` / `<place of its colour>#<name>#<pair_id>`, red ones first.

    The facts about a pair that the rules need; activity moves `due_at`. `history` is a list of `{rule, step, at,
    days}`: every nudge, matter and suggestion so far. `reason` is what applied at the last look: `{rule, days, since}`.
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
    # meeting id → {state: planned|held|off, starts_at, sequence}; starts_at: empty if it was moved or never agreed
    meetings: JSONAttribute = JSONAttribute(default=dict)
    contested: JSONAttribute = JSONAttribute(
        default=dict
    )  # meeting id → {starts_at, at, sequence}; at: empty if settled
    contract_signed = BooleanAttribute(default=False)
    contract_version = IntegerAttribute(default=0)  # of the contract whose interval it is
    interval_days = IntegerAttribute(default=0)  # the pair's own; 0 = not in figures, the programme's counts
    planned_meetings = IntegerAttribute(default=0)  # as of the contract, as above
    halfway = BooleanAttribute(default=False)  # half of the meetings they plan were held
    goal_agreed = BooleanAttribute(default=False)
    surveys: JSONAttribute = JSONAttribute(default=dict)  # assignment id → assigned_at of open ones
    ratings: JSONAttribute = JSONAttribute(default=dict)  # rater → {low, at}: the latest, by an id that names nobody
    answered = IntegerAttribute(default=0)  # how many surveys the two answered
    paused_until = TextOrNoneAttribute()
    paused_by = IntegerAttribute(default=0)  # sequence of the pair's event that said so
    pauses: JSONAttribute = JSONAttribute(default=list)  # {at, until} of each; until: empty where it ended then
    closed = BooleanAttribute(default=False)
    colour = EnumAttribute(Colour, default=Colour.GREEN)
    reason: JSONAttribute = JSONAttribute(default=dict)
    history: JSONAttribute = JSONAttribute(default=list)
    written: JSONAttribute = JSONAttribute(default=list)  # {at, to: participant id} of what organizers wrote to them

    @property
    def counts_as(self) -> str:
        """Return the pair's colour, or that it is closed, and how far it has come."""
        reached = {"signed": self.contract_signed, "agreed": self.goal_agreed, "halfway": self.halfway}
        stands = "closed" if self.closed else str(self.colour)
        return " ".join([stands, *(name for name, done in reached.items() if done)])

    @property
    def nudged(self) -> list[str]:
        """Return when the two were reminded, as far as is remembered, the latest last."""
        return [one["at"] for one in self.history if one["step"] == StepKind.NUDGE]

    @property
    def tried(self) -> dict[str, list[str]]:
        """Return when something was last tried about the pair, as a line of the list tells it, the latest last."""
        return {"tried": self.nudged[-TRIED:], "written": [one["at"] for one in self.written][-TRIED:]}

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


class WatchWeek(Tally, discriminator="watch_week"):
    """`MATTERS#<programme_id>` / `WEEK#<Monday>`: what happened to a programme's pairs in the week from that day, UTC.

    How many signed their first contract and agreed on their first goal, and how many surveys about them were answered.
    """

    signed = IntegerAttribute(default=0)
    agreed = IntegerAttribute(default=0)
    answered = IntegerAttribute(default=0)

    @staticmethod
    def key(programme_id: str, monday: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MATTERS#{programme_id}", f"WEEK#{monday}"

    @property
    def monday(self) -> str:
        """Return the first day of the week (YYYY-MM-DD), from its key: only numbers are added to it."""
        return self.sk.partition("#")[2]

    @classmethod
    def sum(cls, programme_id: str, monday: str) -> WatchWeek:
        """Return what transactions add to."""
        return cls(*cls.key(programme_id, monday), programme_id=programme_id, version=0)


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


class Written(Item, discriminator="written"):
    """`WATCH#PARTICIPANT#<participant_id>` / `WRITTEN`: when organizers wrote to somebody who needed a pair.

    `written` as of a `Watch`. It lies beside the matter, whose version doesn't change when somebody is written to.
    """

    programme_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    written: JSONAttribute = JSONAttribute(default=list)

    @staticmethod
    def key(participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#PARTICIPANT#{participant_id}", "WRITTEN"

    @property
    def tried(self) -> dict[str, list[str]]:
        """Return what was tried about this person, as `Watch.tried`."""
        return {"tried": [], "written": [one["at"] for one in self.written][-TRIED:]}


class Nudged(Item, discriminator="nudged"):
    """`WATCH#PERSON#<person_id>` / `NUDGED`: when a person was last nudged, about any pair; empty: never."""

    person_id = UnicodeAttribute()
    at = UnicodeAttribute()  # about anything but a survey
    survey_at = TextOrNoneAttribute()  # reminded of a survey

    @staticmethod
    def key(person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#PERSON#{person_id}", "NUDGED"


class Matter(Counted, discriminator="matter"):
    """`MATTERS#<programme_id>` / `MATTER#<about>`: a pair, or a person without one, that needs an organizer.

    Listed `MATTERS#<programme_id>`, the most urgent and then the oldest first, while it is open, and counted; while
    it is put aside `ASIDE#<programme_id>`, the one that comes back first, and due index kind MATTERS. `about` is the
    id of the pair or participant: there is one matter about each. `reasons` is a list of `{rule, cause, days, since,
    raised_at}`, one for each rule: for how many days it applied when it was `raised_at`, and `since` when it has.
    `cause` is for `unmatched` what keeps everybody else away (a cause of pairing), for `unreachable` the participant,
    for `silence` a step of monitoring that the rules suggest.
    """

    due_kind = "MATTERS"
    counts = WatchCounts
    about = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    pair_id = UnicodeAttribute(default="")  # empty when it is about a participant
    participant_id = UnicodeAttribute(default="")  # empty when it is about a pair
    urgency = EnumAttribute(Urgency)
    reasons: JSONAttribute = JSONAttribute(default=list)
    state = EnumAttribute(MatterState, default=MatterState.OPEN)
    since = UnicodeAttribute()  # since when the first of the reasons has applied
    taken_by = UnicodeAttribute(default="")  # person id of the organizer who looks after it
    later_until = TextOrNoneAttribute()  # the instant at which it comes back
    put_aside_by = TextOrNoneAttribute()  # person id of whoever put it aside, while it is
    handled_at = TextOrNoneAttribute()
    handled_by = TextOrNoneAttribute()  # person id; empty if facts settled it

    @property
    def counts_as(self) -> str:
        """Return whether it is open or put aside, and that it is about somebody without a pair; nothing once done."""
        aside = self.state is MatterState.LATER
        waits = {"matters": self.state is MatterState.OPEN, "aside": aside, "alone": bool(self.participant_id)}
        return "" if self.state is MatterState.DONE else " ".join(name for name, true in waits.items() if true)

    @property
    def subject(self) -> tuple[str, str]:
        """Return pk and sk of the participant or pair it is about."""
        if self.participant_id:
            return Participant.key(self.programme_id, self.participant_id)
        return Pair.key(self.pair_id)

    def place(self) -> None:
        """List it while it is open, or among what is put aside."""
        self.list_pk = self.list_sk = None
        if self.state is MatterState.OPEN:
            self.list_pk = self.listing(self.programme_id)
            self.list_sk = f"{URGENCIES.index(self.urgency)}#{self.since}#{self.about}"
        elif self.state is MatterState.LATER:
            self.list_pk, self.list_sk = self.aside(self.programme_id), f"{self.later_until}#{self.about}"

    @staticmethod
    def key(programme_id: str, about: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"MATTERS#{programme_id}", f"MATTER#{about}"

    @staticmethod
    def listing(programme_id: str) -> str:
        """Return the list of a programme's open matters, the most urgent first."""
        return f"MATTERS#{programme_id}"

    @staticmethod
    def aside(programme_id: str) -> str:
        """Return the list of what is put aside in a programme, what comes back first."""
        return f"ASIDE#{programme_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's matters, open or not."""
        return f"MATTERS#{programme_id}", "MATTER#"


class Unreached(Item, discriminator="unreached"):
    """`WATCH#MAILBOX#<address key>` / `UNREACHED`: whose matters say that mail to this address comes back.

    `whose` maps a pair's id to `[programme id, participant id]`. Once mail arrives again, these matters are settled.
    """

    mailbox_id = UnicodeAttribute()  # address key
    whose: JSONAttribute = JSONAttribute(default=dict)

    @staticmethod
    def key(mailbox_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"WATCH#MAILBOX#{mailbox_id}", "UNREACHED"
