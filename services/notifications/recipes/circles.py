"""Intervision groups and peer circles: formed, dates to answer, a date with a role, another role, no date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mentoring import adding, gatherings, links
from mentoring.errors import N_, NotFound
from mentoring.events.gatherings import CircleTold
from mentoring.tables.gatherings.circle import Circle
from mentoring.tables.gatherings.gathering import Gathering
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.vocabulary import CircleNews, CircleRole
from notifications import people
from notifications.recipes.base import make, tells
from notifications.recipes.gatherings import with_entry
from notifications.truth import circles as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from notifications.mail import Mail

KINDS = {
    CircleNews.FORMED: "circle_formed",
    CircleNews.ANSWER: "circle_answer",
    CircleNews.ARRANGED: "circle_arranged",
    CircleNews.ROLE: "circle_role",
    CircleNews.NO_DATE: "circle_no_date",
}
WORDS = {
    CircleRole.MODERATOR: N_(
        "You moderate: on our page you begin each step and go on to the next one, and everybody's page follows."
    ),
    CircleRole.PRESENTER: N_(
        "You bring a case. Write it down before, without names: only those of your group read it who promised "
        "confidentiality, and a day after the meeting it is erased. If you have none this time, pass it on, on our "
        "page."
    ),
    CircleRole.TIME_KEEPER: N_("You keep the time: you say when a step is nearly over, and can run the clock, too."),
    CircleRole.CONSULTANT: N_("You help to think: you listen, ask, and offer ideas rather than advice."),
}
"""Role → what somebody does."""


def told(context: Context, data: CircleTold) -> list[Mail]:
    """Tell somebody something of their group; what the group talks about is in none of these mails."""
    item = context.store.get(Circle, *Circle.key(data.programme_id, data.circle_id))
    if item is None:
        raise NotFound
    found = people.participants(context, data.programme_id, [str(part) for _, part in item.people])
    me = next((one for one in found if one.person_id == data.person_id), None)
    if me is None:
        raise NotFound
    to, about, news = people.of_participant(me), people.programme(context, data.programme_id), CircleNews(data.news)
    role = CircleRole(item.roles.get(me.person_id, CircleRole.CONSULTANT))
    others = sorted((one.name for one in found if one.person_id != me.person_id), key=str.casefold)
    gathering = _gathering(context, item) if news == CircleNews.ARRANGED else None
    sign_up = _sign_up(context, item, me.person_id) if gathering is not None else None
    by_hand = adding.adding(gatherings.coming(gathering, sign_up, to.locale)) if gathering is not None else None
    mail = make(
        KINDS[news], to, about, links.url(f"/circles/{item.programme_id}/{item.circle_id}"),
        side=item.role.value, number=item.number, people=others, until=item.until or "", starts_at=item.starts_at or "",
        minutes=item.minutes, place=item.link, role=role.value, words=WORDS[role],
        adding={"file": "", "google": by_hand.google if by_hand else "", "outlook": by_hand.outlook if by_hand else ""},
    )  # fmt: skip
    if gathering is None or sign_up is None:
        return [mail]
    return [with_entry(context, mail, gathering, sign_up, about)]


def _gathering(context: Context, item: Circle) -> Gathering | None:
    return context.store.get(Gathering, *Gathering.key(item.programme_id, item.gathering_id))


def _sign_up(context: Context, item: Circle, person_id: str) -> SignUp | None:
    return context.store.get(SignUp, *SignUp.key(item.gathering_id, person_id))


TOLD = (tells(CircleTold, holds.still_so, told),)
