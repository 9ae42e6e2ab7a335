"""Gatherings as organizers and participants see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.store import gatherings as store
from gatherings.store import signups
from gatherings.use_cases.looking import viewer
from mentoring import access, clock, people
from mentoring.errors import NotFound
from mentoring.store import Page
from mentoring.tables.gatherings.attendance import Attendance
from mentoring.tables.gatherings.circle import CircleMember
from mentoring.tables.gatherings.gathering import Gathering as Item
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.gatherings.signup import SignUp as SignUpItem
from mentoring.tables.recruitment import Participant
from mentoring.tables.recruitment import Programme as ProgrammeItem
from mentoring.tables.surveys import Assignment
from mentoring.tables.vocabulary import AssignmentState, GatheringState, Readers, SignUpState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.gathering import Gathering
    from gatherings.domain.signup import Room
    from gatherings.use_cases.looking import Viewer
    from mentoring.context import Context
    from mentoring.links import Link


@dataclass(frozen=True)
class Seen:
    """A gathering as somebody sees it: the seats of each kind, and their own sign-up if they ever had one.

    `survey` is what they are asked after it, while it waits for them; `attended` whether it is noted that they were
    there, `hosts` whether they are its host.
    """

    item: Item
    gathering: Gathering
    rooms: list[Room]
    mine: SignUpItem | None
    is_for_me: bool
    survey: Assignment | None = None
    attended: bool = False
    hosts: bool = False

    @property
    def stands(self) -> bool:
        """Return whether the reader comes, waits, or has been offered a seat."""
        return self.mine is not None and self.mine.state != SignUpState.CANCELLED

    @property
    def knows_link(self) -> bool:
        """Return whether the reader comes, or is the host, and so sees how to join online."""
        return self.hosts or (self.mine is not None and self.mine.state == SignUpState.GOING)

    def may_read(self, whom: Readers) -> bool:
        """Return whether the reader is one of those who read some material; organizers read everything."""
        return {
            Readers.AUDIENCE: True,
            Readers.SIGNED_UP: self.knows_link or self.attended,
            Readers.ATTENDED: self.attended or self.hosts,
        }[whom]

    @property
    def reads(self) -> tuple[str, ...]:
        """Return which materials the reader sees now, by their names; what is left afterwards only once it is over."""
        plan, is_over = self.gathering.plan, self.gathering.state == GatheringState.ENDED
        early = ("before",) if self.may_read(plan.before_for) else ()
        return (*early, "after") if is_over and self.may_read(plan.after_for) else early

    def may_sign_up(self, now: datetime) -> bool:
        """Return whether the reader can sign up now; its host has a place already."""
        return self.is_for_me and not self.hosts and self.gathering.stands and now < self.gathering.plan.closes_at

    @property
    def closes_at(self) -> str:
        """Return until when people can sign up: an instant."""
        return clock.iso(self.gathering.plan.closes_at)

    @property
    def asked(self) -> bool:
        """Return whether those who were there are asked how it was, by now."""
        return self.item.survey and self.gathering.state == GatheringState.ENDED

    @property
    def has_certificate(self) -> bool:
        """Return whether the reader can download a certificate that they were there."""
        return self.attended and self.item.certificate and self.gathering.state == GatheringState.ENDED


@dataclass(frozen=True)
class Programme:
    """The gatherings of a programme that somebody may see, soonest first."""

    viewer: Viewer
    gatherings: list[Seen]

    @property
    def circles(self) -> list[CircleMember]:
        """Return in which groups of this programme the reader is."""
        mine = (one for one in self.viewer.mine if isinstance(one, CircleMember))
        return [one for one in mine if one.programme_id == self.viewer.programme.programme_id]

    def ahead(self) -> list[Seen]:
        """Return those that are still to come, and drafts."""
        return [
            one for one in self.gatherings if one.gathering.state in (GatheringState.DRAFT, GatheringState.ANNOUNCED)
        ]

    def past(self) -> list[Seen]:
        """Return those that are over or cancelled, the last one first."""
        return [
            one
            for one in reversed(self.gatherings)
            if one.gathering.state in (GatheringState.ENDED, GatheringState.CANCELLED)
        ]


def of_programme(context: Context, programme_id: str) -> Programme:
    """Return the gatherings of a programme: drafts are for its organizers, others for those whom they are for, too."""
    who = viewer(context, programme_id)
    items = store.of_programme(context, programme_id)
    mine = {one.gathering_id: one for one in who.mine if isinstance(one, SignUpItem)}
    keys = [GatheringSeats.key(one.gathering_id) for one in items]
    read = context.store.get_many(GatheringSeats, keys) if keys else []
    seats = {one.gathering_id: one for one in read}
    found = [_seen(who, one, seats.get(one.gathering_id), mine.get(one.gathering_id)) for one in items]
    return Programme(who, [one for one in found if _may_see(who, one)])


def one(context: Context, programme_id: str, gathering_id: str) -> tuple[Viewer, Seen]:
    """Return a gathering, for organizers of its programme and for those whom it is for."""
    me = access.person(context)
    keys = [Item.key(programme_id, gathering_id), GatheringSeats.key(gathering_id), SignUpItem.key(gathering_id, me)]
    who = viewer(context, programme_id, *keys)
    item = store.load(context, programme_id, gathering_id)
    if item is None:
        raise NotFound
    seen = _seen(who, item, signups.seats(context, gathering_id), signups.load(context, gathering_id, me))
    if not _may_see(who, seen):
        raise NotFound
    return who, seen


def _seen(who: Viewer, item: Item, seats: GatheringSeats | None, mine: SignUpItem | None) -> Seen:
    gathering = store.read(item)
    is_for_me = any(gathering.plan.is_for(part.role, part.participant_id) for part in who.parts)
    surveys = (one for one in who.mine if isinstance(one, Assignment) and one.gathering_id == item.gathering_id)
    asked = next((one for one in surveys if one.state == AssignmentState.OPEN), None)
    hosts = any(part.participant_id == item.host for part in who.parts)
    attended = any(isinstance(one, Attendance) and one.gathering_id == item.gathering_id for one in who.mine)
    return Seen(item, gathering, signups.rooms(gathering.plan, seats), mine, is_for_me, asked, attended, hosts)


def _may_see(who: Viewer, seen: Seen) -> bool:
    return who.organizes or (
        seen.gathering.state != GatheringState.DRAFT and (seen.is_for_me or seen.stands or seen.hosts)
    )


def open_page(context: Context, programme_id: str, gathering_id: str) -> tuple[ProgrammeItem, Seen]:
    """Return an announced gathering whose page everybody may read; nothing of people but how many seats are free."""
    keys = [Item.key(programme_id, gathering_id), GatheringSeats.key(gathering_id)]
    programme = access.with_programme(context, programme_id, keys)
    item = store.load(context, programme_id, gathering_id)
    if item is None or not item.open or item.state == GatheringState.DRAFT:
        raise NotFound
    gathering = store.read(item)
    rooms = signups.rooms(gathering.plan, signups.seats(context, gathering_id))
    return programme, Seen(item, gathering, rooms, None, is_for_me=False)


# Who comes ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coming:
    """Somebody who signed up, as organizers see them; `name` is empty for somebody who is gone."""

    sign_up: SignUpItem
    name: str
    email: str
    role: str


def people_of(context: Context, programme_id: str, gathering_id: str, after: str, limit: int) -> Page[Coming]:
    """Return a part of those who signed up for a gathering, or did, for organizers."""
    key = Item.key(programme_id, gathering_id)
    access.organizer(context, programme_id, access.ORGANIZERS, also=[key, GatheringSeats.key(gathering_id)])
    if context.store.get(Item, *key) is None:
        raise NotFound
    page = context.store.page(SignUpItem, *SignUpItem.of(gathering_id), after=after, limit=limit)
    known = people.known(context, [Participant.key(programme_id, one.participant_id) for one in page.items])
    named = {one.participant_id: one for one in known}
    return Page([_coming(one, named.get(one.participant_id)) for one in page.items], page.next)


def _coming(sign_up: SignUpItem, part: Participant | None) -> Coming:
    if part is None:
        return Coming(sign_up, "", "", "")
    return Coming(sign_up, part.name, part.email, part.role)


# Links of mails -------------------------------------------------------------------------------------------------------


def of_link(context: Context, link: Link) -> tuple[ProgrammeItem, Seen, str]:
    """Return the gathering that a mail was about, as its reader sees it, and the zone the mail told its time in."""
    programme_id, gathering_id, me = link.claims["programme_id"], link.subject, link.person_id
    keys = [
        *(Item.key(programme_id, gathering_id), GatheringSeats.key(gathering_id)),
        SignUpItem.key(gathering_id, me),
    ]
    programme = access.with_programme(context, programme_id, keys)
    who = viewer(context.acting_as(me), programme_id)
    item = store.load(context, programme_id, gathering_id)
    if item is None or item.state == GatheringState.DRAFT:
        raise NotFound
    seen = _seen(who, item, signups.seats(context, gathering_id), signups.load(context, gathering_id, me))
    return programme, seen, next((one.zone for one in who.parts if one.zone), "")


def chosen(context: Context, item: Item) -> list[Participant]:
    """Return the people whom a gathering is for, if these were chosen; the caller has checked the user."""
    return people.known(context, [Participant.key(item.programme_id, one) for one in item.chosen])


# Earlier editions -----------------------------------------------------------------------------------------------------
MOST_EDITIONS = 12
"""Programmes that are looked through for something to copy."""


def earlier(context: Context, programme: ProgrammeItem) -> list[tuple[ProgrammeItem, list[Item]]]:
    """Return what was planned in the organization's programmes, this one first; the caller has checked the user."""
    listed = context.store.listed(ProgrammeItem, *ProgrammeItem.listed(programme.organization_id))
    others = [one for one in reversed(listed) if one.programme_id != programme.programme_id][: MOST_EDITIONS - 1]
    found = [(one, store.of_programme(context, one.programme_id)) for one in (programme, *others)]
    return [(one, items) for one, items in found if items]
