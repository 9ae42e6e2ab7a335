"""The little of ASGI that the two doors need: a request as a value, an answer as one call."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request; `target` is path and query as they came, `body` is None when it was longer than allowed."""

    method: str
    target: str
    path: str
    query: dict[str, str]
    headers: list[tuple[str, str]]
    client: str
    body: bytes | None

    @property
    def host(self) -> str:
        """Return the host and port the caller asked for."""
        return self.header("host")

    def header(self, name: str) -> str:
        """Return the first header of that (lower-case) name, empty when there is none."""
        return next((value for found, value in self.headers if found == name), "")


async def request(scope: Scope, receive: Receive, most: int) -> Request:
    """Return the request of an ASGI scope, its body read up to `most` bytes."""
    query = scope["query_string"].decode("latin-1")
    target = scope["raw_path"].decode("latin-1") + (f"?{query}" if query else "")
    return Request(
        method=scope["method"],
        target=target,
        path=unquote(scope["path"]),
        query={name: values[-1] for name, values in parse_qs(query).items()},
        headers=[(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]],
        client=scope["client"][0],
        body=await body_of(receive, most),
    )


async def body_of(receive: Receive, most: int) -> bytes | None:
    """Return the body of a request, None when it is longer than `most` bytes."""
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= most:
            chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks) if size <= most else None


async def answer(send: Send, status: int, body: str | bytes, kind: str = PLAIN, **headers: str) -> None:
    """Send a whole answer; `headers` are named with underscores."""
    content = body.encode() if isinstance(body, str) else body
    sent = {"content-type": kind, "x-content-type-options": "nosniff", "cache-control": "no-store"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in sent.items()],
        }
    )
    await send({"type": "http.response.body", "body": content})
