"""No test has to change a global of the product: what a function needs is handed in, at the composition root or before.

What is left is in `ALLOWED`, each with its reason.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from infra.template import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PRODUCT = {"mentoring", *(one.parent.name for one in (ROOT / "services").glob("*/__init__.py"))}
TESTS = sorted(one for one in (ROOT / "tests").rglob("*.py") if one.parent.name != "architecture")
PATCHING = ("setattr", "delattr", "setitem", "delitem", "object")
"""Of `pytest.MonkeyPatch` and `unittest.mock.patch`."""

SMALL = "a limit made small, so that a test reaches it"
DEPLOYED = "another deployment: settings are read once a process, and no use case passes them on"
SEEN = "what a process has seen before is what the test is about"
MEANWHILE = "a second request comes while the first one is at the real table"
ALLOWED = {
    "mentoring.access._FIXED[PROGRAMME]": SEEN,
    "mentoring.clock.now": "whole worlds of services, whose entries take the real clock, run at another time",
    "mentoring.consumers.CONSUMED": "one test makes a broken consumer, and no other is to meet it",
    "mentoring.consumers.INBOXES": "one test makes a broken consumer, and no other is to meet it",
    "mentoring.http.idempotency.LARGEST": SMALL,
    "mentoring.ids.new": "ties are broken by ids, and a count of round trips is to be the same in each run",
    "mentoring.links.settings": DEPLOYED,
    "mentoring.replies.settings": DEPLOYED,
    "mentoring.settings.settings.cache_clear": DEPLOYED,
    "mentoring.store.dynamo.DynamoStore.commit": MEANWHILE,
    "mentoring.store.dynamo.DynamoStore.get_many": MEANWHILE,
    "mentoring.store.keys.MOST_REMEMBERED": SMALL,
    "mentoring.store.keys.settings": DEPLOYED,
    "mentoring.store.retry.sleep": "pauses between tries take no time in any test; no use case has to pass them on",
    "identity.domain.MAILS_FROM_SOURCE": SMALL,
    "notifications.composer._write": "the bytes of a mail are tested with words of every shape, not with a template's",
    "notifications.inbound.settings": DEPLOYED,
    "notifications.sending.composer.compose": "a template that is broken, which none of ours is",
    "pairing.use_cases.inputs.MOST_CELLS": SMALL,
    "recruitment.imports.MOST_ROWS": SMALL,
    "recruitment.imports.workbooks.UNPACKED": SMALL,
    "recruitment.use_cases.exporting.AT_ONCE": SMALL,
    "reporting.pdf.FONTS": "a package without its fonts",
}
"""What tests change → why it isn't handed in."""


def _imported(tree: ast.Module) -> dict[str, str]:
    """Return the names that a module imports, and what of the product they are."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {
                one.asname or one.name.partition(".")[0]: (one.asname and one.name) or one.name.partition(".")[0]
                for one in node.names
            }
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
    return {name: what for name, what in found.items() if what.partition(".")[0] in PRODUCT}


def _named(node: ast.expr, imported: dict[str, str]) -> str:
    """Return what of the product an expression names, or nothing."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if node.value.partition(".")[0] in PRODUCT and "." in node.value else ""
    first, _, rest = ast.unparse(node).partition(".")
    return ".".join(filter(None, (imported[first], rest))) if first in imported else ""


def patched(text: str) -> Iterator[str]:
    """Yield what of the product a test changes for itself: set, deleted, patched, or emptied of what it remembers."""
    tree = ast.parse(text)
    imported = _imported(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "patch":
            yield from filter(None, [_named(one, imported) for one in node.args[:1]])
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in PATCHING and node.args and (whose := _named(node.args[0], imported)):
                what = [one.value for one in node.args[1:2] if isinstance(one, ast.Constant)]
                yield ".".join([whose, *map(str, what)]) if not isinstance(node.args[0], ast.Constant) else whose
            elif node.func.attr == "cache_clear" and (whose := _named(node.func.value, imported)):
                yield f"{whose}.cache_clear"
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.Delete):
            targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            yield from (
                whose
                for one in targets
                if isinstance(one, ast.Attribute | ast.Subscript) and (whose := _named(one, imported))
            )


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_given_a_test_when_read_then_it_changes_no_global_of_the_product(path: Path) -> None:
    assert [one for one in patched(path.read_text("utf-8")) if one not in ALLOWED] == []


def test_given_what_is_allowed_when_the_tests_are_read_then_it_is_still_needed() -> None:
    assert {one for path in TESTS for one in patched(path.read_text("utf-8"))} == set(ALLOWED)


@pytest.mark.parametrize(
    "breach",
    [
        "from notifications import sender\nmonkeypatch.setattr(sender, '_client', Refusing)",
        "from notifications import sender\nwith monkeypatch.context() as patch:\n    patch.setattr(sender, '_client', 1)",
        "import notifications.consumer\nmonkeypatch.setattr(notifications.consumer, 'SENDER', FakeSender())",
        "from notifications.consumer import SENDER\nmonkeypatch.setattr(SENDER, 'send', print)",
        "monkeypatch.setattr('notifications.consumer.SENDER', FakeSender())",
        "def test():\n    from mentoring import access\n    access.MOST_REMEMBERED = 3",
        "from mentoring import access\nmonkeypatch.setitem(access._FIXED, 'p', 'o')",
        "from mentoring import access\naccess._FIXED['p'] = 'o'",
        "from mentoring.store import dynamo\ndynamo.connection.cache_clear()",
        "from unittest.mock import patch\nwith patch('notifications.sender._client'): pass",
        "from unittest.mock import patch\nfrom mentoring import clock\nwith patch.object(clock, 'now', print): pass",
    ],
)
def test_given_any_way_to_change_a_global_when_a_test_is_read_then_it_is_found(breach: str) -> None:
    assert list(patched(breach))


def test_given_a_test_with_fakes_of_its_own_when_read_then_nothing_is_found() -> None:
    text = """
from tests.fakes import MemoryStore
from mentoring.tables.pairing import Pair
memory = MemoryStore()
monkeypatch.setattr(memory, "commit", late)
monkeypatch.setenv("TABLE", "notifications")
pair = Pair("1")
pair.stage = "closing"
"""
    assert list(patched(text)) == []
