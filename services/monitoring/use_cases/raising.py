"""Matters and nudges, as they are added to a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring.events.monitoring import MatterRaised, PairWentInactive
from mentoring.tables.monitoring import Matter, Written
from mentoring.tables.vocabulary import MatterState, StepKind
from mentoring.values import dataclass
from monitoring import domain, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.monitoring import Nudged, Watch
    from mentoring.tables.vocabulary import Worry


@dataclass(frozen=True)
class About:
    """What a matter is about: a pair, or a participant without one."""

    programme_id: str
    pair_id: str = ""
    participant_id: str = ""

    @classmethod
    def of(cls, watch: Watch) -> About:
        """Return the pair of a watch."""
        return cls(watch.programme_id, watch.pair_id)

    @property
    def about(self) -> str:
        """Return the id of the pair or participant."""
        return self.pair_id or self.participant_id


def change(context: Context, uow: UnitOfWork, about: About, changed: Callable[[domain.Need], domain.Need]) -> None:
    """Add to the transaction what becomes of a matter, and the event if organizers are told; once per transaction."""
    item = context.store.get(Matter, *Matter.key(about.programme_id, about.about))
    before = domain.Need() if item is None else store.need(item)
    after = changed(before)
    if after == before:
        return
    item = item or Matter(
        *Matter.key(about.programme_id, about.about),
        about=about.about,
        programme_id=about.programme_id,
        pair_id=about.pair_id,
        participant_id=about.participant_id,
    )
    store.keep_need(item, after)
    uow.save(item)
    if about.participant_id and before.state is MatterState.DONE:
        _begin(context, uow, about.participant_id)
    if (why := after.calls_after(before)) is not None:
        told = MatterRaised(**vars(about), about=about.about, rule=why.rule, urgency=why.urgency, days=why.days)
        uow.publish(told, aggregate=item)


def _begin(context: Context, uow: UnitOfWork, participant_id: str) -> None:
    """Add to the transaction that what was written to a participant was about a matter that is over."""
    written = context.store.get(Written, *Written.key(participant_id))
    if written is not None:
        uow.delete(written)


def raise_matter(
    context: Context,
    uow: UnitOfWork,
    watch: Watch,
    whys: Iterable[domain.Why],
    without: Callable[[domain.Why], bool] | None = None,
) -> None:
    """Add to the transaction that a pair needs somebody, `without` what facts have settled, and note it on its watch.

    The caller saves the watch.
    """
    reasons = list(whys)
    for why in reasons:
        kind = StepKind.SUGGEST if why.cause == StepKind.SUGGEST else StepKind.ALERT
        remember(context, watch, domain.Action(kind, why.rule, why.days, 1))

    def changed(need: domain.Need) -> domain.Need:
        left = need.without(without, context.clock()) if without is not None else need
        for why in reasons:
            left = left.because(why)
        return left

    if reasons or without is not None:
        change(context, uow, About.of(watch), changed)


def why(context: Context, rule: Worry, *, since: datetime | None = None, cause: str = "") -> domain.Why:
    """Return a reason that calls for somebody now, and has applied since an instant (to the second) or just now."""
    now = context.clock()
    return domain.Why(rule, since or now, now, cause)


def settle_about(context: Context, uow: UnitOfWork, programme_id: str, participant_id: str) -> None:
    """Add to the transaction that a participant without a pair needs nobody any more."""
    about = About(programme_id, participant_id=participant_id)
    change(context, uow, about, lambda need: need.without(lambda _: True, context.clock()))


def remember(context: Context, watch: Watch, action: domain.Action) -> None:
    """Record a step on the watch, so that it isn't done again too soon."""
    step = domain.Step(action.rule, action.kind, context.clock(), action.days)
    store.keep(watch, store.record(watch).remember(step))


def act(
    context: Context, uow: UnitOfWork, watch: Watch, actions: Iterable[domain.Action], nudged: list[Nudged]
) -> None:
    """Add what is due about a pair to the transaction: a matter, a nudge; the caller saves the watch."""
    reasons = []
    for action in actions:
        if action.kind == StepKind.NUDGE:
            _nudge(context, uow, watch, action, nudged)
        else:
            cause = StepKind.SUGGEST if action.kind == StepKind.SUGGEST else ""
            reasons.append(why(context, action.rule, since=action.since, cause=cause))
    raise_matter(context, uow, watch, reasons)


def _nudge(context: Context, uow: UnitOfWork, watch: Watch, action: domain.Action, nudged: list[Nudged]) -> None:
    remember(context, watch, action)
    for one in nudged:
        store.note_nudge(one, action.rule, context.clock())
        uow.save(one)
    uow.publish(
        PairWentInactive(watch.programme_id, watch.pair_id, action.rule, action.days, action.occurrence),
        aggregate=watch,
    )
