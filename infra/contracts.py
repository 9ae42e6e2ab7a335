"""Writes what is generated from the code: the API's OpenAPI, JSON Schemas of events, and lists that repeat others.

`python -m infra.contracts` writes `infra/openapi.json`, `infra/events/` and what `infra.repeated` makes of
template.yaml and pyproject.toml; with `--check` it writes nothing and exits with 1 if a file differs from the code.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from infra import docs, reads, repeated
from infra.document import openapi
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


def files() -> dict[Path, str]:
    """Return every generated file with its text."""
    texts = {INFRA / "openapi.json": openapi()}
    texts |= {INFRA / "events" / f"{name}.json": schema for name, schema in event_schemas().items()}
    return (
        {path: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for path, content in texts.items()}
        | repeated.files()
        | docs.files({reads.PAGE: reads.written(reads.PAGE.read_text("utf-8"))})
    )


def drift() -> list[str]:
    """Return the paths of files that are missing, out of date, or no longer generated."""
    wanted = files()
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]
    orphans = [path for path in (INFRA / "events").glob("*.json") if path not in wanted]
    return sorted(path.relative_to(ROOT).as_posix() for path in [*stale, *orphans])


def main(arguments: list[str]) -> int:
    """Write the files, or with `--check` report which ones are out of date."""
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
