"""Rules against losing events or failures silently: pure checks of a template as SAM reads it.

Each takes a whole template (`infra.template.template()`, or a changed copy) and yields what is wrong: the logical id of
the resource and a sentence. `tests/contract/test_mutations.py` removes things from copies, one at a time, and expects
the checks to report them; so a check must look only at the template it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from infra.operate.redrive import CONSUMERS, RELAY, SCHEDULES, UNDELIVERED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Whole = dict[str, Any]
Problem = tuple[str, str]
"""Logical id, and what is wrong with it."""

DEFAULT_TIMEOUT = 20
"""The time limit in seconds of functions without their own: the template's `Globals`."""


def of_type(whole: Whole, kind: str) -> dict[str, dict[str, Any]]:
    """Return logical id → properties of all resources of a type."""
    return {name: one.get("Properties", {}) for name, one in whole["Resources"].items() if one["Type"] == kind}


def functions(whole: Whole) -> dict[str, dict[str, Any]]:
    """Return logical id → properties of all functions."""
    return of_type(whole, "AWS::Serverless::Function")


def named(value: Any) -> str:
    """Return the logical id a `Ref` or `Fn::GetAtt` names, or an empty text."""
    if not isinstance(value, dict):
        return ""
    return str(value.get("Ref") or (value.get("Fn::GetAtt") or [""])[0])


def metrics(alarm: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the metrics an alarm reads, its own or those of its expression, conditional or not."""
    parts = [one["Fn::If"][1] if "Fn::If" in one else one for one in alarm.get("Metrics", [])]
    return [one["MetricStat"]["Metric"] for one in parts if "MetricStat" in one] or [alarm]


def watched(whole: Whole) -> set[tuple[str, str]]:
    """Return (metric, logical id of its subject) of everything the alarms watch."""
    return {
        (metric["MetricName"], named(dimension["Value"]))
        for alarm in of_type(whole, "AWS::CloudWatch::Alarm").values()
        for metric in metrics(alarm)
        for dimension in metric.get("Dimensions", [])
    }


def events_reach_queues(whole: Whole) -> Iterator[Problem]:
    """A queue that a rule sends events to, or leaves failed ones in, has a policy that allows the rule."""
    queues = of_type(whole, "AWS::SQS::Queue")
    policies = of_type(whole, "AWS::SQS::QueuePolicy").values()
    open_to = {named(queue) for policy in policies if _lets_events_in(policy) for queue in policy["Queues"]}
    for name, rule in of_type(whole, "AWS::Events::Rule").items():
        for target in rule["Targets"]:
            ends = [named(target["Arn"]), named(target.get("DeadLetterConfig", {}).get("Arn"))]
            for queue in filter(None, ends):
                if queue not in queues:
                    yield name, f"there is no queue {queue}"
                elif queue not in open_to:
                    yield name, f"EventBridge may not put anything into {queue}: it is in no queue policy"


def _lets_events_in(policy: dict[str, Any]) -> bool:
    return any(
        one["Effect"] == "Allow" and one["Principal"] == {"Service": "events.amazonaws.com"}
        for one in policy["PolicyDocument"]["Statement"]
    )


def undelivered_events_are_kept(whole: Whole) -> Iterator[Problem]:
    """A rule that can't reach its queue leaves the event where `make redrive` finds it."""
    for name, rule in of_type(whole, "AWS::Events::Rule").items():
        for target in rule["Targets"]:
            end = named(target.get("DeadLetterConfig", {}).get("Arn"))
            if end != UNDELIVERED or end not in of_type(whole, "AWS::SQS::Queue"):
                yield name, f"an event that can't be delivered is lost: it doesn't end in {UNDELIVERED}"


def consumers_keep_what_fails(whole: Whole) -> Iterator[Problem]:
    """A queue that a function reads has a dead-letter queue; messages fail alone, and are hidden long enough."""
    queues = of_type(whole, "AWS::SQS::Queue")
    for name, function in functions(whole).items():
        source = function.get("Events", {}).get("Deliveries", {}).get("Properties")
        if source is None:
            continue
        queue = queues.get(named(source["Queue"]), {})
        if source.get("FunctionResponseTypes") != ["ReportBatchItemFailures"]:
            yield name, "one failed message brings all of its batch again: no ReportBatchItemFailures"
        if queue.get("VisibilityTimeout", 30) < 6 * function.get("Timeout", DEFAULT_TIMEOUT):
            yield name, "its queue shows a message again while it is worked on: VisibilityTimeout < 6 × Timeout"
        dead = named(queue.get("RedrivePolicy", {}).get("deadLetterTargetArn"))
        if dead not in queues or dead != f"{name}{CONSUMERS}":
            yield name, f"what fails is lost: its queue doesn't redrive to {name}{CONSUMERS}"


def calls_nobody_waits_for_keep_what_fails(whole: Whole) -> Iterator[Problem]:
    """Failures of functions started by a schedule, a stream or SES end where `make redrive` finds them."""
    queues = of_type(whole, "AWS::SQS::Queue")
    started = {named(one["FunctionName"]) for one in of_type(whole, "AWS::Lambda::Permission").values()}
    for name, function in functions(whole).items():
        ends = {}
        for event in function.get("Events", {}).values():
            if event["Type"] == "ScheduleV2":
                ends["its schedule"] = named(event["Properties"].get("DeadLetterConfig", {}).get("Arn"))
                ends["it"] = _on_failure(function.get("EventInvokeConfig", {}))
            if event["Type"] == "DynamoDB":
                ends["its stream"] = _on_failure(event["Properties"])
        if name in started:
            ends["it"] = _on_failure(function.get("EventInvokeConfig", {}))
        for what, queue in ends.items():
            wanted = RELAY if what == "its stream" else SCHEDULES
            if queue != wanted or queue not in queues:
                yield name, f"what {what} fails at on every try is lost: it doesn't end in {wanted}"


def _on_failure(configuration: dict[str, Any]) -> str:
    return named(configuration.get("DestinationConfig", {}).get("OnFailure", {}).get("Destination"))


def logs_are_kept_and_forgotten(whole: Whole) -> Iterator[Problem]:
    """Every function and the API log to a log group of the template, with a limited retention."""
    groups = of_type(whole, "AWS::Logs::LogGroup")
    for name, function in functions(whole).items():
        if named(function.get("LoggingConfig", {}).get("LogGroup")) not in groups:
            yield name, "it logs into a group that Lambda makes and that never forgets: no LogGroup of the template"
    for name, api in of_type(whole, "AWS::Serverless::Api").items():
        if named(api.get("AccessLogSetting", {}).get("DestinationArn")) not in groups:
            yield name, "its requests are logged nowhere: no LogGroup of the template"
    for name, group in groups.items():
        if "RetentionInDays" not in group:
            yield name, "it never forgets: no RetentionInDays"


def failures_ring(whole: Whole) -> Iterator[Problem]:
    """Every queue of failed messages and every function's errors have an alarm."""
    seen = watched(whole)
    for queue in sorted(set(_ends(whole["Resources"]))):
        if ("ApproximateNumberOfMessagesVisible", queue) not in seen:
            yield queue, "failures end there and no alarm rings"
    for function in functions(whole):
        if ("Errors", function) not in seen:
            yield function, "no alarm rings when it fails"


def _ends(node: Any) -> Iterator[str]:
    """Yield the logical ids of all queues for failed messages, wherever the template names them."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "deadLetterTargetArn":
                yield named(value)
            elif key == "DeadLetterConfig":
                yield named(value["Arn"])
            elif key == "OnFailure":
                yield named(value["Destination"])
            else:
                yield from _ends(value)
    elif isinstance(node, list):
        for one in node:
            yield from _ends(one)


def schedules_ring(whole: Whole) -> Iterator[Problem]:
    """A schedule that doesn't run raises an alarm: its function's missing invocations count as a breach."""
    alarms = of_type(whole, "AWS::CloudWatch::Alarm").values()
    for name, function in functions(whole).items():
        if not any(event["Type"] == "ScheduleV2" for event in function.get("Events", {}).values()):
            continue
        if not any(
            metric["MetricName"] == "Invocations"
            and alarm["TreatMissingData"] == "breaching"
            and name in {named(one["Value"]) for one in metric.get("Dimensions", [])}
            for alarm in alarms
            for metric in metrics(alarm)
        ):
            yield name, "no alarm rings when it does not run"


def writes_go_through_transactions(whole: Whole) -> Iterator[Problem]:
    """A role may write to a table only within its own prefixes and inside a transaction; except the relay."""
    inside = {"dynamodb:EnclosingOperation": ["TransactWriteItems"]}
    for name, policy in of_type(whole, "AWS::IAM::ManagedPolicy").items():
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
            if not {one.split(":")[1] for one in actions} & {"PutItem", "DeleteItem", "UpdateItem"}:
                continue
            condition = statement.get("Condition", {})
            if condition.get("ForAnyValue:StringEquals") != inside:
                yield name, f"{statement['Sid']}: it may write without a transaction, past the outbox"
            if not condition.get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys"):
                yield name, f"{statement['Sid']}: it may write other services' items"


CHECKS: dict[str, Callable[[Whole], Iterator[Problem]]] = {
    "E9101": events_reach_queues,
    "E9102": undelivered_events_are_kept,
    "E9103": consumers_keep_what_fails,
    "E9104": calls_nobody_waits_for_keep_what_fails,
    "E9105": logs_are_kept_and_forgotten,
    "E9106": failures_ring,
    "E9107": schedules_ring,
    "E9108": writes_go_through_transactions,
}
"""cfn-lint rule id (E9xxx are for custom rules) → the check."""
