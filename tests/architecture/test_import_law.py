"""The import law and a few sentences of architecture that only the source can prove."""

from __future__ import annotations

import ast
import os
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from mentoring import http

ROOT = Path(__file__).parents[2]
LAW = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
SOURCES = sorted([*(ROOT / "services").rglob("*.py"), *(ROOT / "shared").rglob("*.py")])
SENDERS = {"services/notifications/sender.py"}
SESSION = "shared/mentoring/aws.py"


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_given_all_packages_when_the_linter_reads_their_imports_then_the_law_is_kept() -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "services"), str(ROOT / "shared")])}
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr


ENVIRONMENT = {"environ", "environb", "getenv", "getenvb", "putenv", "unsetenv", "expandvars"}


def of_the_environment(text: str) -> set[str]:
    """Return what a module takes of the environment, by whatever name it has it."""
    taken = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute):
            taken |= {node.attr} & ENVIRONMENT
        elif isinstance(node, ast.Constant):  # `getattr(os, "environ")`, `vars(os)["environ"]`
            taken |= {node.value} & ENVIRONMENT
        elif isinstance(node, ast.ImportFrom) and node.module in ("os", "os.path", "posix", "posixpath"):
            taken |= {one.name for one in node.names} & {*ENVIRONMENT, "*"}
    return taken


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_read_then_only_settings_reads_the_environment(path: Path) -> None:
    assert _name(path) == "shared/mentoring/settings.py" or not of_the_environment(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_read_then_aws_is_touched_only_where_it_may_be(path: Path) -> None:
    name = _name(path)
    allowed = (
        name.endswith("/store.py")
        or name.startswith(("shared/mentoring/store/", "shared/mentoring/tables/", "services/relay/"))
        or name in {*SENDERS, SESSION}
    )
    touched = {module.split(".")[0] for module in _imports(path)} & {"boto3", "botocore", "pynamodb"}
    assert allowed or not touched


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_read_then_it_makes_no_session_of_its_own(path: Path) -> None:
    assert _name(path) == SESSION or "botocore.session" not in _imports(path)


AROUND = {"import_module", "__import__"}
TIMES = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns"}
MODULES_BY_NAME = {"shared/mentoring/tables/core.py"}
"""Items of a table may be of any kind, and which module has it is told by the item."""
CLOCK = "shared/mentoring/clock.py"


def ways_around(text: str) -> set[str]:
    """Return what a module does that imports don't tell: it loads modules by name, or asks the system for the time."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in AROUND:
                found.add(name)
            case ast.ImportFrom(names=names):
                found |= {one.name for one in names} & AROUND
            case ast.Call(func=ast.Attribute() as called):
                found |= {".".join(ast.unparse(called).split(".")[-2:])} & TIMES
    return found


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_read_then_it_imports_nothing_by_name_and_the_clock_alone_tells_the_time(
    path: Path,
) -> None:
    assert _name(path) in {CLOCK, *MODULES_BY_NAME} or not ways_around(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_given_a_module_when_read_then_it_never_scans_and_never_skips_a_version(path: Path) -> None:
    calls = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not calls & {"scan", "rate_limited_scan", "batch_write"}


@pytest.mark.parametrize(
    "package", sorted(path.parent for path in (ROOT / "services").glob("*/__init__.py")), ids=_name
)
def test_given_a_service_when_its_package_is_read_then_it_says_what_it_owns(package: Path) -> None:
    docstring = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    assert "Events in" in docstring
    assert "Events out" in docstring


def test_given_a_service_when_the_import_law_is_read_then_its_layers_are_in_it_and_name_every_module() -> None:
    """Without a contract of its own a new service would keep no layers, and nothing would say so."""
    layered = {name for one in LAW if one["type"] == "layers" and one.get("exhaustive") for name in one["containers"]}
    assert layered == {path.parent.name for path in (ROOT / "services").glob("*/__init__.py")}


def test_given_a_service_with_a_store_when_the_import_law_is_read_then_its_pages_are_kept_from_it() -> None:
    (law,) = [one for one in LAW if one["id"] == "edges-know-use-cases-only"]
    services = [path.parent for path in (ROOT / "services").glob("*/__init__.py")]
    stores = {f"{one.name}.store" for one in services if (one / "store.py").exists() or (one / "store").is_dir()}
    assert stores == {one for one in law["forbidden_modules"] if one.endswith(".store")}


def test_given_the_names_of_the_http_edge_when_imported_then_none_is_also_a_module() -> None:
    modules = {one.name for one in pkgutil.iter_modules(http.__path__)}
    assert not modules & set(http.__all__)


FIRST = """
import importlib, os, sys
failed = []
for name in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), flush=True)
            os._exit(1)
        os._exit(0)
    failed += [name] if os.waitpid(child, 0)[1] else []
sys.exit(bool(failed))
"""


def test_given_any_module_of_the_http_edge_when_it_is_the_first_to_be_imported_then_it_works() -> None:
    names = [f"mentoring.http.{path.stem}" for path in sorted((ROOT / "shared/mentoring/http").glob("[a-z]*.py"))]
    assert len(names) > 12
    environment = os.environ | {"PYTHONPATH": str(ROOT / "shared"), "AWS_REGION": "eu-central-1"}
    run = subprocess.run(
        [sys.executable, "-c", FIRST, *names], env=environment, capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout) == (0, "")


ENTRIES = [path for path in SOURCES if path.name in {"consumer.py", "worker.py", "schedule.py", "bounces.py"}]


@pytest.mark.parametrize("path", ENTRIES, ids=_name)
def test_given_an_entry_when_read_then_it_hands_on_and_holds_no_logic(path: Path) -> None:
    functions = [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.FunctionDef)]
    assert sum(len(one.body) for one in functions) <= 10
    assert not [one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, ast.ClassDef)]
    told = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Expr, ast.FunctionDef, ast.If)
    body = ast.parse(path.read_text("utf-8")).body
    assert [one for one in body if not isinstance(one, told)] == []
    assert [ast.unparse(one.test) for one in body if isinstance(one, ast.If)] in ([], ["TYPE_CHECKING"])
