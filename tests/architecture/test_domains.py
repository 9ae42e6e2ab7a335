"""A domain is written in one style: frozen objects with verbs; nothing in it takes a state and gives another one."""

from __future__ import annotations

import ast
import tomllib
from typing import TYPE_CHECKING

import pytest

from infra.template import ROOT
from mentoring import errors, limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAW = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
(PURE,) = [one["source_modules"] for one in LAW if one["id"] == "domains-are-pure"]
DOMAINS = sorted(
    path
    for module in PURE
    for pattern in (f"{module.replace('.', '/')}.py", f"{module.replace('.', '/')}/*.py")
    for path in (ROOT / "services").glob(pattern)
)
HOW_IT_STANDS = ("State", "Stage", "Sighting")
"""Ends of the names of the vocabulary's words for how something stands."""
KEPT = ("dict[", "list[dict[", "Mapping[", "Sequence[dict[", "Sequence[Mapping[", "list[Mapping[")
"""Beginnings of the types in which tables keep what a domain has objects for."""
FROZEN = ("dataclass(frozen=True)", "dataclass(frozen=True, order=True)")
ERRORS = {
    name
    for module in (errors, limits)
    for name, one in vars(module).items()
    if isinstance(one, type) and issubclass(one, errors.DomainError)
}

ALLOWED = {
    "recruitment.domain.applications.completed": "a profile is what a form or a file says; no object stands for it",
    "recruitment.domain.applications.still_asked": "what a file leaves open is a part of such a profile",
    "workspace.domain.closing.may_close": "a pair is pairing's, which tells no more of it here than its stage",
}
"""Function → why it is no verb of an object."""


def _name(path: Path) -> str:
    return path.relative_to(ROOT / "services").with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


def _classes(*texts: str) -> list[ast.ClassDef]:
    return [node for text in texts for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]


def _beside(path: Path) -> list[str]:
    """Return the texts of a domain, which may be several modules."""
    modules = sorted(path.parent.glob("*.py")) if path.parent.name == "domain" else [path]
    return [one.read_text("utf-8") for one in modules]


def free_verbs(text: str, *domain: str) -> Iterator[str]:
    """Yield the public functions of a module that should be verbs of what they take first, an object of its domain."""
    ours = {one.name for one in _classes(text, *domain)}
    for node in ast.parse(text).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_") or not node.args.args:
            continue
        first = node.args.args[0].annotation
        takes, gives = ast.unparse(first) if first else "", ast.unparse(node.returns) if node.returns else ""
        of_a_state = takes in ours or takes.split(" | ")[0].endswith(HOW_IT_STANDS)
        if of_a_state or (takes.startswith(KEPT) and gives.startswith(KEPT)):
            yield node.name


def thawed(text: str) -> Iterator[str]:
    """Yield the classes of a module that are neither frozen nor an error, words, or what another class has to offer."""
    fixed = {"StrEnum", "Enum", "Protocol", "NamedTuple", *ERRORS}
    for node in _classes(text):
        if fixed & {ast.unparse(one).split("[")[0] for one in node.bases}:
            fixed.add(node.name)
        elif not {ast.unparse(one) for one in node.decorator_list} & set(FROZEN):
            yield node.name


@pytest.mark.parametrize("path", DOMAINS, ids=_name)
def test_given_a_domain_when_read_then_what_changes_an_object_is_its_verb(path: Path) -> None:
    free = {f"{_name(path)}.{one}" for one in free_verbs(path.read_text("utf-8"), *_beside(path))}
    assert free - set(ALLOWED) == set()


@pytest.mark.parametrize("path", DOMAINS, ids=_name)
def test_given_a_domain_when_read_then_its_objects_are_frozen(path: Path) -> None:
    assert list(thawed(path.read_text("utf-8"))) == []


def test_given_what_is_allowed_when_the_domains_are_read_then_it_is_still_there() -> None:
    free = {f"{_name(path)}.{one}" for path in DOMAINS for one in free_verbs(path.read_text("utf-8"), *_beside(path))}
    assert len(DOMAINS) > 12
    assert set(ALLOWED) == free


@pytest.mark.parametrize(
    "breach",
    [
        "def decide(state: ApplicationState, decision: str) -> bool: ...",
        "def move(current: ProgrammeStage | None, to: str) -> str: ...",
        "def rests(one: Standing, now: datetime) -> bool: ...\nclass Standing: ...",
        "def note(known: Mapping[str, Any], news: str) -> dict[str, Any]: ...",
        "def remember(history: Sequence[dict[str, Any]], step: str) -> list[dict[str, Any]]: ...",
    ],
)
def test_given_a_function_that_takes_a_state_when_the_source_is_read_then_it_is_found(breach: str) -> None:
    assert list(free_verbs(breach))


@pytest.mark.parametrize("breach", ["@dataclass\nclass Seats: ...", "class Seats: ...", "class Seats(Places): ..."])
def test_given_an_object_that_may_change_when_the_source_is_read_then_it_is_found(breach: str) -> None:
    assert list(thawed(breach))


def test_given_verbs_of_frozen_objects_when_the_source_is_read_then_nothing_is_found() -> None:
    text = """
class SeatTaken(Conflict): ...
class OwnSeatTaken(SeatTaken): ...
@dataclass(frozen=True)
class Seats:
    def take(self) -> Seats: ...
def week_of(instant: datetime) -> str: ...
def _bounded(known: Mapping[str, Meeting]) -> dict[str, Meeting]: ...
"""
    assert [*free_verbs(text), *thawed(text)] == []
