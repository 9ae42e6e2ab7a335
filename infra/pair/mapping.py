"""Columns of other programs' files → fields of an application, as a TOML file tells.

    [role]                              who a row is about, by a column …
    column = "Type"
    values = { "wants a mentor" = "mentee" }

    [role.files]                        … or by the name of the file
    "mentors*.csv" = "mentor"

    [fields.topics]                     a field of `recruitment.imports.COLUMNS`
    column = ["Topics", "Interests"]    the first of these that the file has
    join = ["Topic 1", "Topic 2"]       instead of `column`: all of these, one after the other
    separator = "|"                     what divides a cell into items; commas inside an item become spaces
    values = { "L&D" = "learning" }     what a cell, or an item, stands for; anything else stays as it is
    default = "leadership"              for an empty cell, or where the file has no such column
    value = "yes"                       instead of `column`: the same for everybody

`[mentor.<field>]` and `[mentee.<field>]` count for one role, before `[fields.<field>]`. Cells are then read as those of
an import: dates, languages, times and addresses are written as there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from infra.pair import Refused, toml
from mentoring.tables.vocabulary import Role
from recruitment.imports import COLUMNS, HeaderUnknown, Reading, plain
from recruitment.imports.words import ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping as Table

KEYS: dict[str, type] = {
    "column": list,
    "join": list,
    "separator": str,
    "values": dict,
    "default": str,
    "value": str,
}
SOURCES = ("column", "join", "value")
NEEDED = ("role", "first_name", "last_name", "email", "topics", "rules_consent", "privacy_consent")
"""Fields that a mapping has to tell."""


@dataclass(frozen=True, slots=True)
class Field:
    """Where one field comes from; `value`, `default` and `separator` are None when not told, `values` are folded."""

    column: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    separator: str | None = None
    values: Table[str, str] = field(default_factory=dict)
    default: str | None = None
    value: str | None = None

    def titles(self) -> tuple[str, ...]:
        """Return the columns that are read, as a mapping calls them."""
        return self.column or self.join

    def places(self, header: tuple[str, ...]) -> list[int]:
        """Return the columns of a file to take; raises `HeaderUnknown` when a column is missing and has no default."""
        there = {plain(title): place for place, title in reversed(list(enumerate(header)))}
        found = [there[plain(title)] for title in self.titles() if plain(title) in there]
        missing = not found if self.column else len(found) < len(self.join)
        if missing and self.default is None and self.value is None:
            raise HeaderUnknown(missing=" / ".join(title for title in self.titles() if plain(title) not in there))
        return found[:1] if self.column else found

    def text(self, cells: list[str]) -> str:
        """Return the text of a row's cells as an import would have it."""
        if self.value is not None:
            return self.value
        if self.separator is None and not self.join:
            items = [self._meant(cell) for cell in cells]
        else:
            items = [self._item(part) for cell in cells for part in self._parts(cell)]
        return ", ".join(item for item in items if item) or self.default or ""

    def _parts(self, cell: str) -> list[str]:
        return cell.split(self.separator) if self.separator else [cell]

    def _item(self, text: str) -> str:
        meant = self._meant(text.strip())
        return meant if plain(text) in self.values else " ".join(re.sub(r"[,;]", " ", meant).split())

    def _meant(self, text: str) -> str:
        return self.values.get(plain(text), text)


@dataclass(frozen=True, slots=True)
class Mapping:
    """`role` is read from a column unless `files` (pattern of a name → role) tells it; `fields` are by role."""

    role: Field | None
    files: Table[str, str]
    fields: Table[str, Table[str, Field]]

    def takes(self, name: str) -> bool:
        """Return whether a file of this name is one of people."""
        return self.role is not None or bool(self._role_of(name))

    def _role_of(self, name: str) -> str:
        return next((role for pattern, role in self.files.items() if fnmatchcase(name.lower(), pattern.lower())), "")

    def layout(self, name: str) -> MappedLayout:
        """Return the layout of a file of this name; raises `Refused` when it tells no role."""
        if self.role is not None:
            return MappedLayout(self.fields, self.role)
        role = self._role_of(name)
        if not role:
            raise Refused(f"{name}: the mapping gives no role to a file of this name; known: {', '.join(self.files)}")
        return MappedLayout({role: self.fields[role]}, Field(value=role))


@dataclass(frozen=True, slots=True)
class MappedLayout:
    """A `recruitment.imports.Layout`."""

    fields: Table[str, Table[str, Field]]
    role: Field

    def knows(self, title: str) -> bool:
        """See `Layout.knows`."""
        every = [self.role, *(one for fields in self.fields.values() for one in fields.values())]
        return plain(title) in {plain(known) for one in every for known in one.titles()}

    def under(self, header: tuple[str, ...]) -> Reading:
        """See `Layout.under`."""
        role = self.role.places(header)
        places = {
            who: {name: one.places(header) for name, one in fields.items()} for who, fields in self.fields.items()
        }

        def raw(row: tuple[str, ...]) -> dict[str, str]:
            told = self.role.text([row[place] for place in role])
            who = ROLES.get(plain(told), next(iter(self.fields)))
            fields = self.fields[who]
            return {"role": told} | {
                name: fields[name].text([row[place] for place in found]) for name, found in places[who].items()
            }

        titles = {
            name: ", ".join(header[place] for place in found)
            for mine in places.values()
            for name, found in mine.items()
            if found
        }
        told = titles | ({"role": header[role[0]]} if role else {})
        return Reading(raw, told, tuple(title for title in header if title and not self.knows(title)))


def mapping_of(table: Table[str, Any], place: str) -> Mapping:
    """Return the mapping of a TOML document; `place` is its name in what `Refused` says."""
    toml.known(table, {"role": dict, "fields": dict, Role.MENTOR: dict, Role.MENTEE: dict}, place)
    told = dict(table.get("role", {}))
    files = told.pop("files", {})
    if bool(files) == bool(told):
        raise Refused(f"{place}: [role] must have `column` or a table `files`")
    toml.known({"files": files}, {"files": dict}, f"{place}: [role]")
    for pattern, role in files.items():
        if role not in tuple(Role):
            raise Refused(f"{place}: [role.files]: `{pattern}` must be mentor or mentee, not {role!r}")
    common = _fields(table, "fields", place)
    fields: dict[str, dict[str, Field]] = {role: {**common, **_fields(table, role, place)} for role in Role}
    for name in NEEDED:
        if lacking := [role for role, mine in fields.items() if name != "role" and name not in mine]:
            raise Refused(f"{place}: nothing tells `{name}` of a {lacking[0]}; add [fields.{name}]")
    return Mapping(_field(told, f"{place}: [role]") if told else None, files, fields)


def _fields(table: Table[str, Any], group: str, place: str) -> dict[str, Field]:
    found = table.get(group, {})
    known = [name for name in COLUMNS if name != "role"]
    for name, one in found.items():
        if name not in known:
            raise Refused(f"{place}: [{group}]: unknown field `{name}`; known are {', '.join(known)}")
        if not isinstance(one, dict):
            raise Refused(f"{place}: [{group}]: `{name}` must be a table, not {one!r}")
    return {name: _field(one, f"{place}: [{group}.{name}]") for name, one in found.items()}


def _field(table: Table[str, Any], place: str) -> Field:
    given: dict[str, Any] = {
        key: [one] if key in ("column", "join") and isinstance(one, str) else one for key, one in table.items()
    }
    toml.known(given, KEYS, place)
    if sum(key in given for key in SOURCES) > 1 or not set(given) & {*SOURCES, "default"}:
        raise Refused(f"{place} must have one of `column`, `join`, `value`, or a `default`")
    for key in ("column", "join"):
        if key in given:
            given[key] = toml.texts(given[key], f"{place}: `{key}`")
    values = given.get("values", {})
    for key, one in values.items():
        if not isinstance(one, str):
            raise Refused(f"{place}: `values`: `{key}` must be text, not {one!r}")
    given["values"] = {plain(key): one for key, one in values.items()}
    return Field(**given)
