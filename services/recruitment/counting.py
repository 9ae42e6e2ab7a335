"""Counts a programme's applications and keeps the rows of its list, with every change of one.

Code that saves applications passes them to `note` in the same unit of work. An application remembers what it was
counted as before.
"""

from __future__ import annotations

import zlib
from collections import Counter
from typing import TYPE_CHECKING

from mentoring.tables.core import COUNT_SHARDS
from mentoring.tables.recruitment import Counts, Rows
from mentoring.tables.vocabulary import ApplicationState
from recruitment import rows, store
from recruitment.rows import waits

if TYPE_CHECKING:
    from mentoring.context import Context
    from mentoring.store import UnitOfWork
    from mentoring.tables.recruitment import Application

__all__ = ["Tally", "keys_of", "note", "waits"]


def note(context: Context, uow: UnitOfWork, *applications: Application) -> None:
    """Count the applications of one programme that this unit of work saves, and put each into its rows."""
    _list(context, uow, applications)
    changes: Counter[str] = Counter()
    for one in applications:
        before, now = one.counted, _counted(one)
        if before != now:
            changes[before] -= 1
            changes[now] += 1
            one.counted = now
        one.due_pk = one.due_at = None  # by which older programmes listed it
    del changes[""]
    changed = {name: number for name, number in changes.items() if number}
    if not changed:
        return
    programme_id = applications[0].programme_id
    key = _key_of(programme_id, applications[0].application_id)
    shard = context.store.get(Counts, *key) or Counts(*key, programme_id=programme_id)
    shard.applications = {
        name: number
        for name in shard.applications.keys() | changed.keys()
        if (number := int(shard.applications.get(name, 0)) + changed.get(name, 0))
    }
    uow.save(shard)


def _list(context: Context, uow: UnitOfWork, applications: tuple[Application, ...]) -> None:
    places: dict[tuple[str, str], list[Application]] = {}
    for one in applications:
        places.setdefault(rows.key_of(one.programme_id, one.application_id), []).append(one)
    if not places:
        return
    known = {(item.pk, item.sk): item for item in context.store.get_many(Rows, places)}
    for key, those in places.items():
        item = known.get(key) or Rows(*key, programme_id=those[0].programme_id)
        if rows.put(item, those):
            uow.save(item)


def keys_of(programme_id: str, *application_ids: str) -> list[tuple[str, str]]:
    """Return the keys of what `note` reads in a transaction about these applications, in this order."""
    listed = [rows.key_of(programme_id, one) for one in application_ids]
    return [_key_of(programme_id, one) for one in application_ids[:1]] + list(dict.fromkeys(listed))


def _key_of(programme_id: str, application_id: str) -> tuple[str, str]:
    """Return the key of the counter for a transaction whose first application this is."""
    return Counts.key(programme_id, zlib.crc32(application_id.encode()) % COUNT_SHARDS)


def _counted(one: Application) -> str:
    if not store.application(one).is_shown:
        return ""
    return f"{one.role}/{one.state}" + ("/waits" if waits(one) else "")


class Tally:
    """The numbers of a programme's applications."""

    def __init__(self, shards: list[Counts]) -> None:
        self._numbers = Counts.total(shards)

    @classmethod
    def of(cls, context: Context, programme_id: str) -> Tally:
        """Return the numbers; one read."""
        return cls(context.store.get_many(Counts, cls.keys(programme_id)))

    @staticmethod
    def keys(programme_id: str) -> list[tuple[str, str]]:
        """Return the keys of the counters."""
        return Counts.keys(programme_id)

    def count(self, state: str = "", role: str = "") -> int:
        """Return how many applications are in a state, of a role."""
        return sum(
            number
            for (its_role, its_state, _), number in self._numbers.items()
            if role in ("", its_role) and state in ("", its_state)
        )

    @property
    def waiting(self) -> int:
        """Return how many wait for their first mail."""
        return sum(number for (_, _, waiting), number in self._numbers.items() if waiting)

    @property
    def undecided(self) -> int:
        """Return how many can be decided together: sent and, if imported, told."""
        return sum(
            number
            for (_, state, waiting), number in self._numbers.items()
            if state == ApplicationState.SUBMITTED and not waiting
        )

    @property
    def by_role_and_state(self) -> Counter[tuple[str, str]]:
        """Return the numbers of each role in each state."""
        found: Counter[tuple[str, str]] = Counter()
        for (role, state, _), number in self._numbers.items():
            found[role, state] += number
        return found
