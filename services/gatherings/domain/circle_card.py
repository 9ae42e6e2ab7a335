"""Case cards: what somebody can't do with one, and why."""

from __future__ import annotations

from mentoring.errors import N_, Conflict, Invalid

MOST_CASE, MOST_QUESTION = 8_000, 1_000
"""Characters of the case and of what was tried, and of the question."""


class NotYours(Conflict):
    """Somebody else presents."""

    code = "not-the-presenter"
    message = N_("Who presents at this meeting writes the case card.")


class NothingWritten(Invalid):
    """A card without a case."""

    code = "nothing-written"
    message = N_("Describe the case in a few sentences.")


class CardGone(Conflict):
    """Its words were erased."""

    code = "card-gone"
    message = N_("This case card is erased. Nobody can bring it back.")


class TooEarly(Conflict):
    """The group still works with it."""

    code = "too-early-to-keep"
    message = N_("The card can be kept once the meeting is over; until then your group reads it.")
