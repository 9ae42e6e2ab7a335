"""The part of DynamoDB that the product calls, in memory: moto spends four fifths of a run on a protocol nobody tests.

`tests/integration/edge/test_crash_points.py` plays a part of a season on moto beside it and compares every answer.
What isn't understood here raises: a new kind of call can't be answered wrongly.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra.template import resources
from tests.fakes.account import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Raw = dict[str, Any]

LIMITED = re.compile(r"\(attribute_not_exists ?\((?P<most>#\w+)\) OR (?P<number>#\w+) < (?P=most)\)")
"""A number that may only grow below its limit (`Tally.most`)."""
TERM = re.compile(r"(?P<name>#\d+) (?P<sign>=|<>|<=|>=|<|>) (?P<value>:\d+)")
CALL = re.compile(r"(?P<call>\w+) ?\((?P<name>#\d+)(?:, ?(?P<value>:\d+))?\)")
BETWEEN = re.compile(r"(?P<name>#\w+) BETWEEN (?P<least>:\w+) AND (?P<most>:\w+)")
ONE_OF = re.compile(r"(?P<name>#\d+) IN \((?P<values>[^)]*)\)")

UPDATE = re.compile(r"SET (?P<set>#\d+ = :\d+(?:, #\d+ = :\d+)*) ADD (?P<add>#\d+ :\d+(?:, #\d+ :\d+)*)")
MOST_BYTES = (2048, 1024)
"""Bytes of a partition key, and of a sort key."""
MOST_OF_IN = 100
"""Operands of one IN."""
LARGEST_ITEM = 400 * 1024
SET, ADD = re.compile(r"(#\d+) = (:\d+)"), re.compile(r"(#\d+) (:\d+)")


class Tables:
    """Tables of template.yaml; every method but `items` is an operation with its arguments as boto3 takes them."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[tuple[str, ...], Raw]] = {name: {} for name in NAMES.values()}
        self._keys: dict[str, tuple[str, ...]] = {}
        self._indexes: dict[tuple[str, str], tuple[str, ...]] = {}
        for logical_id, table in resources("AWS::DynamoDB::Table").items():
            name = NAMES[logical_id]
            self._keys[name] = _names(table)
            for index in table.get("GlobalSecondaryIndexes", []):
                self._indexes[name, index["IndexName"]] = _names(index)
        self._hashes = {names[0] for names in (*self._keys.values(), *self._indexes.values())}
        self._places: defaultdict[tuple[str, str, str], dict[tuple[str, ...], None]] = defaultdict(dict)
        self.changes = 0
        self.changed: dict[str, int] = {}
        """Partition, of a table or an index → the number of the last change in it."""
        self.read: set[str] = set()
        """Partitions that were read, whoever looks empties it; it may have more than that."""

    def items(self) -> Iterator[tuple[str, Raw]]:
        """Yield (table, item) of everything there is."""
        for name, items in self._tables.items():
            for item in items.values():
                yield name, item

    def answer(self, operation: str, arguments: Raw) -> Raw:
        """Return what DynamoDB answers."""
        operations: dict[str, Callable[[Raw], Raw]] = {
            "GetItem": self._get,
            "BatchGetItem": self._get_many,
            "Query": self._query,
            "DeleteItem": self._delete,
            "TransactWriteItems": self._transact,
        }
        return operations[operation](arguments)

    def are_as(self, changes: int, partitions: Iterable[str]) -> bool:
        """Return whether nothing in the partitions has changed since there were so many changes."""
        return all(self.changed.get(one, 0) <= changes for one in partitions)

    def _get(self, asked: Raw) -> Raw:
        self.read |= _texts(asked["Key"])
        found = self._find(asked["TableName"], asked["Key"])
        return {} if found is None else {"Item": dict(found)}

    def _get_many(self, asked: Raw) -> Raw:
        for keys in asked["RequestItems"].values():
            self.read.update(*(_texts(key) for key in keys["Keys"]))
        found = {
            table: [dict(item) for key in keys["Keys"] if (item := self._find(table, key)) is not None]
            for table, keys in asked["RequestItems"].items()
        }
        return {"Responses": found, "UnprocessedKeys": {}}

    def _query(self, asked: Raw) -> Raw:
        table = asked["TableName"]
        own = self._keys[table]
        keys = self._indexes[table, asked["IndexName"]] if "IndexName" in asked else own
        order = tuple(dict.fromkeys((*keys, *own)))
        self.read |= _texts(asked["ExpressionAttributeValues"])
        fits = _condition(asked["KeyConditionExpression"], asked)
        partition = _equal(asked["KeyConditionExpression"], keys[0], asked)
        _check(partition)
        there = (self._tables[table][one] for one in self._places[table, keys[0], partition])
        found = [one for one in there if fits(one) and all(name in one for name in keys)]
        found.sort(key=lambda one: _place(one, order), reverse=not asked.get("ScanIndexForward", True))
        if "ExclusiveStartKey" in asked:
            start = _place(asked["ExclusiveStartKey"], order)
            found = [one for one in found if _place(one, order) > start]
        read = found[: asked.get("Limit", len(found))]
        wanted = _condition(asked["FilterExpression"], asked) if "FilterExpression" in asked else lambda _: True
        items = [dict(one) for one in read if wanted(one)]
        last = {"LastEvaluatedKey": {name: read[-1][name] for name in order}} if len(read) < len(found) else {}
        return {"Items": items, "Count": len(items), "ScannedCount": len(read)} | last

    def _delete(self, asked: Raw) -> Raw:
        self._put(asked["TableName"], self._key(asked["TableName"], asked["Key"]), None)
        return {}

    def _transact(self, asked: Raw) -> Raw:
        steps = [next(iter(one.items())) for one in asked["TransactItems"]]
        codes = ["None" if self._holds(step) else "ConditionalCheckFailed" for _, step in steps]
        if set(codes) != {"None"}:
            raise _cancelled(codes)
        for kind, step in steps:
            table = step["TableName"]
            key = self._key(table, step.get("Item") or step["Key"])
            if kind == "Put":
                self._put(table, key, step["Item"])
            elif kind == "Delete":
                self._put(table, key, None)
            elif kind == "Update":
                self._put(table, key, _updated(self._tables[table].get(key, step["Key"]), step))
            elif kind != "ConditionCheck":
                raise NotImplementedError(kind)
        return {}

    def _put(self, table: str, key: tuple[str, ...], item: Raw | None) -> None:
        """Keep an item, or none, in place of what was there."""
        self.changes += 1
        old = self._tables[table].pop(key, None)
        for raw in (old, item):
            for name in self._hashes & (raw or {}).keys():
                self.changed[raw[name]["S"]] = self.changes  # type: ignore[index]
                place = self._places[table, name, raw[name]["S"]]  # type: ignore[index]
                if raw is item:
                    _check(raw[name]["S"])  # of an index
                    place[key] = None
                else:
                    place.pop(key, None)
        if item is not None:
            if len(str(item)) > 2 * LARGEST_ITEM:  # in Python's notation it is longer than in DynamoDB's
                raise _refused("too large")
            self._tables[table][key] = item

    def _holds(self, step: Raw) -> bool:
        if "ConditionExpression" not in step:
            return True
        found = self._find(step["TableName"], step.get("Item") or step["Key"])
        return _condition(step["ConditionExpression"], step)(found or {})

    def _find(self, table: str, key: Raw) -> Raw | None:
        return self._tables[table].get(self._key(table, key))

    def _key(self, table: str, values: Raw) -> tuple[str, ...]:
        key = _place(values, self._keys[table])
        _check(*key)
        return key


def _names(schema: Raw) -> tuple[str, ...]:
    return tuple(one["AttributeName"] for one in schema["KeySchema"])


def _check(*key: str) -> None:
    """Refuse a key as DynamoDB does: one that is empty, a partition's over 2048 bytes, or another over 1024."""
    for one, most in zip(key, MOST_BYTES, strict=False):
        if not 0 < len(one.encode()) <= most:
            raise _refused(f"{len(one.encode())} bytes of a key, {most} at most")


def _texts(values: Raw) -> set[str]:
    return {one["S"] for one in values.values() if "S" in one}


def _equal(text: str, name: str, asked: Raw) -> str:
    """Return the value that a condition wants of an attribute."""
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    terms = (TERM.fullmatch(one.strip(" ")) for one in _bare(text).split(" AND "))
    [value] = [values[one["value"]]["S"] for one in terms if one and one["sign"] == "=" and names[one["name"]] == name]
    return str(value)


def _place(item: Raw, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(item[name]["S"] for name in names)


def _updated(item: Raw, asked: Raw) -> Raw:
    """Return an item after an update that sets attributes and adds to numbers."""
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    found = UPDATE.fullmatch(asked["UpdateExpression"])
    if found is None:
        raise NotImplementedError(asked["UpdateExpression"])
    changed = dict(item)
    for name, value in SET.findall(found["set"]):
        changed[names[name]] = values[value]
    for name, value in ADD.findall(found["add"]):
        before = changed.get(names[name], {"N": "0"})
        changed[names[name]] = {"N": str(int(before["N"]) + int(values[value]["N"]))}
    return changed


def _refused(why: str) -> ClientError:
    return ClientError({"Error": {"Code": "ValidationException", "Message": why}}, "DynamoDB")


def _cancelled(codes: list[str]) -> ClientError:
    said = {"Code": "TransactionCanceledException", "Message": f"Transaction cancelled [{', '.join(codes)}]"}
    reasons = [{"Code": code, "Message": code} for code in codes]
    return ClientError({"Error": said, "CancellationReasons": reasons}, "TransactWriteItems")


def _condition(text: str, asked: Raw) -> Callable[[Raw], bool]:
    """Return whether an item fits an expression of the kind pynamodb writes: terms all joined by AND, or all by OR."""
    if found := LIMITED.fullmatch(text):
        names = asked["ExpressionAttributeNames"]
        return lambda item: _below(item, names[found["number"]], names[found["most"]])
    if len(ways := _bare(text).split(" OR ")) > 1:
        fits = [_term(one, asked) for one in ways]
        return lambda item: any(fit(item) for fit in fits)
    spread = BETWEEN.sub(r"\g<name> >= \g<least> AND \g<name> <= \g<most>", _bare(text))
    terms = [_term(one.strip(" "), asked) for one in spread.split(" AND ")]
    return lambda item: all(term(item) for term in terms)


def _below(item: Raw, number: str, most: str) -> bool:
    """Return whether a number is below the one that limits it, if one does."""
    return most not in item or int(item.get(number, {"N": "0"})["N"]) < int(item[most]["N"])


def _bare(text: str) -> str:
    return text[1:-1] if (text.startswith("(") and text.endswith("))")) or text.startswith("(#") else text


def _term(text: str, asked: Raw) -> Callable[[Raw], bool]:
    names, values = asked["ExpressionAttributeNames"], asked.get("ExpressionAttributeValues", {})
    if found := ONE_OF.fullmatch(text):
        name, wanted = names[found["name"]], [values[one.strip()] for one in found["values"].split(",")]
        if len(wanted) > MOST_OF_IN:
            raise _refused(f"{len(wanted)} operands of IN, {MOST_OF_IN} at most")
        return lambda item: item.get(name) in wanted
    if found := TERM.fullmatch(text):
        return _compared(names[found["name"]], found["sign"], values[found["value"]])
    found = CALL.fullmatch(text)
    if found is None:
        raise NotImplementedError(text)
    name, call = names[found["name"]], found["call"]
    if call == "attribute_not_exists":
        return lambda item: name not in item
    if call == "attribute_exists":
        return lambda item: name in item
    if call == "begins_with":
        begin = values[found["value"]]["S"]
        return lambda item: name in item and item[name]["S"].startswith(begin)
    raise NotImplementedError(text)


def _compared(name: str, sign: str, value: Raw) -> Callable[[Raw], bool]:
    [(kind, wanted)] = value.items()
    signs: dict[str, Callable[[Any, Any], bool]] = {
        "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    }  # fmt: skip
    read = float if kind == "N" else str
    return lambda item: name in item and kind in item[name] and signs[sign](read(item[name][kind]), read(wanted))
