"""The `core` table: one base item, its keys and its two sparse indexes."""

from __future__ import annotations

import importlib
import pkgutil
import zlib
from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from mentoring import clock, tables
from mentoring.errors import Overtaken
from mentoring.settings import settings
from mentoring.tables.attributes import IntegerAttribute, TextOrNoneAttribute, VersionAttribute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

DUE_SHARDS = 4
NOT_WRITTEN = "0"
"""The version of an item that isn't written yet."""
ANY = "*"
"""What stands for every version, in `Item.expect` as in If-Match (RFC 9110 §13.1.1)."""
COUNT_SHARDS = 8
"""So many transactions can count at the same moment without a clash."""


class ByList(GlobalSecondaryIndex["Item"]):
    """«Everything that belongs to X»: a person's pairs, an organization's programmes, a programme's pairs."""

    class Meta:
        index_name = "by_list"
        projection = AllProjection()

    list_pk = UnicodeAttribute(hash_key=True)
    list_sk = UnicodeAttribute(range_key=True)


class ByDue(GlobalSecondaryIndex["Item"]):
    """«What is due»: sparse, sharded by item, sorted by instant; and lists in an order of their own (`ranked_page`)."""

    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class Kind(DiscriminatorAttribute):
    """Which class an item is.

    A function knows the classes it works with, and PynamoDB asks DynamoDB for those alone; the others' modules are
    loaded only where an item of theirs comes back all the same.
    """

    def deserialize(self, value: str) -> type:
        """Return the class of that name; raises ValueError when no service has it."""
        try:
            known: type = super().deserialize(value)  # type: ignore[no-untyped-call]
        except ValueError:
            for module in pkgutil.iter_modules(tables.__path__):
                importlib.import_module(f"{tables.__name__}.{module.name}")
            known = super().deserialize(value)  # type: ignore[no-untyped-call]
        return known


class Item(Model):
    """Base of every item in `core`. `kind` tells the class, `version` guards every write."""

    class Meta:
        table_name = settings().core_table
        region = settings().region

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = Kind()
    version = VersionAttribute()
    list_pk = TextOrNoneAttribute()
    list_sk = TextOrNoneAttribute()
    due_pk = TextOrNoneAttribute()
    due_at = TextOrNoneAttribute()
    by_list = ByList()
    by_due = ByDue()

    due_kind: ClassVar[str] = ""

    @property
    def is_new(self) -> bool:
        """Return whether it was made here and never written: what was read has a version."""
        return not self.version

    @property
    def tag(self) -> str:
        """Return which version of it this is: an entity tag without its quotes."""
        return NOT_WRITTEN if self.is_new else str(self.version)

    def expect(self, tag: str) -> None:
        """Raise `Overtaken` unless this is the version that a change was made of; `ANY` is any that is written."""
        if tag != self.tag and (tag != ANY or self.is_new):
            raise Overtaken

    def set_due(self, instant: datetime | None) -> None:
        """Put the item on its due index at `instant`, or take it off with None."""
        if instant is None:
            self.due_pk = self.due_at = None
            return
        shard = zlib.crc32(f"{self.pk}|{self.sk}".encode()) % DUE_SHARDS
        self.due_pk, self.due_at = f"{self.due_kind}#{shard}", clock.iso(instant)


class Counts(Item):
    """Numbers of a programme, one attribute each, added to in the transactions that change what is counted.

    They are spread over `COUNT_SHARDS` items: the sum is true, one item alone may hold less than nothing.
    """

    programme_id = UnicodeAttribute()

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's numbers."""
        raise NotImplementedError

    @classmethod
    def key(cls, programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return cls.partition(programme_id), f"COUNTS#{shard}"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of all a programme's numbers."""
        return [cls.key(programme_id, shard) for shard in range(COUNT_SHARDS)]

    @classmethod
    def names(cls) -> list[str]:
        """Return what is counted."""
        return [name for name, one in cls.get_attributes().items() if isinstance(one, IntegerAttribute)]

    @classmethod
    def total(cls, items: Iterable[Item]) -> Counter[str]:
        """Return the sums over those of the items that are such numbers."""
        own = [one for one in items if isinstance(one, cls)]
        return Counter({name: sum(getattr(one, name) for one in own) for name in cls.names()})


class Counted(Item):
    """An item that its programme's numbers count. It remembers as what, so nobody has to know what it was before.

    `UnitOfWork` counts whatever it saves or deletes, in the same transaction, and puts it on its lists.
    """

    programme_id = UnicodeAttribute()
    counted = UnicodeAttribute(default="")  # names of `counts` with spaces between; empty while it isn't counted

    counts: ClassVar[type[Counts]]

    @property
    def counts_as(self) -> str:
        """Return as what it counts now, with spaces between; empty for not at all."""
        raise NotImplementedError

    def place(self) -> None:
        """Put it on the lists on which it belongs as it is now, and off all others."""
