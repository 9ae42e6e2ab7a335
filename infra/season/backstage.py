"""What people can't see of a stack: its tables, its bucket, its logs, what went over its bus."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import Binary, TypeDeserializer

from infra.local.deploy import client, outputs
from infra.local.figures import Figures
from infra.season.planted import texts_of_file, values_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from infra.local.layout import Layout

HEARD = "everything"
"""The rule and the queue that hear every event."""
LISTEN_SECONDS = 0.5
INBOUND = "inbound/"
"""Where SES puts mails as they came: only the two functions that read them may, and there for a month."""


class Backstage:
    """Asks the engine with its root key; hears the bus from now on, and writes down what it hears.

    A queue forgets in days what it holds, and days pass quickly in a season. Closed while the stack still runs, however
    the season ends: whoever listens to a stack that is gone complains.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._outputs = outputs(layout)
        self._physical = Figures(layout).physical
        self._sqs = client(layout, "sqs")
        self._queue = self._sqs.create_queue(QueueName=HEARD)["QueueUrl"]
        asked = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        arn = asked["Attributes"]["QueueArn"]
        may = {"Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow"} | may]})
        self._sqs.set_queue_attributes(QueueUrl=self._queue, Attributes={"Policy": policy})
        bus, events = {"EventBusName": self._outputs["BusName"]}, client(layout, "events")
        pattern = json.dumps({"source": [{"prefix": "mentoring."}]})
        events.put_rule(Name=HEARD, EventPattern=pattern, **bus)
        events.put_targets(Rule=HEARD, Targets=[{"Id": HEARD, "Arn": arn}], **bus)
        self._heard: list[str] = []
        self._over = threading.Event()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> Self:
        """Return what listens."""
        return self

    def __exit__(self, *_ended: object) -> None:
        """Listen no more."""
        self._over.set()
        self._listener.join()

    def _listen(self) -> None:
        while self._hear() or not self._over.wait(LISTEN_SECONDS):
            pass

    def _hear(self) -> int:
        """Write down some of what lies in the queue; return how much."""
        found = self._sqs.receive_message(QueueUrl=self._queue, MaxNumberOfMessages=10).get("Messages", [])
        self._heard += [one["Body"] for one in found]
        if found:
            handles = [{"Id": str(number), "ReceiptHandle": one["ReceiptHandle"]} for number, one in enumerate(found)]
            self._sqs.delete_message_batch(QueueUrl=self._queue, Entries=handles)
        return len(found)

    def events(self) -> list[str]:
        """Return every event since the beginning; listen no more."""
        self.__exit__()
        while self._hear():
            pass
        return self._heard

    def tables(self) -> Iterator[str | bytes]:
        """Yield every value of every item of every table."""
        dynamo, read = client(self._layout, "dynamodb"), TypeDeserializer()
        for name in dynamo.list_tables()["TableNames"]:
            for page in dynamo.get_paginator("scan").paginate(TableName=name):
                for item in page["Items"]:
                    yield from values_of({key: _plain(read.deserialize(value)) for key, value in item.items()})

    def bucket(self) -> Iterator[str | bytes]:
        """Yield the names and contents of the files, but for those that S3 encrypts with the key of rooms.

        A mail that arrived is not among them either: it lies as SES puts it.
        """
        s3, bucket = client(self._layout, "s3"), self._outputs["BucketName"]
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            for name in (one["Key"] for one in page.get("Contents", [])):
                if name.startswith(INBOUND):
                    continue
                found = s3.get_object(Bucket=bucket, Key=name)
                yield name
                if not found.get("SSEKMSKeyId", "").endswith(self._physical["RoomKey"]):
                    yield from texts_of_file(found["Body"].read())

    def logs(self) -> Iterator[str]:
        """Yield every line of every log."""
        logs = client(self._layout, "logs")
        for group in logs.describe_log_groups()["logGroups"]:
            for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group["logGroupName"]):
                yield from (one["message"] for one in page["events"])
        yield from self._layout.log.read_text("utf-8", "replace").splitlines()


def _plain(value: Any) -> Any:
    """Return a value of an item with its binaries as bytes."""
    if isinstance(value, Binary):
        return bytes(value)
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, set)) else value
