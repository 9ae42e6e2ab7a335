"""Rules of somebody's addresses: each is proved by a link, one is the main one, and the last one stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from mentoring.addresses import OF_ONE
from mentoring.errors import N_, Conflict, DomainError, NotFound
from mentoring.values import dataclass

LIFETIME = timedelta(days=1)
NEWS_KEPT = timedelta(days=8)
"""How long it is kept whom to tell of a change: a little longer than mails about it are still sent."""


class AddressLinkOver(DomainError):
    """The link was used, is too old, or belongs to a wish that was replaced."""

    code = "address-link-over"
    status = 410
    message = N_("This link no longer works. Ask for a new one on the page with your addresses.")


class LastAddress(Conflict):
    """Somebody's only address can't be removed."""

    code = "last-address"
    message = N_("This is your main address. Add another one and make it the main one first.")


class TooManyAddresses(Conflict):
    """Nobody needs more."""

    code = "too-many-addresses"
    message = N_("You have ten addresses already. Remove one first.")


@dataclass(frozen=True)
class Wish:
    """That somebody wants to add an address, maybe as the main one, maybe instead of their main one."""

    person_id: str
    email: str
    expires_at: datetime
    main: bool = False
    instead: bool = False
    used: bool = False

    def check(self, person_id: str, now: datetime) -> None:
        """Raise `AddressLinkOver` if this works no more, and `NotFound` for anybody else than who asked."""
        if self.person_id != person_id:
            raise NotFound
        if self.used or now >= self.expires_at:
            raise AddressLinkOver

    def done(self) -> Wish:
        """Return the wish once its link was used."""
        return replace(self, used=True)


@dataclass(frozen=True)
class Addresses:
    """Somebody's verified addresses."""

    main: str
    others: tuple[str, ...] = ()

    def has(self, email: str) -> bool:
        """Return whether the address is one of them."""
        return email in (self.main, *self.others)

    def with_one_more(self, email: str, *, instead: bool = False) -> Addresses:
        """Return them with another one, which another makes room for (`instead`); raises `TooManyAddresses`."""
        if self.has(email):
            return self
        if len(self.others) >= OF_ONE - 1 and not instead:
            raise TooManyAddresses
        return Addresses(self.main, (*self.others, email))

    def led_by(self, email: str) -> Addresses:
        """Return them with another main one; raises `NotFound` for what isn't theirs."""
        if not self.has(email):
            raise NotFound
        return Addresses(email, tuple(one for one in (self.main, *self.others) if one != email))

    def without(self, email: str) -> Addresses:
        """Return them without one; raises `LastAddress` for the main one, and `NotFound`."""
        if not self.has(email):
            raise NotFound
        if email == self.main:
            raise LastAddress
        return Addresses(self.main, tuple(one for one in self.others if one != email))
