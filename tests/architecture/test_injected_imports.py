"""The import law is broken on purpose, in a copy of the sources: the linter sees every kind of breach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from infra.template import ROOT
from tests.architecture.test_import_law import of_the_environment, ways_around

BREACHES = {
    "a service knows another one": "identity.use_cases -> monitoring.domain",
    "the layer knows a service": "mentoring.kickoff -> meetings.domain",
    "a domain knows tables": "meetings.domain -> mentoring.tables.meetings",
    "a domain knows AWS": "surveys.domain -> boto3",
    "the algorithm knows DynamoDB": "pairing.matching.editing -> mentoring.store.dynamo",
    "rooms load numpy": "gatherings.rooms.search -> numpy",
    "a recipe knows HTTP": "notifications.recipes.base -> mentoring.http.fields",
    "pages know DynamoDB": "surveys.pages -> mentoring.store.dynamo",
    "pages know the tables of their service": "workspace.pages -> workspace.store",
    "pages decide who may": "meetings.pages -> mentoring.access",
    "routes know the tables of their service": "pairing.routes.pairs -> pairing.store",
    "pages know routes": "recruitment.pages.public -> recruitment.routes.programmes",
    "pages count by themselves": "recruitment.pages.settings -> recruitment.counting",
    "use cases know who sends": "notifications.use_cases -> notifications.sender",
    "sending knows who sends": "notifications.sending -> notifications.sender",
    "use cases know KMS": "workspace.use_cases.rooms -> mentoring.store.keys",
    "use cases open a session": "surveys.use_cases -> mentoring.aws",
    "a service knows the tools": "identity.use_cases.sessions -> infra",
    "the layer knows the tests": "mentoring.links -> tests",
    "use cases send by themselves": "meetings.use_cases.arranging -> smtplib",
    "use cases know the bucket": "recruitment.use_cases.exporting -> mentoring.store.bucket",
    "use cases know pages": "recruitment.use_cases.deciding -> mentoring.web",
    "use cases know queues": "surveys.use_cases -> mentoring.consumers",
    "use cases help themselves to adapters": "meetings.use_cases -> mentoring.runtime",
    "use cases choose who makes links of calls": "meetings.use_cases.calling -> mentoring.calls.adapters",
    "an entry knows DynamoDB": "meetings.consumer -> mentoring.store.dynamo",
    "a store knows its use cases": "pairing.store -> pairing.use_cases.rounds",
}
"""What is wrong → the import that is put in: module -> module."""


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Given: a copy of the sources with every breach, and a module in no layer; return what the linter says."""
    copy = tmp_path_factory.mktemp("sources")
    for folder in ("services", "shared"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=_not_source)
    shutil.copy(ROOT / "pyproject.toml", copy)
    for breach in BREACHES.values():
        importer, imported = breach.split(" -> ")
        with _source(copy, importer).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {imported}\n")
    (copy / "services" / "meetings" / "anywhere.py").write_text('"""In no layer."""\n', "utf-8")
    paths = os.pathsep.join([str(copy / "services"), str(copy / "shared")])
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=copy, env=os.environ | {"PYTHONPATH": paths, "COLUMNS": "300"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout


def _not_source(folder: str, names: list[str]) -> list[str]:
    return [one for one in names if not one.endswith(".py") and not (Path(folder) / one).is_dir()]


def _source(copy: Path, module: str) -> Path:
    place = copy / ("shared" if module.startswith("mentoring.") else "services") / module.replace(".", "/")
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


@pytest.mark.parametrize("breach", BREACHES.values(), ids=list(BREACHES))
def test_given_a_bad_import_when_the_linter_reads_it_then_it_is_refused(said: str, breach: str) -> None:
    assert re.search(rf"^- +{re.escape(breach)} \(l\.", said, re.MULTILINE), "not the first step of what is refused"


def test_given_a_module_in_no_layer_when_the_linter_reads_it_then_it_is_refused(said: str) -> None:
    assert "meetings.anywhere" in said


@pytest.mark.parametrize(
    "text",
    [
        "import os\nos.environ['X']",
        "import os\nos.getenv('X')",
        "import os as system\nsystem.environ.get('X')",
        "from os import environ\nenviron['X']",
        "from os import getenv as read\nread('X')",
        "import posix\nposix.environ",
        "import os\ngetattr(os, 'environ')",
        "import os\nvars(os)['environ']",
        "import os\nos.path.expandvars('$X')",
        "from os.path import expandvars\nexpandvars('$X')",
    ],
)
def test_given_any_way_to_the_environment_when_a_module_takes_it_then_it_is_seen(text: str) -> None:
    assert of_the_environment(text)


def test_given_a_module_that_asks_for_cores_when_read_then_it_may() -> None:
    assert not of_the_environment("import os\nos.cpu_count()\nenvironment = {}")


@pytest.mark.parametrize(
    "text",
    [
        "import importlib\nimportlib.import_module('workspace.domain')",
        "from importlib import import_module as load\nimport_module('workspace.domain')",
        "__import__('boto3')",
        "from datetime import datetime\ndatetime.now()",
        "import datetime\ndatetime.datetime.now()",
        "import time\ntime.time()",
    ],
)
def test_given_a_way_around_the_law_when_a_module_takes_it_then_it_is_seen(text: str) -> None:
    assert ways_around(text)
