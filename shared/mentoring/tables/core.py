"""The `core` table: one base item, its keys and its two sparse indexes."""

from __future__ import annotations

import copy
import importlib
import operator
import pkgutil
import zlib
from collections import Counter
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, ClassVar, Self

from pynamodb.attributes import DiscriminatorAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.models import Model

from mentoring import clock, tables
from mentoring.batches import batched
from mentoring.errors import Overtaken
from mentoring.settings import settings
from mentoring.tables.attributes import IntegerAttribute, TextOrNoneAttribute, VersionAttribute

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pynamodb.expressions.condition import Condition

DUE_SHARDS = 4
MOST_OF_IN = 100
"""Operands that DynamoDB takes in one IN (its developer guide, "Comparison operator and function reference")."""
NOT_WRITTEN = "0"
"""The version of an item that isn't written yet."""
ANY = "*"
"""Matches every version, in `Item.expect` as in If-Match (RFC 9110 §13.1.1)."""
UNCHANGING = (str, int, float, bytes, date, type)
"""Values of items that nobody can change; instants are dates, too."""
COUNT_SHARDS = 8
"""How many transactions can count at the same moment without a conflict."""


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
    """The class of an item.

    A function knows the classes it uses, and PynamoDB asks DynamoDB for those only; the modules of others are imported
    only if one of their items comes back anyway.
    """

    def is_in(self, *kinds: type) -> Condition:  # type: ignore[override]
        """Return the filter for these classes; more than an IN may hold are asked for by several, which are no `In`."""
        return reduce(operator.or_, (super(Kind, self).is_in(*some) for some in batched(kinds, MOST_OF_IN)))

    def deserialize(self, value: str) -> type:
        """Return the class of that name; raises ValueError if there is none."""
        try:
            known: type = super().deserialize(value)  # type: ignore[no-untyped-call]
        except ValueError:
            for module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
                importlib.import_module(module.name)
            known = super().deserialize(value)  # type: ignore[no-untyped-call]
        return known


class Item(Model):
    """Base of every item in `core`. `kind` names the class, `version` guards every write."""

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

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Return a copy that shares what can't be changed; everything a request reads once is copied for who asks."""
        twin = object.__new__(type(self))
        for name, value in vars(self).items():
            twin.__dict__[name] = _copied(value, memo) if name == "attribute_values" else copy.deepcopy(value, memo)
        return twin

    @property
    def is_new(self) -> bool:
        """Return whether the item was created here and never written; items that were read have a version."""
        return not self.version

    @property
    def tag(self) -> str:
        """Return the item's version: an entity tag without its quotes."""
        return NOT_WRITTEN if self.is_new else str(self.version)

    def expect(self, tag: str) -> None:
        """Raise `Overtaken` unless this is the version on which a change is based; `ANY` matches every written one."""
        if tag != self.tag and (tag != ANY or self.is_new):
            raise Overtaken

    def set_due(self, instant: datetime | None) -> None:
        """Put the item on its due index at `instant`, or take it off with None."""
        if instant is None:
            self.due_pk = self.due_at = None
            return
        shard = zlib.crc32(f"{self.pk}|{self.sk}".encode()) % DUE_SHARDS
        self.due_pk, self.due_at = self.due_partition(shard), clock.iso(instant)

    @classmethod
    def due_partition(cls, shard: int | str) -> str:
        """Return the partition of what is due in a shard (0 to `DUE_SHARDS` - 1)."""
        return f"{cls.due_kind}#{shard}"


def _copied(values: dict[str, Any], memo: dict[int, Any]) -> dict[str, Any]:
    return {
        name: value if value is None or isinstance(value, UNCHANGING) else copy.deepcopy(value, memo)
        for name, value in values.items()
    }


class Tally(Item):
    """Numbers to which transactions add without reading them (`UnitOfWork.add`), so that many can at the same moment.

    `most` names for a number the attribute that limits it; without a value there, nothing does.
    """

    programme_id = UnicodeAttribute()

    most: ClassVar[dict[str, str]] = {}


class Counts(Tally):
    """Counters of a programme, one attribute each, updated in the transactions that change what is counted.

    They are spread over `COUNT_SHARDS` items: the sum is right, a single item may be negative.
    """

    @staticmethod
    def partition(programme_id: str) -> str:
        """Return the partition key of a programme's counters."""
        raise NotImplementedError

    @classmethod
    def key(cls, programme_id: str, shard: int) -> tuple[str, str]:
        """Return pk and sk."""
        return cls.partition(programme_id), f"COUNTS#{shard}"

    @classmethod
    def keys(cls, programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of all counters of a programme."""
        return [cls.key(programme_id, shard) for shard in range(COUNT_SHARDS)]

    @classmethod
    def names(cls) -> list[str]:
        """Return the names of the counters."""
        return [name for name, one in cls.get_attributes().items() if isinstance(one, IntegerAttribute)]

    @classmethod
    def total(cls, items: Iterable[Item]) -> Counter[str]:
        """Return the sums over those of the items that are such counters."""
        own = [one for one in items if isinstance(one, cls)]
        return Counter({name: sum(getattr(one, name) for one in own) for name in cls.names()})


class Placed(Item):
    """An item that puts itself on its lists: `UnitOfWork` sees to it whenever it is saved, so nobody can forget it."""

    def place(self) -> None:
        """Put it on the lists it now belongs to, and off all others."""


class Counted(Placed):
    """An item that is counted for its programme. It remembers what it was counted as before.

    `UnitOfWork` counts whatever it saves or deletes, in the same transaction, and updates its lists.
    """

    programme_id = UnicodeAttribute()
    counted = UnicodeAttribute(default="")  # names of counters, separated by spaces; empty if not counted

    counts: ClassVar[type[Counts]]

    @property
    def counts_as(self) -> str:
        """Return the counters that now count it, separated by spaces; empty for none."""
        raise NotImplementedError
