"""A meeting of a group: who does what, and who promised confidentiality."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings.domain.circle_roles import SINGLE, draw, successor
from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import CircleRole, CircleTheme
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LEADS = (CircleRole.MODERATOR, CircleRole.TIME_KEEPER)
"""Who runs the clock."""
OPENS = timedelta(minutes=30)
"""So long before the start people can enter."""
CLOSES = timedelta(hours=2)
"""So long after the end they still can: talks last longer than planned."""
LINGERS = timedelta(hours=24)
"""How long after the end a case card is kept."""


class NotYourRole(Conflict):
    """Somebody else does that."""

    code = "not-your-role"
    message = N_("The moderator and the time keeper do this. If one of them is missing, somebody else takes the role.")


class RoleTaken(Conflict):
    """Somebody has the role, and is coming."""

    code = "role-taken"
    message = N_("Somebody has this role. It is free when they pass it on, don't come, or are missing after the start.")


class NotConfirmed(Conflict):
    """They haven't promised confidentiality yet."""

    code = "not-confirmed"
    message = N_("First confirm that what is said here stays here.")


class NotPromised(Invalid):
    """Somebody wants to enter without the promise."""

    code = "not-promised"
    message = N_("Without this promise nobody can talk about a case.")


class NotArranged(Conflict):
    """The group has no date."""

    code = "not-arranged"
    message = N_("Your group has no date at the moment.")


@dataclass(frozen=True)
class Meeting:
    """A meeting that is arranged; people are person ids, `roles` person id → role.

    `passed` are those who passed on presenting, `away` those who can't come; `confirmed` are those who promised
    confidentiality, with the instant.
    """

    people: tuple[str, ...]
    starts_at: datetime
    length_booked: timedelta
    roles: Mapping[str, CircleRole] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    confirmed: Mapping[str, str] = field(default_factory=dict)
    present: frozenset[str] = frozenset()
    theme: CircleTheme = CircleTheme.NONE

    @property
    def booked_until(self) -> datetime:
        """Return when the meeting ends, as it is in calendars."""
        return self.starts_at + self.length_booked

    @property
    def erased_at(self) -> datetime:
        """Return when a case card is erased that nobody keeps."""
        return self.booked_until + LINGERS

    def is_open(self, now: datetime) -> bool:
        """Return whether people can enter now."""
        return self.starts_at - OPENS <= now < self.booked_until + CLOSES

    def has_ended(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return now >= self.booked_until

    # Roles ------------------------------------------------------------------------------------------------------------

    def holder(self, role: CircleRole) -> str:
        """Return who has a role that one person has; empty for nobody."""
        return next((one for one, its in self.roles.items() if its == role), "")

    def drawn(self, history: Mapping[tuple[str, str], int], seed: int) -> Meeting:
        """Return it with roles drawn fairly by how often everybody had them."""
        drawn = draw(self.people, history, seed)
        return replace(self, roles={one: CircleRole(role) for one, role in drawn.items()})

    def pass_on(self, who: str, history: Mapping[tuple[str, str], int], seed: int) -> Meeting:
        """Return it with somebody's role given to a consultant who had it least; nobody, where all have passed on it.

        Raises `NotYourRole` for consultants, who have nothing to pass on.
        """
        role = self.roles.get(who, CircleRole.CONSULTANT)
        if role not in SINGLE:
            raise NotYourRole
        passed = self.passed | {who} if role == CircleRole.PRESENTER else self.passed
        gone = self.away | (passed if role == CircleRole.PRESENTER else frozenset[str]()) | {who}
        able = [one for one in self.people if self.roles.get(one) == CircleRole.CONSULTANT and one not in gone]
        after = dict(self.roles) | {who: CircleRole.CONSULTANT}
        if able:
            after[successor(role, able, history, seed)] = role
        return replace(self, roles=after, passed=passed)

    def is_free(self, role: CircleRole, now: datetime) -> bool:
        """Return whether somebody else can take a role: nobody has it, or they are missing after the start."""
        has = self.holder(role)
        return not has or has in self.away or (now >= self.starts_at and has not in self.present)

    def can_take(self, who: str, role: CircleRole, now: datetime) -> bool:
        """Return whether somebody can take a role that they don't have."""
        return self.holder(role) != who and self.is_free(role, now)

    def take(self, who: str, role: CircleRole, now: datetime) -> Meeting:
        """Return it with a free role taken; who had it, and who takes it, change places. Raises `RoleTaken`."""
        has, mine = self.holder(role), self.roles.get(who, CircleRole.CONSULTANT)
        if role not in SINGLE or (has != who and not self.is_free(role, now)):
            raise RoleTaken
        after = dict(self.roles) | ({has: mine} if has and has != who else {}) | {who: role}
        return replace(self, roles=after)

    def stays_away(self, who: str, history: Mapping[tuple[str, str], int], seed: int) -> Meeting:
        """Return it with somebody who can't come; their role is passed on."""
        after = replace(self, away=self.away | {who})
        return after.pass_on(who, history, seed) if self.roles.get(who) in SINGLE else after

    def without(self, who: str, history: Mapping[tuple[str, str], int], seed: int) -> Meeting:
        """Return it without somebody, who left the group."""
        after = self.stays_away(who, history, seed)
        return replace(
            after,
            people=tuple(one for one in self.people if one != who),
            roles={one: role for one, role in after.roles.items() if one != who},
            confirmed={one: at for one, at in self.confirmed.items() if one != who},
            present=self.present - {who},
            away=self.away - {who},
        )

    # Confidentiality, and who runs the clock --------------------------------------------------------------------------

    def confirm(self, who: str, at: str, now: datetime) -> Meeting:
        """Return it with somebody's promise of confidentiality, and while it is open with them as present."""
        confirmed = dict(self.confirmed) if who in self.confirmed else dict(self.confirmed) | {who: at}
        present = self.present | {who} if self.is_open(now) else self.present
        return replace(self, confirmed=confirmed, present=present, away=self.away - {who})

    def leads(self, who: str) -> bool:
        """Return whether somebody runs the clock."""
        return self.roles.get(who) in LEADS

    def led_by(self, who: str) -> Meeting:
        """Return it for somebody who runs the clock; raises `NotConfirmed`, `NotYourRole`."""
        if who not in self.confirmed:
            raise NotConfirmed
        if not self.leads(who):
            raise NotYourRole
        return self
