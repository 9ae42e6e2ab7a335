"""The DynamoDB adapter of `Store`: one session, one client, three tables."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import ClientError
from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from mentoring import clock
from mentoring.aws import session
from mentoring.errors import AlreadyDone, Stale
from mentoring.settings import settings
from mentoring.store.port import Page, Together
from mentoring.tables.core import DUE_SHARDS, Item
from mentoring.tables.once import OnceItem
from mentoring.tables.outbox import OutboxItem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from pynamodb.attributes import Attribute
    from pynamodb.expressions.condition import Condition
    from pynamodb.models import Model
    from pynamodb.pagination import ResultIterator

    from mentoring.store.port import Changes, Part, Sum

T = TypeVar("T", bound=Item)

LONGEST_PK, LONGEST_SK = 2048, 1024
"""Bytes of a partition and of a sort key (DynamoDB Developer Guide, «Service, account, and table quotas»)."""


@cache
def connection() -> Connection:
    """Return the connection of this process and let every model use it.

    PynamoDB would make a session and a client per base model; five of them take twice as long as a plain client.
    """
    shared = Connection(region=settings().region, connect_timeout_seconds=2, read_timeout_seconds=5)
    shared._local.session = session()  # noqa: SLF001 - no public way to hand one in; the client is made of it, once
    models: tuple[type[Model], ...] = (Item, OutboxItem, OnceItem)
    for model in models:
        table = model._get_connection()  # noqa: SLF001 - no public way to share a client
        shared.add_meta_table(table.get_meta_table())
        table.connection = shared
    return shared


class DynamoStore:
    """`Store` over DynamoDB."""

    def __init__(self) -> None:
        self._connection = connection()

    def get(self, kind: type[T], pk: str, sk: str) -> T | None:
        """See `Store.get`."""
        if not _fits(pk, sk):
            return None
        try:
            item: T = kind.get(pk, sk, consistent_read=True)
        except kind.DoesNotExist:
            return None
        return item

    def get_many(self, kind: type[T], keys: Iterable[tuple[str, str]]) -> list[T]:
        """See `Store.get_many`."""
        wanted = [key for key in dict.fromkeys(keys) if _fits(*key)]
        found = {(item.pk, item.sk): item for item in kind.batch_get(wanted, consistent_read=True)}
        return [found[key] for key in wanted if key in found]

    def query(self, kind: type[T], pk: str, prefix: str = "") -> list[T]:
        """See `Store.query`."""
        if not _fits(pk, prefix):
            return []
        where = Item.sk.startswith(prefix) if prefix else None
        return list(kind.query(pk, where, consistent_read=True))

    def listed(self, kind: type[T], list_pk: str, prefix: str = "") -> list[T]:
        """See `Store.listed`."""
        if not _fits(list_pk, prefix):
            return []
        where = Item.list_sk.startswith(prefix) if prefix else None
        return list(kind.query(list_pk, where, index_name=Item.by_list.Meta.index_name))

    def page(self, kind: type[T], pk: str, part: Part = "", *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.page`."""
        if not _fits(pk, *_ends(part)):
            return Page([])
        where = _within(Item.sk, part)
        found = Item.query(pk, where, consistent_read=True, limit=limit, last_evaluated_key=_key(after))
        return _page(kind, found)

    def listed_page(
        self, kind: type[T], list_pk: str, part: Part = "", *, after: str = "", limit: int = 100
    ) -> Page[T]:
        """See `Store.listed_page`."""
        if not _fits(list_pk, *_ends(part)):
            return Page([])
        where = _within(Item.list_sk, part)
        return _page(kind, Item.by_list.query(list_pk, where, limit=limit, last_evaluated_key=_key(after)))

    def due_page(self, kind: type[T], until: datetime, *, after: str = "", limit: int = 100) -> Page[T]:
        """See `Store.due_page`: a page of every shard that hasn't been read to its end."""
        begun: dict[str, Any] = json.loads(after) if after else {str(shard): None for shard in range(DUE_SHARDS)}
        until_text, each = clock.iso(until), -(-limit // len(begun))
        items: list[T] = []
        going_on = {}
        for shard, key in begun.items():
            place = kind.due_partition(shard)
            found = Item.by_due.query(place, Item.due_at <= until_text, limit=each, last_evaluated_key=key)
            items += [item for item in found if isinstance(item, kind)]
            if found.last_evaluated_key:
                going_on[shard] = found.last_evaluated_key
        return Page(sorted(items, key=lambda item: item.due_at or ""), json.dumps(going_on) if going_on else "")

    def ranked_page(
        self,
        kind: type[T],
        due_pk: str,
        part: Part = "",
        *,
        after: str = "",
        limit: int = 100,
        fits: Callable[[T], bool] = lambda _: True,
    ) -> Page[T]:
        """See `Store.ranked_page`."""
        if not _fits(due_pk, *_ends(part)):
            return Page([])
        where = _within(Item.due_at, part)
        page = _page(kind, Item.by_due.query(due_pk, where, limit=limit, last_evaluated_key=_key(after)))
        return Page([one for one in page.items if fits(one)], page.next)

    def once(self, pk: str) -> OnceItem | None:
        """See `Store.once`."""
        if not _fits(pk):
            return None
        try:
            return OnceItem.get(pk, consistent_read=True)
        except OnceItem.DoesNotExist:
            return None

    def together(self, keys: Iterable[tuple[str, str]], once: Iterable[str]) -> Together:
        """See `Store.together`: one BatchGetItem over both tables, repeated for what DynamoDB left over."""
        items = [{"pk": {"S": pk}, "sk": {"S": sk}} for pk, sk in dict.fromkeys(keys) if _fits(pk, sk)]
        markers = [{"pk": {"S": pk}} for pk in dict.fromkeys(once) if _fits(pk)]
        core, short = settings().core_table, settings().once_table
        keyed = ((core, items), (short, markers))
        asked = {table: {"Keys": wanted, "ConsistentRead": True} for table, wanted in keyed if wanted}
        found: dict[str, list[dict[str, Any]]] = {core: [], short: []}
        while asked:
            answer = self._connection.dispatch("BatchGetItem", {"RequestItems": asked})
            for table, raws in answer["Responses"].items():
                found[table] += raws
            asked = answer.get("UnprocessedKeys") or {}
        read = [Item.from_raw_data(raw) for raw in found[core]]
        state = [OnceItem.from_raw_data(raw) for raw in found[short]]
        return Together({(one.pk, one.sk): one for one in read}, {one.pk: one for one in state})

    def commit(self, changes: Changes) -> None:
        """See `Store.commit`."""
        try:
            with TransactWrite(connection=self._connection) as write:
                for item in changes.requires:
                    at_version: Any = Item.version == item.version
                    write.condition_check(type(item), item.pk, item.sk, condition=at_version)
                for gone in changes.deletes:
                    write.delete(gone)
                for new in (*changes.markers, *changes.saves, *changes.events):
                    write.save(new)
                for one in changes.sums:
                    kind = type(one.item)
                    told = [Item.kind.set(kind), kind.programme_id.set(one.item.programme_id)]
                    more = [getattr(kind, name).add(number) for name, number in one.numbers.items() if number]
                    write.update(one.item, told + more, condition=_below(one), add_version_condition=False)
        except TransactWriteError as error:
            raise _refusal(error, changes) from error


def _ends(part: Part) -> tuple[str, ...]:
    """Return the texts of a part of a list."""
    return (part,) if isinstance(part, str) else part


def _within(sort_key: Attribute[Any], part: Part) -> Condition | None:
    """Return the condition for a part of a list; None for all of it."""
    if isinstance(part, str):
        return sort_key.startswith(part) if part else None
    return sort_key.between(*part)


def _below(one: Sum) -> Any:
    """Return the condition that what grows stays within its limits; None if nothing limits it."""
    kind, condition = type(one.item), None
    for name in (name for name, limit in kind.most.items() if one.numbers.get(name, 0) > 0):
        number, limit = getattr(kind, name), getattr(kind, kind.most[name])
        fits = limit.does_not_exist() | (number < limit)
        condition = fits if condition is None else condition & fits
    return condition


def _key(after: str) -> dict[str, Any] | None:
    """Return the key at which a page begins."""
    return json.loads(after) if after else None


def _page(kind: type[T], found: ResultIterator[Item]) -> Page[T]:
    items = [item for item in found if isinstance(item, kind)]
    return Page(items, json.dumps(found.last_evaluated_key) if found.last_evaluated_key else "")


def _fits(pk: str, *sks: str) -> bool:
    """Return whether such a key can exist: longer ones were made up by somebody, and there is nothing under them."""
    return len(pk.encode()) <= LONGEST_PK and all(len(sk.encode()) <= LONGEST_SK for sk in sks)


def _refusal(error: TransactWriteError, changes: Changes) -> Exception:
    """Return the error for a failed transaction: done before, a version conflict, or a fault."""
    reasons = error.cancellation_reasons
    first_marker = len(changes.requires) + len(changes.deletes)
    marked = reasons[first_marker : first_marker + len(changes.markers)]
    if any(reason is not None and reason.code == "ConditionalCheckFailed" for reason in marked):
        return AlreadyDone()
    clashes = {"ConditionalCheckFailed", "TransactionConflict"}
    # A time-out has no response with a code, and PynamoDB's own property would fail.
    code = error.cause_response_code if isinstance(error.cause, ClientError) else ""
    if code == "TransactionConflictException" or any(
        reason is not None and reason.code in clashes for reason in reasons
    ):
        return Stale()
    return error
