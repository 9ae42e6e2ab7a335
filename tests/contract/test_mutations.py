"""The checks of the template see what they are there for: one thing at a time is taken out of a copy, and they tell.

A check that tells nothing when its thing is gone is worth nothing; this test fails for it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from infra.lint import checks
from infra.lint.checks import CHECKS, functions, metrics, named, of_type
from infra.template import template

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.lint.checks import Problem, Whole

    Taken = Callable[[Whole], None]
    Check = Callable[[Whole], Iterator[Problem]]

REAL = template()
QUEUES = of_type(REAL, "AWS::SQS::Queue")
RULES, GROUPS = of_type(REAL, "AWS::Events::Rule"), of_type(REAL, "AWS::Logs::LogGroup")
POLICIES = of_type(REAL, "AWS::IAM::ManagedPolicy")
OPEN = [named(one) for one in of_type(REAL, "AWS::SQS::QueuePolicy")["QueuePolicy"]["Queues"]]
DEAD = [name for name in QUEUES if not name.endswith("Queue")]


def _gone(name: str) -> Taken:
    def take(whole: Whole) -> None:
        del whole["Resources"][name]

    return take


def _without(name: str, *path: str | int) -> Taken:
    """Return what takes the last step of a path out of a resource's properties."""

    def take(whole: Whole) -> None:
        node = whole["Resources"][name]["Properties"]
        for step in path[:-1]:
            node = node[step]
        del node[path[-1]]

    return take


def _shut(queue: str) -> Taken:
    return _without("QueuePolicy", "Queues", OPEN.index(queue))


def _unwatched(name: str) -> Taken:
    """Return what takes the one metric of a queue or a function's errors out of its alarm."""

    def take(whole: Whole) -> None:
        for alarm in of_type(whole, "AWS::CloudWatch::Alarm").values():
            alarm["Metrics"] = [one for one in alarm.get("Metrics", []) if not _is_of(one, name)]

    return take


def _is_of(part: dict[str, Any], name: str) -> bool:
    if "MetricStat" not in part and "Fn::If" not in part:
        return False
    (metric,) = metrics({"Metrics": [part]})
    return name in {named(one["Value"]) for one in metric.get("Dimensions", [])}


def _with_function(taken: str) -> Iterator[tuple[str, Taken, Check]]:
    """Yield what can be taken out of a function so that its failures or its logs are lost."""
    one = functions(REAL)[taken]
    nobody_waits = checks.calls_nobody_waits_for_keep_what_fails
    yield f"{taken} without a log group", _without(taken, "LoggingConfig"), checks.logs_are_kept_and_forgotten
    yield f"{taken} without an alarm", _unwatched(taken), checks.failures_ring
    if "EventInvokeConfig" in one:
        yield f"{taken} without an end for its failures", _without(taken, "EventInvokeConfig"), nobody_waits
    for event, source in one.get("Events", {}).items():
        inside = ("Events", event, "Properties")
        if source["Type"] == "ScheduleV2":
            yield f"{taken} without an end for its schedule", _without(taken, *inside, "DeadLetterConfig"), nobody_waits
            yield f"{taken} without an alarm for silence", _gone(f"{taken}Alarm"), checks.schedules_ring
        if source["Type"] == "DynamoDB":
            yield f"{taken} without an end for its stream", _without(taken, *inside, "DestinationConfig"), nobody_waits
        if source["Type"] == "SQS":
            batch = _without(taken, *inside, "FunctionResponseTypes")
            yield f"{taken} failing as a batch", batch, checks.consumers_keep_what_fails


def _with_queues() -> Iterator[tuple[str, Taken, Check]]:
    """Yield each queue shut to events, each one without its dead-letter queue, each dead-letter queue gone."""
    ends = {"UndeliveredEvents": checks.undelivered_events_are_kept,
            "RelayFailures": checks.calls_nobody_waits_for_keep_what_fails,
            "ScheduleFailures": checks.calls_nobody_waits_for_keep_what_fails}  # fmt: skip
    for queue in OPEN:
        yield f"{queue} not in the queue policy", _shut(queue), checks.events_reach_queues
    for queue in DEAD:
        yield f"no {queue}", _gone(queue), ends.get(queue, checks.consumers_keep_what_fails)
        yield f"{queue} without an alarm", _unwatched(queue), checks.failures_ring
    for queue, properties in QUEUES.items():
        if "RedrivePolicy" in properties:
            consumers = checks.consumers_keep_what_fails
            yield f"{queue} without a dead-letter queue", _without(queue, "RedrivePolicy"), consumers
            yield f"{queue} shown again too early", _without(queue, "VisibilityTimeout"), consumers


def _mutations() -> Iterator[tuple[str, Taken, Check]]:
    """Yield a name, what takes one thing out of a copy of the template, and the check that must tell."""
    yield from _with_queues()
    logs = checks.logs_are_kept_and_forgotten
    yield "Api without a log of requests", _without("Api", "AccessLogSetting"), logs
    for group in GROUPS:
        yield f"no {group}", _gone(group), logs
        yield f"{group} that never forgets", _without(group, "RetentionInDays"), logs
    for rule in RULES:
        lost = _without(rule, "Targets", 0, "DeadLetterConfig")
        yield f"{rule} without an end for what it can't deliver", lost, checks.undelivered_events_are_kept
    for function in functions(REAL):
        yield from _with_function(function)
    for name, policy in POLICIES.items():
        for number, statement in enumerate(policy["PolicyDocument"]["Statement"]):
            for condition in statement.get("Condition", {}):
                free = _without(name, "PolicyDocument", "Statement", number, "Condition", condition)
                what = f"{name} {statement['Sid']} without {condition}"
                yield what, free, checks.writes_go_through_transactions


MUTATIONS = {name: (take, check) for name, take, check in _mutations()}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.__name__)
def test_given_the_template_when_checked_then_nothing_is_wrong(check: Check) -> None:
    assert list(check(REAL)) == []


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_given_a_copy_without_one_thing_when_checked_then_it_is_told(mutation: str) -> None:
    take, check = MUTATIONS[mutation]
    mutant = copy.deepcopy(REAL)
    take(mutant)
    assert list(check(mutant)) != []


def test_given_all_mutations_when_counted_then_every_check_has_one_that_it_must_tell_of() -> None:
    """A check that no mutation wakes could be empty."""
    assert {check for _, check in MUTATIONS.values()} == set(CHECKS.values())
