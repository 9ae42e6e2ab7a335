"""What an operator does, on a running stack: a new key, failures brought back, tables restored."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import WaiterError

from infra.local.deploy import client
from infra.operate import keys, redrive, tables
from infra.operate.stack import Deployed, NothingLikeThat
from infra.template import functions, resources
from mentoring import ids
from mentoring.events import Event, Meta, to_detail
from mentoring.events.pairing import PairAgreed

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.local import Stack
    from tests.e2e.client import RunningStack

    Seen = Callable[[Stack], RunningStack]


def _silent(_: str) -> None:
    pass


@pytest.fixture
def deployed(own: Stack) -> Deployed:
    """Given: a running stack, as an operator reaches it."""
    return Deployed("tandem", lambda service: client(own.layout, service))


def _asked(running: RunningStack, name: str) -> str:
    """Ask for a sign-in mail; return the path of its link."""
    running.http.cookies.clear()
    running.http.post(
        "/sign-in", data={"email": f"{name}@firma.example"}, headers={"Origin": running.layout.public_url}
    )
    deadline = time.monotonic() + 60
    while not (found := running.mails(to=f"{name}@firma.example", kind="sign_in")):
        assert time.monotonic() < deadline, "no mail came"
        time.sleep(0.2)
    (mail,) = found
    (link,) = [one for one in mail["links"] if "/sign-in/answer/" in one]
    return str(link).removeprefix(running.layout.public_url)


def _status(running: RunningStack, path: str) -> int:
    return running.http.get(path).status_code


def test_given_a_link_in_a_mail_when_the_key_is_replaced_then_it_works_until_the_old_key_is_retired(
    own: Stack, seen: Seen, deployed: Deployed
) -> None:
    running = seen(own)
    before = _asked(running, "anna")
    keys.rotate(deployed, _silent)
    assert _status(running, before) == 200
    after = _asked(running, "ewa")
    keys.retire(deployed, _silent)
    assert _status(running, before) == 404
    assert _status(running, after) == 200


def test_given_a_replaced_key_when_functions_are_read_then_all_that_sign_have_the_same_two(
    own: Stack, seen: Seen, deployed: Deployed
) -> None:
    running = seen(own)
    keys.rotate(deployed, _silent)
    signing = [name for name, one in functions().items() if "SIGNING_KEY" in one["Environment"]["Variables"]]
    found = {_key_pair(running, name) for name in signing}
    assert len(found) == 1
    assert len(set(*found)) == 2


def _key_pair(running: RunningStack, function: str) -> tuple[str, str]:
    described = running.aws("lambda").get_function_configuration(FunctionName=running.physical[function])
    variables = described["Environment"]["Variables"]
    return variables["SIGNING_KEY"], variables["ACCEPTED_KEY"]


def _event() -> Event:
    meta = Meta(
        id=ids.new(), version=1, occurred_at=datetime.now(UTC), aggregate="pair", aggregate_id="none", sequence=1,
        programme_id="none", correlation_id="test", causation_id=None,
    )  # fmt: skip
    return Event(meta, PairAgreed("none", "none", "a", "b", "c", "d", "e"))


def _consumed(running: RunningStack, event: Event) -> bool:
    key = {"pk": {"S": f"inbox#identity#{event.meta.id}"}}
    table = running.outputs["OnceTableName"]
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if "Item" in running.aws("dynamodb").get_item(TableName=table, Key=key, ConsistentRead=True):
            return True
        time.sleep(0.3)
    return False


@pytest.mark.parametrize("queue", ["IdentityConsumerDead", "UndeliveredEvents"])
def test_given_an_event_that_failed_when_brought_back_then_its_consumer_has_it(
    own: Stack, seen: Seen, deployed: Deployed, queue: str
) -> None:
    running, event = seen(own), _event()
    body = json.dumps({"id": event.meta.id, "detail-type": event.name, "detail": to_detail(event)})
    target = "arn:aws:sqs:eu-central-1:000000000000:tandem-identity"
    attributes = {"TARGET_ARN": {"DataType": "String", "StringValue": target}} if queue == "UndeliveredEvents" else {}
    sqs = running.aws("sqs")
    sqs.send_message(QueueUrl=running.physical[queue], MessageBody=body, MessageAttributes=attributes)
    said: list[str] = []
    assert redrive.waiting(deployed, queue) == 1
    assert redrive.redrive(deployed, queue, said.append) == 1
    assert said == [f"  PairAgreed {event.meta.id} → tandem-identity"]
    assert _consumed(running, event)
    assert redrive.waiting(deployed, queue) == 0


def _record(running: RunningStack) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what Lambda leaves of an invocation that failed on every try."""
    function = running.aws("lambda").get_function_configuration(FunctionName=running.physical["MeetingsSchedule"])
    payload = {"time": "2026-03-02T12:00:00Z"}
    return {"requestContext": {"functionArn": f"{function['FunctionArn']}:$LATEST"}, "requestPayload": payload}, {}


def _unsent(running: RunningStack) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what the scheduler leaves of an invocation that it could not make."""
    function = running.aws("lambda").get_function_configuration(FunctionName=running.physical["MeetingsSchedule"])
    arn = {"DataType": "String", "StringValue": function["FunctionArn"]}
    return {"time": "2026-03-02T12:00:00Z"}, {"TARGET_ARN": arn}


@pytest.mark.parametrize("left", [_record, _unsent])
def test_given_a_schedule_that_failed_when_brought_back_then_its_function_runs_for_that_instant(
    own: Stack, seen: Seen, deployed: Deployed, left: Callable[[RunningStack], tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    running = seen(own)
    body, attributes = left(running)
    sqs, logs = running.aws("sqs"), running.aws("logs")
    url = running.physical["ScheduleFailures"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body), MessageAttributes=attributes)
    begun = int(time.time() * 1000) - 1
    assert redrive.redrive(deployed, "ScheduleFailures", _silent) == 1
    wanted = {"logGroupName": running.physical["MeetingsLogs"], "startTime": begun}
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        found = [one["message"] for one in logs.filter_log_events(**wanted)["events"]]
        if any('"2026-03-02T12:00:00Z"' in line and "schedule" in line for line in found):
            return
        time.sleep(0.5)
    pytest.fail("the function did not run")


def test_given_the_template_when_deployed_then_its_alarms_write_to_the_address(own: Stack, seen: Seen) -> None:
    running = seen(own)
    (topic,) = running.aws("sns").list_subscriptions()["Subscriptions"]
    assert (topic["Protocol"], topic["Endpoint"]) == ("email", "alarms@tandem.example")
    alarms = running.aws("cloudwatch").describe_alarms()["MetricAlarms"]
    alone = {name for name, one in resources("AWS::CloudWatch::Alarm").items() if "Metrics" not in one}
    assert {one["AlarmName"] for one in alarms} == {running.physical[name] for name in alone}
    assert all(one["AlarmActions"] == [topic["TopicArn"]] for one in alarms)


def test_given_an_alarm_over_several_metrics_when_deployed_then_the_engine_still_refuses_it(
    own: Stack, seen: Seen
) -> None:
    judged = {"ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1}
    shown = {"Metrics": [{"Id": "m", "ReturnData": True, "Expression": "1"}]}
    alarm = {"Type": "AWS::CloudWatch::Alarm", "Properties": judged | shown}
    cloudformation = seen(own).aws("cloudformation")
    cloudformation.create_stack(StackName="math", TemplateBody=json.dumps({"Resources": {"Alarm": alarm}}))
    with pytest.raises(WaiterError):
        cloudformation.get_waiter("stack_create_complete").wait(StackName="math", WaiterConfig={"Delay": 1})


def test_given_no_such_queue_when_brought_back_then_it_is_told_which_there_are(deployed: Deployed) -> None:
    with pytest.raises(NothingLikeThat, match="MeetingsConsumerDead"):
        redrive.redrive(deployed, "Nothing", _silent)


def test_given_restored_tables_when_functions_are_pointed_at_them_then_they_read_and_write_those_alone(
    own: Stack, seen: Seen, deployed: Deployed
) -> None:
    # The engine restores what is there now, whatever the instant; everything else is as on AWS.
    running = seen(own)
    before = deployed.outputs()
    made = tables.restore(deployed, datetime.now(UTC), _silent)
    deployed.change(made)
    described = running.aws("dynamodb").describe_time_to_live(TableName=made["OnceTableName"])
    assert described["TimeToLiveDescription"]["AttributeName"] == "expires_at"
    assert deployed.outputs()["CoreTableName"] == made["CoreTableName"] != before["CoreTableName"]
    fresh = seen(own)
    _asked(fresh, "ola")
    count = [
        running.aws("dynamodb").scan(TableName=table, Select="COUNT")["Count"]
        for table in (made["OnceTableName"], before["OnceTableName"])
    ]
    assert count[0] > count[1]
