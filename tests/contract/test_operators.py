"""The operator's pages: they name every alarm, only commands there are, and settings the template knows."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from infra.operate import __main__ as operate
from infra.operate import keys, tables
from infra.operate.__main__ import region_of, settings_of, undone
from infra.season import costs
from infra.template import ROOT, resources, template

PAGES = sorted((ROOT / "docs" / "operators").glob("*.md"))
RUNBOOK = (ROOT / "docs" / "operators" / "runbook.md").read_text("utf-8")
SAMCONFIG = tomllib.loads((ROOT / "samconfig.toml").read_text("utf-8"))


@pytest.mark.parametrize("alarm", sorted(resources("AWS::CloudWatch::Alarm")))
def test_given_an_alarm_when_it_rings_then_the_runbook_says_what_to_do(alarm: str) -> None:
    assert f"**{_entry(alarm)}**" in RUNBOOK


def test_given_the_runbook_when_read_then_it_names_no_alarm_that_is_gone() -> None:
    entries = {_entry(alarm) for alarm in resources("AWS::CloudWatch::Alarm")}
    assert set(re.findall(r"\*\*([\w…]+Alarm)\*\*", RUNBOOK)) == entries


def _entry(alarm: str) -> str:
    """Return how the runbook names an alarm: those of each service's functions have one entry, and so has a second."""
    return "…FunctionsAlarm" if alarm.endswith("FunctionsAlarm") else re.sub(r"\d+Alarm$", "Alarm", alarm)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.name)
def test_given_a_page_when_it_names_a_command_then_it_exists(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_given_a_page_when_it_names_a_parameter_then_the_template_has_it(page: Path) -> None:
    known = set(template()["Parameters"]) | set(template()["Outputs"]) | set(template()["Resources"])
    named = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)(?:=\w+)?`", page.read_text("utf-8")))
    assert named - known <= {"MaximumConcurrency", "OutOfMemory"}


@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_given_an_environment_when_deployed_then_its_settings_are_the_templates(environment: str) -> None:
    settings = SAMCONFIG[environment]["deploy"]["parameters"]
    given = dict(re.findall(r'(\w+)="([^"]*)"', settings["parameter_overrides"]))
    parameters = template()["Parameters"]
    assert set(given) <= set(parameters)
    for name, value in given.items():
        assert value in map(str, parameters[name].get("AllowedValues", [value])), name
    assert settings["region"].startswith("eu-")


def test_given_both_environments_when_deployed_into_one_account_then_they_are_two_stacks() -> None:
    assert len({SAMCONFIG[name]["deploy"]["parameters"]["stack_name"] for name in ("dev", "prod")}) == 2


@pytest.mark.parametrize(
    ("stack", "option"),
    [("tandem", "--config-env prod"), ("tandem-dev", "--config-env dev"), ("other", "--stack-name other")],
)
def test_given_a_stack_when_told_how_to_deploy_it_then_sam_finds_its_settings(stack: str, option: str) -> None:
    assert settings_of(stack) == option


def test_given_no_region_in_the_environment_when_a_stack_is_operated_then_it_is_the_one_it_was_deployed_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    assert (region_of("tandem"), region_of("other")) == (SAMCONFIG["prod"]["deploy"]["parameters"]["region"], None)
    monkeypatch.setenv("AWS_REGION", "eu-west-1")  # boto3 alone would not read this one
    assert region_of("tandem") == "eu-west-1"


BY_COMMAND = (keys.SIGNS, keys.COUNTS, *tables.TABLES)
"""Parameters that an operator's commands set, behind the back of samconfig.toml."""


def test_given_parameters_that_commands_set_when_sam_wrote_them_down_too_then_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # SAM CLI, `sam deploy --guided`: it saves every parameter it asked for, so the next deployment empties these.
    assert undone("tandem", BY_COMMAND) == undone("tandem-dev", BY_COMMAND) == []
    monkeypatch.setattr(operate, "ROOT", tmp_path)
    (tmp_path / "samconfig.toml").write_text(
        """[prod.deploy.parameters]
stack_name = "tandem"
parameter_overrides = 'LogRetentionDays="30" SigningKeyVersion="" CoreTableName=""'
""",
        "utf-8",
    )
    assert undone("tandem", BY_COMMAND) == ["SigningKeyVersion", "CoreTableName"]
    assert undone("another", BY_COMMAND) == []


def test_given_somebody_who_deploys_when_they_read_the_page_then_it_says_what_to_take_out_of_the_file() -> None:
    page = (ROOT / "docs" / "operators" / "deploying.md").read_text("utf-8")
    assert all(f"`{name}`" in page for name in BY_COMMAND)


def test_given_the_page_of_costs_when_made_again_then_it_is_the_same() -> None:
    assert costs.PAGE.read_text("utf-8") == costs.page(json.loads(costs.COUNTS.read_text("utf-8"))), "run `make costs`"


def test_given_the_prices_when_read_then_each_is_used_and_none_is_missing() -> None:
    counts = json.loads(costs.COUNTS.read_text("utf-8"))
    used = {price for lines in (costs.idle(), costs.season(counts, 1)) for _, price in lines.values()}
    assert used == set(costs.PRICES)
