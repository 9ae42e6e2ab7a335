"""The pairing worker: solves requested rounds, opens the choice of mentors, makes proposals, looks for somebody else.

Only it loads numpy and scipy. What can't succeed is said on the round, in words, and let go of (`_attempt`); what may
go better next time is left to the queue, and that a few times only.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from mentoring import clock, consumers, ids, work
from mentoring.consumers import on
from mentoring.errors import N_, AlreadyDone, NotFound, Stale
from mentoring.events.pairing import (
    MenteeLeftUnmatched,
    MentorsSuggested,
    PairingPreviewed,
    PairingRequested,
    PairingRoundSent,
    PairingWorkerContinued,
    RematchRequested,
)
from mentoring.observability import logger
from mentoring.store import retrying
from mentoring.store.dynamo import PASSING
from mentoring.tables.pairing import Proposal, Round, Seats
from mentoring.tables.recruitment import Participant, Programme
from mentoring.weights import Weights
from pairing import domain, store
from pairing.domain import MENTEE, MENTOR, Person
from pairing.matching import editing, explain
from pairing.matching import rescue as rescuing
from pairing.use_cases.proposals import look_further, put_forward

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.store import UnitOfWork

TOLD_TOGETHER = 90
"""Mentees told in one transaction that nobody is left for them: one event each."""
TOGETHER = 16
"""Proposals made in one transaction: six items each at most."""
OPENED_TOGETHER = 40
"""Mentees told in one transaction that they can choose: two items each."""
TRIES = 3
"""How often the work of a round is begun: a machine that dies can't say so, and the queue would bring it again."""
BUDGET = timedelta(minutes=4)
"""How long a calculation may take: less than its machine is given, so that there is time left to say so."""
MOST_CELLS = 250_000_000
"""Mentees × mentors that fit the machine: a number of two bytes each, and as much again to solve with."""
HORIZON = timedelta(days=3653)
"""A programme lasts ten years at most: every week of it is looked at."""
CALENDAR = (date(1970, 1, 1), date(2200, 1, 1))
"""Between these, clocks are known."""
LEASE = timedelta(minutes=6)
"""How long a worker keeps a round to itself after each step: longer than it may run."""
SEASON = timedelta(days=270)
"""How long a programme without dates is taken to last."""
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
UNSOLVED = "unsolved"
"""The cause told of mentees for whom somebody else can't be looked for."""


class StillSolving(Exception):
    """Another delivery of the same request is at work, or was a moment ago: the queue asks again later."""


class _Cancelled(Exception):
    """The organizer doesn't want the round any more."""


class DatesRefused(ValueError):
    """The programme's weeks can't all be looked at."""


class TooLarge(ValueError):
    """More people than fit the machine."""


class TooLong(Exception):
    """A calculation that wouldn't end before its machine does."""


def _attempt(context: Context, wanted: Round, attempt: Callable[[], None]) -> None:
    """Do the work of a round, or say on the round why it can't be done and let go of it.

    What may go better next time is raised, so that the queue brings it again, `TRIES` times in all.
    """
    if wanted.attempts >= TRIES:
        _fail(context, wanted, GAVE_UP)
        return
    try:
        wanted.attempts += 1
        _save(context.step(), context, wanted)
        attempt()
    except _Cancelled:
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
"""Why a round can't be done, in words; the first that fits."""


def _problem(error: Exception) -> str:
    if isinstance(error, explain.InputRefused) and error.why != "duplicate":
        return LOCK_REFUSED
    return next((words for kinds, words in PROBLEMS if isinstance(error, kinds)), UNEXPECTED)


def solve(context: Context, event: Event[PairingRequested]) -> None:
    """Solve a requested round and keep its preview; run again, it gives the same without solving again.

    The result lies in the bucket before the round tells of it: who comes after a crash finds it there.
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
        wanted.result_key = f"rounds/{asked.programme_id}/{asked.round_id}.json"
        _show(context, wanted, _result(context, wanted, given))

    _attempt(context, wanted, calculate)


def _result(context: Context, wanted: Round, given: explain.Input) -> dict[str, Any]:
    """Return the result that lies in the bucket for this very input, or solve and put it there."""
    key = wanted.result_key
    found = store.Results(context.files).find(key)
    if found is not None and found["input_hash"] == given.fingerprint():
        return found

    begun = context.clock()

    def progress(step: str, percent: int) -> None:
        if context.clock() - begun > BUDGET:
            raise TooLong
        wanted.state, wanted.step, wanted.percent = domain.SOLVING, step, percent
        wanted.solving_until = clock.iso(context.clock() + LEASE)
        _save(context.step(), context, wanted)

    solution = explain.pair_up(given, progress)
    store.Results(context.files).put_scores(key, solution.scores)
    store.Results(context.files).put(key, solution.result)
    return solution.result


def _save(uow: UnitOfWork, context: Context, wanted: Round) -> None:
    """Commit the round; raise `_Cancelled` when it was cancelled meanwhile."""
    uow.save(wanted)
    try:
        uow.commit()
    except Stale:
        now = store.round_of(context, wanted.programme_id, wanted.round_id)
        if now is not None and now.state == domain.CANCELLED:
            raise _Cancelled from None
        raise


@retrying
def _fail(context: Context, wanted: Round, problem: str) -> None:
    """Say on the round, as it is now, why it failed, unless it was cancelled meanwhile."""
    now = store.round_of(context, wanted.programme_id, wanted.round_id)
    if now is None or now.state == domain.CANCELLED:
        return
    now.state, now.problem, now.result_key, now.solving_until = domain.FAILED, problem, "", None
    uow = context.begin()
    uow.save(now)
    uow.commit()


def _show(context: Context, wanted: Round, result: dict[str, Any]) -> None:
    """Make the round a preview, unless it was cancelled meanwhile."""
    figures = result["figures"]
    wanted.state, wanted.figures, wanted.input_hash = domain.PREVIEW, figures, result["input_hash"]
    wanted.step, wanted.percent, wanted.solving_until, wanted.attempts = "", 100, None, 0
    uow = context.begin()
    uow.publish(
        PairingPreviewed(wanted.programme_id, wanted.round_id, figures["matched"], figures["unmatched"]),
        aggregate=wanted,
    )
    with suppress(_Cancelled):
        _save(uow, context, wanted)


def input_of(context: Context, programme: Programme, wanted: Round) -> explain.Input:
    """Return everybody who can still be paired, with the places they have left; no pair is proposed twice.

    Raises `DatesRefused`, `TooLarge`.
    """
    people = store.participants(context, programme.programme_id)
    proposals, taken = store.pairing_items(context, programme.programme_id)
    left = store.places(people, proposals, taken)
    start, end = _weeks(programme, context.clock().date())
    mentees = tuple(_person(one, 1) for one in people if one.role == MENTEE and left[one.participant_id] > 0)
    mentors = tuple(
        _person(one, max(left[one.participant_id], 0)) for one in people if one.role == MENTOR and not one.withdrawn_at
    )
    if len(mentees) * len(mentors) > MOST_CELLS:
        raise TooLarge
    return explain.Input(
        mentees=mentees,
        mentors=mentors,
        weights=Weights.of(wanted.weights),
        mode=wanted.mode,
        start=start,
        end=end,
        locked=tuple((one, other) for one, other in wanted.locked),
        forbidden=(
            *((one.mentee_id, one.mentor_id) for one in proposals),
            *((one, other) for one, other in wanted.forbidden),
        ),
        threshold=wanted.threshold,
        must_cross=wanted.must_cross,
        no_juniors=wanted.no_juniors,
        levels=wanted.levels,
    )


def _weeks(programme: Programme, today: date) -> tuple[date, date]:
    """Return the first and the last day of a programme; a season from its beginning, or today, where none are set."""
    start = _day(programme, "kick_off") or today
    if not CALENDAR[0] <= start <= CALENDAR[1] - SEASON:
        raise DatesRefused
    end = _day(programme, "closing") or start + SEASON
    if end - start > HORIZON:
        raise DatesRefused
    return start, end


def _day(programme: Programme, name: str) -> date | None:
    text = programme.dates.get(name)
    return date.fromisoformat(text) if text else None


def _person(one: Participant, left: int) -> Person:
    return Person(one.participant_id, one.email, left, one.profile, one.person_id)


def propose(context: Context, event: Event[PairingRoundSent]) -> None:
    """Make the proposals of a sent round, in parts; each has the id its round and mentee give.

    Places that went to somebody else since the preview are respected: such a pair is left out, and its mentee, if still
    without one, is matched again.
    """
    sent = event.data
    wanted = store.round_of(context, sent.programme_id, sent.round_id)
    if wanted is not None and wanted.state == domain.FAILED:
        return
    if wanted is None or not wanted.result_key:
        raise NotFound
    _attempt(context, wanted, lambda: _propose(context, wanted))


def _propose(context: Context, wanted: Round) -> None:
    """Make the proposals of one part, by mentee; those of it who got none are matched again together."""
    pairs = sorted(_pairs_to_send(context, wanted), key=_mentee_id)
    alone: list[str] = []
    after = work.part(
        context,
        work.pages_of(pairs, _mentee_id),
        lambda page: alone.extend(_keep(context, wanted, page)),
        together=TOGETHER,
    )
    uow = context.begin()
    if alone:
        because_of = wanted.round_id + work.cursor(context)
        look_further(uow, wanted.programme_id, because_of, alone)
    _go_on(context, uow, wanted, after)
    uow.commit()


def _mentee_id(pair: dict[str, Any]) -> str:
    return str(pair["mentee_id"])


def _go_on(context: Context, uow: UnitOfWork, wanted: Round, after: str) -> None:
    """Let the work on a round go on; the tries are counted anew for each part."""
    if after and context.work is not None:
        wanted.attempts = 0
        uow.save(wanted)
    work.go_on(context, uow, after)


def _pairs_to_send(context: Context, wanted: Round) -> list[dict[str, Any]]:
    """Return the pairs of the preview as the organizer left them; those made by hand get their reasons now.

    With edits they are kept in the bucket: every part, and every delivery, proposes from the same list.
    """
    key = wanted.result_key
    pairs, edits = store.Results(context.files).get(key)["pairs"], editing.Edits.of(wanted.edits)
    if edits == editing.Edits():
        return list(pairs)
    sent_key = key.removesuffix(".json") + ".sent.json"
    if (found := store.Results(context.files).find(sent_key)) is not None:
        return list(found["pairs"])
    edited = store.preview_of(store.Results(context.files), key).edited(edits)
    kept = [one for one in pairs if edited.get(one["mentee_id"]) == one["mentor_id"]]
    by_hand = set(edited.items()) - {(one["mentee_id"], one["mentor_id"]) for one in kept}
    programme = context.store.get(Programme, *Programme.key(wanted.programme_id))
    if programme is None:
        raise NotFound
    pairs = kept + explain.described(input_of(context, programme, wanted), by_hand)
    store.Results(context.files).put(sent_key, {"pairs": pairs})
    return pairs


@retrying
def _keep(context: Context, wanted: Round, pairs: Sequence[dict[str, Any]]) -> list[str]:
    """Make those proposals that aren't made yet and for which there are places, in one transaction.

    Return the mentees (participant ids) for whom there was none and who can still be paired.
    """
    uow = context.step()
    wished = [_proposal(context, wanted, one, because_of=wanted.round_id, origin=domain.ROUND) for one in pairs]
    now = _Now.of(
        context, wanted.programme_id, [one for pair in pairs for one in (pair["mentor_id"], pair["mentee_id"])]
    )
    now.offer(uow, wished)
    uow.commit()
    return [str(one["mentee_id"]) for one in pairs if now.left.get(one["mentee_id"], 0) > 0]


class _Now:
    """Who has which places now. Seats are read first, so that saving them proves that all of it still holds."""

    def __init__(self, seats: dict[str, Seats], proposals: list[Proposal], people: list[Participant]) -> None:
        self.proposals, self._seats = proposals, seats
        self._people = {one.participant_id: one for one in people}
        self.left = store.places(people, proposals, seats)
        self._made = {one.proposal_id for one in proposals}
        self._met = {(one.mentee_id, one.mentor_id) for one in proposals}

    @classmethod
    def of_all(cls, context: Context, programme_id: str) -> _Now:
        """Return it for everybody in a programme."""
        proposals, seats = store.pairing_items(context, programme_id)
        return cls(seats, proposals, store.participants(context, programme_id))

    @classmethod
    def of(cls, context: Context, programme_id: str, participant_ids: Sequence[str]) -> _Now:
        """Return it for some participants: what is read grows with them, not with the programme."""
        keys = list(dict.fromkeys(participant_ids))
        seats = context.store.get_many(Seats, [Seats.key(programme_id, one) for one in keys])
        met = {one.proposal_id: one for each in keys for one in store.proposals_of(context, programme_id, each)}
        people = context.store.get_many(Participant, [Participant.key(programme_id, one) for one in keys])
        return cls({one.participant_id: one for one in seats}, list(met.values()), people)

    def offer(self, uow: UnitOfWork, wished: Sequence[Proposal]) -> None:
        """Put those proposals into the transaction that are new and for which both have a place."""
        fresh = [one for one in wished if self._new(one) and self._take(one)]
        for one in dict.fromkeys(side for each in fresh for side in (each.mentor_id, each.mentee_id)):
            uow.save(store.seats_among(self._seats, self._people[one]))
        for proposal in fresh:
            put_forward(uow, proposal)

    def _new(self, one: Proposal) -> bool:
        return one.proposal_id not in self._made and (one.mentee_id, one.mentor_id) not in self._met

    def _take(self, one: Proposal) -> bool:
        """Take a place of both, if both have one left."""
        both = (one.mentor_id, one.mentee_id)
        if any(self.left.get(side, 0) < 1 for side in both):
            return False
        for side in both:
            self.left[side] -= 1
        return True


def _proposal(context: Context, wanted: Round, pair: dict[str, Any], *, because_of: str, origin: str) -> Proposal:
    """Return a proposal of a round's rules: the same cause and mentee give the same one."""
    proposal_id = ids.derived("proposal", because_of, pair["mentee_id"])
    now = context.clock()
    proposal = Proposal(
        *Proposal.key(wanted.programme_id, proposal_id),
        proposal_id=proposal_id,
        programme_id=wanted.programme_id,
        round_id=wanted.round_id,
        origin=origin,
        mentor_id=pair["mentor_id"],
        mentee_id=pair["mentee_id"],
        reserve_id=pair.get("reserve_id"),
        score=pair["score"],
        reasons=pair["reasons"],
        state=domain.SENT,
        sent_at=clock.iso(now),
    )
    proposal.set_due(domain.due(now, reminded=False))
    return proposal


# Somebody else --------------------------------------------------------------------------------------------------------


@retrying
def rescue(context: Context, event: Event[RematchRequested]) -> None:
    """Propose the best mentors left to mentees who lost theirs, for all of them together; say for whom there is none.

    Whoever has a pair or an open proposal by now, or has left, is passed over; everybody else's pairs and proposals
    stay as they are.
    """
    asked = event.data
    programme = context.store.get(Programme, *Programme.key(asked.programme_id))
    if programme is None:
        raise NotFound
    now = _Now.of_all(context, asked.programme_id)
    waiting = [one for one in asked.mentee_ids if now.left.get(one, 0) > 0]
    if programme.stage not in domain.FORMING or not waiting:
        return
    last = _last(now.proposals, waiting)
    wanted = _rules(context, programme, asked.rematch_id, last)
    try:
        given = input_of(context, programme, wanted)
        # What was locked in the round is about pairs that are made, or about one that has just failed.
        given = replace(given, mentees=tuple(one for one in given.mentees if one.id in waiting), locked=())
        result = rescuing.somebody_else(given, {one: each.reserve_id or "" for one, each in last.items()})
    except PASSING:
        raise
    except Exception:  # noqa: BLE001 - the same input fails the same way: a person has to look for somebody
        logger("pairing").exception("rescue failed", extra={"rematch_id": asked.rematch_id})
        alone = [{"participant_id": one, "role": MENTEE, "cause": UNSOLVED} for one in waiting]
        result = {"pairs": [], "unmatched": alone}
    _offer_together(context, now, asked.rematch_id, wanted, result)


def _last(proposals: Sequence[Proposal], mentees: Sequence[str]) -> dict[str, Proposal]:
    """Return the newest proposal of each of the mentees."""
    ordered = sorted(proposals, key=lambda one: (one.sent_at, one.proposal_id))
    return {one.mentee_id: one for one in ordered if one.mentee_id in mentees}


def _rules(context: Context, programme: Programme, rematch_id: str, last: dict[str, Proposal]) -> Round:
    """Return the newest round the mentees were in, for its settings; else the programme's own."""
    newest = max(last.values(), key=lambda one: one.sent_at, default=None)
    found = store.round_of(context, programme.programme_id, newest.round_id) if newest is not None else None
    return found or Round(
        *Round.key(programme.programme_id, rematch_id),
        round_id=rematch_id,
        programme_id=programme.programme_id,
        mode=programme.pairing_mode,
        weights=programme.weights,
        threshold=programme.threshold,
        must_cross=programme.must_cross,
        no_juniors=programme.no_juniors,
        levels=programme.levels,
    )


def _offer_together(context: Context, now: _Now, rematch_id: str, wanted: Round, result: dict[str, Any]) -> None:
    """Make the proposals, and tell who stays alone, in as few transactions as can be; the last has the marker.

    Told again after a crash, that somebody stays alone is the same event, which its consumers know.
    """
    alone = [
        MenteeLeftUnmatched(wanted.programme_id, one["participant_id"], one["cause"])
        for one in result["unmatched"]
        if one["role"] == MENTEE
    ]
    wished = [_proposal(context, wanted, one, because_of=rematch_id, origin=domain.RESERVE) for one in result["pairs"]]
    for begin in range(0, len(wished), TOGETHER):
        uow = context.step()
        now.offer(uow, wished[begin : begin + TOGETHER])
        uow.commit()
    while len(alone) > TOLD_TOGETHER:
        told, alone = alone[:TOLD_TOGETHER], alone[TOLD_TOGETHER:]
        uow = context.step()
        _tell(uow, rematch_id, told)
        uow.commit()
    uow = context.begin()
    _tell(uow, rematch_id, alone)
    uow.commit()


def _tell(uow: UnitOfWork, rematch_id: str, alone: Sequence[MenteeLeftUnmatched]) -> None:
    for one in alone:
        uow.publish(one, event_id=ids.derived("unmatched", rematch_id, one.mentee_id))


# The choice of mentors ------------------------------------------------------------------------------------------------


def take_up(context: Context, event: Event[PairingRequested]) -> None:
    """Take up a requested round: solve it, or open the choice of mentors."""
    asked = event.data
    wanted = store.round_of(context, asked.programme_id, asked.round_id)
    if wanted is not None and wanted.mode == domain.SELF_MATCHING:
        open_choice(context, wanted)
    else:
        solve(context, event)


def open_choice(context: Context, wanted: Round) -> None:
    """Let every mentee without a pair choose among the mentors that suit them; each step is repeatable.

    A later round of this mode replaces the lists, so that who came later is on them.
    """
    programme = context.store.get(Programme, *Programme.key(wanted.programme_id))
    if programme is None:
        raise NotFound
    if wanted.state == domain.REQUESTED:
        _attempt(context, wanted, lambda: _open(context, programme, wanted))


def _open(context: Context, programme: Programme, wanted: Round) -> None:
    """Open the choice for the mentees of one part; the figures so far travel with the cursor."""
    given = input_of(context, programme, wanted)
    place = json.loads(work.cursor(context) or "{}")
    figures: dict[str, Any] = place.get("figures") or _figures({})

    def open_for(mentees: list[Person]) -> None:
        nonlocal figures
        lists = explain.suitable(replace(given, mentees=tuple(mentees)))
        keys = {one: f"rounds/{wanted.programme_id}/{wanted.round_id}/{one}.json" for one in lists}
        for mentee_id, mentors in lists.items():
            store.Results(context.files).put(keys[mentee_id], {"round_id": wanted.round_id, "mentors": mentors})
        _suggest(context, wanted, {one: (keys[one], len(lists[one])) for one in lists})
        figures = _together(figures, _figures(lists))

    read = work.pages_of(sorted(given.mentees, key=lambda one: one.id), lambda one: one.id)
    after = work.part(context, read, open_for, together=OPENED_TOGETHER, begin=place.get("after", ""))
    uow = context.begin()
    if after:
        _go_on(context, uow, wanted, json.dumps({"after": after, "figures": figures}))
    else:
        wanted.state, wanted.figures = domain.ROUND_SENT, figures
        uow.save(wanted)
    uow.commit()


def _together(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of two groups of mentees as one."""
    added = {name: one[name] + other[name] for name in ("matched", "unmatched", "total")}
    worst = min((each["worst"] for each in (one, other) if each["matched"]), default=0)
    return added | {"worst": worst, "proved_optimal": False}


def _figures(lists: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Return the figures of an opened choice: `matched` counts the mentees who can choose."""
    matched = sum(bool(one) for one in lists.values())
    return {
        "matched": matched,
        "unmatched": len(lists) - matched,
        "worst": min((one[0]["score"] for one in lists.values() if one), default=0),
        "total": sum(one[0]["score"] for one in lists.values() if one),
        "proved_optimal": False,
    }


@retrying
def _suggest(context: Context, wanted: Round, lists: dict[str, tuple[str, int]]) -> None:
    """Tell mentees (id → where their list lies, how many are on it) that they can choose; each hears it once."""
    people = [store.participant(context, wanted.programme_id, one) for one in lists]
    known = {one.participant_id: one for one in people if one is not None}
    uow = context.step()
    for mentee_id, seats in store.all_seats(context, list(known.values())).items():
        key, mentors = lists[mentee_id]
        if seats.suitable_key == key:
            continue
        seats.suitable_key = key
        uow.save(seats)
        if mentors:
            told = MentorsSuggested(wanted.programme_id, wanted.round_id, mentee_id, mentors)
            uow.publish(told, aggregate=seats)
    uow.commit()


handler = consumers.handler(
    "pairing",
    on(PairingRequested, take_up),
    on(PairingRoundSent, propose),
    on(RematchRequested, rescue),
    name="pairing-worker",
    continued=PairingWorkerContinued,
)
