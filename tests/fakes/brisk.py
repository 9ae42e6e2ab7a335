"""moto as it is, with less of what no test looks at: it took most of the time of the tests of handlers."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from moto import mock_aws
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.kms import models

if TYPE_CHECKING:
    from collections.abc import Iterator

KEEP_SESSION: Any = {"core": {"reset_boto3_session": False}}
"""boto3's session reads the data of its packages; it holds nothing of an account."""
_private_key = cache(models.generate_private_key)
"""The RSA key of a KMS key: made for symmetric ones, too, which don't use it."""
_structure = BaseJSONSerializer._serialize_type_structure
_lex = ConditionExpressionParser._lex_condition_expression


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


@contextmanager
def brisk_aws() -> Iterator[None]:
    """Be `mock_aws` while the block runs."""
    with (
        mock_aws(config=KEEP_SESSION),
        patch.object(models, "generate_private_key", _private_key),
        patch.object(BaseJSONSerializer, "_serialize_type_structure", _value),
        patch.object(ConditionExpressionParser, "_lex_condition_expression", _lexed),
    ):
        yield
