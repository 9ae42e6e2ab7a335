"""Alarms and dashboard watch everything there is: a queue, function or schedule that nobody watches fails here."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from infra.template import functions, resources, template
from relay.publisher import FIGURES

if TYPE_CHECKING:
    pass

ALARMS = resources("AWS::CloudWatch::Alarm")
SCHEDULED = {name for name, function in functions().items() if "Schedule" in function.get("Events", {})}
EXPRESSIONS = ("MAX(FILL(METRICS(), 0))", "SUM(FILL(METRICS(), 0))")
DASHBOARDS = [one["DashboardBody"]["Fn::Sub"] for one in resources("AWS::CloudWatch::Dashboard").values()]

Watched = set[tuple[str, str, str]]


def _metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the metrics an alarm reads, its own or those of its expression."""
    return [one["MetricStat"]["Metric"] for one in _parts(alarm) if "MetricStat" in one] or [alarm]


def _parts(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the entries of an alarm's expression, those that come with a condition included."""
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in alarm.get("Metrics", [])]


def _watched() -> Watched:
    """Return (namespace, metric, logical id of what it is of) of everything the alarms watch."""
    return {
        (str(metric["Namespace"]), metric["MetricName"], _id(dimension["Value"]))
        for alarm in ALARMS.values()
        for metric in _metrics(alarm)
        for dimension in metric.get("Dimensions", [])
    }


def _id(value: Any) -> str:
    if isinstance(value, str):
        return value
    return str(value["Ref"] if "Ref" in value else value.get("Fn::Sub") or value["Fn::GetAtt"][0])


@pytest.mark.parametrize("function", sorted(functions()))
def test_given_a_function_when_it_fails_then_an_alarm_of_its_service_rings(function: str) -> None:
    service = functions()[function]["Handler"].split(".")[0]
    (alarm,) = [
        name for name, one in ALARMS.items() for read in _metrics(one)
        if read["MetricName"] == "Errors" and _id(read["Dimensions"][0]["Value"]) == function
    ]  # fmt: skip
    assert alarm == f"{service.capitalize()}FunctionsAlarm"


def test_given_any_function_when_it_is_throttled_then_an_alarm_rings() -> None:
    # Lambda, «Using CloudWatch metrics»: without a dimension it is of all functions of account and region, which
    # share their concurrency; one metric for each function would cost as much as all mails of a season.
    assert ALARMS["ThrottlesAlarm"]["MetricName"] == "Throttles"
    assert "Dimensions" not in ALARMS["ThrottlesAlarm"]


@pytest.mark.parametrize("function", sorted(SCHEDULED))
def test_given_a_schedule_when_it_does_not_run_then_an_alarm_rings_soon(function: str) -> None:
    alarm = ALARMS[f"{function}Alarm"]
    assert _id(alarm["Dimensions"][0]["Value"]) == function
    assert (alarm["MetricName"], alarm["Threshold"], alarm["TreatMissingData"]) == ("Invocations", 1, "breaching")
    expression = functions()[function]["Events"]["Schedule"]["Properties"]["ScheduleExpression"]
    window, between = alarm["Period"] * alarm["EvaluationPeriods"], _between(expression)
    assert between <= window <= max(2 * between, 900)
    # CloudWatch, PutMetricAlarm: a window of a day at most, or of seven where the period is an hour or longer.
    assert window <= (7 * 86_400 if alarm["Period"] >= 3600 else 86_400)


def _between(expression: str) -> int:
    """Return the seconds between two runs, of the expressions this template has."""
    rate = re.fullmatch(r"rate\((\d+) minutes?\)", expression)
    if rate:
        return int(rate[1]) * 60
    if re.fullmatch(r"cron\(\d+ \* \* \* \? \*\)", expression):
        return 3600
    assert re.fullmatch(r"cron\(\d+ \d+ \? \* MON \*\)", expression), expression
    return 7 * 86_400


@pytest.mark.parametrize("name", sorted(ALARMS))
def test_given_an_alarm_when_it_rings_and_when_it_is_over_then_somebody_is_told_and_knows_what_it_is(name: str) -> None:
    alarm = ALARMS[name]
    assert template()["Resources"][name]["Condition"] == "HasAlarms"
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Alarms"}]
    assert alarm["AlarmDescription"]
    assert "AlarmName" not in alarm


@pytest.mark.parametrize("name", sorted(name for name, alarm in ALARMS.items() if "Metrics" in alarm))
def test_given_an_alarm_over_several_metrics_when_made_then_cloudwatch_takes_it(name: str) -> None:
    # CloudWatch, «Limits that apply to alarms based on metric math expressions»: ten metrics.
    read = [one for one in _parts(ALARMS[name]) if "MetricStat" in one]
    (shown,) = [one for one in _parts(ALARMS[name]) if "MetricStat" not in one]
    assert shown["Expression"] in EXPRESSIONS
    assert shown["ReturnData"] is True
    assert len(read) <= 10
    assert not any(one["ReturnData"] for one in read)
    assert len({one["Id"] for one in read}) == len(read)


def test_given_the_outbox_and_the_mails_when_something_is_near_a_limit_then_an_alarm_rings() -> None:
    outbox = ALARMS["OutboxAgeAlarm"]
    assert (outbox["Namespace"], outbox["MetricName"], outbox["Threshold"]) == (
        {"Ref": "AWS::StackName"}, "OutboxAge", 300,
    )  # fmt: skip
    # SES, «Monitoring sender reputation»: an account is reviewed at 5 % bounces and 0.1 % complaints.
    assert ALARMS["BouncesAlarm"]["MetricName"] == "Reputation.BounceRate"
    assert ALARMS["BouncesAlarm"]["Threshold"] < 0.05
    assert ALARMS["ComplaintsAlarm"]["MetricName"] == "Reputation.ComplaintRate"
    assert ALARMS["ComplaintsAlarm"]["Threshold"] < 0.001
    assert ("AWS/ApiGateway", "5XXError", "${AWS::StackName}") in _watched()


def test_given_no_address_when_deployed_then_nothing_is_watched_and_nothing_charged() -> None:
    conditional = {name for name, one in template()["Resources"].items() if one.get("Condition") == "HasAlarms"}
    assert conditional == set(ALARMS) | {"Alarms"}


def _boards() -> list[list[dict[str, Any]]]:
    """Return the widgets of each dashboard, every reference replaced by what it refers to."""
    return [json.loads(re.sub(r"\$\{([^}]+)\}", r"\1", one))["widgets"] for one in DASHBOARDS]


def _widgets() -> list[dict[str, Any]]:
    return [one for board in _boards() for one in board]


def test_given_the_dashboard_when_read_then_it_shows_every_function_and_every_consumer() -> None:
    shown = json.dumps(_widgets())
    consumers = {name for name in resources("AWS::SQS::Queue") if name.endswith("Queue")}
    always = {name for name in functions() if "Condition" not in template()["Resources"][name]}
    assert {f'"{name}"' for name in always} <= set(re.findall(r'"\w+"', shown))
    assert {name for name in consumers if f'"{name}.QueueName"' in shown} == consumers


def test_given_the_dashboard_when_read_then_it_shows_the_figures_of_the_programme_people_mails_and_cost() -> None:
    titles = [one["properties"]["title"] for one in _widgets()]
    assert [title.split(",")[0] for title in titles] == [
        "People using it", "The programme", "Cost of the whole account", "Requests and 5xx", "Events published",
        "Mails of the whole account", "Age of the oldest event of each consumer", "Errors of each function",
    ]  # fmt: skip
    (programme,) = [one for one in _widgets() if one["properties"]["title"].startswith("The programme")]
    assert {row[1] for row in programme["properties"]["metrics"]} == set(FIGURES.values())


def test_given_the_dashboard_when_counted_then_it_stays_within_what_is_free() -> None:
    # CloudWatch pricing, free tier: three dashboards of up to 50 metrics each.
    boards = [[row for one in board for row in one["properties"].get("metrics", [])] for board in _boards()]
    assert len(boards) <= 3
    assert max(len([row for row in rows if isinstance(row[0], str)]) for rows in boards) <= 50


def test_given_metrics_of_our_own_when_written_then_two_stacks_do_not_mix_theirs() -> None:
    variables = template()["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["POWERTOOLS_METRICS_NAMESPACE"] == {"Ref": "AWS::StackName"}


def test_given_the_api_when_deployed_then_metrics_of_every_method_are_not_paid_for() -> None:
    # API Gateway, «Detailed CloudWatch metrics»: MetricsEnabled is charged by method; those of a stage are free.
    (settings,) = resources("AWS::Serverless::Api")["Api"]["MethodSettings"]
    assert not settings.get("MetricsEnabled")


def test_given_functions_that_sign_when_deployed_then_they_have_both_keys_by_reference_and_the_others_none() -> None:
    for name, function in functions().items():
        variables = function["Environment"]["Variables"]
        assert ("SIGNING_KEY" in variables) == ("ACCEPTED_KEY" in variables), name
        for variable, version in (("SIGNING_KEY", "SigningKeyVersion"), ("ACCEPTED_KEY", "AcceptedKeyVersion")):
            if variable in variables:
                reference = "{{resolve:secretsmanager:${SigningKey}:SecretString${" + version + "}}}"
                assert variables[variable] == {"Fn::Sub": reference}
    # CloudFormation, «Dynamic references»: at most 60 in a template.
    assert json.dumps(template()["Resources"]).count("{{resolve:") <= 60
