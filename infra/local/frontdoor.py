"""The front door: the deployed API at the root of its own port, as CloudFront or a custom domain serves it on AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from infra.local.places import Places

HOP_BY_HOP = {"connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "content-length"}
"""Headers of one hop (RFC 9110 §7.6.1), and the length, which the next hop counts itself."""

MOST = 6 * 1024 * 1024
"""Bytes of a request: what Lambda takes in one synchronous invocation."""


class FrontDoor:
    """ASGI application that hands every request to the stage of the REST API."""

    def __init__(self, places: Places, api_id: str) -> None:
        self._hosts = {f"127.0.0.1:{places.port}", f"localhost:{places.port}"}
        self._base = f"{places.engine_url}/_aws/execute-api/{api_id}/live"
        self._client = httpx.AsyncClient(timeout=60, follow_redirects=False, limits=httpx.Limits(max_connections=200))

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Forward one request; refuse foreign hosts (DNS rebinding) and bodies Lambda would not take."""
        if scope["type"] != "http":
            return
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        host = dict(headers).get("host", "")
        if host not in self._hosts:
            await answer(send, 421, "This address is not served here.")
            return
        body = await read(receive)
        if len(body) > MOST:
            await answer(send, 413, "At most 6 MB can be sent at once.")
            return
        await self._forward(scope, headers, host, body, send)

    async def _forward(
        self, scope: dict[str, Any], headers: list[tuple[str, str]], host: str, body: bytes, send: Any
    ) -> None:
        query = scope["query_string"].decode("latin-1")
        url = f"{self._base}{scope['raw_path'].decode('latin-1')}" + (f"?{query}" if query else "")
        passed = [(name, value) for name, value in headers if name not in HOP_BY_HOP | {"host", "accept-encoding"}]
        passed += [("x-forwarded-host", host), ("x-forwarded-proto", "http"), ("accept-encoding", "identity")]
        try:
            reply = await self._client.request(scope["method"], url, headers=passed, content=body)
        except httpx.HTTPError:
            await answer(send, 503, "The stack is starting or stopping; try again in a moment.")
            return
        raw = [(name, value) for name, value in reply.headers.raw if name.decode().lower() not in HOP_BY_HOP]
        await send({"type": "http.response.start", "status": reply.status_code, "headers": raw})
        await send({"type": "http.response.body", "body": reply.content})


async def read(receive: Any) -> bytes:
    """Return the whole body of a request."""
    chunks, more = [], True
    while more:
        message = await receive()
        chunks.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(chunks)


async def answer(
    send: Any, status: int, body: str | bytes, kind: str = "text/plain; charset=utf-8", **headers: str
) -> None:
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
