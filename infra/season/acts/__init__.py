"""The season, act by act; each act checks what it sees. A module for each thing people do."""

from infra.season.acts.agreements import agree_goal, sign_contract
from infra.season.acts.closing import close, report
from infra.season.acts.meetings import first_meeting, hold_meeting, plan_meeting
from infra.season.acts.monitoring import advance, check_silence, weekly
from infra.season.acts.pairs import pair_up
from infra.season.acts.recruitment import announce, take_applications
from infra.season.acts.season import DAY, INTERVAL, ORGANIZER, PLANNED, Pair, Season, iso, listed
from infra.season.acts.surveys import answer_surveys, answers_to

__all__ = [
    "DAY",
    "INTERVAL",
    "ORGANIZER",
    "PLANNED",
    "Pair",
    "Season",
    "advance",
    "agree_goal",
    "announce",
    "answer_surveys",
    "answers_to",
    "check_silence",
    "close",
    "first_meeting",
    "hold_meeting",
    "iso",
    "listed",
    "pair_up",
    "plan_meeting",
    "report",
    "sign_contract",
    "take_applications",
    "weekly",
]
