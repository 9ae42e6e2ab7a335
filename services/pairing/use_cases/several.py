"""What organizers do with several pairs at once: they rest, or end early, each as if it were done alone."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from mentoring import access, clock, walltime
from mentoring.errors import N_, DomainError, Invalid, Overtaken
from mentoring.people import unreached
from mentoring.store import retrying
from mentoring.tables.pairing import Pair, Seats
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import PairOutcome
from mentoring.values import dataclass
from pairing import domain
from pairing.use_cases.pairs import finish, rest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme

MOST = 30
"""Pairs of one deed: with the seats of both, they are read in one batch."""


class Together(StrEnum):
    """What is done with several pairs."""

    PAUSE = "pause"
    END = "end"


@dataclass(frozen=True)
class Wish:
    """What shall be done: until when the processes rest, or why they end and whether the mentees are matched again."""

    do: Together
    until: datetime | None = None
    reason: str = ""
    rematch: bool = False

    def is_done(self, pair: Pair, by: str) -> bool:
        """Return whether it has been done by somebody, so that what is sent again isn't done again."""
        if self.do is Together.END:
            told = (pair.outcome, pair.closed_by, pair.close_reason)
            return told == (PairOutcome.CLOSED_EARLY, by, self.reason)
        return not pair.outcome and self.until is not None and pair.paused_until == clock.iso(self.until)


@dataclass(frozen=True)
class Chosen:
    """Pairs of a programme that were chosen: those that go on, those that have ended, how many ids were no pair's.

    `unreached` are the participants among them whom no mail reaches, if that was asked for.
    """

    programme: Programme
    going: Sequence[Pair]
    ended: Sequence[Pair] = ()
    others: int = 0
    unreached: Collection[str] = ()

    @property
    def mails(self) -> int:
        """Return how many mails a deed causes: one to each of the two whom mail reaches."""
        both = [who for one in self.going for who in (one.mentor_id, one.mentee_id)]
        return sum(who not in self.unreached for who in both)

    def lost(self, pair: Pair) -> list[str]:
        """Return the names of those of a pair whom no mail reaches."""
        both = ((pair.mentee_id, pair.mentee_name), (pair.mentor_id, pair.mentor_name))
        return [name for who, name in both if who in self.unreached]


@dataclass(frozen=True)
class Outcome:
    """With which pairs it was done, and with which it couldn't be, with the reason."""

    done: Sequence[Pair] = ()
    failed: Sequence[tuple[Pair, DomainError]] = ()


def chosen(context: Context, programme_id: str, pair_ids: Sequence[str]) -> Chosen:
    """Return what was chosen, to somebody who may decide; one round trip."""
    wanted = list(dict.fromkeys(pair_ids))[:MOST]
    keys = [Pair.key(one) for one in wanted]
    programme = access.organizer(context, programme_id, also=keys)
    read = context.store.get_many(Pair, keys) if keys else []
    found = [one for one in read if one.programme_id == programme_id]
    return Chosen(
        programme,
        [one for one in found if not one.outcome],
        [one for one in found if one.outcome],
        len(wanted) - len(found),
    )


def looked_at(context: Context, programme_id: str, pair_ids: Sequence[str]) -> Chosen:
    """Return what was chosen before it is done, with whom no mail reaches; two round trips more."""
    found = chosen(context, programme_id, pair_ids)
    keys = [Participant.key(programme_id, who) for one in found.going for who in (one.mentor_id, one.mentee_id)]
    people = context.store.get_many(Participant, list(dict.fromkeys(keys))) if keys else []
    return replace(found, unreached=unreached(context, people))


@retrying
def together(context: Context, programme_id: str, wish: Wish, tags: Mapping[str, str]) -> Outcome:
    """Do it with each pair that is still as it was looked at (its id and tag), in a transaction of its own.

    Everything is read before the first is written: a conflict then begins all of it anew, and what was done counts as
    done. Raises `Invalid` unless the day is to come, or without a reason.
    """
    found = chosen(context, programme_id, list(tags))
    _check(context, wish)
    pairs = [*found.going, *found.ended]
    seats = [Seats.key(programme_id, who) for one in pairs for who in (one.mentor_id, one.mentee_id)]
    if seats and wish.do is Together.END:
        context.store.get_many(Seats, seats)
    done: list[Pair] = []
    failed: list[tuple[Pair, DomainError]] = []
    for pair in pairs:
        try:
            done.append(_one(context, wish, pair, tags[pair.pair_id]))
        except (domain.PairEnded, Overtaken) as error:
            failed.append((pair, error))
    return Outcome(done, failed)


def _check(context: Context, wish: Wish) -> None:
    if wish.do is Together.PAUSE:
        walltime.coming(wish.until, context.clock())
    elif not wish.reason:
        raise Invalid(fields={"/reason": N_("Say why they end: only those who organize see it.")})


def _one(context: Context, wish: Wish, pair: Pair, tag: str) -> Pair:
    if wish.is_done(pair, access.person(context)):
        return pair
    if pair.outcome:
        raise domain.PairEnded
    pair.expect(tag)
    if wish.do is Together.PAUSE:
        return rest(context, pair, wish.until)
    return finish(context, pair, wish.reason, rematch=wish.rematch)
