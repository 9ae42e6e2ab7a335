"""Session guides: what a pair may do in its first, second … last meeting, as an agenda and questions.

A guide belongs to a slot: the number of a meeting (`"1"`, `"2"` …), `FURTHER` for every meeting without one of its own,
or `LAST`. Organizers write their own (`tables.workspace.SessionGuides.own`: slot → language → title, agenda, prompts);
where they didn't, the starter guide of the slot is shown. Pages of meetings, the reminder, and the organizers' editor
need them. Pure, but for the starter texts, which are files beside this one.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mentoring.i18n import LOCALES
from mentoring.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FURTHER, LAST = "further", "last"
NUMBERED = tuple(str(number) for number in range(1, 13))
"""Slots of meetings that can have a guide of their own; those after them have that of every further meeting."""
SLOTS = (*NUMBERED, FURTHER, LAST)
STARTER = Path(__file__).parent / "starter"
"""`<slot>.<language>.md`: a heading, then two lists, each below a heading of its own: agenda and questions."""

Texts = dict[str, dict[str, Any]]
"""Language → `{title, agenda, prompts}`, as stored."""


@dataclass(frozen=True)
class SessionGuide:
    """A guide to one meeting in one language; agenda and prompts are lines."""

    title: str
    agenda: tuple[str, ...]
    prompts: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        """Return whether it says nothing: organizers who want no guide for a meeting leave it blank."""
        return not (self.title or self.agenda or self.prompts)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> SessionGuide:
        """Return what is stored of one language."""
        return cls(str(told["title"]), tuple(told["agenda"]), tuple(told["prompts"]))

    def stored(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {"title": self.title, "agenda": list(self.agenda), "prompts": list(self.prompts)}


def for_meeting(own: Mapping[str, Texts], number: int, planned: int, locale: str) -> SessionGuide | None:
    """Return the guide to a pair's meeting with this number of so many planned; None where organizers want none."""
    written = texts(own, slot_of(own, number, planned))
    found = [SessionGuide.of(written[one]) for one in (locale, *LOCALES) if one in written]
    return next((one for one in found if not one.is_blank), None)


def slot_of(own: Mapping[str, Texts], number: int, planned: int) -> str:
    """Return the slot of a meeting; the first one is the first even if it is also the last."""
    if number == planned and number > 1:
        return LAST
    return str(number) if str(number) in own or str(number) in starters() else FURTHER


def texts(own: Mapping[str, Texts], slot: str) -> Texts:
    """Return a slot's texts by language: the organizers', or else the starter ones."""
    return own[slot] if slot in own else starter(slot)


@cache
def starters() -> frozenset[str]:
    """Return the slots that have a starter guide."""
    return frozenset(path.name.partition(".")[0] for path in STARTER.glob("*.md"))


@cache
def starter(slot: str) -> Texts:
    """Return the starter texts of a slot by language, nothing if it has none."""
    if slot not in starters():
        return {}
    return {
        locale: read((STARTER / f"{slot}.{locale}.md").read_text("utf-8").splitlines()).stored() for locale in LOCALES
    }


def read(written: Iterable[str]) -> SessionGuide:
    """Return the guide that the lines of a starter file hold."""
    title, parts = "", list[list[str]]()
    for line in written:
        if line.startswith("# "):
            title = line[2:].strip()
        elif line.startswith("## "):
            parts.append([])
        elif line.startswith("- "):
            parts[-1].append(line[2:].strip())
    agenda, prompts = parts
    return SessionGuide(title, tuple(agenda), tuple(prompts))
