"""Another address for somebody whose present one is confirmed: organizers propose it, and its reader confirms it.

It is theirs three days after it was proposed, so that whoever reads the present address can stop it; at once if the
person confirms it signed in. Nobody gets into somebody's account by what an organizer typed alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mentoring.errors import N_, Conflict, DomainError
from mentoring.values import dataclass

LIFETIME = timedelta(days=14)
"""How long the new address can be confirmed."""
WAIT = timedelta(days=3)
"""How long the present address can stop it at least."""
KEPT = timedelta(days=14)
"""How long it is kept once the address is theirs: the event may wait in a queue that long, and names no address."""


class ProposalOver(DomainError):
    """It was withdrawn, stopped, replaced by another one, or nobody confirmed it in time."""

    code = "proposal-over"
    status = 410
    message = N_(
        "This link no longer works: the change of address was stopped, replaced by another one, or is too old."
    )


class ProposalGiven(Conflict):
    """The address is theirs already."""

    code = "address-changed-already"
    message = N_("It is too late to stop this: the address has changed. You can remove the new one in your account.")


@dataclass(frozen=True)
class Proposal:
    """A proposed address: since when, when its reader confirmed it, when it became theirs."""

    at: datetime
    confirmed_at: datetime | None = None
    given_at: datetime | None = None

    @property
    def until(self) -> datetime:
        """Return when it is over."""
        return self.at + LIFETIME

    @property
    def holds_from(self) -> datetime:
        """Return when it becomes theirs, once it is confirmed, unless the person confirms it signed in."""
        return self.at + WAIT

    @property
    def due(self) -> datetime:
        """Return when something is to be done about it by itself; once it is theirs, when it is forgotten."""
        if self.given_at:
            return self.given_at + KEPT
        return self.holds_from if self.confirmed_at else self.until

    def waits(self, now: datetime) -> bool:
        """Return whether it isn't over, and isn't theirs yet."""
        return not self.given_at and (self.confirmed_at is not None or now < self.until)

    def confirm(self, now: datetime, *, signed_in: bool) -> Proposal:
        """Return it confirmed, and theirs if it may be by now; again changes nothing. Raises `ProposalOver`."""
        if self.given_at:
            return self
        if not self.waits(now):
            raise ProposalOver
        confirmed = replace(self, confirmed_at=self.confirmed_at or now)
        return replace(confirmed, given_at=now) if signed_in else confirmed.settle(now)

    def settle(self, now: datetime) -> Proposal:
        """Return it as it is now: theirs, once it is confirmed and could be stopped long enough."""
        if self.given_at or not self.confirmed_at or now < self.holds_from:
            return self
        return replace(self, given_at=now)

    def check_stops(self, now: datetime) -> None:
        """Raise `ProposalGiven` or `ProposalOver` if it can't be stopped any more."""
        if self.given_at:
            raise ProposalGiven
        if not self.waits(now):
            raise ProposalOver
