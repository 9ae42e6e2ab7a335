"""Gatherings: invitations, seats, the waiting list, another time, cancelled, near; with calendar parts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mentoring import adding, calendar, gatherings, links, replies
from mentoring.errors import NotFound
from mentoring.events.gatherings import GatheringTold
from mentoring.replies import Thread
from mentoring.settings import settings
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.vocabulary import GatheringNews, Seat, SignUpState, ThreadKind
from mentoring.tables.workspace import DeskThread
from mentoring.texts import ONLY, language
from notifications import people
from notifications.recipes.base import make, sign, tells
from notifications.truth import gatherings as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Programme
    from notifications.mail import Mail, Recipient

KINDS = {
    GatheringNews.INVITED: "gathering_invitation",
    GatheringNews.SEATED: "gathering_seat",
    GatheringNews.QUEUED: "gathering_queued",
    GatheringNews.OFFER: "gathering_offer",
    GatheringNews.LAPSED: "gathering_lapsed",
    GatheringNews.LEFT: "gathering_left",
    GatheringNews.MOVED: "gathering_moved",
    GatheringNews.CALLED_OFF: "gathering_cancelled",
    GatheringNews.NEAR: "gathering_reminder",
    GatheringNews.HOSTING: "gathering_host",
    GatheringNews.HOSTED: "gathering_hosted",
}
IN_CALENDARS = frozenset({GatheringNews.SEATED, GatheringNews.HOSTING, GatheringNews.MOVED, GatheringNews.CALLED_OFF})
"""News of which the calendars of those hear who have a seat or are the host; who gave it up is told it is gone."""


def told(context: Context, data: GatheringTold) -> list[Mail]:
    """Tell somebody something of a gathering, in their language, or in the one it is written in, which is said."""
    item = context.store.get(Gathering, *Gathering.key(data.programme_id, data.gathering_id))
    if item is None:
        raise NotFound
    sign_up = context.store.get(SignUp, *SignUp.key(data.gathering_id, data.person_id))
    (found,) = people.participants(context, data.programme_id, [data.participant_id])
    to, about = people.of_participant(found), people.programme(context, data.programme_id)
    news = GatheringNews(data.news)
    hosts, gone = item.host == data.participant_id, bool(found.withdrawn_at)
    seated = sign_up is not None and sign_up.state == SignUpState.GOING
    goes = news == GatheringNews.HOSTED and not seated
    mail = make(
        KINDS[news], to, about, _link(context, data, to, hosts=hosts, gone=gone or goes),
        **_values(item, sign_up, to, data), hosts=hosts, gone=gone,
    )  # fmt: skip
    if goes:
        return [with_entry(context, mail, item, sign_up, about, goes=True)]
    if (news in IN_CALENDARS and (seated or hosts)) or news == GatheringNews.LEFT:
        return [with_entry(context, mail, item, sign_up, about)]
    return [mail]


def _link(context: Context, data: GatheringTold, to: Recipient, *, hosts: bool, gone: bool) -> str:
    """Return where the button leads: to an answer without signing in, a host to the page; nowhere if it is `gone`.

    So it is for who left the programme, and for who was the host and has no seat: the gathering may not be for them.
    """
    if gone:
        return ""
    if hosts:
        return links.url(f"/gatherings/{data.programme_id}/{data.gathering_id}")
    return links.url(
        "/gatherings/answer", sign(context, "gathering", data.gathering_id, to, programme_id=data.programme_id)
    )


def _values(item: Gathering, sign_up: SignUp | None, to: Recipient, data: GatheringTold) -> dict[str, Any]:
    written = language(item.texts, to.locale)
    texts: dict[str, str] = item.texts[written]
    seat = sign_up.seat if sign_up is not None else None
    comes = data.participant_id == item.host or (sign_up is not None and sign_up.state == SignUpState.GOING)
    # who has no seat has no link, and who waits for a seat online isn't sent to the address
    address = "" if seat == Seat.ONLINE else gatherings.where(item, Seat.IN_PERSON)
    place = gatherings.where(item, seat) if comes else address
    by_hand = adding.adding(gatherings.coming(item, sign_up, to.locale))
    return {
        "title": texts["title"],
        "text": texts.get("text", ""),
        "early": texts.get("before", ""),
        "only": ONLY[written] if written != to.locale else "",
        "what": item.what,
        "venue": item.venue,
        "seat": seat or "",
        "comes": comes,
        "starts_at": item.starts_at,
        "minutes": item.minutes,
        "place": place,
        "sign_up_until": item.sign_up_until or "",
        "until": (sign_up.offered_until if sign_up is not None else None) or "",
        "ahead": data.ahead,
        "reason": item.why,
        "photos": (sign_up.photos or "unsaid") if item.photos and sign_up is not None else "",
        "adding": {"file": "", "google": by_hand.google, "outlook": by_hand.outlook},
    }


def with_entry(
    context: Context, mail: Mail, item: Gathering, sign_up: SignUp | None, about: Programme, *, goes: bool = False
) -> Mail:
    """Return a mail with what the gathering is now for its recipient's calendar: a request, or that it is cancelled.

    `goes`: it leaves their calendar, though they had no seat: they were its host.
    """
    thread = Thread(ThreadKind.DESK, DeskThread.id_of(item.programme_id, mail.to.key))
    address = replies.address(context, thread, mail.to.key) or settings().mail_address
    attendee = calendar.Attendee(mail.to.name, mail.to.email, calendar.Partstat.ACCEPTED)
    one = gatherings.entry(
        item, sign_up, mail.to.locale, context.clock(), organizer=(about.name, address), attendees=(attendee,)
    )
    method, content = calendar.message(replace(one, status=calendar.Status.CANCELLED) if goes else one)
    return replace(mail, calendar=content, method=method)


TOLD = (tells(GatheringTold, holds.still_so, told),)
