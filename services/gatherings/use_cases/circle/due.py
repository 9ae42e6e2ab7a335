"""What time does with groups: polls are reminded of, prolonged and end; what their gatherings do, they follow."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gatherings.domain.circle_meeting import LINGERS
from gatherings.store import circles as store
from gatherings.store import gatherings, signups
from gatherings.use_cases import moving_up, telling
from gatherings.use_cases.circle.arranging import arrange
from gatherings.use_cases.circle.meeting import pass_away
from gatherings.use_cases.circle.ours import changed, tell
from mentoring import work
from mentoring.errors import Stale
from mentoring.store import retrying
from mentoring.tables.gatherings.circle import CaseCard, Circle
from mentoring.tables.gatherings.signup import SignUp
from mentoring.tables.vocabulary import CircleDeed, CircleNews, CircleState, GatheringState

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.events import Event
    from mentoring.events.gatherings import GatheringCancelled, GatheringEnded, GatheringMoved, SeatsChanged
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.gatherings.gathering import Gathering


def poll_due(context: Context) -> dict[str, int]:
    """Remind those who haven't answered, fix dates whose time is over, prolong or end what found none."""
    counts, now = {"poll_reminded": 0, "poll_arranged": 0, "poll_extended": 0, "poll_ended": 0}, context.clock()

    def read(after: str, limit: int) -> Page[Circle]:
        return context.store.due_page(Circle, now, after=after, limit=limit)

    def each(due: list[Circle]) -> None:
        for item in due:
            with suppress(Stale):  # somebody answers at this moment
                counts[_advance(context, item)] += 1

    work.in_parts(context, read, each)
    return counts


def _advance(context: Context, item: Circle) -> str:
    poll, now, uow = store.poll(item), context.clock(), context.step()
    option = poll.date(now)
    if option is not None:
        done = "poll_arranged"
        arrange(context, uow, item, option)
    elif poll.reminds(now):
        done = "poll_reminded"
        store.keep_poll(item, poll.remind())
        changed(uow, item, CircleDeed.ASKED_AGAIN)
        tell(uow, item, sorted(poll.missing), CircleNews.ANSWER)
    elif poll.is_over(now):
        done = "poll_ended"
        item.state = CircleState.NO_DATE
        item.set_due(None)
        changed(uow, item, CircleDeed.NO_DATE)
        tell(uow, item, sorted(poll.people), CircleNews.NO_DATE)
    else:
        done = "poll_extended"
        store.keep_poll(item, poll.extend(now) if now >= poll.until else poll.remind())
        changed(uow, item, CircleDeed.EXTENDED)
        tell(uow, item, sorted(poll.people), CircleNews.ANSWER)
    uow.commit()
    return done


@retrying
def follow(context: Context, programme_id: str, gathering_id: str) -> None:
    """Let the group of a gathering know that it was moved, is over or called off, or who can't come."""
    gathering = gatherings.load(context, programme_id, gathering_id)
    item = store.load(context, programme_id, gathering.circle_id) if gathering is not None else None
    if gathering is None or item is None or item.gathering_id != gathering_id:
        return
    uow = context.step()
    told = _moved(uow, item, gathering)
    if gathering.state == GatheringState.ANNOUNCED:
        sign_ups = context.store.query(SignUp, *SignUp.of(gathering_id))
        away = [one.person_id for one in sign_ups if not signups.read(one).stands]
        told = pass_away(context, uow, item, away) or told
    if told:
        _put_off(context, uow, item)
        uow.commit()


def _moved(uow: UnitOfWork, item: Circle, gathering: Gathering) -> bool:
    if item.state == CircleState.ARRANGED and gathering.state in (GatheringState.ENDED, GatheringState.CANCELLED):
        store.close(item, took_place=gathering.state == GatheringState.ENDED)
        changed(uow, item, CircleDeed.ENDED)
        return True
    if item.starts_at != gathering.starts_at or item.minutes != gathering.minutes:
        item.starts_at, item.minutes = gathering.starts_at, gathering.minutes
        changed(uow, item, CircleDeed.MOVED)
        return True
    return False


def _put_off(context: Context, uow: UnitOfWork, item: Circle) -> None:
    """Let the cards of a meeting be erased a day after its end as it is now, or after it was called off."""
    meeting = store.meeting(item)
    keys = [CaseCard.key(store.card_id(item, one)) for one in store.people_of(item)]
    for card in context.store.get_many(CaseCard, keys) if meeting is not None else ():
        if meeting is None or card.erased_at or card.kept_at:
            continue
        off = item.state == CircleState.CALLED_OFF
        card.set_due(min(meeting.erased_at, context.clock() + LINGERS) if off else meeting.erased_at)
        uow.save(card)


def moved(context: Context, event: Event[GatheringMoved]) -> None:
    """Follow a gathering that has another time or place, and tell those who come."""
    follow(context, event.data.programme_id, event.data.gathering_id)
    telling.tell_moved(context, event)


def cancelled(context: Context, event: Event[GatheringCancelled]) -> None:
    """Follow a gathering that was called off, and tell those who would have come."""
    follow(context, event.data.programme_id, event.data.gathering_id)
    telling.tell_cancelled(context, event)


def freed(context: Context, event: Event[SeatsChanged]) -> None:
    """Let the group follow who can't come; elsewhere the waiting list moves up."""
    follow(context, event.data.programme_id, event.data.gathering_id)
    moving_up.move_up(context, event)


def ended(context: Context, event: Event[GatheringEnded]) -> None:
    """Let the group of a gathering that is over be ready for its next date."""
    follow(context, event.data.programme_id, event.data.gathering_id)
