"""What people do with gatherings, a module for each thing; and what is due, by the name of the work."""

from __future__ import annotations

from gatherings.use_cases import due, moving_up
from gatherings.use_cases.circle import cards
from gatherings.use_cases.circle import due as circles
from gatherings.use_cases.directory import forgetting

SCHEDULES = {
    "due": due.do_due,
    "lapse": moving_up.lapse_due,
    "polls": circles.poll_due,
    "cases": cards.erase_due,
    "forget": forgetting.forget_due,
}
"""What is looked at every five minutes, by the name under which it goes on when it takes several parts."""
