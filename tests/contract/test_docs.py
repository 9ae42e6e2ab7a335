"""Documentation that a program can hold against the code: lines, commands, paths and names."""

from __future__ import annotations

import importlib
import inspect
import re
import subprocess
import sys
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra import docs, items
from infra.repeated import services
from tests.followed import DECIDING, Deciding

ROOT = Path(__file__).parents[2]
DEVELOPERS = [*sorted((ROOT / "docs" / "developers").glob("*.md")), ROOT / "CONTRIBUTING.md"]
PAGES = [path.relative_to(ROOT).as_posix() for path in docs.pages()]

SPAN = re.compile(r"`([^`\n]+)`")
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]{2,}")
DOTTED = re.compile(r"[a-z_]+(?:\.[A-Za-z_]+)+")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
SHELL = re.compile(r"make ([a-z-]+)")


def _listed(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S607
    return listed.stdout.splitlines()


@cache
def _words() -> set[str]:
    """Return every word of every source: code, templates, configuration, never documentation or texts."""
    texts = [one for one in _listed() if not one.endswith((".md", ".po", ".csv", ".eml", ".txt", ".ttf", ".png"))]
    paths = [ROOT / one for one in texts if (ROOT / one).is_file()]
    found = {word for path in paths for word in WORD.findall(path.read_text("utf-8", "replace"))}
    return found | {word for path in paths for word in WORD.findall(path.as_posix())}


@cache
def _module(name: str) -> Any:
    for full in (f"mentoring.{name}", f"infra.local.{name}", name):
        try:
            return importlib.import_module(full)
        except ModuleNotFoundError as error:
            if not full.startswith(str(error.name)):
                raise  # it is there, and something else is missing
    return None


def _is_there(dotted: str) -> bool:
    """Return whether a dotted name can be followed: modules first, then what they and their classes hold."""
    first, *rest = dotted.split(".")
    here = _module(first)
    if here is None or here.__name__ in sys.stdlib_module_names:
        return True  # no module of ours: `context.store`, `uow.save`; their words are looked for instead
    for name in rest:
        if hasattr(here, name):
            here = getattr(here, name)
        elif isinstance(here, type) and name in _fields(here):
            return True
        elif hasattr(here, "__path__"):
            try:
                here = importlib.import_module(f"{here.__name__}.{name}")
            except ModuleNotFoundError:
                return False
        else:  # `context.begin` of the docs is a method of `context.Context`
            kinds = [one for one in vars(here).values() if isinstance(one, type)] if inspect.ismodule(here) else []
            return len(rest) == 1 and any(hasattr(one, name) or name in _fields(one) for one in kinds)
    return True


def _fields(kind: type) -> dict[str, Any]:
    return getattr(kind, "__dataclass_fields__", {}) | getattr(kind, "__annotations__", {})


def _spans(page: Path) -> set[str]:
    """Return what stands between backticks on a page, outside of blocks of code."""
    return set(SPAN.findall(re.sub(r"(?ms)^```.*?^```", "", page.read_text("utf-8"))))


def missing_names(spans: set[str], foreign: frozenset[str] = frozenset()) -> list[str]:
    """Return names that nothing in the code bears, and dotted ones that can't be followed."""
    lost = []
    for span in spans:
        lost += [word for word in WORD.findall(span) if word not in _words() | foreign]
        lost += [dotted for dotted in DOTTED.findall(span) if not PATH.fullmatch(span) and not _is_there(dotted)]
    return sorted(set(lost))


FOREIGN = frozenset(
    {"Host", "EventClass", "LIBRARY", "LibraryApi", "LibraryConsumer", "test_given_", "_when_", "_then_"}
)
"""Words of other programs, of the example of a-new-service.md, and parts of names of tests."""
GONE = "Pair" + "Vanished"
"""A name that no file has, this one included."""
SUFFIXES = (
    ".py",
    ".md",
    ".yaml",
    ".toml",
    ".html",
    ".mk",
    ".json",
    ".eml",
    ".po",
    ".mo",
    ".css",
    ".js",
    ".csv",
    ".log",
)


@pytest.mark.parametrize("page", DEVELOPERS, ids=lambda path: path.name)
def test_given_a_page_for_developers_when_it_names_something_in_the_code_then_it_is_there(page: Path) -> None:
    spans = {span for span in _spans(page) if not span.endswith(SUFFIXES)}
    assert missing_names(spans, FOREIGN) == []


def test_given_a_name_that_is_gone_when_pages_are_held_against_the_code_then_it_is_found() -> None:
    gone = {"clock.isoo(dt)", GONE, "mentoring.nowhere", "clock.iso"}
    assert {GONE, "clock.isoo", "mentoring.nowhere"} <= set(missing_names(gone))


@pytest.mark.parametrize("page", PAGES)
def test_given_a_page_when_it_names_a_path_of_the_project_then_it_is_there(page: str) -> None:
    tops = {one.partition("/")[0] for one in _listed() if "/" in one}
    named = {path for span in _spans(ROOT / page) for path in [span.partition("::")[0]] if PATH.fullmatch(path)}
    ours = [path for path in named if path.partition("/")[0] in tops and "library" not in path]  # a-new-service.md
    assert [path for path in ours if not (ROOT / path).exists() and not list(ROOT.glob(path))] == []


NAMED_IN = re.compile(r"((?:`\w+`(?:, | and )?)+),? in `([\w./-]+\.py)`")


def test_given_the_table_of_where_things_go_when_it_names_something_in_a_file_then_it_is_defined_there() -> None:
    rows = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = [(name, path) for names, path in NAMED_IN.findall(rows) for name in re.findall(r"`(\w+)`", names)]
    assert ("rules_of", "services/pairing/matching/rules.py") in named
    assert {(name, path) for name, path in named if not _defines(ROOT / path, name)} == set()


def _defines(path: Path, name: str) -> bool:
    return bool(re.search(rf"(?m)^\s*(?:class |def )?{name}\b\s*(?:[=(:\[]|$)", path.read_text("utf-8")))


DOMAIN = "domain.md"
CITED = re.compile(r"§ ?(\d+(?:\.\d+)*)")


def sections_cited(text: str) -> set[str]:
    """Return the sections of the page of the domain that a file cites; those of an RFC stand on a line with its name."""
    lines = text.splitlines() if DOMAIN in text else []
    return {number for line in lines if "RFC" not in line for number in CITED.findall(line)}


def test_given_a_rule_that_code_cites_when_looked_up_then_the_page_of_the_domain_has_its_section() -> None:
    headings = set(re.findall(r"(?m)^##+ ([\d.]*\d)\.? ", (ROOT / "docs" / "developers" / DOMAIN).read_text("utf-8")))
    cited = {
        one: sections_cited((ROOT / one).read_text("utf-8")) for one in _listed("*.py", "*.md", "*.jinja", "*.html")
    }
    assert {"2.4", "2.5"} <= cited["services/pairing/domain.py"]
    assert {one: lost for one, numbers in cited.items() if (lost := numbers - headings)} == {}


@pytest.mark.parametrize("page", PAGES)
def test_given_a_page_when_its_lines_are_measured_then_none_is_longer_than_120_letters_but_in_tables(page: str) -> None:
    lines = (ROOT / page).read_text("utf-8").splitlines()
    assert [line[:60] for line in lines if len(line) > docs.MOST and not line.startswith("|")] == []


@pytest.mark.parametrize("page", PAGES)
def test_given_a_page_when_it_names_a_target_of_make_then_it_is_there(page: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8")))
    named = {target for span in _spans(ROOT / page) for target in SHELL.findall(span)}
    assert named - targets == set()


def test_given_the_page_of_conventions_when_it_lists_macros_and_filters_then_pages_have_them() -> None:
    text = " ".join((ROOT / "docs/developers/conventions.md").read_text("utf-8").split())
    listed = re.search(r"macros in `components.html` \(([^)]*)\)", text)
    assert listed is not None
    macros = re.findall(r"macro (\w+)", (ROOT / "shared/mentoring/web/templates/components.html").read_text("utf-8"))
    assert set(SPAN.findall(listed[1])) - set(macros) == set()
    filters = re.findall(r"`\|(\w+)`", text)
    assert filters
    made = (ROOT / "shared/mentoring/web/pages.py").read_text("utf-8")
    assert [one for one in filters if f'"{one}": ' not in made] == []


def test_given_a_line_that_is_too_long_when_it_is_broken_then_no_word_is_lost_and_code_stays_whole() -> None:
    words = ["a", "`code with spaces`", "- ", "[a link](https://example.com/a b)", "word"] * 12 + ["[open"]
    line = "- " + " ".join(words)
    lines = docs.broken(f"{line}\n").splitlines()
    assert " ".join(lines).split() == line.split()
    assert all(len(one) <= docs.MOST and one.count("`") % 2 == 0 for one in lines)
    assert all(not one.lstrip().startswith("- ") for one in lines[1:])
    assert docs.broken("\n".join(lines) + "\n").splitlines() == lines
    half = " ".join(["word"] * 30) + " `code that goes"
    assert " ".join(docs.broken(f"{half}\non` here\n").split()) == f"{half} on` here"


def test_given_the_tables_of_conventions_when_written_then_every_service_with_items_is_in_them() -> None:
    rows = docs.keys().splitlines()[2:]
    assert [row.split(" | ")[1] for row in rows] == [one for one in services() if items.of(one)]
    written = (ROOT / "docs/developers/conventions.md").read_text("utf-8")
    assert docs.keys() in written
    assert docs.roots() in written


def _dry(target: str) -> str:
    """Return the commands of a target; make itself may be running these tests, and would tell of folders."""
    command = ["make", "--no-print-directory", "--dry-run", target]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


def test_given_the_hooks_before_a_commit_when_compared_with_make_quick_then_they_run_the_same_commands() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    every = [hook for repository in config["repos"] for hook in repository["hooks"]]
    hooks = [hook for hook in every if hook.get("stages") != ["commit-msg"]]
    assert [hook["id"] for hook in every if hook not in hooks] == ["subject"]
    assert {repository["repo"] for repository in config["repos"]} == {"local"}
    assert all(hook["language"] == "system" and not hook["pass_filenames"] and hook["always_run"] for hook in hooks)
    dry = _dry("quick")
    assert dry.splitlines()[-len(hooks) :] == [hook["entry"] for hook in hooks]
    recipe = re.search(
        r"(?ms)^define LINT\n(.*?)^endef.*?^quick:[^\n]*\n(.*?)^\n", (ROOT / "Makefile").read_text("utf-8")
    )
    assert recipe is not None
    assert len(recipe[1].splitlines()) + len(recipe[2].splitlines()) - 1 == len(hooks)


def test_given_the_gate_of_what_the_tests_reach_when_its_patterns_are_read_then_what_decides_is_behind_it() -> None:
    assert "--deciding=95" in _dry("test")
    decides = Deciding()
    counted = {one for one in _listed("services/*.py") if decides.matches(ROOT / one)}
    assert {"services/pairing/matching/explain.py", "services/notifications/recipes/pairing.py"} <= counted
    assert set(_listed("services/*/domain*")) - counted == set()
    assert set(_listed("services/*/use_cases*")) - counted == set()
    assert all(any(fnmatch(one, pattern) for one in counted) for pattern in DECIDING), "each pattern has a file"
