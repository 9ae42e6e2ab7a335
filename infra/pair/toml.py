"""TOML files written by people: every key must be known and of its type, or the error names it."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from infra.pair import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Table = dict[str, Any]

NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


def load(path: Path) -> Table:
    """Return the content of a file; raises `Refused`."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Refused(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise Refused(f"{path}: not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{path}: not TOML: {error}") from error


def known(table: Mapping[str, object], keys: Mapping[str, type], place: str) -> None:
    """Raise `Refused` for an unknown key or a value of a wrong type; `keys` is key → type."""
    for key, value in table.items():
        if key not in keys:
            raise Refused(f"{place}: unknown key `{key}`; known are {', '.join(keys)}")
        if type(value) is not keys[key]:
            raise Refused(f"{place}: `{key}` must be {NAMES[keys[key]]}, not {value!r}")


def texts(value: object, place: str) -> tuple[str, ...]:
    """Return a text or a list of texts as texts; raises `Refused`."""
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise Refused(f"{place} must be text or a list of texts, not {value!r}")
    return tuple(found)
