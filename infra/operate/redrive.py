"""Delivers failed events again once the cause is fixed, in the way each kind of queue needs.

Everything here may happen twice: consumers recognize events they have handled, schedules do what is due. A message is
deleted only after it was delivered again. SQS's own `StartMessageMoveTask` supports neither EventBridge's queue nor the
scheduler's, and the local engine doesn't have it, so this one way serves all queues, on AWS and locally.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from infra.operate.stack import Deployed, NothingLikeThat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Bring = Callable[[dict[str, Any]], str]

CONSUMERS = "Dead"
"""Ending of the logical id of a consumer's dead-letter queue; the queue itself ends with `Queue`."""
UNDELIVERED, RELAY, SCHEDULES = "UndeliveredEvents", "RelayFailures", "ScheduleFailures"
AT_ONCE = 10
HELD = 120
"""Seconds for which a message is hidden from others while it is delivered again."""


def queues(stack: Deployed) -> list[str]:
    """Return the logical ids of all queues for failed messages."""
    ends = [name for name in stack.physical if name.endswith(CONSUMERS)]
    return sorted(ends) + [name for name in (UNDELIVERED, RELAY, SCHEDULES) if name in stack.physical]


def waiting(stack: Deployed, queue: str) -> int:
    """Return the approximate number of messages in a queue."""
    attribute = "ApproximateNumberOfMessages"
    answer = stack.client("sqs").get_queue_attributes(QueueUrl=stack.physical[queue], AttributeNames=[attribute])
    return int(answer["Attributes"][attribute])


def redrive(stack: Deployed, queue: str, say: Callable[[str], None]) -> int:
    """Deliver again the messages that are in a queue now; return how many."""
    if queue not in queues(stack):
        raise NothingLikeThat(f"no queue {queue}; there are {', '.join(queues(stack))}")
    bring = _way(stack, queue)
    sqs, url, done = stack.client("sqs"), stack.physical[queue], 0
    for message in _messages(sqs, url, time.time()):
        say(f"  {bring(message)}")
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        done += 1
    return done


def _messages(sqs: Any, url: str, begun: float) -> Iterator[dict[str, Any]]:
    """Yield messages until only those remain that came after `begun`, so that repeated failures don't loop."""
    while True:
        found = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=AT_ONCE, VisibilityTimeout=HELD, WaitTimeSeconds=1,
            MessageAttributeNames=["All"], MessageSystemAttributeNames=["SentTimestamp"],
        ).get("Messages", [])  # fmt: skip
        before = [one for one in found if int(one["Attributes"]["SentTimestamp"]) / 1000 <= begun]
        yield from before
        if not before:
            return


def _way(stack: Deployed, queue: str) -> Bring:
    """Return the function that delivers a message of this queue again and describes what it did."""
    if queue == RELAY:
        return lambda _: "forgotten: the sweep publishes what the outbox holds"
    if queue == SCHEDULES:
        return lambda message: _run_again(stack, message)
    if queue == UNDELIVERED:
        return lambda message: _send(stack, _attribute(message, "TARGET_ARN").rpartition(":")[2], message)
    source = stack.physical[queue.removesuffix(CONSUMERS) + "Queue"]
    return lambda message: _send(stack, source.rpartition("/")[2], message)


def _send(stack: Deployed, name: str, message: dict[str, Any]) -> str:
    """Put an event into a consumer's queue."""
    sqs = stack.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MessageBody=message["Body"])
    return f"{_event(message['Body'])} → {name}"


def _event(body: str) -> str:
    """Return kind and id of an event, never its content."""
    try:
        event = json.loads(body)
        return f"{event['detail-type']} {event.get('id', '')}".strip()
    except (ValueError, KeyError, TypeError):
        return "a message that is no event"


def _run_again(stack: Deployed, message: dict[str, Any]) -> str:
    """Start an asynchronous function again with its original input: a schedule's instant, or a mail.

    The scheduler keeps its request, with the function as an attribute; Lambda keeps a record of the invocation (Lambda,
    «Capturing records of asynchronous invocations»; Scheduler, «Configuring a dead-letter queue»).
    """
    body = json.loads(message["Body"])
    record = isinstance(body, dict) and "requestPayload" in body
    payload = body["requestPayload"] if record else body
    function = body["requestContext"]["functionArn"] if record else _attribute(message, "TARGET_ARN")
    name = function.partition(":function:")[2].partition(":")[0]
    stack.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(payload).encode())
    return f"{name} runs again for {payload.get('time', 'what it was told')}"


def _attribute(message: dict[str, Any], name: str) -> str:
    return str(message.get("MessageAttributes", {})[name]["StringValue"])
