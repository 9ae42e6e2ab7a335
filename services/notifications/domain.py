"""Derives whether mail reaches an address from what became of earlier mails, in whatever order that is reported.

SES reports on a mail more than once, late, and in any order: a bounce before the delivery it follows, an out-of-office
answer as a soft bounce of a delivered mail. So events don't change a state. Each adds a fact, facts are merged by
taking the latest (a join: commutative, associative, idempotent), and the state is a function of the facts. Facts are
ordered by when their mail was **sent**, never by when they were reported.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mentoring.reach import Cause, Reach
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

SOFT_LIMIT = 5
"""Mails in a row that failed for the moment, after which the address rests."""
REST = timedelta(days=7)
"""How long it rests before a mail is tried again: a full mailbox may have been emptied."""
LEASE = timedelta(seconds=90)
"""How long a claimed mail is another's: longer than the function may run, shorter than the queue hides an event."""


@dataclass(frozen=True, order=True)
class Failure:
    """A mail that didn't arrive: when it was sent, its id, and why."""

    sent: datetime
    mail: str
    cause: Cause


@dataclass(frozen=True)
class Facts:
    """What was reported about an address; instants are those at which the mails were sent.

    `delivered`: the last delivered mail. `bounced`: the last permanent bounce. `soft`: the last temporary failures, at
    most `SOFT_LIMIT`. `complained`: the last mail marked as spam. `trusted`: when somebody said that the address works;
    `forgiven`: when its owner asked for all mails again.
    """

    delivered: datetime | None = None
    bounced: Failure | None = None
    soft: frozenset[Failure] = field(default_factory=frozenset)
    complained: datetime | None = None
    trusted: datetime | None = None
    forgiven: datetime | None = None

    def merge(self, other: Facts) -> Facts:
        """Return the facts of both."""
        return Facts(
            delivered=_latest(self.delivered, other.delivered),
            bounced=max((one for one in (self.bounced, other.bounced) if one), default=None),
            soft=_last(self.soft | other.soft),
            complained=_latest(self.complained, other.complained),
            trusted=_latest(self.trusted, other.trusted),
            forgiven=_latest(self.forgiven, other.forgiven),
        )

    @property
    def standing(self) -> Standing:
        """Return the state of an address.

        A later delivered mail cancels a bounce; if the same mail was both delivered and bounced, the bounce counts,
        because some servers accept a mail and return it afterwards. A soft bounce of a delivered mail (an out-of-office
        answer) doesn't count.
        """
        complained = self.complained if _after(self.complained, self.forgiven) else None
        floor = _latest(self.delivered, self.trusted)
        soft = sorted(one for one in self.soft if _after(one.sent, floor))
        bounced = self.bounced
        if bounced is not None and _after(bounced.sent, self.trusted) and not _after(self.delivered, bounced.sent):
            return Standing(Reach.BOUNCED, bounced.cause, bounced.sent, None, len(soft), complained)
        if len(soft) >= SOFT_LIMIT:
            return Standing(Reach.BOUNCED, soft[-1].cause, soft[0].sent, soft[-1].sent + REST, len(soft), complained)
        if complained is not None:
            return Standing(Reach.COMPLAINED, None, complained, None, len(soft), complained)
        if soft:
            return Standing(Reach.SOFT, soft[-1].cause, soft[0].sent, None, len(soft))
        return Standing()


@dataclass(frozen=True)
class Standing:
    """The state that follows from the facts. `failures` counts soft bounces since the last delivered mail."""

    reach: Reach = Reach.GOOD
    cause: Cause | None = None
    since: datetime | None = None
    retry_at: datetime | None = None
    failures: int = 0
    complained: datetime | None = None

    def rests(self, now: datetime) -> bool:
        """Return whether mails to the address are held back at an instant."""
        return self.reach == Reach.BOUNCED and (self.retry_at is None or now < self.retry_at)


def heard(facts: Iterable[Facts]) -> Facts:
    """Return all the given facts, merged."""
    known = Facts()
    for one in facts:
        known = known.merge(one)
    return known


def arrived(sent: datetime) -> Facts:
    """A mail was delivered."""
    return Facts(delivered=sent)


def came_back(sent: datetime, mail: str, cause: Cause) -> Facts:
    """A mail bounced permanently, or could not be sent to the address at all."""
    return Facts(bounced=Failure(sent, mail, cause))


def failed(sent: datetime, mail: str, cause: Cause) -> Facts:
    """A mail failed temporarily."""
    return Facts(soft=frozenset({Failure(sent, mail, cause)}))


def marked_as_spam(sent: datetime) -> Facts:
    """A mail was marked as spam."""
    return Facts(complained=sent)


def trusted(now: datetime) -> Facts:
    """Somebody says that the address works: facts about older mails don't count any more."""
    return Facts(trusted=now)


def forgiven(now: datetime) -> Facts:
    """The owner of the address wants all mails again."""
    return Facts(trusted=now, forgiven=now)


def _last(soft: frozenset[Failure]) -> frozenset[Failure]:
    """Return the last failures, one per mail."""
    by_mail = {one.mail: one for one in sorted(soft)}
    return frozenset(sorted(by_mail.values())[-SOFT_LIMIT:])


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each is not None), default=None)


def _after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
