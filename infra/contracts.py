"""What is written from the code: OpenAPI of the API, JSON Schema of every event, and lists that repeat others.

`python -m infra.contracts` writes `infra/openapi.json`, `infra/events/` and what `infra.repeated` makes of
template.yaml and pyproject.toml; with `--check` it writes nothing and exits 1 when a file differs from what the code
says.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from infra import repeated
from mentoring.events import Meta
from mentoring.events.catalogue import EVENTS

INFRA = Path(__file__).parent
ROOT = INFRA.parent
SERVICES = ROOT / "services"


def event_schemas() -> dict[str, dict[str, Any]]:
    """Return detail-type → JSON Schema (2020-12) of `detail`, with its version in `$id`."""
    return {
        name: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:tandem:event:{name}:{kind.version}",
            "title": name,
            "description": (kind.__doc__ or "").strip(),
            "x-source": f"mentoring.{kind.source}",
            "type": "object",
            "required": ["meta", "data"],
            "properties": {
                "meta": TypeAdapter(Meta).json_schema() | {"title": "Meta"},
                "data": TypeAdapter(kind).json_schema() | {"title": name, "additionalProperties": True},
            },
        }
        for name, kind in sorted(EVENTS.items())
    }


def openapi() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all services' JSON routes."""
    whole: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Tandem",
            "version": "1",
            "description": "Errors are application/problem+json (RFC 9457); lists carry an opaque `next` cursor.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {},
        "components": {
            "schemas": {},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"session": []}],
    }
    for service in sorted(path.parent.name for path in SERVICES.glob("*/api.py")):
        app = importlib.import_module(f"{service}.api").app
        part = json.loads(app.get_openapi_json_schema(title=service, openapi_version="3.1.0"))
        for path, methods in part.get("paths", {}).items():
            whole["paths"][path] = {method: operation | {"tags": [service]} for method, operation in methods.items()}
        _merge_schemas(whole["components"]["schemas"], part.get("components", {}).get("schemas", {}), service)
    whole["paths"] = dict(sorted(whole["paths"].items()))
    return whole


def _merge_schemas(into: dict[str, Any], schemas: dict[str, Any], service: str) -> None:
    for name, schema in schemas.items():
        if into.setdefault(name, schema) != schema:
            raise SystemExit(f"two services call different things {name!r}; rename it in {service}")


def files() -> dict[Path, str]:
    """Return every generated file with its text."""
    texts = {INFRA / "openapi.json": openapi()}
    texts |= {INFRA / "events" / f"{name}.json": schema for name, schema in event_schemas().items()}
    return {
        path: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for path, content in texts.items()
    } | repeated.files()


def drift() -> list[str]:
    """Return the paths of files that are missing, not what the code says, or no longer generated."""
    wanted = files()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    orphans = [path for path in (INFRA / "events").glob("*.json") if path not in wanted]
    return sorted(path.relative_to(ROOT).as_posix() for path in [*stale, *orphans])


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` tell which ones are out of date."""
    if "--check" in arguments:
        for name in (names := drift()):
            print(f"{name} is not what the code says: run `make contracts`")
        return 1 if names else 0
    for orphan in set((INFRA / "events").glob("*.json")) - set(files()):
        orphan.unlink()
    for path, text in files().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
