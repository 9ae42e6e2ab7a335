"""Units of DynamoDB, against examples of its documentation."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.engine.meter import size, units


def _item(kilobytes: float, **more: Any) -> dict[str, Any]:
    texts = {"pk": "p", "sk": "s"} | more
    room = int(kilobytes * 1024) - sum(len(name) + len(text) for name, text in texts.items()) - len("x")
    return {name: {"S": text} for name, text in (texts | {"x": "y" * room}).items()}


@pytest.mark.parametrize(
    ("operation", "request_", "answer", "expected"),
    [
        ("PutItem", {"Item": _item(1)}, {}, (0, 1)),
        ("PutItem", {"Item": _item(1.5)}, {}, (0, 2)),
        ("TransactWriteItems", {"TransactItems": [{"Put": {"Item": _item(3)}}]}, {}, (0, 6)),
        ("TransactWriteItems", {"TransactItems": [{"Put": {"Item": _item(1, list_pk="l", due_pk="d")}}]}, {}, (0, 4)),
        ("TransactWriteItems", {"TransactItems": [{"ConditionCheck": {}}, {"Delete": {}}]}, {}, (0, 4)),
        ("GetItem", {"ConsistentRead": True}, {"Item": _item(8)}, (2, 0)),
        ("GetItem", {}, {"Item": _item(8)}, (1, 0)),
        ("GetItem", {"ConsistentRead": True}, {}, (1, 0)),
        ("Query", {}, {"Items": [_item(2)] * 3}, (1, 0)),
        ("BatchGetItem", {"RequestItems": {"t": {"Keys": [1, 2]}}}, {"Responses": {"t": [_item(1)]}}, (1, 0)),
        ("DescribeTable", {}, {}, (0, 0)),
    ],
)
def test_given_a_request_when_it_passes_then_it_costs_what_dynamodb_says(
    operation: str, request_: dict[str, Any], answer: dict[str, Any], expected: tuple[float, float]
) -> None:
    assert units(operation, request_, answer) == expected


def test_given_maps_and_lists_when_measured_then_they_cost_their_contents_and_a_little() -> None:
    assert size({"a": {"M": {"b": {"L": [{"BOOL": True}]}}}}) == 1 + 3 + 1 + 1 + 3 + 1 + 1
