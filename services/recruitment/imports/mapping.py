"""Which column of a file means what, and what its words mean: the choices of the import page, as one JSON object.

    {"columns": {"w czym pomożesz": "topics", "uwagi": ""},      folded title → field, or nothing: not read
     "values": {"role": {"chetnie wspieram": "mentor"}},         field → folded cell → what it stands for
     "everybody": {"role": "mentee"}}                            field → the same for all rows

Columns that aren't named are taken by their meaning (`titles`). A mapping fits every file with the titles it names.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import field
from typing import TYPE_CHECKING, Any, Protocol

from mentoring.errors import N_, Invalid
from mentoring.letters import plain
from mentoring.questions import PREFIX
from mentoring.values import dataclass
from recruitment.imports import titles, topics
from recruitment.imports.lines import FileUnreadable
from recruitment.imports.titles import BESIDE, COLUMNS, ENOUGH, FULL_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PARTS = ("columns", "values", "everybody")
MOST_COLUMNS, MOST_VALUES, LONGEST = 200, 200, 500
"""Most columns of a file, most values of a mapping for one field, longest of them in characters."""
SHOWN = 80
"""How many characters of a cell are shown, and so can be given a meaning."""
ONE_FOR_ALL = ("role", "mode", "city", "zone", "department", "capacity")
"""Fields for which an organizer may say the same of everybody."""


class HeaderUnknown(FileUnreadable):
    """The first row isn't a header of applications."""

    code = "file-header"
    message = N_("The first row must name the columns. These are missing: %(missing)s.")


class ColumnTwice(FileUnreadable):
    """Two columns have the same meaning, so it is unclear which one counts."""

    code = "file-column-twice"
    message = N_("The column “%(column)s” is there twice; keep one of them.")


class MappingWrong(Invalid):
    """What should be a mapping isn't one."""

    code = "mapping"
    message = N_("This isn't a mapping as the import page saves it.")


@dataclass(frozen=True)
class Reading:
    """How rows under one header are read: `raw` maps a row's cells to field → text, `titles` is field → column.

    `ignored` are the titles of columns that aren't read and might be meant to be.
    """

    raw: Callable[[tuple[str, ...]], Mapping[str, str]]
    titles: Mapping[str, str]
    ignored: tuple[str, ...] = ()


class Layout(Protocol):
    """Which columns a file has, and what they mean."""

    def knows(self, title: str) -> bool:
        """Return whether a column of this title is read."""
        ...

    def under(self, header: tuple[str, ...]) -> Reading:
        """Return how to read the rows; raises `FileUnreadable` for an unusable header."""
        ...


@dataclass(frozen=True)
class Columns:
    """See the module; an empty one takes every column by its meaning."""

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    everybody: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    """Folded title → field of the programme's own questions."""

    def knows(self, title: str) -> bool:
        """See `Layout.knows`."""
        return plain(title) in self.columns or bool(self._own(title)) or titles.is_known(title)

    def _own(self, title: str) -> str:
        return self.own.get(plain(title)) or self.own.get(titles.bare(title), "")

    def positions(self, header: Sequence[str]) -> dict[int, str]:
        """Return position → field of the columns that are read."""
        chosen = self._chosen(header)
        free = [title if place not in chosen else "" for place, title in enumerate(header)]
        taken = set(chosen.values())
        names_apart = bool(taken & {"first_name", "last_name"})
        meant = {
            place: name
            for place, name in titles.guessed(free).items()
            if name not in taken
            and not (name == FULL_NAME and names_apart)
            and not (name in ("first_name", "last_name") and FULL_NAME in taken)
        }
        return {place: name for place, name in sorted((chosen | meant).items()) if name}

    def _chosen(self, header: Sequence[str]) -> dict[int, str]:
        """Return position → field for the columns that somebody chose, and for those that name an own question."""
        told = {place: self.columns[plain(title)] for place, title in enumerate(header) if plain(title) in self.columns}
        asked = set(self.own.values())
        found = {place: "" if is_own(name) and name not in asked else name for place, name in told.items()}
        for place, title in enumerate(header):
            name = "" if place in found else self._own(title)
            if name and name not in found.values():
                found[place] = name
        return found

    def under(self, header: tuple[str, ...]) -> Reading:
        """See `Layout.under`."""
        places: dict[str, int] = {}
        found = self.positions(header)
        _check_twice(header, found)
        for place, name in found.items():
            if name in places:
                raise ColumnTwice(column=header[place])
            places[name] = place
        lacking = missing({*places, *self.everybody})
        if lacking:
            raise HeaderUnknown(missing=", ".join(" / ".join((COLUMNS | BESIDE)[name][:2]) for name in lacking))
        return Reading(
            lambda row: self._raw({name: row[place] for name, place in places.items()}),
            {name: header[place] for name, place in places.items()}
            | (dict.fromkeys(("first_name", "last_name"), header[places[FULL_NAME]]) if FULL_NAME in places else {}),
            tuple(title for place, title in enumerate(header) if place not in found and not self._may_be_left(title)),
        )

    def _may_be_left(self, title: str) -> bool:
        return not title or plain(title) in self.columns or titles.meaning(title)[0] in titles.PASSED

    def _raw(self, cells: dict[str, str]) -> dict[str, str]:
        if FULL_NAME in cells:
            from recruitment.imports import names  # noqa: PLC0415 - only such files need it

            cells["first_name"], cells["last_name"] = names.split(cells.pop(FULL_NAME))
        for name, meant in self.values.items():
            if name == "topics" and name in cells:
                items = topics.split(cells[name], list(meant))
                cells[name] = topics.joined(meant.get(plain(one), one) for one in items)
            elif name in cells or not name.startswith(PREFIX):
                text = cells.get(name, "")
                cells[name] = meant.get(plain(text), meant.get(plain(text[:SHOWN]), text))
        return {**cells, **{name: text for name, text in self.everybody.items() if not cells.get(name)}}

    def told(self) -> dict[str, Any]:
        """Return the mapping as JSON keeps it."""
        values = {name: dict(meant) for name, meant in self.values.items() if meant}
        columns = {title: name for title, name in self.columns.items() if len(title) <= LONGEST}
        return {"columns": columns, "values": values, "everybody": dict(self.everybody)}


def _check_twice(header: Sequence[str], found: Mapping[int, str]) -> None:
    """Raise if a title stands there twice, and one of them would be read without anybody's choice."""
    seen: dict[str, int] = {}
    for place, title in enumerate(header):
        first = seen.setdefault(plain(title), place)
        if title and first != place and (place in found or first in found):
            raise ColumnTwice(column=title)


def missing(known: set[str]) -> list[str]:
    """Return what an application needs and none of these fields gives."""
    lacking = [name for name in ENOUGH if name not in known]
    return lacking if known & {FULL_NAME, "first_name"} else [*lacking[:1], FULL_NAME, *lacking[1:]]


def mapping_of(told: object) -> Columns:
    """Return a mapping from JSON; raises `MappingWrong` for anything else."""
    if not isinstance(told, dict) or not told.keys() <= set(PARTS):
        raise MappingWrong
    columns, values, everybody = (told.get(name, {}) for name in PARTS)
    fields = {*COLUMNS, *BESIDE, ""}
    right = (
        _texts(columns, MOST_COLUMNS)
        and all(one in fields or is_own(one) for one in columns.values())
        and isinstance(values, dict)
        and all(one in COLUMNS or is_own(str(one)) for one in values)
        and all(_texts(one, MOST_VALUES) for one in values.values())
        and _texts(everybody, len(ONE_FOR_ALL))
        and everybody.keys() <= set(ONE_FOR_ALL)
    )
    if not right:
        raise MappingWrong
    folded = {name: {plain(key): one for key, one in meant.items()} for name, meant in values.items()}
    return Columns({plain(title): name for title, name in columns.items()}, folded, everybody)


def is_own(name: str) -> bool:
    """Return whether a field is an answer to a programme's own question; another programme has others."""
    return name.startswith(PREFIX) and len(name) <= SHOWN


def parsed(content: bytes | str) -> Columns:
    """Return a mapping from the text of its file; raises `MappingWrong`."""
    try:
        return mapping_of(json.loads(content))
    except ValueError as error:
        raise MappingWrong from error


def _texts(told: object, most: int) -> bool:
    return (
        isinstance(told, dict)
        and len(told) <= most
        and all(isinstance(one, str) and len(one) <= LONGEST for pair in told.items() for one in pair)
    )


def signature(header: Sequence[str]) -> str:
    """Return what two files with the same titles have in common, whatever their order and writing."""
    folded = "\n".join(sorted({plain(title) for title in header if title}))
    return hashlib.sha256(folded.encode()).hexdigest()[:32]


MEANING: Layout = Columns()
"""Every column by its meaning."""
