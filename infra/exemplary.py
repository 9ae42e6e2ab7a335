"""Makes an example of every schema of the API from the values of its fields (`infra.examples`)."""

from __future__ import annotations

from typing import Any

from infra.examples import ID, OWN, WORDS


class ExampleMissing(LookupError):
    """A field of the API has no example in `WORDS` or `OWN`."""


def example(name: str, schemas: dict[str, Any]) -> dict[str, Any]:
    """Return an example of a schema of the document."""
    return {
        field: _value(name, field, schema, schemas) for field, schema in schemas[name].get("properties", {}).items()
    }


def _value(owner: str, field: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    if (owner, field) in OWN:
        return OWN[owner, field]
    schema = _words(schema, schemas)
    made = _made(owner, field, schema, schemas)
    return _said(owner, field, schema) if made is None else made


def _words(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Return the values of a field whose schema is an enum by name, maybe besides null; else the schema."""
    named = schema["anyOf"][0] if "anyOf" in schema else schema
    found: dict[str, Any] = schemas.get(named.get("$ref", "").rpartition("/")[2], {})
    return found if "enum" in found else schema


def _made(owner: str, field: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Any:
    """Return an example made from other schemas, or None."""
    if "$ref" in schema:
        return example(schema["$ref"].rpartition("/")[2], schemas)
    if "anyOf" in schema:
        return _made(owner, field, schema["anyOf"][0], schemas)
    if schema.get("type") == "array" and "$ref" in schema["items"]:
        return [_made(owner, field, schema["items"], schemas)]
    if schema.get("type") == "object" and "$ref" in _inner(schema):
        return {"all": [_made(owner, field, _inner(schema), schemas)]}
    return None


def _said(owner: str, field: str, schema: dict[str, Any]) -> Any:
    """Return the example of a field with a value."""
    if "anyOf" in schema:
        return _said(owner, field, schema["anyOf"][0])
    if "enum" in schema or "const" in schema:
        return (
            WORDS[field] if WORDS.get(field) in schema.get("enum", []) else schema.get("enum", [schema.get("const")])[0]
        )
    if schema.get("type") == "boolean":
        return schema.get("default", True)
    if field in WORDS:
        return WORDS[field]
    if field.endswith("_id"):
        return ID
    if "default" in schema:
        return schema["default"]
    raise ExampleMissing(f"say in infra/examples.py what stands in {owner}.{field}")


def _inner(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of the items in lists that an object maps to."""
    more = schema.get("additionalProperties")
    found: dict[str, Any] = more.get("items", {}) if isinstance(more, dict) else {}
    return found
