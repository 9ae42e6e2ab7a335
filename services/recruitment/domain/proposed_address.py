"""Another address for somebody whose present one is confirmed: organizers propose it, and its reader confirms it.

It is theirs three days after the notice to the present address has gone, so that whoever reads that can stop it; at
once if the person confirms it signed in. Nobody gets into somebody's account by what an organizer typed alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mentoring.errors import N_, Conflict, DomainError, Paused
from mentoring.limits import Limit
from mentoring.values import dataclass

LIFETIME = timedelta(days=14)
"""How long the new address can be confirmed."""
WAIT = timedelta(days=3)
"""How long the present address can stop it at least."""
KEPT = timedelta(days=14)
"""How long it is kept once the address is theirs: the event may wait in a queue that long, and names no address."""
WEEK = timedelta(days=7)


class AddressRefused(Conflict):
    """Its reader, or that of the present address, said no when it was proposed for this person."""

    code = "address-refused"
    message = N_(
        "This address was proposed for this person before, and its reader or that of the present address said no. So "
        "it can't be proposed again; the person can add it in their account."
    )


class ProposedOften(Paused):
    """Several addresses were proposed for one person within a few days."""

    code = "addresses-paused"
    message = N_(
        "Three addresses have been proposed for this person in a short time. The next one can be proposed a week after "
        "the last."
    )


class ProposedOftenTo(Paused):
    """One address was proposed several times within a few days."""

    code = "address-paused"
    message = N_(
        "This address has been proposed three times in a short time. It can be proposed again a week after the last."
    )


FOR_PERSON = Limit("addresses-for", 3, WEEK, WEEK, WEEK, ProposedOften)
TO_ADDRESS = Limit("addresses-to", 3, WEEK, WEEK, WEEK, ProposedOftenTo)
"""Three, then one a week, in one organization: the mails go to people who may have nothing to do with it."""


class ProposalOver(DomainError):
    """It was withdrawn, stopped, replaced by another one, or nobody confirmed it in time."""

    code = "proposal-over"
    status = 410
    message = N_("The change of address was stopped, replaced by another one, or is too old.")


class ProposalGiven(Conflict):
    """The address is theirs already."""

    code = "address-changed-already"
    message = N_("It is too late to stop this: the address has changed.")


@dataclass(frozen=True)
class Proposal:
    """A proposed address: since when, when its reader confirmed it, when it became theirs.

    `noticed_at` is when the notice to the present address went, nothing if it can't arrive there; while it hasn't gone
    yet, now, and `told` is false.
    """

    at: datetime
    confirmed_at: datetime | None = None
    given_at: datetime | None = None
    noticed_at: datetime | None = None
    told: bool = True

    @property
    def until(self) -> datetime:
        """Return when it is over."""
        return self.at + LIFETIME

    @property
    def holds_from(self) -> datetime:
        """Return when it becomes theirs, once it is confirmed, unless the person confirms it signed in."""
        return max(self.at, self.noticed_at or self.at) + WAIT

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

    def rests(self, now: datetime) -> bool:
        """Return whether it is confirmed and can be stopped for longer than was known when it was confirmed."""
        return bool(self.confirmed_at) and now < self.holds_from and (self.told or now < self.until)

    def check_stops(self, now: datetime) -> None:
        """Raise `ProposalGiven` or `ProposalOver` if it can't be stopped any more."""
        if self.given_at:
            raise ProposalGiven
        if not self.waits(now):
            raise ProposalOver
