"""What a programme's organizers do next, from its stage and what is counted of it: one step, always the right one."""

from __future__ import annotations

from enum import StrEnum

from mentoring.tables.vocabulary import ProgrammeStage
from mentoring.values import dataclass


class Next(StrEnum):
    """The next step of a season."""

    OPEN = "open"  # look at the settings, then open recruitment
    OPENS = "opens"  # applications open on a day
    SHARE = "share"  # nobody has applied
    DECIDE = "decide"  # applications wait
    RECRUIT = "recruit"  # applications are open
    BEGIN_ONGOING = "begin_ongoing"  # an ongoing programme has to go on before it pairs anybody
    FORM_PAIRS = "form_pairs"  # applications are closed: go on to pairing
    RUN_PAIRING = "run_pairing"  # nobody has been proposed yet
    WAIT_ANSWERS = "wait_answers"  # proposals wait for answers
    PAIR_REST = "pair_rest"  # mentees have never had a pair
    START = "start"  # pairs are there: let the programme run
    GOES_ON = "goes_on"  # pairs are at work
    GOES_ON_ONGOING = "goes_on_ongoing"  # as long as organizers want
    END_DUE = "end_due"  # the day of the closing has passed
    END_DONE = "end_done"  # all processes have ended
    WAIT_SUMMARIES = "wait_summaries"  # pairs write their summaries
    CLOSE = "close"  # all have ended: close the programme
    LAST_SUMMARIES = "last_summaries"  # closed, but some pairs still have time
    LOOK_BACK = "look_back"  # everything is over


READY = frozenset({Next.OPEN, Next.FORM_PAIRS, Next.BEGIN_ONGOING, Next.START, Next.END_DUE, Next.END_DONE, Next.CLOSE})
"""Steps that are the change to the next stage itself."""


@dataclass(frozen=True)
class Step:
    """The next step, and how many it is about, 0 where nothing is counted."""

    kind: Next
    number: int = 0

    @property
    def is_stage(self) -> bool:
        """Return whether it is the change to the next stage."""
        return self.kind in READY


@dataclass(frozen=True)
class Now:
    """A programme as it is counted: applications by what matters here, pairs that ever were and that go on.

    `unpaired` are the mentees of whom the list of what needs organizers says that they have no pair.
    `ended` and `opens_later` are said of applications, `closing_passed` of the day of the closing, today.
    """

    stage: ProgrammeStage
    ongoing: bool = False
    applications: int = 0
    waiting: int = 0
    proposals: int = 0
    unpaired: int = 0
    pairs: int = 0
    going_on: int = 0
    opens_later: bool = False
    ended: bool = False
    closing_passed: bool = False

    def next(self) -> Step:
        """Return what organizers do next."""
        return {
            ProgrammeStage.DRAFT: lambda _: Step(Next.OPEN),
            ProgrammeStage.RECRUITING: _recruiting,
            ProgrammeStage.MATCHING: _matching,
            ProgrammeStage.RUNNING: _running,
            ProgrammeStage.CLOSING: _closing,
        }.get(self.stage, _closed)(self)


def _recruiting(now: Now) -> Step:
    if now.waiting:
        return Step(Next.DECIDE, now.waiting)
    if now.ended:
        return Step(Next.FORM_PAIRS)
    if now.opens_later:
        return Step(Next.OPENS)
    if not now.applications:
        return Step(Next.SHARE)
    return Step(Next.BEGIN_ONGOING if now.ongoing else Next.RECRUIT)


def _matching(now: Now) -> Step:
    if now.proposals:
        return Step(Next.WAIT_ANSWERS, now.proposals)
    if not now.pairs:
        return Step(Next.RUN_PAIRING)
    return Step(Next.PAIR_REST, now.unpaired) if now.unpaired else Step(Next.START)


def _running(now: Now) -> Step:
    if now.ongoing:
        return Step(Next.WAIT_ANSWERS, now.proposals) if now.proposals else Step(Next.GOES_ON_ONGOING)
    if now.pairs and not now.going_on and not now.proposals:
        return Step(Next.END_DONE)
    if now.closing_passed:
        return Step(Next.END_DUE)
    if now.proposals:
        return Step(Next.WAIT_ANSWERS, now.proposals)
    return Step(Next.PAIR_REST, now.unpaired) if now.unpaired else Step(Next.GOES_ON)


def _closing(now: Now) -> Step:
    return Step(Next.WAIT_SUMMARIES, now.going_on) if now.going_on else Step(Next.CLOSE)


def _closed(now: Now) -> Step:
    return Step(Next.LAST_SUMMARIES, now.going_on) if now.going_on else Step(Next.LOOK_BACK)
