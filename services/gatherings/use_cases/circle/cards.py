"""Case cards: written and sealed, looked through for names, shown to the group, kept by their author, erased."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from gatherings.domain import circle_names
from gatherings.domain.circle_card import CardGone, NothingWritten, NotYours, TooEarly
from gatherings.domain.circle_meeting import LINGERS, NotArranged
from gatherings.store import circles as store
from gatherings.use_cases.circle.ours import Ours, arranged, ours
from mentoring import access, cases, clock, work
from mentoring.errors import NotFound, Stale
from mentoring.events.gatherings import CaseCardErased, CaseCardKept, CaseCardWritten
from mentoring.store import retrying
from mentoring.tables.attributes import Opened
from mentoring.tables.gatherings.circle import CaseCard
from mentoring.tables.recruitment import Participant
from mentoring.tables.vocabulary import CaseEnd, CircleRole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.store import Page, UnitOfWork
    from mentoring.tables.gatherings.circle import Circle


@retrying
def write(
    context: Context,
    programme_id: str,
    circle_id: str,
    words: Mapping[str, str],
    expected: str,
    *,
    anyway: bool = False,
) -> Opened[CaseCard]:
    """Write the presenter's case card, or change it in the expected version.

    It is shown to the group unless names of the programme are in it; `anyway` shows it with them: its author decides.
    Raises `NotYours` for who doesn't present, `NothingWritten`, `NotArranged`, `CardGone`.
    """
    found = ours(context, programme_id, circle_id)
    if found.meeting is None or not arranged(found):
        raise NotArranged
    if found.my_role != CircleRole.PRESENTER:
        raise NotYours
    if not words["case"].strip():
        raise NothingWritten(fields={"/case": NothingWritten.message})
    now = context.clock()
    card = context.store.get(CaseCard, *CaseCard.key(store.card_id(found.item, found.me)))
    if card is not None and card.erased_at and card.why != CaseEnd.PASSED_ON:
        raise CardGone
    card = card or store.new_card(found.item, found.me)
    card.expect(expected)
    key = cases.new(context, card) if card.wrapped is None else cases.key_of(context, card)
    opened = Opened(card, key)
    names = named(context, programme_id, found.me, words)
    opened.set(**words, found=names)
    card.written_at, card.erased_at, card.why = clock.iso(now), None, CaseEnd.NONE
    card.shown_at = (card.shown_at or clock.iso(now)) if anyway or not names else None
    card.set_due(found.meeting.erased_at)
    card.place()
    uow = context.begin()
    uow.save(card)
    shown = card.shown_at is not None
    uow.publish(CaseCardWritten(programme_id, circle_id, card.card_id, shown), aggregate=card)
    uow.commit()
    return opened


def named(context: Context, programme_id: str, author: str, words: Mapping[str, str]) -> list[str]:
    """Return the words that may name somebody of the programme, who left it too, but not the author."""
    people = context.store.query(Participant, *Participant.of(programme_id))
    others = [one.name for one in people if one.person_id != author]
    return circle_names.found("\n".join(words.values()), others)


def opened(context: Context, found: Ours) -> Opened[CaseCard] | None:
    """Return the card of a group's meeting, as far as its reader may see it, with its words."""
    card = found.card
    return None if card is None or card.erased_at else Opened(card, cases.key_of(context, card))


def own(context: Context, found: Ours) -> CaseCard | None:
    """Return what the user wrote for this meeting, though it may be erased."""
    if found.meeting is None:
        return None
    return context.store.get(CaseCard, *CaseCard.key(store.card_id(found.item, found.me)))


def _own(context: Context, card_id: str) -> CaseCard:
    """Return a card to its author; raises `NotFound` for everybody else."""
    me = access.person(context)
    card = context.store.get(CaseCard, *CaseCard.key(card_id))
    if card is None or card.author != me:
        raise NotFound
    return card


def of_mine(context: Context) -> list[Opened[CaseCard]]:
    """Return the cards that the user wrote and that aren't erased, with their words, the newest first."""
    found = context.store.listed(CaseCard, *CaseCard.listed(access.person(context)))
    found.sort(key=lambda one: one.written_at, reverse=True)
    return [Opened(one, cases.key_of(context, one)) for one in found]


@retrying
def keep(context: Context, card_id: str) -> CaseCard:
    """Keep a card, for its author alone: the others can't read it any more. Raises `CardGone`, `TooEarly`."""
    card = _own(context, card_id)
    if card.erased_at:
        raise CardGone
    if card.kept_at:
        return card
    due = clock.parse(card.due_at) if card.due_at else context.clock()
    if context.clock() < due - LINGERS:
        raise TooEarly
    card.kept_at = clock.iso(context.clock())
    card.set_due(None)
    uow = context.begin()
    uow.save(card)
    uow.publish(CaseCardKept(card.programme_id, card.circle_id, card_id), aggregate=card)
    uow.commit()
    return card


@retrying
def erase(context: Context, card_id: str) -> CaseCard:
    """Erase a card at once; once more changes nothing."""
    card = _own(context, card_id)
    if card.erased_at:
        return card
    uow = context.begin()
    _erase(uow, card, CaseEnd.BY_AUTHOR, context)
    uow.commit()
    return card


def erase_passed(context: Context, uow: UnitOfWork, item: Circle, author: str) -> None:
    """Put the erasure of what somebody wrote who doesn't present any more into a transaction."""
    card = context.store.get(CaseCard, *CaseCard.key(store.card_id(item, author)))
    if card is not None and not card.erased_at:
        _erase(uow, card, CaseEnd.PASSED_ON, context)


def _erase(uow: UnitOfWork, card: CaseCard, why: CaseEnd, context: Context) -> None:
    store.erase(card, why, context.clock())
    uow.save(card)
    uow.publish(CaseCardErased(card.programme_id, card.circle_id, card.card_id, why), aggregate=card)


def erase_due(context: Context) -> dict[str, int]:
    """Erase the cards that nobody keeps, a day after the end of their meeting; return how many."""
    erased, now = 0, context.clock()

    def read(after: str, limit: int) -> Page[CaseCard]:
        return context.store.due_page(CaseCard, now, after=after, limit=limit)

    def each(due: list[CaseCard]) -> None:
        nonlocal erased
        for card in due:
            with suppress(Stale):  # its author keeps it at this moment
                uow = context.step()
                _erase(uow, card, CaseEnd.DAY_OVER, context)
                uow.commit()
                erased += 1

    work.in_parts(context, read, each)
    return {"erased": erased}
