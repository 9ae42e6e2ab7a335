"""The season, act by act; each act checks what it sees. A module for each thing people do."""

from infra.season.acts.agreements import agree_goal, sign_contract
from infra.season.acts.announcements import tell_everybody
from infra.season.acts.breakouts import repeated, talk_in_rooms
from infra.season.acts.calendars import before_clocks_change, choose_calendars, fetch_feeds
from infra.season.acts.closing import close, report
from infra.season.acts.conversation import answer_too_late, pass_quietly, talk
from infra.season.acts.desk import answer_plea
from infra.season.acts.gatherings import count_gatherings
from infra.season.acts.intervision import help_each_other
from infra.season.acts.meetings import arrange, come_together, first_meeting, hold_meeting, meet, plan_meeting, propose
from infra.season.acts.monitoring import advance, check_silence, weekly
from infra.season.acts.onboarding import check_reminders
from infra.season.acts.pairs import pair_up
from infra.season.acts.programme import hold_closing, hold_opening, hold_workshop, plan_closing, plan_opening
from infra.season.acts.recruitment import announce, take_applications
from infra.season.acts.season import DAY, HOUR, INTERVAL, ORGANIZER, PLANNED, Pair, Season, iso, listed
from infra.season.acts.sharing import (
    count_readers,
    keep_link,
    read_guide,
    see_what_others_share,
    share_file,
    share_notes,
    write_guides,
)
from infra.season.acts.surveys import answer_surveys, answers_to

__all__ = [
    "DAY",
    "HOUR",
    "INTERVAL",
    "ORGANIZER",
    "PLANNED",
    "Pair",
    "Season",
    "advance",
    "agree_goal",
    "announce",
    "answer_plea",
    "answer_surveys",
    "answer_too_late",
    "answers_to",
    "arrange",
    "before_clocks_change",
    "check_reminders",
    "check_silence",
    "choose_calendars",
    "close",
    "come_together",
    "count_gatherings",
    "count_readers",
    "fetch_feeds",
    "first_meeting",
    "help_each_other",
    "hold_closing",
    "hold_meeting",
    "hold_opening",
    "hold_workshop",
    "iso",
    "keep_link",
    "listed",
    "meet",
    "pair_up",
    "pass_quietly",
    "plan_closing",
    "plan_meeting",
    "plan_opening",
    "propose",
    "read_guide",
    "repeated",
    "report",
    "see_what_others_share",
    "share_file",
    "share_notes",
    "sign_contract",
    "take_applications",
    "talk",
    "talk_in_rooms",
    "tell_everybody",
    "weekly",
    "write_guides",
]
