"""Why no mentor is left for a mentee: texts for organizers, on pages and in mails, by the codes of pairing's rules."""

from __future__ import annotations

from mentoring.errors import N_

UNMATCHED = {
    "seats": N_("all suitable mentors are taken; one more mentor, or one more place, would help"),
    "capacity": N_("no suitable mentor has a free place; one more mentor, or one more place, would help"),
    "nobody": N_("there is no other mentor"),
    "exclusion": N_("wishes of one side exclude everybody else"),
    "manager": N_("only the line manager would be left"),
    "language": N_("nobody else speaks the same language"),
    "time": N_("nobody else is free at the same time"),
    "mode": N_("the others meet only online or only in person"),
    "department": N_("everybody else is from the same department"),
    "forbidden": N_("everybody suitable was suggested before"),
    "quality": N_("no possible pair is good enough for this programme"),
    "junior": N_("the other mentors have a lower position"),
    "question": N_("the others' answers to the organizers' questions rule them out"),
    "unsolved": N_("the calculation failed; somebody has to be found by hand"),
}
"""By the code of `MenteeLeftUnmatched.cause`; nothing is said when there are several causes."""
