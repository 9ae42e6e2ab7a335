"""What the pages of rooms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools.event_handler import Response

from mentoring import http, web
from mentoring.errors import N_, NotFound
from mentoring.http.fields import Version
from mentoring.tables.vocabulary import ContractState, GoalState, SeenBy
from workspace.use_cases import rooms

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.errors import DomainError
    from mentoring.tables.attributes import Opened
    from mentoring.tables.workspace import Contract

PAGES = web.Pages("workspace")
Html = Response[str]
STAGE_NAMES = (
    ("active", N_("Start")),
    ("contracting", N_("Contract")),
    ("goals", N_("Goals")),
    ("working", N_("Working")),
    ("closing", N_("Closing")),
    ("completed", N_("Completed")),
)
CONTRACT_NAMES = {
    ContractState.DRAFT: N_("draft"),
    ContractState.PROPOSED: N_("waits for signatures"),
    ContractState.BY_ONE: N_("signed by one of you"),
    ContractState.SIGNED: N_("signed"),
    ContractState.AMENDED: N_("replaced by a newer version"),
}
GOAL_NAMES = {
    GoalState.DRAFT: N_("waits for the other one"),
    GoalState.AGREED: N_("agreed"),
    GoalState.IN_PROGRESS: N_("in progress"),
    GoalState.ACHIEVED: N_("achieved"),
    GoalState.PARTLY: N_("partly achieved"),
    GoalState.CHANGED: N_("we changed course"),
    GoalState.DROPPED: N_("not this time"),
}

SEEN_BY = {
    SeenBy.AUTHOR: N_("Only you can see this."),
    SeenBy.PAIR: N_("You and your partner can see this. The organizers can't."),
    SeenBy.MENTORS: N_("The two of you and all mentors of the programme can see this."),
    SeenBy.MENTEES: N_("The two of you and all mentees of the programme can see this."),
    SeenBy.PROGRAMME: N_("All mentors and mentees of the programme can see this."),
}
"""Who sees something, beside it."""
SEEN_SHORT = {
    SeenBy.AUTHOR: N_("only you"),
    SeenBy.PAIR: N_("both of you"),
    SeenBy.MENTORS: N_("all mentors"),
    SeenBy.MENTEES: N_("all mentees"),
    SeenBy.PROGRAMME: N_("everybody who takes part"),
}
"""The same in a list."""

WRITTEN_MEANWHILE = N_("Your partner saved another text while you were writing. Put the two together and save again.")


class ReadForm(http.Model):
    """The hash of the text that was read."""

    sha256: str


class VersionForm(http.Model):
    """The version that a button is about."""

    version: Version = ""


def refused(form: str, error: DomainError, words: str = "") -> dict[str, Any]:
    """Return what a page shows again after a mistake in one of its forms: it is open, and has what was typed.

    `words` are the reason, if it isn't the error's own.
    """
    return web.kept(error, form) | {"opened": form, "problem": "" if error.fields else words or error.message}


def contract_of(context: Context, pair_id: str) -> Opened[Contract]:
    """Return the newest version of the contract, for a member of the pair."""
    _, found = rooms.room(context, pair_id)
    if found.contract is None:
        raise NotFound
    return found.contract
