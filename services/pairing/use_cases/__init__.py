"""What organizers and participants do about rounds, proposals and pairs, and what follows from events and time."""

from pairing.use_cases.choice import (
    Choice,
    Suitable,
    ask_mentor,
    choice,
)
from pairing.use_cases.leaving import leave
from pairing.use_cases.pairs import (
    close_early,
    complete,
    follow_programme,
    note_contract_proposed,
    note_contract_signed,
    note_goal_agreed,
    note_meeting,
    pairs,
    pause,
    read_pair,
)
from pairing.use_cases.proposals import (
    accept,
    decline,
    end_hopeless,
    own_side,
    proposals,
    read_proposal,
    read_side,
    tick,
)
from pairing.use_cases.rounds import (
    Bench,
    RoundRead,
    bench,
    read_round,
    request_round,
    rounds,
    send_round,
)

__all__ = [
    "Bench",
    "Choice",
    "RoundRead",
    "Suitable",
    "accept",
    "ask_mentor",
    "bench",
    "choice",
    "close_early",
    "complete",
    "decline",
    "end_hopeless",
    "follow_programme",
    "leave",
    "note_contract_proposed",
    "note_contract_signed",
    "note_goal_agreed",
    "note_meeting",
    "own_side",
    "pairs",
    "pause",
    "proposals",
    "read_pair",
    "read_proposal",
    "read_round",
    "read_side",
    "request_round",
    "rounds",
    "send_round",
    "tick",
]
