"""JSON of several pairs at once: look at what a pause or an end would do, then do it with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from mentoring import http
from mentoring.errors import NotFound
from mentoring.http.fields import Instant
from mentoring.http.problems import Failure
from pairing import use_cases
from pairing.use_cases import Together, WishTogether

if TYPE_CHECKING:
    from mentoring.tables.pairing import Pair

router = http.Router()

PAIRS = "/v1/pairing/<programme_id>/pairs"


class PairsChosen(http.Model):
    """Pairs with which something shall be done."""

    pairs: list[str] = Field(max_length=use_cases.MOST_TOGETHER, description="Ids of pairs.")


class PairLookedAt(http.View):
    """A pair before something is done with it; `tag` is its version, which the deed repeats."""

    pair_id: str
    mentee_name: str
    mentor_name: str
    paused_until: str | None
    unreached: list[str] = Field(description="The names of those whom no mail reaches.")
    tag: str


class PairsLookedAt(http.View):
    """What a pause or an end would do; nothing is done yet."""

    pairs: list[PairLookedAt] = Field(description="With these it would be done.")
    ended: list[str] = Field(description="Ids of pairs whose process has ended: they are passed over.")
    unknown: list[str] = Field(description="Ids of no pair of this programme: they are passed over.")
    mails: int = Field(description="How many mails go out: one to each of the two whom mail reaches.")

    @classmethod
    def show(cls, found: use_cases.Chosen, asked: list[str]) -> PairsLookedAt:
        """Return the view of what was chosen."""
        ended = [one.pair_id for one in found.ended]
        known = {one.pair_id for one in found.going} | set(ended)
        return cls(
            pairs=[PairLookedAt.of(one, unreached=found.lost(one)) for one in found.going],
            ended=ended,
            unknown=[one for one in dict.fromkeys(asked) if one not in known],
            mails=found.mails,
        )


class PairSeen(http.Model):
    """A pair in the version that was looked at."""

    pair_id: str = Field(max_length=64)
    tag: str = Field(max_length=64)


class WishForPairs(http.Model):
    """What shall be done with which pairs, each in the version that was looked at."""

    do: Together
    pairs: list[PairSeen] = Field(max_length=use_cases.MOST_TOGETHER)
    until: Instant | None = Field(None, description="For `pause`.")
    reason: str = Field("", max_length=2000, description="For `end`: only those who organize see it.")
    rematch: bool = Field(default=False, description="For `end`: each mentee is matched again at once.")


class PairDealtWith(http.View):
    """What became of one pair; `problem` says why nothing was done with it."""

    pair_id: str
    stage: str | None
    paused_until: str | None
    tag: str | None
    problem: Failure | None


class PairsDealtWith(http.View):
    """What became of each pair, in the order in which they were sent."""

    done: int
    results: list[PairDealtWith]

    @classmethod
    def show(cls, outcome: use_cases.Outcome, asked: list[str]) -> PairsDealtWith:
        """Return the view of an outcome."""
        pairs: dict[str, Pair] = {one.pair_id: one for one in outcome.done}
        problems = {one.pair_id: Failure.of_error(why) for one, why in outcome.failed}

        def result(pair_id: str) -> PairDealtWith:
            if pair_id in pairs:
                return PairDealtWith.of(pairs[pair_id], problem=None)
            why = problems.get(pair_id) or Failure.of_error(NotFound())
            return PairDealtWith(pair_id=pair_id, stage=None, paused_until=None, tag=None, problem=why)

        return cls(done=len(pairs), results=[result(one) for one in dict.fromkeys(asked)])


@router.post(f"{PAIRS}/preview")
def preview(programme_id: str, body: PairsChosen) -> PairsLookedAt:
    """Return with which pairs something would be done, and how many mails would go out."""
    return PairsLookedAt.show(use_cases.looked_at(http.context(), programme_id, body.pairs), body.pairs)


@router.post(PAIRS)
def together(programme_id: str, body: WishForPairs) -> PairsDealtWith:
    """Let several processes rest, or end them: each that is as it was looked at, on its own."""
    tags = {one.pair_id: one.tag for one in body.pairs}
    wish = WishTogether(body.do, body.until, body.reason.strip(), rematch=body.rematch)
    return PairsDealtWith.show(use_cases.together(http.context(), programme_id, wish, tags), list(tags))
