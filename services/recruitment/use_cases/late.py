"""Applying after the last day, by a link that organizers make for a role, and may take back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from mentoring import access, clock, ids, links
from mentoring.errors import N_, Conflict, Invalid, NotFound
from mentoring.i18n import day_in, instant_in
from mentoring.store import retrying
from mentoring.tables.recruitment import LateInvitation, Programme
from mentoring.tables.vocabulary import Act
from mentoring.values import dataclass
from recruitment import domain, store
from recruitment.use_cases import auditing

if TYPE_CHECKING:
    from datetime import date, datetime

    from mentoring.context import Context
    from mentoring.store import UnitOfWork

PURPOSE = "late"
LONGEST = timedelta(days=366)
MOST = 50
"""How many invitations that count a programme may have."""


class TooManyInvitations(Conflict):
    """The programme has as many late invitations as it may."""

    code = "too-many-invitations"
    message = N_("There are already %(most)s such links. Take one back before you make another.")


@dataclass(frozen=True)
class Invited:
    """To what a link leads: a programme and a role in it, until the end of a day; `holds` while it counts."""

    programme: Programme
    role: str
    last: str
    holds: bool
    form: str


def url(one: LateInvitation) -> str:
    """Return the address that organizers pass on."""
    claims = {"programme_id": one.programme_id, "role": one.role}
    return links.url("/programmes/late", links.sign(PURPOSE, one.invitation_id, expires_at=_until(one), **claims))


def _until(one: LateInvitation) -> datetime:
    return clock.parse(one.until)


def last_day(one: LateInvitation, zone: str) -> str:
    """Return the last day on which people may apply by it, YYYY-MM-DD in the programme's zone."""
    return day_in(_until(one) - timedelta(seconds=1), zone)


def holds(one: LateInvitation, now: datetime) -> bool:
    """Return whether people may still apply by it."""
    return not one.revoked_at and now < _until(one)


def invite(context: Context, programme_id: str, role: str, last: date) -> LateInvitation:
    """Make a link for a role, valid until the end of a day in the programme's zone; raises `Invalid` for a bad day."""
    programme = access.organizer(context, programme_id)
    if not store.programme(programme).takes_decisions:
        raise domain.RecruitmentClosed
    now = context.clock()
    if last.isoformat() < day_in(now, programme.zone):
        raise Invalid(fields={"/until": N_("Choose a day in the future.")})
    if last > (now + LONGEST).date():
        raise Invalid(fields={"/until": N_("A year from today at most.")})
    if sum(holds(one, now) for one in _all(context, programme_id)) >= MOST:
        raise TooManyInvitations(most=MOST)
    invitation_id = ids.new()
    one = LateInvitation(
        *LateInvitation.key(programme_id, invitation_id),
        invitation_id=invitation_id,
        programme_id=programme_id,
        role=role,
        until=clock.iso(instant_in(last + timedelta(days=1), programme.zone)),
        made_at=clock.iso(now),
        made_by=context.principal.person_id,
    )
    uow = context.begin()
    uow.save(one)
    _note(context, uow, programme, one, Act.LATE_LINK)
    uow.commit()
    return one


def _note(context: Context, uow: UnitOfWork, programme: Programme, one: LateInvitation, act: Act) -> None:
    facts = {"applicants": one.role, "until": last_day(one, programme.zone)}
    auditing.note(context, uow, auditing.programme(one.programme_id), act, **facts)


def invitations(context: Context, programme_id: str) -> tuple[Programme, list[LateInvitation]]:
    """Return a programme and its links, the newest first, for those who may decide."""
    programme = access.organizer(context, programme_id)
    return programme, sorted(_all(context, programme_id), key=lambda one: one.made_at, reverse=True)


def _all(context: Context, programme_id: str) -> list[LateInvitation]:
    return context.store.query(LateInvitation, *LateInvitation.of(programme_id))


@retrying
def revoke(context: Context, programme_id: str, invitation_id: str) -> LateInvitation:
    """Take a link back: nobody applies by it any more; who has sent an application stays. Again changes nothing."""
    key = LateInvitation.key(programme_id, invitation_id)
    programme = access.organizer(context, programme_id, also=[key])
    one = context.store.get(LateInvitation, *key)
    if one is None:
        raise NotFound
    if one.revoked_at:
        return one
    one.revoked_at = clock.iso(context.clock())
    uow = context.begin()
    uow.save(one)
    _note(context, uow, programme, one, Act.LATE_LINK_REVOKED)
    uow.commit()
    return one


def read(context: Context, token: str) -> Invited:
    """Return where a link leads; raises `links.LinkInvalid`, and `links.LinkExpired` after its last day."""
    link = links.read(PURPOSE, token, context.clock())
    programme_id, role = link.claims["programme_id"], link.claims["role"]
    key = LateInvitation.key(programme_id, link.subject)
    programme = access.with_programme(context, programme_id, [key])
    one = context.store.get(LateInvitation, *key)
    may = one is not None and holds(one, context.clock()) and store.programme(programme).takes_decisions
    form = f"/programmes/{programme.slug}/apply/{role}?late={quote(token, safe='')}"
    return Invited(
        programme, role, day_in(link.expires_at - timedelta(seconds=1), programme.zone), holds=may, form=form
    )


def admits(context: Context, programme: Programme, role: str, token: str, known: str = "") -> str:
    """Return the id of the invitation by which somebody may apply late: of the link they follow, or the one `known`.

    Nothing where there is none, or it doesn't count any more.
    """
    for invitation_id in (_named(context, programme, role, token), known):
        found = _valid(context, programme, role, invitation_id)
        if found:
            return found
    return ""


def _valid(context: Context, programme: Programme, role: str, invitation_id: str) -> str:
    key = LateInvitation.key(programme.programme_id, invitation_id)
    one = context.store.get(LateInvitation, *key) if invitation_id else None
    return invitation_id if one is not None and one.role == role and holds(one, context.clock()) else ""


def _named(context: Context, programme: Programme, role: str, token: str) -> str:
    """Return which invitation a token names, if it is one of this programme and role."""
    if not token:
        return ""
    try:
        link = links.read(PURPOSE, token, context.clock())
    except (links.LinkInvalid, links.LinkExpired):
        return ""
    return link.subject if (link.claims["programme_id"], link.claims["role"]) == (programme.programme_id, role) else ""
