"""What organizers and participants do about rounds, proposals and pairs, and what follows from events and time."""

from pairing.use_cases.answers import accept, decline
from pairing.use_cases.choice import Choice, Suitable, ask_mentor, choice
from pairing.use_cases.expiry import remind_and_expire
from pairing.use_cases.facts import (
    complete,
    note_contract_proposed,
    note_contract_signed,
    note_goal_agreed,
    note_meeting,
)
from pairing.use_cases.following import agreed, end_overdue, follow_programme
from pairing.use_cases.leaving import leave
from pairing.use_cases.naming import follow_correction, rename
from pairing.use_cases.pairs import (
    close_early,
    match_again,
    may_match_again,
    mine,
    organized_pair,
    own_pair,
    pairs,
    pause,
    read_pair,
)
from pairing.use_cases.previews import (
    Alternatives,
    Compared,
    Effect,
    Wanted,
    alternatives,
    compare_rounds,
    edit_round,
    editable,
)
from pairing.use_cases.proposals import own_side, proposals, read_proposal, read_side
from pairing.use_cases.rounds import Wish, cancel_round, organized_round, request_round, rounds, send_round
from pairing.use_cases.several import MOST as MOST_TOGETHER
from pairing.use_cases.several import Chosen, Outcome, Together, chosen, looked_at, together
from pairing.use_cases.several import Wish as WishTogether
from pairing.use_cases.weekly import follow_settings, follow_stage, pair_weekly
from pairing.use_cases.workbench import Bench, bench, read_round

SCHEDULES = {"proposals": remind_and_expire, "overdue": end_overdue, "weekly": pair_weekly}
"""What runs every hour, by the name under which it continues when it takes several parts."""

__all__ = [
    "MOST_TOGETHER",
    "SCHEDULES",
    "Alternatives",
    "Bench",
    "Choice",
    "Chosen",
    "Compared",
    "Effect",
    "Outcome",
    "Suitable",
    "Together",
    "Wanted",
    "Wish",
    "WishTogether",
    "accept",
    "agreed",
    "alternatives",
    "ask_mentor",
    "bench",
    "cancel_round",
    "choice",
    "chosen",
    "close_early",
    "compare_rounds",
    "complete",
    "decline",
    "edit_round",
    "editable",
    "end_overdue",
    "follow_correction",
    "follow_programme",
    "follow_settings",
    "follow_stage",
    "leave",
    "looked_at",
    "match_again",
    "may_match_again",
    "mine",
    "note_contract_proposed",
    "note_contract_signed",
    "note_goal_agreed",
    "note_meeting",
    "organized_pair",
    "organized_round",
    "own_pair",
    "own_side",
    "pair_weekly",
    "pairs",
    "pause",
    "proposals",
    "read_pair",
    "read_proposal",
    "read_round",
    "read_side",
    "remind_and_expire",
    "rename",
    "request_round",
    "rounds",
    "send_round",
    "together",
]
