"""The key of a case card, which lies in the card: what is sealed opens with it alone, and is erased with it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NoReturn

from mentoring import clock
from mentoring.errors import N_, Erased
from mentoring.sealing import Key, Whose
from mentoring.tables.gatherings.circle import CaseCard

if TYPE_CHECKING:
    from mentoring.context import Context


class CaseErased(Erased):
    """The words of a card are gone."""

    code = "case-erased"
    message = N_("This case card was erased on %(day)s. Nobody can bring it back.")


def key(context: Context, card_id: str) -> Key:
    """Return the key of a card; the item is read unless it was read before."""
    return key_of(context, context.store.get(CaseCard, *CaseCard.key(card_id)))


def key_of(context: Context, item: CaseCard | None) -> Key:
    """Return the key that a card holds; once it is erased nothing opens: `CaseErased`."""
    if item is None or item.erased_at:
        return Key(partial(_erased, (item.erased_at if item is not None else None) or clock.iso(context.clock())))
    return context.keys.key(Whose.CASE, item.card_id, item.wrapped)


def new(context: Context, item: CaseCard) -> Key:
    """Put a new key into a card, to be saved, and return it."""
    item.wrapped, made = context.keys.new(Whose.CASE, item.card_id)
    return made


def _erased(at: str) -> NoReturn:
    raise CaseErased(day=date.fromisoformat(at[:10]))
