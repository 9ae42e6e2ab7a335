"""What a list of applications is filtered, searched and ordered by: a short row of each, many rows in one item.

All rows of a programme lie in `tables.recruitment.Rows`, a fixed number of items whose keys follow from the programme
alone. So any list is one read, whatever is filtered and however many applications there are; only the applications of
the page that is shown are read after it. `counting.note` keeps the rows with every change of an application.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, NamedTuple

from mentoring import consents
from mentoring.letters import plain
from mentoring.tables.recruitment import ROW_SHARDS, Application, Rows
from mentoring.tables.vocabulary import ApplicationState, Notice
from recruitment import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

LONGEST = 200
"""Letters of a name, topic, department or city in a row."""


class Row(NamedTuple):
    """One application in short; `name` is folded, last name first, `called` is it as written.

    `agreed` are [kind, version, instant] by the person.
    `asked` says that consents are missing which a file didn't tell, `waits` that the first mail of an imported person
    does; `pairs` is in how many pairs they are now. The fields are stored in this order: new ones go to the end and
    have a default.
    """

    application_id: str
    role: str
    state: str
    channel: str
    name: str
    email: str
    at: str
    topics: list[str]
    department: str
    city: str
    places: int
    asked: bool
    waits: bool
    agreed: list[list[str]]
    pairs: int = 0
    locale: str = "pl"
    called: str = ""

    def lacks_consents(self, texts: Mapping[str, Any]) -> bool:
        """Return whether somebody still has to agree to anything, by a programme's `consent_texts`."""
        if self.state not in consents.SENT:
            return False
        given: list[Any] = [
            {"kind": kind, "version": number, "at": at, "by": consents.PERSON} for kind, number, at in self.agreed
        ]
        return self.asked or bool(consents.outdated(texts, given))


def of(one: Application) -> Row:
    """Return the row of an application."""
    told = one.profile
    return Row(
        application_id=one.application_id,
        role=one.role,
        state=one.state,
        channel=one.channel,
        name=plain(f"{told['last_name']} {told['first_name']}")[:LONGEST],
        email=one.email,
        at=one.submitted_at or "",
        topics=[topic[:LONGEST] for topic in told["topics"]],
        department=told["department"][:LONGEST],
        city=told["city"][:LONGEST],
        places=int(told["capacity"]),
        asked=lacks(one),
        waits=waits(one),
        agreed=[
            [each["kind"], each["version"], each["at"]]
            for each in told["consents"]
            if each.get("by") == consents.PERSON
        ],
        pairs=len(one.pairs),
        locale=one.locale,
        called=f"{told['first_name']} {told['last_name']}".strip()[:LONGEST],
    )


def lacks(one: Application) -> bool:
    """Return whether consents are missing that the file of an imported person didn't tell."""
    return any(name.endswith("_consent") for name in one.asked)


def waits(one: Application) -> bool:
    """Return whether an imported person still has to be told."""
    return one.notice == Notice.WAITING and one.state != ApplicationState.WITHDRAWN


def keys(programme_id: str) -> list[tuple[str, str]]:
    """Return the keys of all rows of a programme."""
    return [Rows.key(programme_id, shard) for shard in range(ROW_SHARDS)]


def key_of(programme_id: str, application_id: str) -> tuple[str, str]:
    """Return the key of the item with the row of an application."""
    return Rows.key(programme_id, zlib.crc32(application_id.encode()) % ROW_SHARDS)


def read(items: Iterable[Rows]) -> list[Row]:
    """Return the rows in some items."""
    return [Row(*each) for item in items for each in _unpacked(item).values()]


def put(item: Rows, applications: Iterable[Application]) -> bool:
    """Put the rows of applications into their item; return whether that changes it. Drafts have no row."""
    known = _unpacked(item)
    before = dict(known)
    for one in applications:
        if store.application(one).is_shown:
            known[one.application_id] = list(of(one))
        else:
            known.pop(one.application_id, None)
    if known == before:
        return False
    text = json.dumps(list(known.values()), ensure_ascii=False, separators=(",", ":"))
    item.packed = zlib.compress(text.encode(), 6)
    return True


def _unpacked(item: Rows) -> dict[str, list[Any]]:
    if not item.packed:
        return {}
    return {each[0]: each for each in json.loads(zlib.decompress(item.packed))}
