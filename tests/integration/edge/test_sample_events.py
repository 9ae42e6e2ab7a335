"""The sample events of `sam local invoke`: each runs through its handler, so that none of them rots."""

from __future__ import annotations

import importlib
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra.template import ROOT, functions
from mentoring.tables.reporting import Document
from tests.fakes.people import PAIR, PROGRAMME
from tests.integration.lambdas import LAMBDA, keep

if TYPE_CHECKING:
    from mentoring.store.dynamo import DynamoStore

EVENTS = ROOT / "infra" / "sam" / "events"


def test_given_the_functions_when_counted_then_each_has_a_sample_event_and_there_are_no_others() -> None:
    assert {path.stem for path in EVENTS.glob("*.json")} == set(functions())


@pytest.mark.parametrize("function", sorted(functions()))
def test_given_a_sample_event_when_its_handler_gets_it_then_it_is_worked_off(
    function: str, agreed: DynamoStore
) -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity="tandem@localhost")
    made = {"document_id": "d", "object_key": "d", "pages": 1, "sha256": "d", "made_at": "2026-03-02T12:00:00Z"}
    whose = {"pair_id": PAIR, "programme_id": PROGRAMME, "edition": "pair"}
    keep(agreed, Document(*Document.key(PAIR, "pair"), **made, **whose))  # what is made isn't made again
    module, name = functions()[function]["Handler"].rsplit(".", 1)
    event = json.loads((EVENTS / f"{function}.json").read_text("utf-8"))
    answer: dict[str, Any] = getattr(importlib.import_module(module), name)(event, LAMBDA)
    assert not answer.get("batchItemFailures"), answer
    assert answer.get("statusCode", 200) in (200, 404), answer
