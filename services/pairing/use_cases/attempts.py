"""Tries the work of a round a few times; if it can't succeed, the round says why in words and is given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.errors import N_, AlreadyDone, Stale
from mentoring.observability import logger
from mentoring.store import retrying
from mentoring.store.passing import PASSING
from mentoring.tables.vocabulary import RoundState
from pairing import store
from pairing.matching.given import InputRefused
from pairing.use_cases.inputs import DatesRefused, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.pairing import Round

TRIES = 3
"""How often the work of a round is started: a machine that dies can't say so, and the queue would deliver it
forever."""
LOCK_REFUSED = N_("A locked pair can't be kept any more: one of the two has no place, or a rule keeps them apart.")
UNREADABLE = N_("What somebody told can't be read; the log has the details under the number of this round.")
DATES = N_(
    "The programme's dates can't be calculated with: kick-off and closing may lie ten years apart at most. Change them "
    "in the settings, then calculate a new round."
)
TOO_LARGE = N_("There are too many people for one calculation. Split the programme, then calculate a new round.")
TOO_LONG = N_("The calculation took too long and was stopped. With fewer people at once it would come to an end.")
GONE = N_("The result of this round is no longer there. Calculate a new round: who has no pair yet is in it.")
GAVE_UP = N_(
    "The calculation was begun several times and never came to its end. You can calculate a new round; if that fails "
    "too, the log has the details under the number of this round."
)
UNREACHABLE = N_("A part of the system didn't answer, several times. Nothing is lost: calculate a new round.")
UNEXPECTED = N_(
    "Something went wrong that we didn't expect; the log has the details under the number of this round. You can "
    "calculate a new round."
)


class Cancelled(Exception):
    """The organizer has cancelled the round."""


class TooLong(Exception):
    """The calculation would take longer than its machine may run."""


def attempt(context: Context, wanted: Round, do: Callable[[], None]) -> None:
    """Do the work of a round, or record on the round why it can't be done and give it up.

    Temporary failures are raised, so that the queue delivers it again, `TRIES` times in all.
    """
    if wanted.attempts >= TRIES:
        _fail(context, wanted, GAVE_UP)
        return
    try:
        wanted.attempts += 1
        save(context.step(), context, wanted)
        do()
    except Cancelled:
        return
    except AlreadyDone:
        raise
    except PASSING:
        if wanted.attempts < TRIES:
            raise
        logger("pairing").exception("round failed", extra={"round_id": wanted.round_id})
        _fail(context, wanted, UNREACHABLE)
    except Exception as error:  # noqa: BLE001 - the same input fails the same way: trying again can't help
        logger("pairing").exception("round failed", extra={"round_id": wanted.round_id})
        _fail(context, wanted, _problem(error))


PROBLEMS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((DatesRefused, OverflowError), DATES),
    ((TooLarge, MemoryError), TOO_LARGE),
    ((TooLong,), TOO_LONG),
    ((store.ResultGone,), GONE),
    ((ValueError, LookupError), UNREADABLE),
)
"""Texts that say why a round failed; the first match counts."""


def _problem(error: Exception) -> str:
    if isinstance(error, InputRefused) and error.why != "duplicate":
        return LOCK_REFUSED
    return next((words for kinds, words in PROBLEMS if isinstance(error, kinds)), UNEXPECTED)


def save(uow: UnitOfWork, context: Context, wanted: Round) -> None:
    """Commit the round; raise `Cancelled` if it was cancelled meanwhile."""
    uow.save(wanted)
    try:
        uow.commit()
    except Stale:
        now = store.round_of(context, wanted.programme_id, wanted.round_id)
        if now is not None and now.state == RoundState.CANCELLED:
            raise Cancelled from None
        raise


@retrying
def _fail(context: Context, wanted: Round, problem: str) -> None:
    """Record on the current round why it failed, unless it was cancelled meanwhile."""
    now = store.round_of(context, wanted.programme_id, wanted.round_id)
    if now is None or now.state == RoundState.CANCELLED:
        return
    now.state, now.problem, now.result_key, now.solving_until = RoundState.FAILED, problem, "", None
    uow = context.begin()
    uow.save(now)
    uow.commit()
