"""Solves requested rounds and stores them as previews; repeating it gives the same without solving again."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock
from mentoring.errors import NotFound
from mentoring.events.pairing import PairingPreviewed, PairingRequested
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import PairingMode, RoundState
from pairing import domain, store
from pairing.matching import explain
from pairing.use_cases import weekly
from pairing.use_cases.attempts import Cancelled, TooLong, attempt, save
from pairing.use_cases.inputs import input_of
from pairing.use_cases.opening import open_choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.tables.pairing import Round
    from pairing.matching.given import Input
    from pairing.matching.solution import Progress

    Solver = Callable[[Input, Progress], explain.Solution]

BUDGET = timedelta(minutes=4)
"""How long a calculation may take: less than its machine may run, to leave time for saying so."""
LEASE = timedelta(minutes=6)
"""How long a worker reserves a round after each step: longer than it may run."""


class StillSolving(Exception):
    """Another delivery of the same request is working, or was a moment ago: the queue tries again later."""


def solve(context: Context, event: Event[PairingRequested], pair_up: Solver = explain.pair_up) -> None:
    """Solve a requested round and store its preview; repeating it gives the same without solving again.

    The result is in the bucket before the round says so: a retry after a crash finds it there.
    `pair_up` is the solver.
    """
    asked = event.data
    wanted = store.round_of(context, asked.programme_id, asked.round_id)
    programme = context.store.get(Programme, *Programme.key(asked.programme_id))
    if wanted is None or programme is None:
        raise NotFound
    if wanted.state not in domain.RUNNING:
        return
    if wanted.solving_until and wanted.solving_until > clock.iso(context.clock()):
        raise StillSolving

    def calculate() -> None:
        given = input_of(context, programme, wanted)
        if wanted.weekly and not given.mentees:
            weekly.drop(context, wanted)
            return
        wanted.result_key = f"rounds/{asked.programme_id}/{asked.round_id}.json"
        _show(context, programme, wanted, _result(context, wanted, given, pair_up))

    attempt(context, wanted, calculate)


def _result(context: Context, wanted: Round, given: Input, pair_up: Solver) -> dict[str, Any]:
    """Return the result stored for exactly this input, or solve and store it."""
    key, results = wanted.result_key, store.Results(context.files)
    found = results.find(key)
    if found is not None and found["input_hash"] == given.fingerprint():
        return found

    begun = context.clock()

    def progress(step: str, percent: int) -> None:
        if context.clock() - begun > BUDGET:
            raise TooLong
        wanted.state, wanted.step, wanted.percent = RoundState.SOLVING, step, percent
        wanted.solving_until = clock.iso(context.clock() + LEASE)
        save(context.step(), context, wanted)

    solution = pair_up(given, progress)
    results.put_scores(key, solution.scores)
    results.put(key, solution.result)
    return solution.result


def _show(context: Context, programme: Programme, wanted: Round, result: dict[str, Any]) -> None:
    """Make the round a preview, unless it was cancelled meanwhile; a weekly one may be sent at once."""
    figures = result["figures"]
    wanted.state, wanted.figures, wanted.input_hash = RoundState.PREVIEW, figures, result["input_hash"]
    wanted.step, wanted.percent, wanted.solving_until, wanted.attempts = "", 100, None, 0
    if wanted.weekly:
        uow = weekly.conclude(context, programme, wanted, result)
    else:
        uow = context.begin()
        uow.publish(
            PairingPreviewed(wanted.programme_id, wanted.round_id, figures["matched"], figures["unmatched"]),
            aggregate=wanted,
        )
    with suppress(Cancelled):
        save(uow, context, wanted)


def take_up(context: Context, event: Event[PairingRequested]) -> None:
    """Start a requested round: solve it, or open the choice of mentors."""
    asked = event.data
    wanted = store.round_of(context, asked.programme_id, asked.round_id)
    if wanted is not None and wanted.mode == PairingMode.SELF_MATCHING:
        open_choice(context, wanted)
    else:
        solve(context, event)
