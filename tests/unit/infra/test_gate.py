"""The gate before the engine: this machine's programs, and of browsers only forms that S3 or the product checks."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from infra.local.engine.gate import Gate

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1:4566"


def status(mails: Path, method: str, path: str, **headers: str) -> int:
    """Return how the gate answers; 200 when it passes a request on."""
    said: list[dict[str, Any]] = []

    async def engine(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": HOST, **headers}.items()]
    scope = {"type": "http", "method": method, "path": path, "headers": sent, "query_string": b""}
    asyncio.run(Gate(engine, mails, None, {HOST})(scope, receive, send))  # type: ignore[arg-type]
    return int(said[0]["status"])


@pytest.mark.parametrize(
    ("method", "path", "headers", "expected"),
    [
        ("POST", "/bucket", {"origin": "null", "content_type": "multipart/form-data; boundary=x"}, 200),
        ("GET", "/bucket/jobs/p/j/applications.csv", {}, 200),
        ("POST", "/_aws/execute-api/a/live/x", {"origin": "http://127.0.0.1:8080"}, 200),
        ("PUT", "/bucket/jobs/x", {"origin": "null", "content_type": "multipart/form-data; boundary=x"}, 403),
        ("POST", "/", {"origin": "https://evil.example", "content_type": "application/x-amz-json-1.0"}, 403),
        ("POST", "/bucket", {"host": "evil.example", "content_type": "multipart/form-data"}, 403),
    ],
)
def test_given_a_request_when_it_comes_to_the_engine_then_browsers_send_only_forms_that_are_checked(
    tmp_path: Path, method: str, path: str, headers: dict[str, str], expected: int
) -> None:
    assert status(tmp_path, method, path, **headers) == expected
