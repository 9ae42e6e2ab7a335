"""A gathering: what organizers plan, what becomes of it, and when something about it is due."""

from __future__ import annotations

from dataclasses import field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from mentoring.errors import N_, Conflict, Invalid
from mentoring.tables.vocabulary import Ahead, GatheringKind, GatheringState, Invited, Readers, Seat, Venue
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from mentoring.tables.vocabulary import Role
    from mentoring.texts import Texts


LENGTHS = {
    GatheringKind.OPENING: 120,
    GatheringKind.CLOSING: 120,
    GatheringKind.WORKSHOP: 120,
    GatheringKind.INTERVISION: 90,
    GatheringKind.NETWORKING: 90,
}
"""Minutes, unless an organizer says otherwise."""
MOST_MINUTES, MOST_SEATS, MOST_CHOSEN = 12 * 60, 10_000, 100
MOST_TITLE, MOST_TEXT, MOST_PLACE = 150, 20_000, 500
OFFER_HOURS, MOST_OFFER_HOURS = 24, 168
TEXTS = ("title", "text", "before", "after")
"""What is written of a gathering in a language: only the title is needed."""
AFTERWARDS = ("texts", "open", "survey", "certificate", "host", "speaker", "speaker_email", "after_for")
"""What of a plan still changes once the gathering is cancelled or over."""
AHEAD = {Ahead.WEEK: timedelta(days=7), Ahead.DAY: timedelta(hours=24)}
SCHEMES = ("https://", "http://")


class GatheringDecided(Conflict):
    """It was cancelled, or is over."""

    code = "gathering-decided"
    message = N_("This gathering was cancelled or is over; its time and place can't be changed any more.")


class StartsTooSoon(Invalid):
    """Its start lies in the past."""

    code = "starts-too-soon"
    message = N_("This time has passed. Choose a later one.")


class AlreadyAnnounced(Conflict):
    """It was announced, so it can't be deleted."""

    code = "already-announced"
    message = N_("This gathering was announced: cancel it, and everybody who signed up is told.")


class HostUnknown(Invalid):
    """Who is to be the host doesn't take part."""

    code = "host-unknown"
    message = N_("Nobody who takes part in this programme has this address.")


class PeopleUnknown(Invalid):
    """Some of the chosen people don't take part."""

    code = "people-unknown"
    message = N_("Nobody who takes part in this programme has this address: %(who)s")


@dataclass(frozen=True)
class Plan:
    """What organizers say of a gathering; `starts_at` and `sign_up_until` are instants, `zone` where it is held.

    `seats_online` and `seats_in_person` are None for as many as come; `chosen` and `host` are participant ids.
    """

    what: GatheringKind
    venue: Venue
    starts_at: datetime
    minutes: int
    zone: str
    texts: Texts
    place: str = ""
    link: str = ""
    audience: Invited = Invited.EVERYBODY
    chosen: tuple[str, ...] = ()
    seats_online: int | None = None
    seats_in_person: int | None = None
    sign_up_until: datetime | None = None
    offer_hours: int = OFFER_HOURS
    open: bool = False
    survey: bool = True
    certificate: bool = True
    photos: bool = False
    host: str = ""
    speaker: str = ""
    speaker_email: str = ""
    before_for: Readers = Readers.AUDIENCE
    after_for: Readers = Readers.AUDIENCE

    @property
    def ends_at(self) -> datetime:
        """Return when it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def seats(self) -> dict[Seat, int | None]:
        """Return how many seats of each kind there are; None for as many as come."""
        found = {Seat.ONLINE: self.seats_online, Seat.IN_PERSON: self.seats_in_person}
        return {seat: number for seat, number in found.items() if self.venue in (Venue.BOTH, Venue(seat.value))}

    def is_for(self, role: Role, participant_id: str) -> bool:
        """Return whether somebody who takes part in a role may come."""
        return self.audience.admits(role) or participant_id in self.chosen

    @property
    def closes_at(self) -> datetime:
        """Return until when people can sign up: the last instant that was set, or its start."""
        return min(self.sign_up_until or self.starts_at, self.starts_at)

    def checked(self) -> Plan:
        """Return it without what its kind of place doesn't have; raise `Invalid` for what is missing or can't be."""
        written = {
            locale: {name: one.get(name, "").strip() for name in TEXTS}
            for locale, one in self.texts.items()
            if any(text.strip() for text in one.values())
        }
        wrong = {f"/title_{locale}": N_("This is required.") for locale, one in written.items() if not one["title"]}
        if not written:
            wrong[f"/title_{next(iter(self.texts), 'pl')}"] = N_("This is required.")
        if self.venue != Venue.ONLINE and not self.place:
            wrong["/place"] = N_("Say where it is: an address that a map finds.")
        if self.link and not self.link.startswith(SCHEMES):
            wrong["/link"] = N_("A link begins with https://.")
        if self.audience == Invited.CHOSEN and not 1 <= len(self.chosen) <= MOST_CHOSEN:
            wrong["/chosen"] = N_("Name at least one person, and at most a hundred.")
        if self.sign_up_until is not None and self.sign_up_until > self.starts_at:
            wrong["/sign_up_until"] = N_("People sign up before it begins.")
        if wrong:
            raise Invalid(fields=wrong)
        online, here = self.venue != Venue.IN_PERSON, self.venue != Venue.ONLINE
        return replace(
            self,
            texts=written,
            place=self.place if here else "",
            link=self.link if online else "",
            chosen=tuple(dict.fromkeys(self.chosen)) if self.audience == Invited.CHOSEN else (),
            seats_online=self.seats_online if online else None,
            seats_in_person=self.seats_in_person if here else None,
        )

    def differs_in_calendars(self, other: Plan) -> bool:
        """Return whether who holds it in a calendar has to be told: of another time, length or place."""
        names = ("starts_at", "minutes", "venue", "place", "link")
        return any(getattr(self, name) != getattr(other, name) for name in names)


@dataclass(frozen=True)
class Gathering:
    """A gathering and what became of it; `sequence` as in RFC 5545, `reminded` are the reminders that were sent."""

    plan: Plan
    state: GatheringState = GatheringState.DRAFT
    sequence: int = 0
    reminded: tuple[Ahead, ...] = field(default=())
    why: str = ""

    @property
    def stands(self) -> bool:
        """Return whether it is announced and not over."""
        return self.state == GatheringState.ANNOUNCED

    def takes_more(self, now: datetime) -> bool:
        """Return whether a seat that becomes free is still offered: until it begins."""
        return self.stands and now < self.plan.starts_at

    def is_over(self, now: datetime) -> bool:
        """Return whether its time has passed and nobody has noted it yet."""
        return self.stands and now >= self.plan.ends_at

    def change(self, plan: Plan, now: datetime) -> Gathering:
        """Return it with another plan; once it is over, only what is read and asked afterwards changes.

        Raises `GatheringDecided`, or `StartsTooSoon` for an announced one that would begin in the past. Reminders whose
        time passes with the move are not sent: the mail about the move says the same.
        """
        told = plan.checked()
        if self.state == GatheringState.DRAFT:
            return replace(self, plan=told)
        moved = told.differs_in_calendars(self.plan)
        if not self.stands and replace(told, **{name: getattr(self.plan, name) for name in AFTERWARDS}) != self.plan:
            raise GatheringDecided
        if self.stands and moved and told.starts_at <= now:
            raise StartsTooSoon(fields={"/starts_at": StartsTooSoon.message})
        after = replace(self, plan=told, sequence=self.sequence + moved)
        return replace(after, reminded=after.passed(now)) if moved else after

    def lose_host(self) -> Gathering:
        """Return it without a host, who left the programme."""
        return replace(self, plan=replace(self.plan, host=""))

    def announce(self, now: datetime) -> Gathering:
        """Return it for people to sign up; what is already announced stays so.

        Raises `GatheringDecided`, or `StartsTooSoon`. Reminders whose time has passed are not sent: this mail says the
        same.
        """
        if self.state in (GatheringState.CANCELLED, GatheringState.ENDED):
            raise GatheringDecided
        if self.stands:
            return self
        if self.plan.starts_at <= now:
            raise StartsTooSoon(fields={"/starts_at": StartsTooSoon.message})
        return replace(self, state=GatheringState.ANNOUNCED, reminded=self.passed(now))

    def cancel(self, why: str) -> Gathering:
        """Return it cancelled, one time more for calendars; raises `GatheringDecided` for one that is over."""
        if self.state == GatheringState.CANCELLED:
            return self
        if not self.stands:
            raise GatheringDecided
        return replace(self, state=GatheringState.CANCELLED, sequence=self.sequence + 1, why=why)

    def end(self) -> Gathering:
        """Return it as over."""
        return replace(self, state=GatheringState.ENDED)

    def passed(self, now: datetime) -> tuple[Ahead, ...]:
        """Return the reminders that were sent, or whose time has passed."""
        gone = (one for one, before in AHEAD.items() if one in self.reminded or self.plan.starts_at - before <= now)
        return tuple(gone)

    def reminder(self, now: datetime) -> Ahead | None:
        """Return the reminder that is due: the last one whose time has come, unless it has begun."""
        if not self.stands or now >= self.plan.starts_at:
            return None
        due = [one for one in self.passed(now) if one not in self.reminded]
        return due[-1] if due else None

    @property
    def due_at(self) -> datetime | None:
        """Return when something is due: the next reminder, else its end."""
        if not self.stands:
            return None
        ahead = [self.plan.starts_at - before for one, before in AHEAD.items() if one not in self.reminded]
        return min([*ahead, self.plan.ends_at])
