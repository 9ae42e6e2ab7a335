"""The manual of the API at `/v1/docs`: `infra/openapi.json` as a page, without a script or another host."""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from infra.local import pages

DOCUMENT = Path(__file__).parents[1] / "openapi.json"
ROOT = "/v1/docs"
POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
CSS, JSON = "text/css; charset=utf-8", "application/json"


def page(path: str) -> tuple[str | bytes, str] | None:
    """Return the content under a path of the product, and its media type; None where there is nothing of the manual."""
    if path.rstrip("/") == ROOT:
        return _page(), pages.HTML
    if path == f"{ROOT}/manual.css":
        return (pages.FOLDER / "templates" / "manual.css").read_bytes(), CSS
    return (DOCUMENT.read_bytes(), JSON) if path == f"{ROOT}/openapi.json" else None


def _page() -> str:
    document = json.loads(DOCUMENT.read_text("utf-8"))
    operations = [
        {"method": method, "path": path, **operation}
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    by_service = sorted(operations, key=lambda one: one["tags"][0])
    services = [(service, list(found)) for service, found in groupby(by_service, key=lambda one: one["tags"][0])]
    template = _environment().get_template("manual.html")
    return template.render(
        document=document,
        services=services,
        refusals=document["components"]["responses"],
        schemas=document["components"]["schemas"],
        root=ROOT,
    )


def kind(schema: dict[str, Any]) -> Markup:
    """Return what a schema allows, in words, with links to the schemas it names."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if "anyOf" in schema:
        return Markup(" or ").join(kind(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Markup(" · ").join(Markup("<code>{}</code>").format(str(one) or "“”") for one in values)
    if schema.get("type") == "array":
        return Markup("list of ") + kind(schema["items"])
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return Markup("object of ") + kind(schema["additionalProperties"])
    words = " ".join(one for one in (schema.get("type", "anything"), schema.get("format", "")) if one)
    return escape(f"{words}{_limits(schema)}")


def _limits(schema: dict[str, Any]) -> str:
    low, high = (schema.get(one) for one in ("minimum", "maximum"))
    length = schema.get("maxLength") or schema.get("maxItems")
    span = f", {low:g} to {high:g}" if low is not None and high is not None else ""
    return span + (f", at most {length}" if length else "")


def prose(text: str) -> Markup:
    """Return a text whose `words in backticks` are code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def pretty(value: Any) -> str:
    """Return JSON as people read it."""
    return json.dumps(value, ensure_ascii=False, indent=2)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(pages.FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"kind": kind, "prose": prose, "pretty": pretty}
    return made
