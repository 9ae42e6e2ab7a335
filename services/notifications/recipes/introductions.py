"""«Introduce us»: the question to one, and once they say yes, a mail to both with each other's address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mentoring import links
from mentoring.errors import NotFound
from mentoring.events.gatherings import IntroductionAccepted, IntroductionAsked
from mentoring.people import reach
from mentoring.tables.gatherings.directory import Introduction
from notifications import people
from notifications.recipes.base import make, sign, tells
from notifications.truth import introductions as holds

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.tables.recruitment import Participant
    from notifications.mail import Mail


def asked(context: Context, data: IntroductionAsked) -> list[Mail]:
    """Ask somebody whether they would like to meet who asks; nothing of either is told yet but the name."""
    item, asker, to = _both(context, data)
    about, recipient = people.programme(context, data.programme_id), people.of_participant(to)
    claims = {"programme_id": data.programme_id, "asker": data.asker_person_id}
    link = links.url("/directory/answer", sign(context, "introduction", item.introduction_id, recipient, **claims))
    values = {
        "other": asker.name,
        "role": asker.role,
        "sentence": item.sentence,
        "email": reach(to).email,
        "until": item.until,
    }
    return [make("introduction_asked", recipient, about, link, **values)]


def made(context: Context, data: IntroductionAccepted) -> list[Mail]:
    """Introduce both to each other: the answer of one goes straight to the other."""
    item, asker, other = _both(context, data)
    about = people.programme(context, data.programme_id)
    link = links.url(f"/directory/{data.programme_id}")
    mails = []
    for to, met in ((asker, other), (other, asker)):
        address = reach(met).email
        values = {"other": met.name, "role": met.role, "email": address, "sentence": item.sentence}
        mail = make("introduction_made", people.of_participant(to), about, link, **values, asked=to is asker)
        mails.append(replace(mail, reply_to=address, introduces=met.name))
    return mails


def _both(
    context: Context, data: IntroductionAsked | IntroductionAccepted
) -> tuple[Introduction, Participant, Participant]:
    key = Introduction.key(data.programme_id, data.asker_person_id, data.asked_person_id)
    item = context.store.get(Introduction, *key)
    if item is None:
        raise NotFound
    asker, other = people.participants(context, data.programme_id, [item.asker_id, item.asked_id])
    return item, asker, other


TOLD = (tells(IntroductionAsked, holds.waits, asked), tells(IntroductionAccepted, holds.met, made))
