"""moto as it is, with less of what no test looks at: it took most of the time of the tests of handlers."""

from __future__ import annotations

import copy
import json
from collections import deque
from contextlib import contextmanager
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto import mock_aws
from moto.core import models as core
from moto.core import responses
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb import models as dynamodb
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.exceptions import ItemSizeTooLarge
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.kms import models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEEP_SESSION: Any = {"core": {"reset_boto3_session": False}}
"""boto3's session reads the data of its packages; it holds nothing of an account."""
_private_key = cache(models.generate_private_key)
"""The RSA key of a KMS key: made for symmetric ones, too, which don't use it."""
_structure = BaseJSONSerializer._serialize_type_structure
_transact = dynamodb.DynamoDBBackend.transact_write_items
_lex = ConditionExpressionParser._lex_condition_expression
_parse = ConditionExpressionParser.parse
_of_form = responses.parse_qsl
_method_names = cache(responses.method_names_from_class)
MOST_OF_AN_ITEM = 405_000
"""Bytes, as moto counts them and where it refuses."""


def _value(serializer: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    """Serialize what an attribute of an item holds by what is there, not by all ten types under eight names each."""
    if shape.name != "AttributeValue" or type(value) is not dict:
        _structure(serializer, serialized, value, shape, key)
        return
    found: dict[str, Any] = {}
    for kind, one in value.items():
        serializer._serialize(found, one, shape.members[kind], kind)
    serializer._default_serialize(serialized, found, shape, key)


@cache
def _words(condition: str) -> tuple[Any, ...]:
    return tuple(_lex(ConditionExpressionParser(condition, None, None)))


def _lexed(parser: Any) -> deque[Any]:
    """Return the words of a condition; the product has a few dozen, which moto reads anew for every call."""
    return deque(_words(parser.condition_expression))


@cache
def _understood(condition: str, names: str, values: str) -> Any:
    parser = ConditionExpressionParser(condition, json.loads(names), json.loads(values))
    return _parse(parser), parser.expr_attr_names_found, parser.expr_attr_values_found


def _parsed(parser: Any) -> Any:
    """Return what a condition asks; half of all conditions are asked with the same values again and again."""
    given = parser.expression_attribute_names, parser.expression_attribute_values
    asked, names, values = _understood(parser.condition_expression, *map(json.dumps, given))
    parser.expr_attr_names_found.extend(names)
    parser.expr_attr_values_found.extend(values)
    return asked


def _filled(item: Any, hash_key: Any, range_key: Any, attrs: dict[str, Any]) -> None:
    """Make an item and look at its size once; moto adds all up anew at each attribute."""
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    for key, value in attrs.items():
        dict.__setitem__(item.attrs, key, DynamoType(value))
    if item.size() > MOST_OF_AN_ITEM:
        raise ItemSizeTooLarge


def _form(body: str, **options: Any) -> list[tuple[str, str]]:
    """Read a form; moto takes bodies of JSON for forms, too, and looks at none of what it finds in them."""
    return [(body, "")] if body.startswith("{") else _of_form(body, **options)


def _as_it_was(backend: Any, operation: dict[str, Any]) -> Callable[[], None]:
    """Return what puts the item back that an operation of a transaction writes, and its table's stream."""
    table = backend.get_table(operation["TableName"])
    named = operation.get("Item") or operation["Key"]
    keys = [DynamoType(named[one]) for one in (table.hash_key_attr, table.range_key_attr) if one]
    item = copy.deepcopy(table.get_item(*keys))
    streamed = len(table.stream_shard.items) if table.stream_shard is not None else 0

    def put_back() -> None:
        row, at = (table.items[keys[0]], keys[1]) if len(keys) > 1 else (table.items, keys[0])
        if item is None:
            row.pop(at, None)
        else:
            row[at] = item
        if table.stream_shard is not None:
            del table.stream_shard.items[streamed:]

    return put_back


def _written(backend: Any, operations: list[dict[str, Any]]) -> None:
    """Write a transaction, and put back what it touched if it fails; moto copies whole tables for that, each time."""
    before = [_as_it_was(backend, one) for each in operations for one in each.values()]
    try:
        _transact(backend, operations)
    except Exception:
        for put_back in before:
            put_back()
        raise


COPY = SimpleNamespace(deepcopy=lambda one: one if isinstance(one, Table) else copy.deepcopy(one))
"""A table is no longer copied before a transaction; all else is."""


@contextmanager
def brisk_aws() -> Iterator[None]:
    """Be `mock_aws` while the block runs."""
    with (
        patch.object(core, "RESPONSES_METHODS", ()),  # the product asks by botocore alone, which moto answers elsewhere
        mock_aws(config=KEEP_SESSION),
        patch.object(models, "generate_private_key", _private_key),
        patch.object(BaseJSONSerializer, "_serialize_type_structure", _value),
        patch.object(responses, "method_names_from_class", _method_names),
        patch.object(responses, "parse_qsl", _form),
        patch.object(ConditionExpressionParser, "_lex_condition_expression", _lexed),
        patch.object(ConditionExpressionParser, "parse", _parsed),
        patch.object(Item, "__init__", _filled),
        patch.object(dynamodb, "copy", COPY),
        patch.object(dynamodb.DynamoDBBackend, "transact_write_items", _written),
    ):
        yield
