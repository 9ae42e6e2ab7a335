"""A group has a date: it becomes a gathering of its people, with calendars and reminders, and roles are drawn."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from gatherings.domain.circle_meeting import Meeting
from gatherings.domain.circle_steps import Steps
from gatherings.domain.gathering import Gathering, Plan
from gatherings.store import circles as store
from gatherings.store import gatherings
from gatherings.use_cases.circle.ours import changed, tell
from mentoring import clock, ids, links
from mentoring.errors import N_
from mentoring.i18n import LOCALES, translations
from mentoring.tables.gatherings.gathering import Gathering as GatheringItem
from mentoring.tables.gatherings.signup import GatheringSeats
from mentoring.tables.gatherings.signup import SignUp as SignUpItem
from mentoring.tables.recruitment import Programme
from mentoring.tables.vocabulary import (
    CircleDeed,
    CircleNews,
    CircleState,
    GatheringKind,
    Invited,
    Role,
    Seat,
    SignUpState,
    Venue,
)

if TYPE_CHECKING:
    from datetime import datetime

    from gatherings.domain.circle_poll import Option
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.gatherings.circle import Circle

YEAR = timedelta(days=365)
"""In which roles are drawn fairly."""
TITLES = {Role.MENTOR: N_("Intervision, group %(number)s"), Role.MENTEE: N_("Peer circle %(number)s")}
AGENDA = N_(
    "Somebody brings a case, the others help them to think: roles, the case, the key question, clarifying questions, "
    "ideas, what the presenter takes from them, what each of us learned."
)
BEFORE = N_(
    "Promise confidentiality and look at your role on [the page of your group](%(page)s). Only your group can open it."
)


def page(item: Circle) -> str:
    """Return the address of a group's page."""
    return links.url(f"/circles/{item.programme_id}/{item.circle_id}")


def arrange(context: Context, uow: UnitOfWork, item: Circle, option: Option) -> None:
    """Put a group's date into a transaction: its gathering, everybody signed up for it, roles, and what is told."""
    now, parts = context.clock(), store.people_of(item)
    programme = context.store.get(Programme, *Programme.key(item.programme_id))
    zone = programme.zone if programme is not None else context.zone
    gathering = GatheringItem(
        *GatheringItem.key(item.programme_id, _id(item)), gathering_id=_id(item), programme_id=item.programme_id,
        by="", made_at=clock.iso(now), announced_at=clock.iso(now), uid=f"{_id(item)}@tandem", circle_id=item.circle_id,
    )  # fmt: skip
    told = Gathering(_plan(item, option, zone, tuple(parts.values())).checked()).announce(now)
    gatherings.save(context, uow, gathering, told)
    seats = GatheringSeats(
        *GatheringSeats.key(gathering.gathering_id), programme_id=item.programme_id,
        gathering_id=gathering.gathering_id, taken_online=len(parts), most_in_person=0,
    )  # fmt: skip
    uow.save(seats)
    for person_id, participant_id in parts.items():
        uow.save(_seat(gathering, person_id, participant_id, now))
    meeting = Meeting(tuple(sorted(parts)), option.at, timedelta(minutes=item.minutes))
    store.keep_meeting(item, meeting.drawn(history(context, item, now), seed(item)))
    item.gathering_id, item.state, item.until = gathering.gathering_id, CircleState.ARRANGED, None
    item.set_due(None)
    before = store.load_steps(context, item.circle_id)
    uow.save(store.keep_steps(item, before, Steps(), now))
    changed(uow, item, CircleDeed.ARRANGED)
    tell(uow, item, parts, CircleNews.ARRANGED)


def seed(item: Circle) -> int:
    """Return with what the roles of a meeting are drawn."""
    return int(ids.derived("roles", item.circle_id, str(item.nth))[:8], 16)


def history(context: Context, item: Circle, now: datetime) -> dict[tuple[str, str], int]:
    """Return how often each had which role in the year before."""
    return store.history(store.of_programme(context, item.programme_id), now - YEAR)


def _id(item: Circle) -> str:
    return ids.derived("circle-gathering", item.circle_id, str(item.nth))


def _plan(item: Circle, option: Option, zone: str, chosen: tuple[str, ...]) -> Plan:
    texts = {}
    for locale in LOCALES:
        words = translations("gatherings", locale).gettext
        texts[locale] = {
            "title": words(TITLES[item.role]) % {"number": item.number},
            "text": words(AGENDA),
            "before": words(BEFORE) % {"page": page(item)},
        }
    return Plan(
        what=GatheringKind.INTERVISION, venue=Venue.ONLINE, starts_at=option.at, minutes=item.minutes, zone=zone,
        texts=texts, link=item.link, audience=Invited.CHOSEN, chosen=chosen, sign_up_until=None, survey=False,
        certificate=False,
    )  # fmt: skip


def _seat(gathering: GatheringItem, person_id: str, participant_id: str, now: datetime) -> SignUpItem:
    made = SignUpItem(
        *SignUpItem.key(gathering.gathering_id, person_id), gathering_id=gathering.gathering_id,
        programme_id=gathering.programme_id, person_id=person_id, participant_id=participant_id, seat=Seat.ONLINE,
        state=SignUpState.GOING, at=clock.iso(now),
    )  # fmt: skip
    made.place()
    return made
