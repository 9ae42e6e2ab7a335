"""Generated lists that repeat others: parts of template.yaml and lines of pyproject.toml.

In template.yaml a part begins with a line `# written by make contracts: <name>` and ends with `# to here`; it is made
from the functions, queues and rules of the same file and from the items each service owns (`mentoring.tables`). In
pyproject.toml a list of services ends its line with `# every service`. A test fails if one is out of date.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from infra import items
from infra.template import ROOT, template
from mentoring.tables.core import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPLATE, PROJECT = ROOT / "template.yaml", ROOT / "pyproject.toml"

PART = re.compile(r"(?ms)^(  # written by make contracts: ([a-z ]+)\n).*?^(  # to here\n)")
LIST = re.compile(r"(?m)^([a-z_-]+ = )\[.*\](  # every service(?: and ([a-z, ]+?))?(?: but ([a-z, ]+))?)$")

MOST_METRICS = 10
"""How many metrics one alarm may read (CloudWatch, «Limits that apply to alarms based on metric math expressions»)."""

OWN_MARKERS = {
    "identity": ("signin", "renewal", "session", "address", "passkey"),
    "pairing": ("inbox#pairing-worker",),
    "meetings": ("inbox#meetings-inbound",),
    "workspace": ("inbox#workspace-inbound",),
    "notifications": ("inbox#notifications-room",),
    "reporting": ("inbox#reporting-pair",),
}
"""A service's entries in `once` besides inbox, idempotency and throttle markers with its name."""

WINDOWS = {
    "rate(1 minute)": (300, 2, "every minute"),
    "rate(5 minutes)": (900, 1, "every 5 minutes"),
    "hourly": (3600, 2, "every hour"),
    "weekly": (86_400, 7, "every Monday"),
}
"""Schedule → its alarm's period in seconds, how many missed periods raise it, and a description."""

Whole = dict[str, Any]
Key = Callable[..., tuple[str, str]]


def services() -> list[str]:
    """Return the names of all services: the packages in services/."""
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/__init__.py"))


def prefixes(service: str) -> list[str]:
    """Return the prefixes of the partition keys of a service's items, without `#`."""
    keys: Iterator[Key] = (vars(one)["key"].__func__ for one in items.of(service) if "key" in vars(one))
    return list(dict.fromkeys(_partition(key) for key in keys))


def _partition(key: Key) -> str:
    """Return the part before the first `#` of the partition keys that a method makes."""
    parameters = inspect.signature(key).parameters.values()
    made, _ = key(*(0 if one.annotation == "int" else "0" for one in parameters))
    return made.partition("#")[0]


def _functions(whole: Whole) -> dict[str, Whole]:
    """Return logical id → resource of all functions, in the order of the template."""
    return {name: one for name, one in whole["Resources"].items() if one["Type"] == "AWS::Serverless::Function"}


def _service(function: Whole) -> str:
    return str(function["Properties"]["Handler"]).split(".")[0]


def _queues(whole: Whole) -> list[str]:
    """Return the logical ids of the queues that rules send events to."""
    rules = (one["Properties"] for one in whole["Resources"].values() if one["Type"] == "AWS::Events::Rule")
    return [str(target["Arn"]["Fn::GetAtt"][0]) for rule in rules for target in rule["Targets"]]


def queue_policy(whole: Whole) -> str:
    """Return the policy that lets rules send events to queues: a queue that isn't in it gets nothing."""
    rows = "".join(f"        - !Ref {name}\n" for name in ["UndeliveredEvents", *_queues(whole)])
    return f"""\
  QueuePolicy:
    Type: AWS::SQS::QueuePolicy
    Properties:
      Queues:
{rows}      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: RulesOfThisAccountDeliver
            Effect: Allow
            Principal: {{Service: events.amazonaws.com}}
            Action: sqs:SendMessage
            Resource: !Sub "arn:${{AWS::Partition}}:sqs:${{AWS::Region}}:${{AWS::AccountId}}:${{AWS::StackName}}-*"
            Condition: {{StringEquals: {{"aws:SourceAccount": !Ref AWS::AccountId}}}}
"""


def writes(whole: Whole) -> str:
    """Return a policy for each service that owns items: only its own prefixes, and only inside a transaction."""
    del whole
    return "\n".join(_writes(service) for service in services() if prefixes(service))


def _writes(service: str) -> str:
    counts = any(issubclass(one, Tally) for one in items.of(service))
    changes = [
        "PutItem",
        *(["UpdateItem"] if counts else []),
        "DeleteItem",
    ]  # counters are only added to, without reading
    markers = (f"inbox#{service}", f"idempotency#{service}", f"throttle#{service}", *OWN_MARKERS.get(service, ()))
    return f"""\
  {service.capitalize()}Writes:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      Description: What {service} may write
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Sid: OwnItems
            Effect: Allow
            Action: [{", ".join(f"dynamodb:{one}" for one in changes)}]
            Resource: {_table("Core")}
            Condition:
{_only(prefixes(service))}
          - Sid: OwnEvents
            Effect: Allow
            Action: dynamodb:PutItem
            Resource: !GetAtt OutboxTable.Arn
            Condition:
{_only([service])}
          - Sid: OwnMarkers
            Effect: Allow
            Action: [dynamodb:PutItem, dynamodb:DeleteItem]
            Resource: {_table("Once")}
            Condition:
{_only(list(markers))}
"""


def _table(name: str) -> str:
    arn = f"arn:${{AWS::Partition}}:dynamodb:${{AWS::Region}}:${{AWS::AccountId}}:table/${{{name}TableName}}"
    return f'!If [UsesRestored{name}, !Sub "{arn}", !GetAtt {name}Table.Arn]'


def _only(keys: list[str]) -> str:
    listed = ", ".join(f'"{key}#*"' for key in keys)
    return (
        f'              ForAllValues:StringLike: {{"dynamodb:LeadingKeys": [{listed}]}}\n'
        '              ForAnyValue:StringEquals: {"dynamodb:EnclosingOperation": [TransactWriteItems]}'
    )


def alarms(whole: Whole) -> str:
    """Return the alarms for dead-letter queues, each service's functions and each schedule."""
    dead = [name for name, one in whole["Resources"].items() if one["Type"] == "AWS::SQS::Queue"]
    consumers = [name for name in dead if name.endswith("Dead") and not name.endswith("WorkerDead")]
    workers = [name for name in dead if name.endswith("WorkerDead")]
    functions = _functions(whole)
    made = [
        *_dead_letters("DeadLetters", "An event failed five times in a consumer", consumers),
        *_dead_letters("Workers", "A round or a job failed five times in its worker", workers),
        *(_missed(name, one) for name, one in functions.items() if _schedule(one)),
    ]
    for service in dict.fromkeys(map(_service, functions.values())):
        own = {name: one for name, one in functions.items() if _service(one) == service}
        made.append(_errors(service, own))
    return "\n".join(made)


def _alarm(name: str, description: str, rest: str) -> str:
    return f"""\
  {name}:
    Type: AWS::CloudWatch::Alarm
    Condition: HasAlarms
    Properties:
      AlarmDescription: "{description}"
      AlarmActions: [!Ref Alarms]
      OKActions: [!Ref Alarms]
{rest}"""


def _dead_letters(name: str, what: str, queues: list[str]) -> Iterator[str]:
    """Yield an alarm for each ten dead-letter queues: the second one's name ends with a 2, and so on."""
    dimension = "Dimensions: [{{Name: QueueName, Value: !GetAtt {}.QueueName}}]"
    metric = "Namespace: AWS/SQS, MetricName: ApproximateNumberOfMessagesVisible"
    for number, first in enumerate(range(0, len(queues), MOST_METRICS), 1):
        some = queues[first : first + MOST_METRICS]
        rows = [_row(n, "Maximum", f"{metric}, {dimension.format(one)}") for n, one in enumerate(some)]
        yield _alarm(
            f"{name}{'' if number == 1 else number}Alarm",
            f"{what} and lies in its dead-letter queue",
            _over("MAX", rows, "      EvaluationPeriods: 3\n      DatapointsToAlarm: 1\n"),
        )


def _errors(service: str, functions: dict[str, Whole]) -> str:
    rows = []
    for number, (name, one) in enumerate(functions.items()):
        dimension = f"Dimensions: [{{Name: FunctionName, Value: !Ref {name}}}]"
        row = _row(number, "Sum", f"Namespace: AWS/Lambda, MetricName: Errors, {dimension}")
        rows.append(f"!If [{one['Condition']}, {row}, !Ref AWS::NoValue]" if "Condition" in one else row)
    return _alarm(
        f"{service.capitalize()}FunctionsAlarm",
        f"A function of {service} crashed, or ran out of time or memory",
        _over("SUM", rows, "      EvaluationPeriods: 1\n"),
    )


def _row(number: int, statistic: str, metric: str) -> str:
    inside = f"MetricStat: {{Stat: {statistic}, Period: 300, Metric: {{{metric}}}}}"
    return f"{{Id: m{number}, ReturnData: false, {inside}}}"


def _over(function: str, rows: list[str], periods: str) -> str:
    if len(rows) > MOST_METRICS:
        raise SystemExit(f"an alarm reads at most {MOST_METRICS} metrics, not {len(rows)}: {rows[0]} …")
    listed = "".join(f"        - {row}\n" for row in rows)
    return f"""\
      TreatMissingData: notBreaching
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
{periods}      Metrics: # ten at most in one alarm
        - {{Id: all, Expression: "{function}(FILL(METRICS(), 0))", ReturnData: true}}
{listed}"""


def _schedule(function: Whole) -> str:
    """Return when a function is started, or an empty text: a rate, `hourly` or `weekly`."""
    started = function["Properties"].get("Events", {}).get("Schedule")
    if started is None:
        return ""
    expression = str(started["Properties"]["ScheduleExpression"])
    if re.fullmatch(r"cron\(\d+ \* \* \* \? \*\)", expression):
        return "hourly"
    return "weekly" if re.fullmatch(r"cron\(\d+ \d+ \? \* MON \*\)", expression) else expression


def _missed(name: str, function: Whole) -> str:
    period, periods, words = WINDOWS[_schedule(function)]
    return _alarm(
        f"{name}Alarm",
        f"{name} did not run; it should {words}",
        f"""\
      Namespace: AWS/Lambda
      MetricName: Invocations
      Dimensions: [{{Name: FunctionName, Value: !Ref {name}}}]
      Statistic: Sum
      Period: {period}
      EvaluationPeriods: {periods}
      ComparisonOperator: LessThanThreshold
      Threshold: 1
      TreatMissingData: breaching
""",
    )


def functions_dashboards(whole: Whole) -> str:
    """Return a dashboard with every consumer's age and one with every function's errors, without conditional ones.

    Two, for one of more than 50 metrics is charged for (CloudWatch pricing); with the stack's own they are three.
    """
    ages = [f'"QueueName", "${{{name}.QueueName}}"' for name in _queues(whole)]
    errors = [f'"FunctionName", "${{{name}}}"' for name, one in _functions(whole).items() if "Condition" not in one]
    older = _widget("Age of the oldest event of each consumer, seconds", "Maximum",
                    _series('"AWS/SQS", "ApproximateAgeOfOldestMessage"', ages))  # fmt: skip
    failed = _widget("Errors of each function", "Sum", _series('"AWS/Lambda", "Errors"', errors))
    return "\n".join([_dashboard("Consumers", older), _dashboard("Functions", failed)])


def _dashboard(name: str, widget: str) -> str:
    return f"""\
  {name}Dashboard:
    Type: AWS::CloudWatch::Dashboard
    Properties:
      DashboardName: !Sub "${{AWS::StackName}}-{name.lower()}"
      DashboardBody: !Sub |
        {{
          "start": "-P14D",
          "widgets": [
{widget}
          ]
        }}
"""


def _widget(title: str, statistic: str, series: Iterator[str]) -> str:
    rows = ",\n".join(f"                {one}" for one in series)
    return f"""\
            {{"type": "metric", "x": 0, "y": 0, "width": 24, "height": 8, "properties": {{
              "title": "{title}", "region": "${{AWS::Region}}", "stat": "{statistic}", "period": 300,
              "metrics": [
{rows}
              ]}}}}"""


def _series(metric: str, dimensions: list[str]) -> Iterator[str]:
    """Yield the rows of a graph; from the second on, `...` repeats the row before (CloudWatch)."""
    yield f"[{metric}, {dimensions[0]}]"
    for one in dimensions[1:]:
        yield f'["...", {one.partition(", ")[2]}]'


PARTS: dict[str, Callable[[Whole], str]] = {
    "queue policy": queue_policy,
    "what each service may write": writes,
    "alarms": alarms,
    "dashboards of functions": functions_dashboards,
}
"""Name of a part → the function that writes it."""


def template_text(text: str, whole: Whole) -> str:
    """Return template.yaml with all generated parts up to date."""
    found = [one[2] for one in PART.finditer(text)]
    if sorted(found) != sorted(PARTS):
        raise SystemExit(f"template.yaml has the parts {found}, not {sorted(PARTS)}")
    return PART.sub(lambda one: f"{one[1]}{PARTS[one[2]](whole)}{one[3]}", text)


def project_text(text: str) -> str:
    """Return pyproject.toml with all lists of services up to date."""
    return LIST.sub(lambda one: f"{one[1]}[{', '.join(_listed(one[3], one[4]))}]{one[2]}", text)


def _listed(more: str | None, less: str | None) -> list[str]:
    names = [*(more or "").replace(",", " ").split(), *services()]
    left_out = set((less or "").replace(",", " ").split())
    return [f'"{name}"' for name in names if name not in left_out]


def files() -> dict[Path, str]:
    """Return both files with their current texts."""
    return {
        TEMPLATE: template_text(TEMPLATE.read_text("utf-8"), template(TEMPLATE)),
        PROJECT: project_text(PROJECT.read_text("utf-8")),
    }
