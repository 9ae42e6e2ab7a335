"""Mail that arrives: the deployed function may throw away what SES put into the bucket, with the role it has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra.template import ROOT

if TYPE_CHECKING:
    from tests.e2e.client import RunningStack

SAMPLE = (ROOT / "infra/sam/events/NotificationsInbound.json").read_text("utf-8")


def test_given_two_mails_in_the_bucket_when_ses_says_one_is_spam_then_only_the_other_stays(stack: RunningStack) -> None:
    s3, bucket = stack.aws("s3"), stack.outputs["BucketName"]
    for name in ("good", "spam"):
        s3.put_object(Bucket=bucket, Key=f"inbound/{name}", Body=b"From: a\r\n\r\n")
    for name, verdict in (("good", "PASS"), ("spam", "FAIL"), ("gone", "PASS")):
        told = json.loads(SAMPLE)
        told["Records"][0]["ses"]["mail"]["messageId"] = name
        told["Records"][0]["ses"]["receipt"]["spamVerdict"]["status"] = verdict
        answer = stack.aws("lambda").invoke(
            FunctionName=stack.physical["NotificationsInbound"], Payload=json.dumps(told).encode()
        )
        assert "FunctionError" not in answer, answer["Payload"].read()
    found = s3.list_objects_v2(Bucket=bucket, Prefix="inbound/")["Contents"]
    assert [one["Key"] for one in found] == ["inbound/good"]
