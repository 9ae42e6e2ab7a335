"""What the source says about items: keys, words of the vocabulary and casts that stand outside `mentoring.tables`."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections import defaultdict
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from mentoring import reach, tables
from mentoring.tables import attributes, vocabulary
from mentoring.tables.core import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = "shared/mentoring/tables/"
KEY = re.compile(r"(?:^|#)[A-Z][A-Z_]+#|^(?:inbox|idempotency|signin|session|throttle|link)#")
JOINED = re.compile(r"^#$|#$")
"""The end of a part of a key that something else follows; a link to a place on a page goes on behind its `#`."""
PLACES = {"pk", "sk", "list_pk", "list_sk", "due_pk", "due_at"}
READS = {"get", "query", "listed", "page", "listed_page", "ranked_page", "once"}

ENUMS = [
    one
    for module in (vocabulary, reach)
    for one in vars(module).values()
    if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum
]
WORDS = {str(word) for one in ENUMS for word in one} - {""}
"""Every value of the vocabulary."""
CASTS: dict[str, set[str]] = defaultdict(set)
"""Name of an attribute → the casts that change nothing about it, in whichever item it is."""
SPOKEN: set[str] = {"to_stage", "from_stage", "rule"}
"""Names of attributes, and of fields of events, that hold a word of the vocabulary."""

NAMES = {"aggregate", "code", "SCHEDULES"}
"""Names of constants that speak of something else: what an event is about, what a refusal or a run is called."""

_KINDS = (
    ((UnicodeAttribute, attributes.TextOrNoneAttribute), "str"),
    ((attributes.EnumAttribute, attributes.EnumOrNoneAttribute), "str"),
    ((attributes.IntegerAttribute, attributes.IntegerOrNoneAttribute), "int"),
    ((BooleanAttribute,), "bool"),
)


def _kinds_of(base: type[Item]) -> Iterator[type[Item]]:
    for one in base.__subclasses__():
        yield one
        yield from _kinds_of(one)


for _module in pkgutil.walk_packages(tables.__path__, f"{tables.__name__}."):
    importlib.import_module(_module.name)
_found: dict[str, set[str]] = defaultdict(set)
for _item in _kinds_of(Item):
    for _name, _attribute in _item.get_attributes().items():
        _found[_name] |= {cast for kinds, cast in _KINDS if isinstance(_attribute, kinds)}
        if isinstance(_attribute, attributes.EnumAttribute | attributes.EnumOrNoneAttribute):
            SPOKEN.add(_name)
CASTS.update({name: casts for name, casts in _found.items() if len(casts) == 1})


def keys(path: Path) -> Iterator[str]:
    """Yield the keys that a module writes itself instead of asking an item for them."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in docs
            and KEY.search(node.value)
        ):
            yield _said(node)
        yield from _joined(node)
        yield from _placed(node)
        yield from _asked(node)


def _joined(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.JoinedStr(values=parts) if any(_is_joint(*both) for both in pairwise(parts)):
            yield _said(node)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value="#"), attr="join")):
            yield _said(node)
        case ast.BinOp(left=ast.BinOp(right=ast.Constant(value=str() as text))) if JOINED.search(text):
            yield _said(node)


def _placed(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Assign(targets=targets, value=value) if _places(targets) and _is_text(value):
            yield _said(node)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.AugAssign(target=target, value=value):
            if _places([target]) and _is_text(value):
                yield _said(node)
        case ast.keyword(arg=str() as name, value=value) if name in PLACES and _is_text(value):
            yield _said(value, f"{name}=")
        case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=name), value]) if name in PLACES:
            if _is_text(value):
                yield _said(node)


def _asked(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name), args=[kind, *rest]) if name in READS and _is_class(kind):
            if any(_is_text(one) for one in rest):
                yield _said(node)
        case ast.Call(func=ast.Attribute(attr=name, value=of), args=[key]) if name in READS:
            if ast.unparse(of).endswith("store") and _is_text(key):
                yield _said(node)


def words(path: Path) -> Iterator[str]:
    """Yield the places where a module says a word of the vocabulary as text."""
    tree = ast.parse(path.read_text("utf-8"))
    enums = {line for node in ast.walk(tree) if _is_enum(node) for line in ast.walk(node)}
    for node in ast.walk(tree):
        if node not in enums:
            yield from _compared(node)
            yield from _looked_up(node)
            yield from _written(node)
            yield from _assumed(node)


def _compared(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Compare():
            if any(_compares_word(*both) for both in _pairs(node)):
                yield _said(node)
        case ast.MatchValue(value=ast.Constant(value=str() as text)) if text in WORDS:
            yield _said(node)


def _looked_up(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Subscript(value=ast.Dict(keys=found), slice=asked) if _name(asked) in SPOKEN and _words(found):
            yield _said(node)
        case ast.Call(func=ast.Attribute(value=ast.Dict(keys=found), attr="get"), args=[asked, *_]):
            if _name(asked) in SPOKEN and _words(found):
                yield _said(node)
        case ast.Call(func=ast.Attribute(value=of, attr=name), args=[one]) if name in ("startswith", "endswith"):
            if _name(of) in SPOKEN and _any_text(one):
                yield _said(node)


def _written(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.keyword(arg=str() as name, value=value) if name in SPOKEN and _any_word(value):
            yield _said(value, f"{name}=")
        case ast.Assign(targets=targets, value=value) if _names_word(targets) and _any_word(value):
            yield _said(node)
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if name in SPOKEN:
            if _is_word(value):
                yield _said(node)
        case ast.Subscript(value=ast.Name(id="Literal"), slice=given) if _is_vocabulary(given):
            yield _said(node)
        case ast.Assign(targets=[ast.Name() | ast.Tuple() as target], value=value):
            if ast.unparse(target) not in NAMES and _is_vocabulary(value):
                yield _said(node)


def _assumed(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.arguments():
            named = [*node.posonlyargs, *node.args][::-1]
            given = [
                *zip(named, node.defaults[::-1], strict=False),
                *zip(node.kwonlyargs, node.kw_defaults, strict=True),
            ]
            for one, value in given:
                if value is not None and one.arg in SPOKEN and _any_word(value):
                    yield _said(value, f"{one.arg}=")
        case ast.BoolOp(values=[first, *rest]) if _name(first) in SPOKEN and any(_is_word(one) for one in rest):
            yield _said(node)


def casts(path: Path) -> Iterator[str]:
    """Yield casts of an item's attribute to what it is anyway."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="cast") | ast.Attribute(attr="cast"), args=[_, given]) if _read(given):
                yield _said(node)
            case ast.Call(func=ast.Name(id=cast) | ast.Attribute(attr=cast), args=[given], keywords=[]):
                first = given.values[0] if isinstance(given, ast.BoolOp) else given  # `item.days or 0` is asked too
                if cast in CASTS.get(_read(first), ()):
                    yield _said(node)


def _read(node: ast.expr) -> str:
    """Return the name of what is read of an item; of `self` it is no item's: items live in mentoring.tables."""
    match node:
        case ast.Attribute(attr=name, value=of) if name in CASTS and ast.unparse(of) != "self":
            return name
        case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str() as name), *_]) if name in CASTS:
            return name
    return ""


def _is_class(node: ast.expr) -> bool:
    """Return whether something is a kind of item, by the way it is written."""
    return _name(node)[:1].isupper()


def _is_joint(before: ast.expr, after: ast.expr) -> bool:
    """Return whether two neighbours in an f-string are the parts of a key."""
    return (
        isinstance(before, ast.Constant)
        and bool(JOINED.search(str(before.value)))
        and isinstance(after, ast.FormattedValue)
    )


def _is_enum(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and "StrEnum" in [ast.unparse(base) for base in node.bases]


def _said(node: ast.AST, before: str = "") -> str:
    return f"{getattr(node, 'lineno', 0)}: {before}{ast.unparse(node)}"


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Tuple):
        return any(_is_text(one) for one in node.elts)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and bool(node.value))


def _places(targets: list[ast.expr]) -> bool:
    flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(isinstance(one, ast.Attribute) and one.attr in PLACES for one in flat)


def _pairs(node: ast.Compare) -> Iterator[tuple[ast.expr, ast.expr]]:
    operands = [node.left, *node.comparators]
    for left, right in pairwise(operands):
        yield left, right
        yield right, left


def _compares_word(literal: ast.expr, other: ast.expr) -> bool:
    if isinstance(other, ast.Constant):
        return False
    return _any_word(literal) or (_name(other) in SPOKEN and _any_text(literal))


def _words(found: list[ast.expr | None]) -> bool:
    return any(one is not None and _is_word(one) for one in found)


def _any_word(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple"), args=[one]):
            return _any_word(one)
        case ast.JoinedStr(values=[ast.Constant() as one]):
            return _is_word(one)
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return any(_any_word(one) for one in elements)
        case ast.IfExp(body=body, orelse=orelse):
            return _any_word(body) or _any_word(orelse)
    return _is_word(node)


def _any_text(node: ast.expr) -> bool:
    elements = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return any(isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value for one in elements)


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in WORDS


def _name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def _names_word(targets: list[ast.expr]) -> bool:
    flat = [one for target in targets for one in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return any(isinstance(one, ast.Attribute) and one.attr in SPOKEN for one in flat)


def _is_vocabulary(node: ast.expr) -> bool:
    """Return whether texts are some of the words of one enum: a second vocabulary."""
    match node:
        case ast.Dict(keys=found):
            elements = [one for one in found if one is not None]
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            pass
        case ast.Call(func=ast.Name(id="frozenset" | "set" | "tuple"), args=[one]):
            return _is_vocabulary(one)
        case ast.Constant():
            elements = [node]
        case _:
            return False
    texts = {one.value for one in elements if isinstance(one, ast.Constant) and isinstance(one.value, str)} - {""}
    return bool(texts) and any(texts <= {str(word) for word in one} for one in ENUMS)
