"""A growing pause before what a stranger can cause at will, such as a mail to somebody's address.

What happened is counted in an item of its own in the transaction that makes it happen: the item's version makes the
count safe when fifty come at once. Who is counted stands in the key as a keyed digest, never in the clear. A refusal
writes nothing, so who keeps asking makes nobody wait longer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from mentoring import links
from mentoring.limits import Count
from mentoring.tables.once import OnceItem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mentoring.context import Context
    from mentoring.limits import Limit
    from mentoring.store import UnitOfWork


def key(context: Context, limit: Limit, who: str) -> str:
    """Return where it is counted for `who`."""
    return OnceItem.throttle(context.service, limit.name, links.keyed("throttle", limit.name, who))


def check(
    context: Context, limit: Limit, who: str, read: Mapping[str, OnceItem] | None = None
) -> tuple[OnceItem, Count]:
    """Return the item that counts for `who`, and its count; raise the limit's refusal during a pause.

    `read` is what was read under `key` with other things in one round trip.
    """
    place = key(context, limit, who)
    item = (context.store.once(place) if read is None else read.get(place)) or OnceItem(place)
    found = Count(item.data["level"], _instant(item.data["at"]), _instant(item.data["until"])) if item.data else Count()
    wait = found.wait(context.clock())
    if wait:
        raise limit.refusal(wait)
    return item, found


def count(
    context: Context, uow: UnitOfWork, limit: Limit, who: str, read: Mapping[str, OnceItem] | None = None
) -> None:
    """Count one for `who` in this unit of work; raise the limit's refusal during a pause; `read` as in `check`."""
    item, found = check(context, limit, who, read)
    now = context.clock()
    after = found.with_one_more(limit, now)
    item.data = {"level": after.level, "at": after.at.timestamp(), "until": after.until.timestamp()}
    item.expires_at = int(max(after.until, now + after.level * limit.forgotten).timestamp()) + 1
    uow.save(item)


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
