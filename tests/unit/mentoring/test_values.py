"""A dataclass put off is a dataclass."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
from typing import Generic, TypeVar

import pytest

import mentoring
from infra.template import ROOT
from mentoring.values import dataclass

T = TypeVar("T")


def _kinds() -> tuple[type, type]:
    @dataclass(frozen=True)
    class Stage:
        name: str
        steps: list[str] = dataclasses.field(default_factory=list)
        note: str = dataclasses.field(default="", compare=False)

    @dataclass(frozen=True, kw_only=True)
    class Last(Stage):
        when: str

    return Stage, Last


def _is_compiled(kind: type) -> bool:
    return "__eq__" in vars(kind)


def test_given_a_class_when_it_is_only_defined_then_nothing_is_compiled() -> None:
    stage, last = _kinds()
    assert not _is_compiled(stage)
    assert not _is_compiled(last)


def test_given_a_class_when_its_first_instance_is_made_then_it_is_what_the_standard_library_makes() -> None:
    stage, _ = _kinds()
    one = stage("pairing", note="first")
    assert one == stage("pairing", [])
    assert dataclasses.replace(one, steps=["a"]) == stage("pairing", ["a"])
    assert dataclasses.asdict(one) == {"name": "pairing", "steps": [], "note": "first"}
    assert repr(one).endswith("Stage(name='pairing', steps=[], note='first')")
    assert stage("a").steps is not stage("a").steps
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.name = "other"
    with pytest.raises(TypeError):
        hash(one)  # of a list, as ever
    with pytest.raises(TypeError):
        stage()


def test_given_a_class_when_asked_for_its_fields_before_any_instance_then_it_answers() -> None:
    stage, last = _kinds()
    assert dataclasses.is_dataclass(stage)
    assert [field.name for field in dataclasses.fields(last)] == ["name", "steps", "note", "when"]


def test_given_a_class_that_inherits_when_its_first_instance_is_made_then_the_base_comes_with_it() -> None:
    stage, last = _kinds()
    assert last("closed", when="today").name == "closed"
    assert _is_compiled(stage)


def test_given_an_inheriting_class_with_an_own_beginning_when_made_then_the_base_begins_it() -> None:
    stage, _ = _kinds()

    class Named(stage):
        def __init__(self) -> None:
            super().__init__("named")

    assert Named().name == "named"


def test_given_a_generic_class_when_made_then_it_holds_its_values() -> None:
    @dataclass
    class Part(Generic[T]):
        items: list[T]

    assert Part[int]([1]).items == [1]


def test_given_slots_when_put_off_then_refused_at_once() -> None:
    with pytest.raises(TypeError):

        @dataclass(slots=True)
        class _Slotted:
            name: str


MODULES = [one.name for one in pkgutil.walk_packages(mentoring.__path__, "mentoring.")] + [
    one.name for one in pkgutil.walk_packages([str(ROOT / "services")])
]


@pytest.mark.parametrize("name", MODULES)
def test_given_all_our_classes_when_compiled_then_none_is_wrong(name: str) -> None:
    """What the standard library would have refused while the module was read is refused here."""
    for kind in vars(importlib.import_module(name)).values():
        if isinstance(kind, type):
            dataclasses.is_dataclass(kind)
