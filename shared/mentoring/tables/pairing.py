"""Items written by pairing: rounds, proposals, seats, pairs."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from mentoring.tables.core import Item


class Round(Item, discriminator="round"):
    """`PAIRING#<programme_id>` / `ROUND#<round_id>`. The result itself lies in the bucket under `result_key`."""

    round_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    state = UnicodeAttribute()  # requested | solving | preview | sent | closed | cancelled | failed
    mode = UnicodeAttribute()
    weights: JSONAttribute = JSONAttribute(default=dict)
    threshold = NumberAttribute(default=5000)  # of the mode best_quality, 0–10 000
    must_cross = BooleanAttribute(default=False)  # as Programme has it
    no_juniors = BooleanAttribute(default=False)  # as Programme has it
    levels: JSONAttribute = JSONAttribute(default=dict)  # as Programme had them
    locked: JSONAttribute = JSONAttribute(default=list)  # [mentee id, mentor id], kept by the round
    forbidden: JSONAttribute = JSONAttribute(default=list)
    based_on = UnicodeAttribute(null=True)  # the preview whose edits became locked and forbidden
    requested_by = UnicodeAttribute()
    requested_at = UnicodeAttribute()
    input_hash = UnicodeAttribute(null=True)
    step = UnicodeAttribute(default="")  # while solving: scores | assignment | reasons
    percent = NumberAttribute(default=0)
    solving_until = UnicodeAttribute(null=True)  # until then nobody else may take it up
    attempts = NumberAttribute(default=0)  # how often the worker began what it has to do next
    result_key = UnicodeAttribute(null=True)
    edits: JSONAttribute = JSONAttribute(default=dict)  # by hand in the preview: locked, forbidden, moved
    edited: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total with the edits
    figures: JSONAttribute = JSONAttribute(default=dict)  # matched, worst, total, proved_optimal, unmatched
    problem = UnicodeAttribute(default="")

    @staticmethod
    def key(programme_id: str, round_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"ROUND#{round_id}"


class Proposal(Item, discriminator="proposal"):
    """`PAIRING#<programme_id>` / `PROPOSAL#<proposal_id>`; due on day 3 (reminder) and day 7 (expiry), kind PROPOSAL.

    `mentor_id`, `mentee_id`, `reserve_id` and `accepted_by` are participant ids; `reasons` is
    `{"pl": [...], "en": [...]}`.
    """

    due_kind = "PROPOSAL"
    proposal_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    round_id = UnicodeAttribute()
    origin = UnicodeAttribute(default="round")  # round | reserve | request
    mentor_id = UnicodeAttribute()
    mentee_id = UnicodeAttribute()
    reserve_id = UnicodeAttribute(null=True)  # the mentor to be tried next
    score = NumberAttribute()  # 0–10 000
    reasons: JSONAttribute = JSONAttribute(default=dict)
    state = UnicodeAttribute()  # sent | accepted_by_one | agreed | declined | expired
    sent_at = UnicodeAttribute()
    accepted_by: ListAttribute[Any] = ListAttribute(default=list)
    declined_by = UnicodeAttribute(null=True)
    decline_reason = UnicodeAttribute(default="")
    why = UnicodeAttribute(default="")  # of an expired one: silence | full | paired | left
    reminded_at = UnicodeAttribute(null=True)

    @staticmethod
    def key(programme_id: str, proposal_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"PROPOSAL#{proposal_id}"


class ProposalSide(Item, discriminator="proposal_side"):
    """`PAIRING#<programme_id>` / `SIDE#<participant_id>#<proposal_id>`: finds a participant's proposals."""

    participant_id = UnicodeAttribute()
    proposal_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()

    @staticmethod
    def key(programme_id: str, participant_id: str, proposal_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"SIDE#{participant_id}#{proposal_id}"


class Seats(Item, discriminator="seats"):
    """`PAIRING#<programme_id>` / `SEATS#<participant_id>`: agreed pairs of a participant against the capacity.

    A mentee has one seat. Every transaction that proposes or agrees a pair saves both sides' items, so that no two can
    count on the same place. `suitable_key` is where a mentee's choice of mentors lies in the bucket, once it is open.
    """

    participant_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    capacity = NumberAttribute()
    taken = NumberAttribute(default=0)
    suitable_key = UnicodeAttribute(null=True)

    @staticmethod
    def key(programme_id: str, participant_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIRING#{programme_id}", f"SEATS#{participant_id}"


class Pair(Item, discriminator="pair"):
    """`PAIR#<pair_id>` / `PAIR`; listed `PROGRAMME#<programme_id>` / `PAIR#<pair_id>`; due index kind PAIR.

    Due is a pair in closing, when it may wait no longer for its summary.
    """

    due_kind = "PAIR"
    pair_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    organization_id = UnicodeAttribute()
    mentor_id = UnicodeAttribute()  # participant ids
    mentee_id = UnicodeAttribute()
    mentor_person_id = UnicodeAttribute()
    mentee_person_id = UnicodeAttribute()
    mentor_name = UnicodeAttribute()
    mentee_name = UnicodeAttribute()
    score = NumberAttribute()
    stage = UnicodeAttribute(
        default="active"
    )  # active | contracting | goals | working | closing | completed | closed_early
    agreed_at = UnicodeAttribute()
    paused_until = UnicodeAttribute(null=True)
    contract_proposed_at = UnicodeAttribute(null=True)
    contract_signed_at = UnicodeAttribute(null=True)
    goal_agreed_at = UnicodeAttribute(null=True)
    meetings_held = NumberAttribute(default=0)
    last_held_at = UnicodeAttribute(null=True)
    closing_at = UnicodeAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)
    outcome = UnicodeAttribute(default="")  # completed | closed_early, once closed
    closed_by = UnicodeAttribute(null=True)
    close_reason = UnicodeAttribute(default="")
    left_by = UnicodeAttribute(null=True)  # participant whose leaving of the programme ended the pair
    rematch = BooleanAttribute(default=False)  # the mentee is being matched again

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
    role = UnicodeAttribute()  # mentor | mentee
    partner_name = UnicodeAttribute()

    @staticmethod
    def key(pair_id: str, person_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"PAIR#{pair_id}", f"MEMBER#{person_id}"
