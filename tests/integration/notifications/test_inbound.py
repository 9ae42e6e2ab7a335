"""Mail that arrives, with the real handler and the bucket."""

from __future__ import annotations

import json

import boto3
import pytest

from infra.template import ROOT
from mentoring.settings import settings
from notifications import inbound
from tests.integration.lambdas import LAMBDA

SAMPLE = json.loads((ROOT / "infra/sam/events/NotificationsInbound.json").read_text("utf-8"))


def _in_the_bucket() -> list[str]:
    found = boto3.client("s3").list_objects_v2(Bucket=settings().bucket, Prefix=inbound.FOLDER)
    return [one["Key"] for one in found.get("Contents", [])]


@pytest.mark.usefixtures("aws")
def test_given_two_mails_in_the_bucket_when_one_is_spam_then_the_other_stays_as_it_came() -> None:
    for key in ("inbound/sample", "inbound/spam"):
        boto3.client("s3").put_object(Bucket=settings().bucket, Key=key, Body=b"From: a\r\n\r\n")
    spam = json.loads(json.dumps(SAMPLE).replace('"messageId": "sample"', '"messageId": "spam"'))
    spam["Records"][0]["ses"]["receipt"]["spamVerdict"] = {"status": "FAIL"}

    inbound.handler(SAMPLE, LAMBDA)
    inbound.handler(spam, LAMBDA)

    assert _in_the_bucket() == ["inbound/sample"]
