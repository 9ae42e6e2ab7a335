"""A growing pause for what anybody can trigger, such as a mail to somebody's address.

What happened is counted in an item of its own, in the transaction that makes it happen: the item's version keeps the
count right when fifty requests come at once. The key contains a keyed digest of who is counted, never the clear text. A
refusal writes nothing, so repeated requests don't make anybody wait longer.
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
    """Return the key of the counter for `who`."""
    return OnceItem.throttle(context.service, limit.name, links.keyed("throttle", limit.name, who))


def check(
    context: Context, limit: Limit, who: str, read: Mapping[str, OnceItem] | None = None
) -> tuple[OnceItem, Count]:
    """Return the counter for `who` and its count; raise the limit's refusal during a pause.

    `read` is what was already read under `key`, together with other items in one round trip.
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
