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


class Round(Item, discriminator="round"):
    """`PAIRING#<programme_id>` / `ROUND#<round_id>`. The result itself lies in the bucket under `result_key`."""

    round_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    state = EnumAttribute(RoundState)
    mode = EnumAttribute(PairingMode)
    weights: JSONAttribute = JSONAttribute(default=dict)
    threshold = IntegerAttribute(default=5000)  # of the mode best_quality, 0–10 000
    must_cross = BooleanAttribute(default=False)  # as Programme has it
    no_juniors = BooleanAttribute(default=False)  # as Programme has it
    levels: JSONAttribute = JSONAttribute(default=dict)  # as Programme had them
    locked: JSONAttribute = JSONAttribute(default=list)  # [mentee id, mentor id], kept by the round
    forbidden: JSONAttribute = JSONAttribute(default=list)
    based_on = TextOrNoneAttribute()  # the preview whose edits became locked and forbidden
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    input_hash = TextOrNoneAttribute()
    step = UnicodeAttribute(default="")  # while solving: scores | assignment | reasons
    percent = IntegerAttribute(default=0)
    solving_until = TextOrNoneAttribute()  # until then nobody else may take it up
    attempts = IntegerAttribute(default=0)  # how often the worker began what it has to do next
    result_key = UnicodeAttribute(default="")
    edits: JSONAttribute = JSONAttribute(default=dict)  # by hand in the preview: locked, forbidden, moved
    edited: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total with the edits
    figures: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total, proved_optimal, unmatched
    problem = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, round_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"ROUND#{round_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the beginning of sk of a programme's rounds."""
        return f"PAIRING#{programme_id}", "ROUND#"


class PairCounts(Counts, discriminator="pair_counts"):
    """`PAIRING#<programme_id>` / `COUNTS#<shard>`: how many pairs of a programme are in each stage.

    Besides, how many that go on have `met`, and how many proposals are open.
    """

    active = IntegerAttribute(default=0)
    contracting = IntegerAttribute(default=0)
    goals = IntegerAttribute(default=0)
    working = IntegerAttribute(default=0)
    closing = IntegerAttribute(default=0)
    completed = IntegerAttribute(default=0)
    closed_early = IntegerAttribute(default=0)
    met = IntegerAttribute(default=0)
    proposals = IntegerAttribute(default=0)

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's numbers."""
        return f"PAIRING#{programme_id}"

    @classmethod
    def by_stage(cls, items: Iterable[Item]) -> Counter[str]:
        """Return how many pairs are in each stage, of those of the items that are such numbers."""
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
    reserve_id = TextOrNoneAttribute()  # the mentor to be tried next
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
        """Return pk and the beginning of sk of a programme's proposals."""
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
        """Return pk and the beginning of sk of a participant's proposals."""
        return f"PAIRING#{programme_id}", f"SIDE#{participant_id}#"


class Seats(Item, discriminator="seats"):
    """`PAIRING#<programme_id>` / `SEATS#<participant_id>`: agreed pairs of a participant against the capacity.

    A mentee has one seat. Every transaction that proposes or agrees a pair saves both sides' items, so that no two can
    count on the same place. `suitable_key` is where a mentee's choice of mentors lies in the bucket, once it is open.
    """

    participant_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    capacity = IntegerAttribute()
    taken = IntegerAttribute(default=0)
    suitable_key = TextOrNoneAttribute()

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"SEATS#{participant_id}"

    @staticmethod
    def of(programme_id: str) -> tuple[str, str]:
        """Return pk and the beginning of sk of the seats of a programme's participants."""
        return f"PAIRING#{programme_id}", "SEATS#"


class Pair(Counted, discriminator="pair"):
    """`PAIR#<pair_id>` / `PAIR`; listed `PROGRAMME#<programme_id>` / `PAIR#<pair_id>`; due index kind PAIR.

    Due is a pair in closing, when it may wait no longer for its summary; once closed it is ranked under
    `CLOSED#<programme_id>`, newest first. Counted by stage, and as one that has met while it goes on.
    """

    due_kind = "PAIR"
    counts = PairCounts

    @staticmethod
    def list_key(programme_id: str, pair_id: str) -> tuple[str, str]:
        """Return where it is listed: list_pk and list_sk."""
        return f"PROGRAMME#{programme_id}", f"PAIR#{pair_id}"

    @staticmethod
    def listed(programme_id: str) -> tuple[str, str]:
        """Return list_pk and the beginning of list_sk of a programme's pairs."""
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
    paused_until = TextOrNoneAttribute()
    contract_proposed_at = TextOrNoneAttribute()
    contract_signed_at = TextOrNoneAttribute()
    goal_agreed_at = TextOrNoneAttribute()
    meetings_held = IntegerAttribute(default=0)
    last_held_at = TextOrNoneAttribute()
    closing_at = TextOrNoneAttribute()
    closed_at = TextOrNoneAttribute()
    outcome = EnumAttribute(PairOutcome, default=PairOutcome.NONE)
    closed_by = TextOrNoneAttribute()
    close_reason = UnicodeAttribute(default="")
    left_by = TextOrNoneAttribute()  # participant whose leaving of the programme ended the pair
    rematch = BooleanAttribute(default=False)  # the mentee is being matched again

    @property
    def counts_as(self) -> str:
        """Return its stage, and whether it has met while it goes on."""
        return f"{self.stage} met" if self.meetings_held and not self.outcome else str(self.stage)

    def place(self) -> None:
        """Rank it once it is closed: nothing is due about it any more."""
        if self.closed_at:
            self.due_pk = self.closed_key(self.programme_id)
            self.due_at = f"{clock.newest_first(clock.parse(self.closed_at))}#{self.pair_id}"

    @staticmethod
    def closed_key(programme_id: str) -> str:
        """Return where the closed pairs of a programme are ranked."""
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
        """Return where it is listed: list_pk and list_sk."""
        return f"PERSON#{person_id}", f"PAIR#{pair_id}"

    @staticmethod
    def listed(person_id: str) -> tuple[str, str]:
        """Return list_pk and the beginning of list_sk of the pairs somebody is in."""
        return f"PERSON#{person_id}", "PAIR#"
