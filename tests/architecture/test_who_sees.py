"""The page «who can see my data» names every kind of item, and says what is true of it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest

from mentoring import tables
from mentoring.tables.attributes import EnumAttribute, SealedAttribute
from mentoring.tables.core import Item
from mentoring.tables.recruitment import Profile
from mentoring.tables.vocabulary import SeenBy
from recruitment.pages.privacy import BOOKKEEPING, CARD, CHOICES, HEADINGS, SEEN, STATUS, Eyes
from workspace.routes.rooms import PartnerView, StatusView

if TYPE_CHECKING:
    from collections.abc import Iterator

for _module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
    importlib.import_module(_module.name)


def _kinds(of: type[Item] = Item) -> Iterator[type[Item]]:
    for one in of.__subclasses__():
        if one.__module__.startswith("mentoring.tables"):
            yield one
            yield from _kinds(one)


KINDS = sorted({one.__name__: one for one in _kinds()}.items())
TOLD = {eyes: {item for one in entries for item in one.items} for eyes, entries in SEEN.items()}


def _eyes(name: str) -> set[Eyes]:
    return {eyes for eyes, items in TOLD.items() if name in items}


@pytest.mark.parametrize(("name", "kind"), KINDS, ids=lambda one: one if isinstance(one, str) else "")
def test_given_a_kind_of_item_when_the_page_is_read_then_it_says_who_sees_it(name: str, kind: type[Item]) -> None:
    eyes = _eyes(name)
    assert bool(eyes) != (name in BOOKKEEPING), f"say in recruitment.pages.privacy who sees {name}"
    named = kind.get_attributes()
    chosen = isinstance(one := named.get("visibility"), EnumAttribute) and one.kind is SeenBy
    assert (Eyes.CHOSEN in eyes) == ((chosen and name != "SharedItem") or name == "NoteText")
    if any(isinstance(one, SealedAttribute) for one in named.values()) and "pair_id" in named and name != "Meeting":
        assert not eyes & {Eyes.ORGANIZERS, Eyes.ANYBODY}, "what a pair's key seals no organizer sees"


def test_given_the_page_when_the_items_are_read_then_it_names_nothing_that_is_gone() -> None:
    names = {name for name, _ in KINDS}
    assert set.union(*TOLD.values()) <= names
    assert names >= BOOKKEEPING
    assert set(HEADINGS) == set(SEEN) == set(Eyes)


def test_given_an_application_when_the_page_is_read_then_it_says_who_sees_each_answer() -> None:
    told = {eyes: {field for one in entries for field in one.fields} for eyes, entries in SEEN.items()}
    assert told[Eyes.ORGANIZERS] == set(Profile.__annotations__)
    assert told[Eyes.PAIR] == set(CARD)


def test_given_what_people_are_shown_when_it_grows_then_the_page_is_looked_at() -> None:
    assert set(CHOICES) == set(SeenBy)
    assert set(StatusView.model_fields) == STATUS
    assert set(PartnerView.model_fields) == {"name", "email", "phone", "prefers", "city", "zone"}
