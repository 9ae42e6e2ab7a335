"""The manual of the API: everything of the document is on its page, and nothing comes from elsewhere."""

from __future__ import annotations

import json
import re

import pytest

from infra.local import manual


def text(path: str) -> str:
    found = manual.page(path)
    assert found is not None
    content, _ = found
    return content if isinstance(content, str) else content.decode()


def test_given_the_document_when_its_page_is_read_then_every_operation_refusal_and_schema_is_there() -> None:
    shown, document = text("/v1/docs"), json.loads(text("/v1/docs/openapi.json"))
    wanted = {one["operationId"] for methods in document["paths"].values() for one in methods.values()}
    wanted |= {f"refusal-{status}" for status in document["components"]["responses"]}
    wanted |= {f"schema-{name}" for name in document["components"]["schemas"]}
    ids = re.findall(r'id="([^"]+)"', shown)
    assert wanted <= set(ids)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', shown)) <= set(ids)


def test_given_the_page_when_a_browser_reads_it_then_it_runs_nothing_and_asks_nobody_else() -> None:
    shown = text("/v1/docs")
    assert not re.search(r"<script|<style|\bstyle=|\bon\w+=|(?:src|href)=\"(?:https?:)?//", shown)
    assert "url(" not in text("/v1/docs/manual.css")
    assert manual.POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["/v1/docs/none", "/v1/me", "/", "/v1/docs/../me"])
def test_given_any_other_path_when_asked_for_then_it_is_the_product_s(path: str) -> None:
    assert manual.page(path) is None


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$ref": "#/components/schemas/Me"}, '<a href="#schema-Me">Me</a>'),
        ({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 10}, {"type": "null"}]}, "integer, 0 to 10 or null"),
        ({"type": "array", "items": {"type": "string", "maxLength": 9}}, "list of string, at most 9"),
        ({"enum": ["", "a<b"]}, "<code>“”</code> · <code>a&lt;b</code>"),
        ({"type": "object", "additionalProperties": {"type": "string", "format": "date"}}, "object of string date"),
        ({}, "anything"),
    ],
)
def test_given_a_schema_when_told_then_in_words_that_are_escaped(schema: dict[str, object], words: str) -> None:
    assert manual.kind(schema) == words
