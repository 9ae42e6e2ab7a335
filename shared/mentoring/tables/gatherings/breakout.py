"""Breakout rooms of a gathering: who sits with whom in which round, and the clock of the round."""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, ListAttribute, UnicodeAttribute

from mentoring.tables.attributes import EnumAttribute, IntegerAttribute, TextOrNoneAttribute
from mentoring.tables.core import Item
from mentoring.tables.vocabulary import BreakoutState


class Breakout(Item, discriminator="breakout"):
    """`GATHERING#<gathering_id>` / `BREAKOUT`: all rounds in one item, so that two hosts change one version.

    `people` are `[person id, participant id]`, `rounds` of rooms of positions in `people`: 200 people in five rounds
    take 20 kB. `pattern` is a link with `{room}` for the room's number, `links` are typed for single rooms. `nth` is
    the round that comes or runs, from 0; those before it took place. `ends_at` is an instant while it runs, `left` are
    the seconds left while it is paused. `brings` is what `rooms.explain` said of all rounds, in numbers.
    """

    gathering_id = UnicodeAttribute()
    programme_id = UnicodeAttribute()
    people: JSONAttribute = JSONAttribute(default=list)
    rounds: JSONAttribute = JSONAttribute(default=list)
    size = IntegerAttribute()
    minutes = IntegerAttribute()
    odd = UnicodeAttribute()
    seed = IntegerAttribute(default=0)
    pattern = UnicodeAttribute(default="")
    links: ListAttribute[str] = ListAttribute(default=list)
    state = EnumAttribute(BreakoutState, default=BreakoutState.READY)
    nth = IntegerAttribute(default=0)
    ends_at = TextOrNoneAttribute()
    left = IntegerAttribute(default=0)
    brings: JSONAttribute = JSONAttribute(default=dict)
    changed_at = UnicodeAttribute()

    @staticmethod
    def key(gathering_id: str) -> tuple[str, str]:
        """Return pk and sk."""
        return f"GATHERING#{gathering_id}", "BREAKOUT"
