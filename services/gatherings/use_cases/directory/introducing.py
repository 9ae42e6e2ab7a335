"""«Introduce us»: who would like to meet whom, what they answer, and what is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gatherings.domain import introduction as domain
from gatherings.domain.directory import DirectoryClosed
from gatherings.store import directory as store
from gatherings.use_cases.directory import finding
from gatherings.use_cases.looking import viewer
from mentoring import access, clock, people, throttle
from mentoring.errors import NotFound
from mentoring.events.gatherings import IntroductionAccepted, IntroductionAsked, IntroductionDeclined
from mentoring.store import retrying
from mentoring.tables.core import Item as AnyItem
from mentoring.tables.gatherings.directory import Introduction
from mentoring.tables.identity import Person
from mentoring.tables.recruitment import Participant, Programme
from mentoring.tables.vocabulary import PROGRAMME_OVER, IntroductionState
from mentoring.values import dataclass

if TYPE_CHECKING:
    from gatherings.use_cases.looking import Viewer
    from mentoring.context import Context
    from mentoring.links import Link


@retrying
def ask(context: Context, programme_id: str, entry_id: str, typed: str = "") -> Introduction:
    """Ask somebody in the directory whether they would like to meet the user; what is open isn't asked twice.

    Who was asked by them already says yes with it. Raises `NotFound` for who can't be found, `AlreadyPair` for a
    partner, `DirectoryClosed`, `Invalid` for the sentence, `AskedOften`, `IsAskedOften`.
    """
    said = domain.sentence(typed)
    who, card, seen = finding.one(context, programme_id, entry_id)
    if seen.is_partner:
        raise domain.AlreadyPair
    if not seen.may_ask:
        raise NotFound
    mine = Introduction.key(programme_id, who.person_id, card.person_id)
    theirs = Introduction.key(programme_id, card.person_id, who.person_id)
    counted = {domain.ASKS: who.person_id, domain.IS_ASKED: card.entry_id}
    read = context.store.together([mine, theirs], [throttle.key(context, *one) for one in counted.items()])
    now, before = context.clock(), read.item(Introduction, theirs)
    if before is not None and store.read(before).waits(now):
        return _decide(context, before, yes=True)
    item = read.item(Introduction, mine)
    was = store.read(item)
    after = was.ask(now)
    if item is not None and after == was:
        return item
    item = item or store.new(card, who.parts[0])
    item.name, item.sentence = card.card["name"], said if after.state == IntroductionState.ASKED else ""
    uow = context.begin()
    for limit, name in counted.items():
        throttle.count(context, uow, limit, name, read.once)
    uow.save(store.keep(item, after, now))
    about = (programme_id, item.introduction_id, who.person_id, card.person_id)
    uow.publish(IntroductionAsked(*about, after.turn), aggregate=item)
    uow.commit()
    return item


def is_open_for_asker(context: Context, item: Introduction) -> bool:
    """Return whether who asked believes that an answer may come."""
    return store.read(item).is_open(context.clock())


@dataclass(frozen=True)
class Wish:
    """The wish of somebody to meet the user: who it is, as they take part today."""

    programme: Programme
    item: Introduction
    asker: Participant
    me: Participant

    @property
    def reached_at(self) -> str:
        """Return the address of the user that who asked gets with a yes."""
        return people.reach(self.me).email

    def waits(self, context: Context) -> bool:
        """Return whether it waits for an answer."""
        return store.read(self.item).waits(context.clock())


def of_link(context: Context, link: Link) -> Wish:
    """Return the wish that a mail was about; raises `NotFound` once it is forgotten."""
    programme_id = link.claims["programme_id"]
    item = context.store.get(Introduction, *Introduction.key(programme_id, link.claims["asker"], link.person_id))
    if item is None or item.introduction_id != link.subject:
        raise NotFound
    programme = access.with_programme(context, programme_id, _people_of(item))
    return _with_people(context, programme, [item])[0]


def _people_of(item: Introduction) -> list[access.Key]:
    """Return the keys of who asked and who is asked: as they take part, and their accounts."""
    parts = [Participant.key(item.programme_id, one) for one in (item.asker_id, item.asked_id)]
    return [*parts, *(Person.key(one) for one in (item.asker_person_id, item.asked_person_id))]


def _with_people(context: Context, programme: Programme, items: list[Introduction]) -> list[Wish]:
    """Return wishes with who they are of; within a request one round trip for all of them."""
    keys = [key for one in items for key in _people_of(one)]
    if keys:
        context.store.get_many(AnyItem, keys)
    ids = dict.fromkeys(one for item in items for one in (item.asker_id, item.asked_id))
    known = {one.participant_id: one for one in people.participants(context, programme.programme_id, list(ids))}
    return [Wish(programme, one, known[one.asker_id], known[one.asked_id]) for one in items]


@retrying
def answer(context: Context, programme_id: str, asker_person_id: str, *, yes: bool) -> Introduction:
    """Say yes or no to who would like to meet the user; a no is told to nobody.

    Raises `NotFound`, `IntroductionLapsed`, `IntroductionGone`, `AlreadyMet`, `DirectoryClosed`.
    """
    key = Introduction.key(programme_id, asker_person_id, access.person(context))
    item = context.store.get(Introduction, *key)
    if item is None:
        raise NotFound
    return _decide(context, item, yes=yes)


def _decide(context: Context, item: Introduction, *, yes: bool) -> Introduction:
    now, before = context.clock(), store.read(item)
    after = before.accept(now) if yes else before.decline(now)
    if after == before:
        return item
    if yes:
        _both_take_part(context, item)
        item.met_at = clock.iso(now)
    else:
        item.sentence = ""
    uow = context.begin()
    uow.save(store.keep(item, after, now))
    about = (item.programme_id, item.introduction_id)
    if yes:
        uow.publish(IntroductionAccepted(*about, item.asker_person_id, item.asked_person_id), aggregate=item)
    else:
        uow.publish(IntroductionDeclined(*about), aggregate=item)
    uow.commit()
    return item


def _both_take_part(context: Context, item: Introduction) -> None:
    programme = access.with_programme(
        context,
        item.programme_id,
        [Participant.key(item.programme_id, one) for one in (item.asker_id, item.asked_id)],
    )
    if programme.stage in PROGRAMME_OVER:
        raise DirectoryClosed
    for one in (item.asker_id, item.asked_id):
        part = context.store.get(Participant, *Participant.key(item.programme_id, one))
        if part is None or part.withdrawn_at:
            raise domain.IntroductionGone


@dataclass(frozen=True)
class Wishes:
    """Who would like to meet the user, and whom they asked themselves, the last one first."""

    viewer: Viewer
    to_me: list[Wish]
    mine: list[Introduction]


def wishes(context: Context, programme_id: str) -> Wishes:
    """Return the wishes of and to the user that are open or came true; raises `NotFound` for who takes no part."""
    who = viewer(context, programme_id)
    if not who.parts:
        raise NotFound
    now = context.clock()
    asked = context.store.query(Introduction, *Introduction.of(programme_id, who.person_id))
    shown = [one for one in asked if one.state == IntroductionState.MET or store.read(one).is_open(now)]
    waiting = context.store.listed(Introduction, *Introduction.listed(programme_id, who.person_id))
    to_me = _with_people(context, who.programme, [one for one in waiting if store.read(one).waits(now)])
    present = [one for one in to_me if not one.asker.withdrawn_at]
    return Wishes(who, present, sorted(shown, key=lambda one: one.asked_at, reverse=True))


def to_me(context: Context, programme_id: str, introduction_id: str, *, yes: bool) -> Introduction:
    """Answer a wish by its id, as a signed-in user finds it on the list; raises what `answer` does."""
    me = access.person(context)
    waiting = context.store.listed(Introduction, *Introduction.listed(programme_id, me))
    found = next((one for one in waiting if one.introduction_id == introduction_id), None)
    if found is None:
        raise NotFound
    return answer(context, programme_id, found.asker_person_id, yes=yes)
