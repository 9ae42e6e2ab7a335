"""Who may create an organization, and how many people a new one may mail. Pure.

Everybody who is added is a *stranger* to the organization, even if another organization here knows them: whether they
may be mailed must not reveal that. An organization is *new* until the operator vouches for one of its organizers
(`Founders`), or until `GROWN` strangers have said «that's me» and hardly anybody «that's not me».
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from mentoring import addresses
from mentoring.errors import N_, Conflict
from mentoring.values import dataclass

if TYPE_CHECKING:
    from mentoring.settings import Settings

OPEN, DOMAINS, INVITED = "open", "domains", "invited"
GROWN = 5
"""How many strangers must confirm to lift an organization's limits; and as many more for each who said no."""
PRICE_OF_A_NO = 5
"""How many mails of the limit one «that's not me» costs."""
CONTACTS_A_DAY = 5
"""Contact addresses an organization may ask per day."""
UNLIMITED = 1_000_000
SENDING = time(7, tzinfo=UTC)
"""When mails that waited for the next day are sent: in the European morning."""


class FoundingRefused(Conflict):
    """This installation doesn't let this address create an organization."""

    code = "founding-refused"
    message = N_(
        "On this installation organizations are founded by invitation. Ask whoever runs it to add your address "
        "(%(email)s) to the founders."
    )


class OneNewOrganization(Conflict):
    """The user already has a new organization and can't create another one yet."""

    code = "one-new-organization"
    message = N_(
        "You have an organization that is still new. Once people have confirmed that they take part in it, you can "
        "found another one."
    )


class NoMailsLeft(Conflict):
    """The limit of a new organization is used up for now."""

    code = "no-mails-left"
    message = N_(
        "No first email can go out now, because the organization is still new. Nobody is lost: they go out by "
        "themselves once some may, or when whoever runs this installation vouches for you."
    )


class NoInvitationsLeft(Conflict):
    """The limit of a new organization leaves no mail to somebody who shall organize."""

    code = "no-invitations-left"
    message = N_("Your organization is new, and has written to as many people today as it may. Invite them tomorrow.")


class NotToldYet(Conflict):
    """An imported person can't be decided on before being told that they were added."""

    code = "not-told-yet"
    message = N_(
        "Some of these people don't know yet that they were added: their first email is waiting. Send it first, then "
        "decide."
    )


class NoConsentYet(Conflict):
    """An imported person hasn't given the consents that the file didn't tell."""

    code = "no-consent-yet"
    message = N_(
        "Some of these people haven't given their consents yet: the file didn't say that they had. We have asked them "
        "by email; accept them when they have answered."
    )


def next_sending(now: datetime) -> datetime:
    """Return when mails that can't be sent today are tried again: the next day of the limit, in the morning."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), SENDING)


@dataclass(frozen=True)
class Policy:
    """What the installation says: who may found, who is vouched for, and the quota of a new organization."""

    founding: str
    founders: tuple[str, ...]
    total: int
    daily: int

    @classmethod
    def of(cls, settings: Settings) -> Policy:
        """Return the policy of this installation."""
        return cls(
            settings.founding,
            settings.founders,
            settings.new_organization_mails,
            settings.new_organization_mails_a_day,
        )

    def names(self, email: str) -> bool:
        """Return whether the operator vouches for an address; domains count except where each founder is invited."""
        address = addresses.compared(email)
        known = {address} if self.founding == INVITED else {address, address.rpartition("@")[2]}
        return bool(address) and any(_founder(one) in known for one in self.founders)

    def may_found(self, email: str) -> bool:
        """Return whether somebody signed in with this address may create an organization."""
        return self.founding == OPEN or self.names(email)


def _founder(named: str) -> str:
    """Return an address, or a domain with or without its @, in the form in which addresses are compared."""
    name = named.strip().removeprefix("@")
    return addresses.compared(name) if "@" in name else addresses.compared(f"x@{name}").removeprefix("x@")


@dataclass(frozen=True)
class Record:
    """An organization's history: strangers mailed in all and today, how many said yes, how many said no."""

    established: bool = False
    mailed: int = 0
    today: int = 0
    confirmed: int = 0
    disowned: int = 0

    @property
    def grown(self) -> bool:
        """Return whether enough people have confirmed."""
        return self.confirmed >= max(GROWN, GROWN * self.disowned)

    def left(self, policy: Policy) -> int:
        """Return how many strangers may be mailed now.

        The total limit ends with the first confirmation, unless as many said no; the daily limit applies while new.
        """
        if self.established or self.grown:
            return UNLIMITED
        spent = self.mailed + (PRICE_OF_A_NO - 1) * self.disowned
        in_all = UNLIMITED if self.confirmed > self.disowned else policy.total - spent
        return max(0, min(in_all, policy.daily - self.today))
