"""Items written by pairing: rounds, proposals, seats, pairs."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring import clock
from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Counted, Counts, Item
from mentoring.tables.vocabulary import (
    OPEN_PROPOSALS,
    ExpiredFor,
    PairingMode,
    PairOutcome,
    PairStage,
    ProposalOrigin,
    ProposalState,
    Role,
    RoundState,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from mentoring.tables.recruitment import Programme


class Round(Item, discriminator="round"):
    """`PAIRING#<programme_id>` / `ROUND#<round_id>`. The result itself is in the bucket under `result_key`."""

    round_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    state = EnumAttribute(RoundState)
    mode = EnumAttribute(PairingMode)
    weights: JSONAttribute = JSONAttribute(default=dict)
    threshold = IntegerAttribute(default=5000)  # for the mode best_quality, 0–10 000
    must_cross = BooleanAttribute(default=False)  # as Programme has it
    no_juniors = BooleanAttribute(default=False)  # as Programme has it
    levels: JSONAttribute = JSONAttribute(default=dict)  # as Programme had them
    questions: JSONAttribute = JSONAttribute(default=list)  # those that count, as FormPlan had them
    locked: JSONAttribute = JSONAttribute(default=list)  # [mentee id, mentor id], kept by the round
    forbidden: JSONAttribute = JSONAttribute(default=list)
    based_on = TextOrNoneAttribute()  # the preview whose edits became locked and forbidden
    requested_by = UnicodeAttribute()  # person id; nobody's for a weekly one
    weekly = BooleanAttribute(default=False)  # of an ongoing programme, begun by its schedule
    requested_at = UnicodeAttribute()
    input_hash = TextOrNoneAttribute()
    step = UnicodeAttribute(default="")  # while solving: scores | assignment | reasons
    percent = IntegerAttribute(default=0)
    solving_until = TextOrNoneAttribute()  # until then no other delivery may start it
    attempts = IntegerAttribute(default=0)  # how often the worker began its current step
    result_key = UnicodeAttribute(default="")
    edits: JSONAttribute = JSONAttribute(default=dict)  # edits of the preview: locked, forbidden, moved
    edited: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total after the edits
    figures: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total, proved_optimal, unmatched
    problem = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, round_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"ROUND#{round_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's rounds."""
        return f"PAIRING#{programme_id}", "ROUND#"


class WeeklyPairing(Item, discriminator="weekly_pairing"):
    """`PAIRING#<programme_id>` / `WEEKLY`: an ongoing programme pairs people; due index kind WEEKLY, at the next time.

    `round_id` is the last weekly round: an unsent one ends when the next begins.
    """

    due_kind = "WEEKLY"
    programme_id = UnicodeAttribute()
    round_id = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", "WEEKLY"


class PairCounts(Counts, discriminator="pair_counts"):
    """`PAIRING#<programme_id>` / `COUNTS#<shard>`: how many pairs of a programme are in each stage.

    Also how many current pairs have `met`, how many are `undone`, and how many proposals are open.
    """

    active = IntegerAttribute(default=0)
    contracting = IntegerAttribute(default=0)
    goals = IntegerAttribute(default=0)
    working = IntegerAttribute(default=0)
    closing = IntegerAttribute(default=0)
    completed = IntegerAttribute(default=0)
    closed_early = IntegerAttribute(default=0)
    met = IntegerAttribute(default=0)
    undone = IntegerAttribute(default=0)
    proposals = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        return f"PAIRING#{programme_id}"

    @classmethod
    def by_stage(cls, items: Iterable[Item]) -> Counter[str]:
        """Return how many pairs are in each stage, from those of the items that are such counters."""
        total = cls.total(items)
        return Counter({str(stage): total[stage] for stage in PairStage})


class Proposal(Counted, discriminator="proposal"):
    """`PAIRING#<programme_id>` / `PROPOSAL#<proposal_id>`; due on day 3 (reminder) and day 7 (expiry), kind PROPOSAL.

    `mentor_id`, `mentee_id`, `reserve_id` and `accepted_by` are participant ids; `reasons` is
    `{"pl": [...], "en": [...]}`. Counted while it is open.
    """

    due_kind = "PROPOSAL"
    counts = PairCounts
    proposal_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    round_id = UnicodeAttribute()
    origin = EnumAttribute(ProposalOrigin, default=ProposalOrigin.ROUND)
    mentor_id = UnicodeAttribute()
    mentee_id = UnicodeAttribute()
    reserve_id = TextOrNoneAttribute()  # the mentor to try next
    score = IntegerAttribute()  # 0–10 000
    reasons: JSONAttribute = JSONAttribute(default=dict)
    state = EnumAttribute(ProposalState)
    sent_at = UnicodeAttribute()
    accepted_by: ListAttribute[str] = ListAttribute(default=list)
    declined_by = TextOrNoneAttribute()
    decline_reason = UnicodeAttribute(default="")
    why = EnumAttribute(ExpiredFor, default=ExpiredFor.NONE)  # of an expired one
    reminded_at = TextOrNoneAttribute()

    @property
    def counts_as(self) -> str:
        """Return that it is open, or nothing."""
        return "proposals" if self.state in OPEN_PROPOSALS else ""

    @staticmethod
    def key(programme_id: str, proposal_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"PROPOSAL#{proposal_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a programme's proposals."""
        return f"PAIRING#{programme_id}", "PROPOSAL#"


class ProposalSide(Item, discriminator="proposal_side"):
    """`PAIRING#<programme_id>` / `SIDE#<participant_id>#<proposal_id>`: finds a participant's proposals."""

    participant_id = UnicodeAttribute()
    proposal_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, participant_id: str, proposal_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"SIDE#{participant_id}#{proposal_id}"

    @staticmethod
    def of(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of a participant's proposals."""
        return f"PAIRING#{programme_id}", f"SIDE#{participant_id}#"


class Seats(Item, discriminator="seats"):
    """`PAIRING#<programme_id>` / `SEATS#<participant_id>`: a participant's agreed pairs and capacity.

    A mentee has one seat. Every transaction that proposes or agrees a pair saves the items of both sides, so that no
    two can take the same seat. `suitable_key` is where a mentee's choice of mentors is in the bucket, once it is open.
    """

    participant_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    capacity = IntegerAttribute()
    taken = IntegerAttribute(default=0)
    suitable_key = TextOrNoneAttribute()
    alone_since = TextOrNoneAttribute()  # when the last pair ended; nothing before the first
    told_at = TextOrNoneAttribute()  # when a mentee was last told that it takes long

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"SEATS#{participant_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the sk prefix of the seats of a programme's participants."""
        return f"PAIRING#{programme_id}", "SEATS#"


class Pair(Counted, discriminator="pair"):
    """`PAIR#<pair_id>` / `PAIR`; listed `PROGRAMME#<programme_id>` / `PAIR#<pair_id>`; due index kind PAIR.

    A pair of an ongoing programme is due at its own end, one in closing when the time for its summary is over; once
    closed it is ranked under `CLOSED#<programme_id>`, newest first. Counted by stage, and, while it lasts, as one that
    has met.
    """

    due_kind = "PAIR"
    counts = PairCounts

    @staticmethod
    def list_key(programme_id: str, pair_id: str) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PROGRAMME#{programme_id}", f"PAIR#{pair_id}"

    @staticmethod
    def listed(programme_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of a programme's pairs."""
        return f"PROGRAMME#{programme_id}", "PAIR#"

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    mentor_id = UnicodeAttribute()  # participant ids
    mentee_id = UnicodeAttribute()
    mentor_person_id = UnicodeAttribute()
    mentee_person_id = UnicodeAttribute()
    mentor_name = UnicodeAttribute()
    mentee_name = UnicodeAttribute()
    score = IntegerAttribute()
    stage = EnumAttribute(PairStage, default=PairStage.ACTIVE)
    agreed_at = UnicodeAttribute()
    ends_at = TextOrNoneAttribute()  # of an ongoing programme: when it comes to its end
    paused_until = TextOrNoneAttribute()
    contract_proposed_at = TextOrNoneAttribute()
    contract_signed_at = TextOrNoneAttribute()
    contract_version = IntegerAttribute(default=0)  # of the contract these three figures are from; 0 = not in figures
    interval_days = IntegerAttribute(default=0)
    planned_meetings = IntegerAttribute(default=0)
    meeting_minutes = IntegerAttribute(default=0)
    goal_agreed_at = TextOrNoneAttribute()
    meetings_held = IntegerAttribute(default=0)
    last_held_at = TextOrNoneAttribute()
    closing_at = TextOrNoneAttribute()
    closed_at = TextOrNoneAttribute()
    outcome = EnumAttribute(PairOutcome, default=PairOutcome.NONE)
    closed_by = TextOrNoneAttribute()
    close_reason = UnicodeAttribute(default="")
    left_by = TextOrNoneAttribute()  # the participant who ended the pair by leaving the programme
    rematch = BooleanAttribute(default=False)  # the mentee is being matched again
    superseded = BooleanAttribute(default=False)  # after its end the mentee got another pair, or left the programme

    def partner_name(self, person_id: str) -> str:
        """Return the name of the other one of the two."""
        return self.mentee_name if person_id == self.mentor_person_id else self.mentor_name

    def plans(self, programme: Programme | None) -> int:
        """Return how many meetings the two plan: as they agreed in their contract, or else as the programme does."""
        return self.planned_meetings or (programme.planned_meetings if programme is not None else 0)

    def rests(self, now: datetime) -> bool:
        """Return whether its process rests, until a day that is to come."""
        return bool(self.paused_until and self.paused_until > clock.iso(now))

    @property
    def counts_as(self) -> str:
        """Return its stage, while it lasts whether it has met, and whether it is undone."""
        now = {"met": bool(self.meetings_held) and not self.outcome, "undone": self.is_undone}
        return " ".join([str(self.stage), *(name for name, true in now.items() if true)])

    @property
    def is_undone(self) -> bool:
        """Return whether it counts no more among the pairs that mentees have or had, one of each who is there."""
        return bool(self.outcome) and (self.rematch or self.superseded or self.left_by == self.mentee_id)

    def place(self) -> None:
        """Rank it once it is closed: nothing is due then."""
        if self.closed_at:
            self.due_pk = self.closed_key(self.programme_id)
            self.due_at = f"{clock.newest_first(clock.parse(self.closed_at))}#{self.pair_id}"

    @staticmethod
    def closed_key(programme_id: str) -> str:
        """Return the list of a programme's closed pairs."""
        return f"CLOSED#{programme_id}"

    @staticmethod
    def key(pair_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIR#{pair_id}", "PAIR"


class PairMember(Item, discriminator="pair_member"):
    """`PAIR#<pair_id>` / `MEMBER#<person_id>`; listed `PERSON#<person_id>` / `PAIR#<pair_id>`."""

    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    person_id = UnicodeAttribute()
    participant_id = UnicodeAttribute()
    role = EnumAttribute(Role)
    partner_name = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIR#{pair_id}", f"MEMBER#{person_id}"

    @staticmethod
    def list_key(person_id: str, pair_id: str) -> tuple[str, str]:
        """Return its list_pk and list_sk."""
        return f"PERSON#{person_id}", f"PAIR#{pair_id}"

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the list_sk prefix of the pairs somebody is in."""
        return f"PERSON#{person_id}", "PAIR#"
